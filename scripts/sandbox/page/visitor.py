"""What the page's visitors did to the world: what they sent, what they broke, and the one long work under way."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scripts.sandbox.faults import AWS
from scripts.sandbox.standin import Fault

if TYPE_CHECKING:
    from scripts.sandbox.senders import Sent
    from scripts.sandbox.world import World

REMEMBERED = 6


class Busy(Exception):
    """Another long work is under way; the message says which."""


class Stopped(Exception):
    """Somebody asked for the long work to end here."""


@dataclass
class Job:
    """One long work: `done` of `total` steps, and in the end how it went."""

    title: str
    total: int
    done: int = 0
    said: str = ""
    failed: bool = False
    over: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def step(self) -> None:
        """One step more; raises Stopped when that is enough."""
        self.done += 1
        if self.stop.is_set() and self.done < self.total:
            raise Stopped


@dataclass
class Order:
    """One order to fail. `fault` is the stand-in's own; for AWS the calls made before it tell how many are left."""

    service: str
    kind: str
    call: str
    calls: int
    fault: Fault | None = None
    before: int = 0


class Visitor:
    """Remembers; safe to use from any thread. `changed` is called after every change."""

    def __init__(self, world: World, changed: Callable[[], None] = lambda: None) -> None:
        self._world = world
        self.changed = changed
        self._lock = threading.Lock()
        self._sent: deque[dict[str, Any]] = deque(maxlen=REMEMBERED)
        self._orders: list[Order] = []
        self._job: Job | None = None
        self._numbers = itertools.count(1)
        self._dismissed: set[str] = set()

    # -- sending

    def note_sent(self, sent: Sent, subject: str, who: str) -> None:
        """Remember a delivery, newest first."""
        entry = {
            "id": next(self._numbers),
            "lane": sent.lane,
            "raw_key": sent.raw_key,
            "ticket": sent.ticket_id,
            "subject": subject or "(no subject)",
            "who": who,
            "at": self._world.now(),
        }
        with self._lock:
            self._sent.appendleft(entry)
        self.changed()

    def sent(self) -> list[dict[str, Any]]:
        """The last deliveries, newest first."""
        with self._lock:
            return [dict(one) for one in self._sent]

    # -- sentences for one

    def dismiss(self, ts: str) -> None:
        """Somebody has read an ephemeral message and wants it gone."""
        with self._lock:
            self._dismissed.add(ts)
        self.changed()

    def dismissed(self) -> frozenset[str]:
        """The stamps of those."""
        with self._lock:
            return frozenset(self._dismissed)

    # -- failures ordered

    def fail(self, service: str, kind: str, calls: int, call: str) -> None:
        """Order a failure; raises ValueError in plain words for what is not known."""
        order = Order(service, kind, call, calls)
        standin = {standin.name: standin for standin in self._world.standins}.get(service)
        if standin is not None:
            order.fault = standin.fail(kind, calls=calls, call=call or None)
        else:
            order.before = self._world.aws.faults.calls(service, call or None) if service in AWS else 0
            self._world.troubles.fail(service, kind, calls, call or None)
        with self._lock:
            self._orders.append(order)
        self.changed()

    def heal(self) -> None:
        """Withdraw every order."""
        self._world.troubles.heal()
        with self._lock:
            self._orders.clear()
        self.changed()

    def faults(self) -> list[dict[str, Any]]:
        """The orders that still have calls to fail."""
        with self._lock:
            self._orders = [order for order in self._orders if self._left(order) > 0]
            return [
                {"service": o.service, "kind": o.kind, "call": o.call, "left": self._left(o), "id": n}
                for n, o in enumerate(self._orders)
            ]

    def _left(self, order: Order) -> int:
        if order.fault is not None:
            return order.fault.left or 0
        made = self._world.aws.faults.calls(order.service, order.call or None) - order.before
        return max(0, order.calls - made)

    # -- long work

    def begin(self, title: str, total: int, work: Callable[[Job], str]) -> None:
        """Do `work` in a thread of its own; what it returns is what people are told. Raises Busy."""
        with self._lock:
            if self._job is not None and not self._job.over:
                raise Busy(f"One moment: “{self._job.title}” is still under way.")
            job = self._job = Job(title, total)
        threading.Thread(target=self._run, args=(job, work), name="page work", daemon=True).start()
        self.changed()

    def _run(self, job: Job, work: Callable[[Job], str]) -> None:
        try:
            job.said = work(job)
        except Stopped:
            job.said = f"Stopped after {job.done} of {job.total}."
        except Exception as error:  # noqa: BLE001 - the visitor is told, and the page goes on
            job.said, job.failed = f"That did not work: {error}", True
        job.over = True
        self.changed()

    def stop(self) -> None:
        """Let the work under way end after its present step."""
        with self._lock:
            if self._job is not None:
                self._job.stop.set()

    def job(self) -> dict[str, Any] | None:
        """The work under way, or the last one and how it went."""
        job = self._job
        if job is None:
            return None
        return {
            "title": job.title,
            "done": job.done,
            "total": job.total,
            "said": job.said,
            "failed": job.failed,
            "over": job.over,
            "stopping": job.stop.is_set() and not job.over,
        }
