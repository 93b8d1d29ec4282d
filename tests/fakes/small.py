"""The small ports: rules, files, links, pace, signed requests, and where failed mail waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tests.fakes.rulebook import small_book
from tests.fakes.wire import Wire, wired
from ticket_router.domain.inbound import FailedMail
from ticket_router.domain.route import Landing
from ticket_router.domain.rulebook import RuleBook


class FakeRules:
    """Serves the `Rules` port with whatever `book` is set to."""

    def __init__(self, book: RuleBook | None = None, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.book = book or small_book()

    @wired
    def current(self) -> RuleBook:
        """See the port."""
        return self.book


class FakeFiles:
    """Serves the `FileStore` port; `kept` holds content, type and name by key."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.kept: dict[str, tuple[bytes, str, str]] = {}

    @wired
    def keep(self, key: str, content: bytes, content_type: str, name: str) -> None:
        """See the port."""
        self.kept[key] = (content, content_type, name)


class FakeLinks:
    """Serves the `Links` port."""

    def to_file(self, key: str, name: str, now: datetime) -> str:
        """See the port. As for the real ones, the link is another one each day."""
        return f"https://files.example/{now:%Y%m%d}/{key}/{name}"

    def to_action(self, ticket_id: str, n: int, rev: int, action: str, now: datetime) -> str:
        """See the port. Here nobody answers such links."""
        return ""


class FakePace:
    """Serves the `Pace` port: `waits` are given out in turn, then there is no waiting."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.waits: list[float] = []
        self.reserved: list[Landing] = []

    @wired
    def reserve(self, landing: Landing, now: datetime) -> float:
        """See the port."""
        self.reserved.append(landing)
        return self.waits.pop(0) if self.waits else 0.0


class FakeSignedRequests:
    """Serves the `SignedRequests` port."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.came: set[str] = set()

    @wired
    def first(self, signature: str, now: datetime) -> bool:
        """See the port."""
        is_first = signature not in self.came
        self.came.add(signature)
        return is_first


class FakeFailures:
    """Serves the `IntakeFailures` port."""

    def __init__(self, *failures: FailedMail, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.left = list(failures)

    def waiting(self) -> Iterable[FailedMail]:
        """See the port."""
        yield from list(self.left)

    @wired
    def settle(self, failure: FailedMail) -> None:
        """See the port."""
        self.left = [left for left in self.left if left.receipt != failure.receipt]


class FakeIntakeAgain:
    """Serves the `IntakeAgain` port; `started` holds what was started, and which round it is."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.started: list[tuple[str, int]] = []

    @wired
    def __call__(self, raw_key: str, rounds: int) -> None:
        """See the port."""
        self.started.append((raw_key, rounds))
