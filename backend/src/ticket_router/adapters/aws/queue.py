"""Wake-ups on SQS."""

from __future__ import annotations

import json
import math
from typing import Any

from ticket_router.adapters.aws.errors import translated


class SqsQueue:
    """Serves the `WorkQueue` port."""

    def __init__(self, *, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url

    def send(self, ticket_id: str, delay: float = 0.0, *, slot: bool = False) -> None:
        """See the port. SQS takes whole seconds, so a delay is rounded up."""
        body = {"ticket_id": ticket_id, **({"slot": True} if slot else {})}
        with translated():
            self._sqs.send_message(
                QueueUrl=self._url, MessageBody=json.dumps(body), DelaySeconds=min(900, math.ceil(delay))
            )

    def put_back(self, receipt: str, wait: int) -> None:
        """Hide a received message for `wait` seconds, so that failing it now means trying it then."""
        with translated():
            self._sqs.change_message_visibility(QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=wait)
