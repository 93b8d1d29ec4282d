"""Wake-ups in memory, with the delays of the real queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.wire import Wire, wired
from ticket_router.ports import Clock


@dataclass(frozen=True)
class Sent:
    """One message: it shows from `visible_at` on."""

    ticket_id: str
    visible_at: datetime
    delay: float = 0.0
    slot: bool = False


class FakeQueue:
    """Serves the `WorkQueue` port. `sent` is every message ever sent, `waiting` those that nobody has taken."""

    def __init__(self, clock: Clock, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.sent: list[Sent] = []
        self.waiting: list[Sent] = []
        self._clock = clock

    @wired
    def send(self, ticket_id: str, delay: float = 0.0, *, slot: bool = False) -> None:
        """See the port."""
        if not 0 <= delay <= 900:
            raise ValueError(f"SQS delays by 0 to 900 seconds, not {delay}")
        sent = Sent(ticket_id, self._clock.now() + timedelta(seconds=delay), delay, slot)
        self.sent.append(sent)
        self.waiting.append(sent)

    def take(self, now: datetime) -> Sent | None:
        """The oldest message that shows by now, taken off."""
        due = next((sent for sent in self.waiting if sent.visible_at <= now), None)
        if due:
            self.waiting.remove(due)
        return due
