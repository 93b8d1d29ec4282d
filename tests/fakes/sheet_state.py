"""What drive-sync has beside the workbook: hints, its memory, the archive of rules, and who is who in Slack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.small import FakeRules
from tests.fakes.wire import Wire, wired
from ticket_router.domain.errors import Conflict
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.memory import Memory
from ticket_router.ports import Clock

COUNTS_ONCE = timedelta(minutes=5)
"""How long SQS FIFO remembers a deduplication id."""


@dataclass(frozen=True)
class Hint:
    """One hint: it shows from `at` on."""

    why: str
    name: str
    at: datetime


class FakeSheetHints:
    """Serves the `SheetHints` port. `sent` is every hint that counted, `waiting` those that nobody has taken."""

    def __init__(self, clock: Clock, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.sent: list[Hint] = []
        self.waiting: list[Hint] = []
        self._clock = clock
        self._known: dict[tuple[str, str], datetime] = {}

    @wired
    def now(self, why: str, name: str) -> None:
        """See the port."""
        now = self._clock.now()
        before = self._known.get((why, name))
        if before is None or now - before >= COUNTS_ONCE:
            self._known[why, name] = now
            self._send(Hint(why, name, now))

    @wired
    def later(self, why: str, name: str, seconds: float) -> None:
        """See the port."""
        if not 0 <= seconds <= 900:
            raise ValueError(f"SQS delays by 0 to 900 seconds, not {seconds}")
        self._send(Hint(why, name, self._clock.now() + timedelta(seconds=seconds)))

    def take(self, now: datetime) -> Hint | None:
        """The oldest hint that shows by now, taken off."""
        due = next((hint for hint in self.waiting if hint.at <= now), None)
        if due:
            self.waiting.remove(due)
        return due

    def _send(self, hint: Hint) -> None:
        self.sent.append(hint)
        self.waiting.append(hint)


class FakeSheetMemory:
    """Serves the `SheetMemory` port; kept as text, as the real one is, so that nothing is shared by accident."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.stored = ""

    @wired
    def load(self) -> Memory:
        """See the port."""
        return self._now()

    @wired
    def save(self, memory: Memory) -> None:
        """See the port."""
        if self._now().rev != memory.rev - 1:
            raise Conflict(f"the memory is at {self._now().rev}, not at {memory.rev - 1}")
        self.stored = memory.model_dump_json()

    def _now(self) -> Memory:
        return Memory.model_validate_json(self.stored) if self.stored else Memory()


class FakeRulesArchive:
    """Serves the `RulesArchive` port. Whatever is published is what `rules` gives from then on, as in S3."""

    def __init__(self, book: RuleBook | None = None, rules: FakeRules | None = None, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.published = [book] if book else []
        """Every version there ever was, the live one last."""
        self.exports: dict[str, str] = {}
        self._rules = rules

    @wired
    def live(self) -> tuple[RuleBook | None, str]:
        """See the port."""
        return (self.published[-1] if self.published else None), self._mark()

    @wired
    def publish(self, rulebook: RuleBook, mark: str) -> None:
        """See the port."""
        if mark != self._mark():
            raise Conflict("somebody else published meanwhile")
        self.published.append(rulebook)
        if self._rules:
            self._rules.book = rulebook

    @wired
    def export(self, name: str, content: str) -> None:
        """See the port."""
        self.exports[name] = content

    def _mark(self) -> str:
        return f"publish {len(self.published)}" if self.published else ""


class FakeDirectory:
    """Serves the `Directory` port with `known` ids by address; `asked` holds every address asked for."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.known: dict[str, str] = {}
        self.asked: list[str] = []

    @wired
    def slack_id(self, email: str) -> str:
        """See the port."""
        self.asked.append(email)
        return {known.casefold(): found for known, found in self.known.items()}.get(email.casefold(), "")
