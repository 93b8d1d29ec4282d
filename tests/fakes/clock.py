"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

STARTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeClock:
    """Serves the `Clock` port. With a `tick`, every look at it moves it on by that much."""

    def __init__(self, at: datetime = STARTED, tick: timedelta = timedelta(0)) -> None:
        self.at = at
        self.tick = tick

    def now(self) -> datetime:
        """See the port."""
        self.at += self.tick
        return self.at

    def advance(self, *, minutes: float = 0, seconds: float = 0, days: float = 0) -> None:
        """Move on."""
        self.at += timedelta(days=days, minutes=minutes, seconds=seconds)
