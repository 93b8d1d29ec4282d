"""The real local world: unmodified functions as processes of the emulator, delivered to by threads."""

from __future__ import annotations

import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .deploy import zipped
from .invoker import EmulatorInvoker, FunctionError, Invoker, Outcome
from .platform import Platform
from .privileges import Access
from .queues import QueuePoller
from .streams import StreamPoller
from .told import Failure, NotQuiet, OutsidePlace

#: How long it takes until somebody looks again though nothing woke him: for messages whose time has simply come.
_IDLE_SECONDS = 0.5
#: What functions do to a table without a record in its stream.
_READING = ("dynamodb:Get", "dynamodb:BatchGet", "dynamodb:Query", "dynamodb:Scan", "dynamodb:ConditionCheck")

_Poller = StreamPoller | QueuePoller


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
        self._rung: Counter[str] = Counter()
        self._closed = False
        super().__init__(template, parameters, zipped(code), environment or {})
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="delivery")
        self._threads: list[threading.Thread] = []
        for stream in self.streams:
            self._run(lambda s=stream: self._counted(s.step), stream)  # type: ignore[misc]
        for queue in self.queues:
            slots = threading.BoundedSemaphore(at_once)
            self._run(lambda q=queue, s=slots: self._step_queue(q, s), queue)  # type: ignore[misc]
        for _ in range(at_once):
            self._run(lambda: self._counted(self.asynchronous.step))
        if schedules:
            self._run(lambda: self._counted(lambda: self.schedules.fire_due(self.clock.now())))
        self._run(self._look)

    def url(self, function: str) -> str:
        """Return the loopback address of a Function URL, with a slash at its end."""
        return f"{self.gateway_url}/fn/{self.function(function)}/"

    def join(self, place: OutsidePlace) -> None:
        """Let a place outside AWS take part, stepped by a thread of its own."""
        super().join(place)
        self._run(lambda: self._counted(place.step))

    def _run(self, step: Callable[[], bool], poller: _Poller | None = None) -> None:
        thread = threading.Thread(target=self._loop, args=(step, poller), daemon=True)
        self._threads.append(thread)
        thread.start()

    def invoker(self) -> Invoker:
        """Return the emulator's Lambda, with every failure noted."""
        return _Noting(EmulatorInvoker(self.emulator, self._at_once), self)

    def wake(self) -> None:
        """Let every idle deliverer look again, but for those who would have to ask the emulator: they are rung for."""
        with self._changed:
            self._generation += 1
            self._changed.notify_all()

    def touched(self, asked: Collection[Access] | None) -> None:
        """Ring for whom a function's call concerns."""
        for poller in self._pollers():
            if asked is None or any(_concerns(poller, action, resource) for action, resource in asked):
                self._ring(poller)

    def _pollers(self) -> list[_Poller]:
        return [*self.streams, *self.queues]

    def _ring(self, poller: _Poller) -> None:
        """Let a poller ask the emulator at once; `quiet` and `_look` find later whatever nobody rang for."""
        with self._changed:
            self._rung[poller.name] += 1
            self._changed.notify_all()

    def pause(self, function: str) -> None:
        """Stop delivering to a function from its streams and queues; what is paused counts as quiet."""
        self._set_paused(function, True)

    def resume(self, function: str) -> None:
        """Deliver again."""
        self._set_paused(function, False)

    def _set_paused(self, function: str, paused: bool) -> None:
        name = self.function(function)
        for poller in self._pollers():
            if poller.mapping.function == name:
                poller.paused = paused
                self._ring(poller)

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
        for place in (self.asynchronous, *self.outside):
            if reason := place.moving():
                return reason
        if waiting := self._waiting():
            for poller in waiting:
                self._ring(poller)
            return "; ".join(waiting.values())
        with self._changed:
            return "something moved just now" if self._moving or self._activity != before else None

    def _waiting(self) -> dict[_Poller, str]:
        """Ask the emulator which streams and queues have something, and what."""
        messages = self.emulator.messages()
        found: dict[_Poller, str | None] = {queue: queue.visible_in(messages) for queue in self.queues}
        found.update((stream, stream.moving()) for stream in self.streams)
        return {poller: reason for poller, reason in found.items() if reason}

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

    def _look(self) -> bool:
        """Ring for what nobody rang for: tests and the page write past the gateway, and hidden messages show again."""
        for poller in self._waiting():
            self._ring(poller)
        with self._changed:
            self._changed.wait_for(lambda: self._closed, _IDLE_SECONDS)
        return True

    def _loop(self, step: Callable[[], bool], poller: _Poller | None) -> None:
        def news() -> int:
            return self._rung[poller.name] if poller else self._generation

        while not self._closed:
            with self._changed:
                seen = news()
            try:
                moved = step()
            except Exception as error:  # noqa: BLE001 - a deliverer that dies would leave the world half deaf
                self._own_failure(error)
                moved = False
            if not moved:
                idle = None if poller else _IDLE_SECONDS
                with self._changed:
                    self._changed.wait_for(lambda: self._closed or news() != seen, idle)  # noqa: B023

    def _own_failure(self, error: Exception) -> None:
        # While the world closes, deliverers lose the emulator under their feet.
        if not self._closed:
            told = FunctionError(type(error).__name__, str(error), traceback.format_exc())
            self.failures.append(Failure("the sandbox", told, self.clock.now(), None))

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
            # Behind this batch others of its group may have waited.
            self._ring(poller)

    def close(self) -> None:
        """End every process and thread."""
        self._closed = True
        self.wake()
        super().close()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for thread in self._threads:
            thread.join(5)


def _concerns(poller: _Poller, action: str, resource: str) -> bool:
    if isinstance(poller, QueuePoller):
        return resource == poller.mapping.queue_arn
    return poller.mapping.stream_arn.startswith(f"{resource}/stream/") and not action.startswith(_READING)


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
