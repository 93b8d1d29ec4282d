"""The place every call of a fake passes before and after its effect: tests fail, kill or interleave work there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


class Killed(BaseException):
    """The worker died here; nothing in the product can catch this, as nothing catches the end of a process."""


class Wire:
    """Lets every call through and keeps its name, e.g. `FakeDesk.commit`."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def before(self, call: str) -> None:
        """The call was made, and nothing has happened yet."""
        self.calls.append(call)

    def after(self, call: str) -> None:
        """It has happened, and the caller has no answer yet."""


class BreaksAt(Wire):
    """Raises `error` at call number `k` (from 0), either before it has an effect or after."""

    def __init__(self, k: int, error: BaseException, *, after: bool) -> None:
        super().__init__()
        self._k = k
        self._error = error
        self._after = after

    def before(self, call: str) -> None:
        """See Wire."""
        super().before(call)
        if len(self.calls) - 1 == self._k and not self._after:
            raise self._error

    def after(self, call: str) -> None:
        """See Wire."""
        if len(self.calls) - 1 == self._k and self._after:
            raise self._error


class OnWire(Protocol):
    """A fake whose calls can be watched; the wire may be changed at any time."""

    wire: Wire


S = TypeVar("S", bound=OnWire)


def wired(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A method of a fake that passes the wire."""

    @wraps(method)
    def call(self: S, *args: P.args, **kwargs: P.kwargs) -> T:
        name = f"{type(self).__name__}.{method.__name__}"
        self.wire.before(name)
        result = method(self, *args, **kwargs)
        self.wire.after(name)
        return result

    return cast(Callable[Concatenate[S, P], T], call)
