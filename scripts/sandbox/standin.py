"""How every HTTP stand-in is served and told to fail: one switch, one call log, one clock for all of them.

A stand-in is a Python object with state that tests and the demo page read directly, and a loopback server that the
unmodified vendor SDKs talk to.
"""

from __future__ import annotations

import json
import math
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scripts.sandbox.loopback import Server, hang_up, wait_for_disconnect

Clock = Callable[[], float]

COMMON_FAULTS = ("429", "500", "timeout", "drop", "drop_after", "slow")
"""429: refused, with Retry-After. 500: refused. timeout: accepted, then held, never done. drop: connection closed,
not done. drop_after: done, then the answer is lost. slow: done and answered, late."""


@dataclass
class Fault:
    """One standing order to fail: `with_` is the kind, `left` the calls it still takes (None: no end)."""

    with_: str
    left: int | None
    call: str | None
    skip: int
    retry_after: int


@dataclass(frozen=True)
class Call:
    """One call as it was answered: `at` in the world's seconds, `error` the vendor's code or the fault."""

    at: float
    call: str
    ok: bool
    error: str | None = None


@dataclass(frozen=True)
class Reply:
    """What the vendor would answer; `error` is set when the vendor would call it a failure."""

    body: Mapping[str, Any]
    status: int = 200
    error: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The HTTP response that carries it."""
        content = json.dumps(self.body, ensure_ascii=False).encode()
        return Response(content, self.status, headers=dict(self.headers), media_type="application/json")


class Standin(ABC):
    """Base of the stand-ins: serving, faults, the log, waiting. Subclasses hold the vendor's state and rules.

    `now` is the world's clock (seconds). `hold_seconds` is how long a `timeout` is held before the connection is
    closed, `slow_seconds` how late a `slow` answer is: both are real seconds on the wire, so keep them short.
    """

    name: ClassVar[str]
    known_calls: ClassVar[frozenset[str]]
    own_faults: ClassVar[tuple[str, ...]] = ()

    def __init__(self, now: Clock, *, hold_seconds: float = 2.0, slow_seconds: float = 1.0) -> None:
        self.now = now
        self.hold_seconds = hold_seconds
        self.slow_seconds = slow_seconds
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.calls: list[Call] = []
        self.listeners: list[Callable[[Call], None]] = []
        self._faults: list[Fault] = []
        self._server: Server | None = None

    # -- what a vendor fills in ------------------------------------------------------------------------------

    @abstractmethod
    def routes(self) -> list[Route]:
        """The vendor's endpoints; each ends in `answer`."""

    @abstractmethod
    def refusal(self, fault: Fault) -> Reply | None:
        """The vendor's own shape of a refusal; None when the kind changes what is done instead."""

    @abstractmethod
    def clear(self) -> None:
        """Forget the vendor's state (called under the lock)."""

    # -- being told to fail ----------------------------------------------------------------------------------

    def fail(
        self,
        with_: str,
        calls: int | None = 1,
        call: str | None = None,
        *,
        skip: int = 0,
        retry_after: int = 1,
    ) -> Fault:
        """Fail the next `calls` calls (None: all until `heal`) with `with_`; only those named `call`, if set.

        The first `skip` matching calls pass untouched. Orders are served first come, first served; an SDK's own
        retries count as calls. Raises ValueError for a kind or call that this stand-in does not know.
        """
        known = (*COMMON_FAULTS, *self.own_faults)
        if with_ not in known:
            raise ValueError(f"{self.name} cannot fail with {with_!r}; it knows {', '.join(known)}")
        if call is not None and call not in self.known_calls:
            known_calls = ", ".join(sorted(self.known_calls))
            raise ValueError(f"{self.name} has no call {call!r}; it knows {known_calls}")
        fault = Fault(with_, calls, call, skip, retry_after)
        with self.lock:
            self._faults.append(fault)
        return fault

    def heal(self) -> None:
        """Withdraw every order to fail."""
        with self.lock:
            self._faults.clear()

    def _next_fault(self, call: str) -> Fault | None:
        with self.lock:
            for fault in self._faults:
                if fault.call not in (None, call):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                if fault.left is not None:
                    fault.left -= 1
                    if fault.left <= 0:
                        self._faults.remove(fault)
                return fault
        return None

    # -- answering -------------------------------------------------------------------------------------------

    async def answer(self, request: Request, call: str, do: Callable[[Fault | None], Reply]) -> Response:
        """Run `do` as the vendor would, under the fault that is due (some faults change what `do` does)."""
        fault = self._next_fault(call)
        kind = fault.with_ if fault else None
        if kind in ("timeout", "drop"):
            self._log(call, kind)
            if kind == "timeout":
                await wait_for_disconnect(request, self.hold_seconds)
            return await hang_up(request)
        reply = self.refusal(fault) if fault and kind not in ("slow", "drop_after") else None
        if reply is None:
            with self.lock:
                reply = do(fault)
        if kind == "slow":
            await wait_for_disconnect(request, self.slow_seconds)
        self._log(call, "drop_after" if kind == "drop_after" else reply.error)
        return await hang_up(request) if kind == "drop_after" else reply.response()

    def _log(self, call: str, error: str | None) -> None:
        entry = Call(self.now(), call, error is None, error)
        with self.changed:
            self.calls.append(entry)
            self.changed.notify_all()
        for listener in list(self.listeners):
            listener(entry)

    def calls_of(self, call: str) -> list[Call]:
        """The log of one call, oldest first."""
        with self.lock:
            return [c for c in self.calls if c.call == call]

    def wait_until(self, true: Callable[[], bool], timeout: float = 10.0) -> bool:
        """Block until `true()` holds, checked after every call; False when `timeout` real seconds pass first."""
        with self.changed:
            return self.changed.wait_for(true, timeout)

    def reset(self) -> None:
        """Back to an empty world: state, log and faults. The server keeps running on its port."""
        with self.changed:
            self.calls.clear()
            self._faults.clear()
            self.clear()
            self.changed.notify_all()

    # -- serving ---------------------------------------------------------------------------------------------

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(routes=self.routes())

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`, without a slash at the end."""
        if self._server is None:
            raise RuntimeError(f"{self.name} is not running")
        return self._server.url

    def start(self, port: int = 0) -> Self:
        """Serve on loopback in a thread of its own (port 0: any free one) and return when it answers."""
        self._server = Server(self.app(), port)
        return self

    def stop(self) -> None:
        """Stop serving; held requests are cut off."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def whole_seconds(seconds: float) -> int:
    """A wait as Retry-After says it: whole seconds, never zero."""
    return max(1, math.ceil(seconds))
