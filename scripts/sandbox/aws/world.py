"""The real local world: unmodified functions as processes of the emulator, delivered to by threads."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .deploy import zipped
from .invoker import EmulatorInvoker, FunctionError, Invoker, Outcome
from .platform import Platform
from .queues import QueuePoller
from .streams import StreamPoller
from .told import Failure, NotQuiet, OutsidePlace

#: How long a deliverer waits before it looks again though nothing woke it: for messages whose time has simply come.
_IDLE_SECONDS = 0.5


class AwsWorld(Platform):
    """The deployed template with everything delivered in the background, at most `at_once` invocations together."""

    def __init__(
        self,
        template: Path,
        parameters: Mapping[str, str],
        code: Path,
        environment: Mapping[str, str] | None = None,
        *,
        at_once: int = 4,
        schedules: bool = False,
    ) -> None:
        """`code` is the folder of the functions' sources; `schedules` also fires them as real time passes."""
        self._at_once = at_once
        self._changed = threading.Condition()
        self._generation = self._activity = self._moving = 0
        self._closed = False
        super().__init__(template, parameters, zipped(code), environment or {})
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="delivery")
        loops: list[Callable[[], bool]] = [lambda p=p: self._step_stream(p) for p in self.streams]  # type: ignore[misc]
        for queue in self.queues:
            slots = threading.BoundedSemaphore(at_once)
            loops.append(lambda q=queue, s=slots: self._step_queue(q, s))  # type: ignore[misc]
        loops += [self._step_asynchronous] * at_once
        if schedules:
            loops.append(self._step_schedules)
        self._threads: list[threading.Thread] = []
        for step in loops:
            self._run(step)

    def url(self, function: str) -> str:
        """Return the loopback address of a Function URL, with a slash at its end."""
        return f"{self.gateway_url}/fn/{self.function(function)}/"

    def join(self, place: OutsidePlace) -> None:
        """Let a place outside AWS take part, stepped by a thread of its own."""
        super().join(place)
        self._run(lambda: self._counted(place.step))

    def _run(self, step: Callable[[], bool]) -> None:
        thread = threading.Thread(target=self._loop, args=(step,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def invoker(self) -> Invoker:
        """Return the emulator's Lambda, with every failure noted."""
        return _Noting(EmulatorInvoker(self.emulator, self._at_once), self)

    def wake(self) -> None:
        """Let every idle deliverer look again."""
        with self._changed:
            self._generation += 1
            self._changed.notify_all()

    def pause(self, function: str) -> None:
        """Stop delivering to a function from its streams and queues; what is paused counts as quiet."""
        self._set_paused(function, True)

    def resume(self, function: str) -> None:
        """Deliver again."""
        self._set_paused(function, False)
        self.wake()

    def _set_paused(self, function: str, paused: bool) -> None:
        name = self.function(function)
        pollers: list[StreamPoller | QueuePoller] = [*self.streams, *self.queues]
        for poller in pollers:
            if poller.mapping.function == name:
                poller.paused = paused

    def quiet(self, timeout: float = 60) -> None:
        """Wait until nothing is visible or in flight anywhere; raises NotQuiet."""
        deadline = time.monotonic() + timeout
        self.wake()
        while (reason := self._moving_now()) is not None:
            if time.monotonic() > deadline:
                raise NotQuiet(f"not at rest after {timeout} s: {reason}")
            with self._changed:
                self._changed.wait(0.02)

    def _moving_now(self) -> str | None:
        # A delivery counts as moving from before it looks until it is done, and every delivery leaves a mark; so if
        # nothing moved before and after all places were found empty, and there is no new mark, nothing was missed.
        with self._changed:
            before, moving = self._activity, self._moving
        if moving:
            return f"{moving} deliveries or calls in flight"
        for place in self.places():
            if reason := place.moving():
                return reason
        with self._changed:
            return "something moved just now" if self._moving or self._activity != before else None

    def logs(self, function: str) -> list[str]:
        """Return what a function logged, oldest first."""
        client, group = self.client("logs"), self.deployed.functions[self.function(function)].log_group
        pages = client.get_paginator("filter_log_events").paginate(logGroupName=group)
        return [event["message"].rstrip("\n") for page in pages for event in page["events"]]

    # -- deliverers

    def begin(self) -> None:
        """Note that something is under way."""
        with self._changed:
            self._moving += 1

    def end(self, moved: bool) -> None:
        """Note that it is over, and whether anything was delivered."""
        with self._changed:
            self._moving -= 1
            self._activity += moved
            if moved:
                self._generation += 1
            self._changed.notify_all()

    def _loop(self, step: Callable[[], bool]) -> None:
        while not self._closed:
            with self._changed:
                seen = self._generation
            try:
                moved = step()
            except Exception as error:  # noqa: BLE001 - a deliverer that dies would leave the world half deaf
                self._own_failure(error)
                moved = False
            if not moved:
                with self._changed:
                    self._changed.wait_for(lambda: self._closed or self._generation != seen, _IDLE_SECONDS)  # noqa: B023

    def _own_failure(self, error: Exception) -> None:
        # While the world closes, deliverers lose the emulator under their feet.
        if not self._closed:
            told = FunctionError(type(error).__name__, str(error), traceback.format_exc())
            self.failures.append(Failure("the sandbox", told, self.clock.now(), None))

    def _step_stream(self, poller: StreamPoller) -> bool:
        return self._counted(poller.step)

    def _step_asynchronous(self) -> bool:
        return self._counted(self.asynchronous.step)

    def _step_schedules(self) -> bool:
        return self._counted(lambda: self.schedules.fire_due(self.clock.now()))

    def _counted(self, step: Callable[[], bool]) -> bool:
        self.begin()
        moved = False
        try:
            moved = step()
        finally:
            self.end(moved)
        return moved

    def _step_queue(self, poller: QueuePoller, slots: threading.BoundedSemaphore) -> bool:
        if not slots.acquire(timeout=_IDLE_SECONDS):
            return True
        self.begin()
        messages: list[dict[str, Any]] = []
        try:
            messages = poller.receive()
        finally:
            if not messages:
                slots.release()
                self.end(False)
        if messages:
            self._pool.submit(self._deliver, poller, messages, slots)
        return bool(messages)

    def _deliver(self, poller: QueuePoller, messages: list[dict[str, Any]], slots: threading.BoundedSemaphore) -> None:
        try:
            poller.deliver(messages)
        except Exception as error:  # noqa: BLE001 - told as a failure, like a function's
            self._own_failure(error)
        finally:
            slots.release()
            self.end(True)

    def close(self) -> None:
        """End every process and thread."""
        self._closed = True
        self.wake()
        super().close()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for thread in self._threads:
            thread.join(5)


class _Noting:
    """Counts every invocation as movement and keeps the failed ones for the world to tell."""

    def __init__(self, inner: Invoker, world: AwsWorld) -> None:
        self._inner, self._world = inner, world

    def invoke(self, function: str, event: Any) -> Outcome:
        self._world.begin()
        try:
            outcome = self._inner.invoke(function, event)
        finally:
            self._world.end(True)
        if isinstance(outcome, FunctionError):
            self._world.failures.append(Failure(function, outcome, self._world.clock.now(), event))
        return outcome
