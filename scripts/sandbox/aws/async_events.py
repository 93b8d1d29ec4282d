"""How Lambda keeps asynchronous events: two retries, after one and after two minutes, then the failure destination.

From AWS's developer guide, "How Lambda handles errors and retries with asynchronous invocation".
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .config import Deployed
from .invoker import FunctionError, Invoker


@dataclass
class _Event:
    function: str
    payload: Any
    submitted: float
    due: float
    calls: int = 0
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


class AsyncEvents:
    """The events that S3, the scheduler and functions themselves sent; delivered one a step, due ones in order."""

    name = "asynchronous events"

    def __init__(
        self,
        deployed: Deployed,
        invoker: Invoker,
        discard: Callable[[str, dict[str, Any]], None],
        now: Callable[[], float],
    ) -> None:
        self._deployed, self.invoker, self._discard, self._now = deployed, invoker, discard, now
        self._waiting: list[_Event] = []
        self._running = 0
        self._lock = threading.Lock()
        self.paused = False

    def submit(self, function: str, payload: Any) -> str:
        """Take an event for a function and return its request id."""
        now = self._now()
        event = _Event(function, payload, submitted=now, due=now)
        with self._lock:
            self._waiting.append(event)
        return event.id

    def step(self) -> bool:
        """Deliver the event that is due longest; return whether there was one."""
        with self._lock:
            due = [e for e in self._waiting if e.due <= self._now()]
            if not due or self.paused:
                return False
            event = min(due, key=lambda e: e.due)
            self._waiting.remove(event)
            self._running += 1
        try:
            outcome = self.invoker.invoke(event.function, event.payload)
            event.calls += 1
            if isinstance(outcome, FunctionError):
                self._failed(event, outcome)
        finally:
            with self._lock:
                self._running -= 1
        return True

    def moving(self) -> str | None:
        """Say how many events are due or running, or None."""
        with self._lock:
            due = [e.function for e in self._waiting if e.due <= self._now()]
            if self._running or (due and not self.paused):
                return f"{self.name}: {self._running} running, due: {', '.join(due) or 'none'}"
        return None

    def sleeping(self) -> list[float]:
        """Return when the retries that wait are due, in seconds since the epoch."""
        with self._lock:
            return [e.due for e in self._waiting]

    def _failed(self, event: _Event, error: FunctionError) -> None:
        config = self._deployed.async_config(event.function)
        due = self._now() + 60 * event.calls
        if event.calls > config.max_retries:
            self._give_up(event, error, "RetriesExhausted")
        elif due - event.submitted > config.max_age:
            self._give_up(event, error, "EventAgeExceeded")
        else:
            event.due = due
            with self._lock:
                self._waiting.append(event)

    def _give_up(self, event: _Event, error: FunctionError, condition: str) -> None:
        queue = self._deployed.async_config(event.function).failure_queue
        if queue is None:
            return
        message = {
            "version": "1.0",
            "timestamp": datetime.fromtimestamp(self._now(), UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
            "requestContext": {
                "requestId": event.id,
                "functionArn": self._deployed.functions[event.function].arn + ":$LATEST",
                "condition": condition,
                "approximateInvokeCount": event.calls,
            },
            "requestPayload": event.payload,
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled",
            },
            "responsePayload": error.payload(),
        }
        self._discard(queue, message)
