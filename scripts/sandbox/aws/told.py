"""What a world tells about itself: invocations that failed, messages that wait, and that it does not come to rest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

from .invoker import FunctionError


class NotQuiet(TimeoutError):
    """The world did not come to rest; says what was still moving."""


@dataclass(frozen=True)
class Failure:
    """One invocation that failed; `at` in seconds since the epoch by the world's clock."""

    function: str
    error: FunctionError
    at: float
    event: Any

    def __str__(self) -> str:
        return f"{self.function} raised {self.error.kind}: {self.error.message}"


@dataclass(frozen=True)
class QueuedMessage:
    """A message in a queue; hidden until `visible_at` (whole seconds since the epoch) unless `visible`."""

    body: str
    visible: bool
    visible_at: int
    receive_count: int

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


class Place(Protocol):
    """Where something may wait to be delivered."""

    def step(self) -> bool:
        """Deliver one thing, if there is one; return whether there was."""
        ...

    def moving(self) -> str | None:
        """Say what waits or runs, or None."""
        ...


class OutsidePlace(Place, Protocol):
    """A place outside AWS that delivers into it, like a vendor's notifications."""

    def sleeping(self) -> list[float]:
        """Return when what waits for later is due, in seconds since the epoch."""
        ...
