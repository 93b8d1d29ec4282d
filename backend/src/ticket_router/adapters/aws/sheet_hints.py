"""Hints to drive-sync on SQS: a FIFO queue, so that one run at a time looks; a standard one for those that come later.

A FIFO queue cannot delay single messages (SQS API reference, SendMessage), so what comes later waits in the other one
and is passed on from there.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

from ticket_router.adapters.aws.errors import translated

GROUP = "workbook"
"""One group: the queue hands out nothing of it while a run is at work."""
LONGEST_DELAY = 900


class SqsSheetHints:
    """Serves the `SheetHints` port. A function that sends only one kind needs only that queue."""

    def __init__(self, *, sqs: Any, now_url: str = "", later_url: str = "") -> None:
        self._sqs = sqs
        self._now_url = now_url
        self._later_url = later_url

    def now(self, why: str, name: str) -> None:
        """See the port."""
        body = _body(why, name)
        with translated():
            self._sqs.send_message(
                QueueUrl=_given(self._now_url, "SHEET_QUEUE_URL"),
                MessageBody=body,
                MessageGroupId=GROUP,
                # SQS takes 128 characters of some kinds only; names may hold any.
                MessageDeduplicationId=hashlib.sha256(body.encode()).hexdigest()[:40],
            )

    def later(self, why: str, name: str, seconds: float) -> None:
        """See the port. SQS takes whole seconds, so a delay is rounded up."""
        with translated():
            self._sqs.send_message(
                QueueUrl=_given(self._later_url, "SHEET_LATER_QUEUE_URL"),
                MessageBody=_body(why, name),
                DelaySeconds=max(0, min(LONGEST_DELAY, math.ceil(seconds))),
            )


def _body(why: str, name: str) -> str:
    return json.dumps({"why": why, "name": name})


def _given(url: str, variable: str) -> str:
    if not url:
        raise LookupError(f"the environment variable {variable} is not set")
    return url
