"""Which of the functions' AWS calls are to fail and how, and the errors as each service words them on the wire."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["429", "500", "timeout", "drop_after"]


@dataclass
class _Order:
    service: str
    operation: str | None
    kind: Kind
    left: int


class Faults:
    """Orders for failing calls, used up call by call, an SDK's retries included; and a count of every call."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []
        self._calls: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def fail(self, service: str, operation: str | None = None, kind: str = "429", calls: int = 1) -> None:
        """Fail the next `calls` calls of a service, or of one operation of it ("PutItem").

        429: throttled, 500: internal error, timeout: the connection closes without an answer and nothing was done,
        drop_after: the same, but it was done. Raises ValueError for another kind.
        """
        if kind not in get_args(Kind):
            raise ValueError(f"unknown kind of fault: {kind!r}, know {', '.join(get_args(Kind))}")
        with self._lock:
            self._orders.append(_Order(service, operation, kind, calls))  # type: ignore[arg-type]

    def clear(self) -> None:
        """Forget all orders."""
        with self._lock:
            self._orders.clear()

    def left(self) -> int:
        """Return how many calls are still to fail."""
        with self._lock:
            return sum(o.left for o in self._orders)

    def calls(self, service: str, operation: str | None = None) -> int:
        """Return how many calls of a service (and operation) were made so far."""
        with self._lock:
            return sum(n for (s, o), n in self._calls.items() if s == service and operation in (None, o))

    def take(self, service: str, operation: str) -> Kind | None:
        """Count a call and return how it is to fail, if it is; the oldest fitting order is used first."""
        with self._lock:
            self._calls[service, operation] += 1
            for order in self._orders:
                if order.service == service and order.operation in (None, operation):
                    order.left -= 1
                    if not order.left:
                        self._orders.remove(order)
                    return order.kind
        return None


#: (status, error code) by service: each names throttling differently (the services' API references, "Common errors").
_THROTTLED = {
    "dynamodb": (400, "ThrottlingException"),
    "sqs": (400, "RequestThrottled"),
    "s3": (503, "SlowDown"),
    "lambda": (429, "TooManyRequestsException"),
}
_BROKEN = {
    "dynamodb": (500, "InternalServerError"),
    "sqs": (500, "InternalFailure"),
    "s3": (500, "InternalError"),
    "lambda": (500, "ServiceException"),
}


def wire_error(service: str, kind: Kind) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of a service's own 429 or 500."""
    table, default = (
        (_THROTTLED, (400, "ThrottlingException")) if kind == "429" else (_BROKEN, (500, "InternalServerError"))
    )
    status, code = table.get(service, default)
    message = "injected by the sandbox"
    if service == "s3":
        body = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message>'
            "<RequestId>SANDBOX</RequestId></Error>"
        )
        return status, {"Content-Type": "application/xml"}, body.encode()
    headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-ErrorType": code}
    if service == "sqs":
        headers["x-amzn-query-error"] = f"{code};{'Sender' if kind == '429' else 'Receiver'}"
    return status, headers, json.dumps({"__type": code, "message": message}).encode()
