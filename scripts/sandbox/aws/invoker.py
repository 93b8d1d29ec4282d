"""What deliverers need of a function: call it, and learn whether it failed. The emulator's way of doing so is here."""

from __future__ import annotations

import base64
import json
import re
import threading
from dataclasses import dataclass
from typing import Any, Protocol

from .emulator import Emulator


class Killed(BaseException):
    """The function's process died in the middle: no answer, and nothing of it is warm any more."""


@dataclass(frozen=True)
class Ok:
    """The function returned; `payload` is its JSON value."""

    payload: Any


@dataclass(frozen=True)
class FunctionError:
    """The function raised, timed out or died; `kind` is the exception's name, `trace` its traceback."""

    kind: str
    message: str
    trace: str = ""

    def payload(self) -> dict[str, Any]:
        """Return what Lambda answers for a failed function."""
        return {"errorMessage": self.message, "errorType": self.kind, "stackTrace": self.trace.splitlines()}


Outcome = Ok | FunctionError


class Invoker(Protocol):
    """Calls functions by name."""

    def invoke(self, function: str, event: Any) -> Outcome:
        """Call and wait. An error of the function is a value; errors of the platform itself raise."""
        ...


#: The last line of a traceback.
_RAISED = re.compile(r"^([A-Za-z_][\w.]*)(?::.*)?$")


class EmulatorInvoker:
    """Calls functions of the emulator through the Lambda API, at most `at_once` of them at a time."""

    def __init__(self, emulator: Emulator, at_once: int) -> None:
        self._client = emulator.client("lambda")
        self._slots = threading.BoundedSemaphore(at_once)

    def invoke(self, function: str, event: Any) -> Outcome:
        """Invoke synchronously; what was raised is read from the log's tail, the emulator's own answer does not say."""
        with self._slots:
            answer = self._client.invoke(FunctionName=function, Payload=json.dumps(event).encode(), LogType="Tail")
        body = answer["Payload"].read()
        payload: Any = json.loads(body) if body else None
        if "FunctionError" not in answer:
            return Ok(payload)
        assert isinstance(payload, dict)
        log = base64.b64decode(answer.get("LogResult", "")).decode("utf-8", "replace")
        _, begin, trace = log.rpartition("Traceback (most recent call last):")
        raised = [_RAISED.match(line) for line in trace.splitlines()]
        kinds = [m[1] for m in raised if m]
        kind = kinds[-1].rpartition(".")[2] if kinds else str(payload.get("errorType", "Unhandled"))
        return FunctionError(
            kind, str(payload.get("errorMessage", "")), (begin + trace).strip() if begin else log.strip()
        )
