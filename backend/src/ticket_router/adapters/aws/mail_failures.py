"""The failure destination of intake-mail, and a fresh asynchronous start of it.

Shape of a destination message: Lambda developer guide, "Capturing records of Lambda asynchronous invocations".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.inbound import FailedMail

BATCHES = 5


class FailureQueue:
    """Serves the `IntakeFailures` port: an SQS queue of destination messages."""

    def __init__(self, *, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url

    def waiting(self) -> Iterator[FailedMail]:
        """See the port."""
        for _ in range(BATCHES):
            with translated():
                answer = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10)
            messages = answer.get("Messages", [])
            if not messages:
                return
            for message in messages:
                yield from self._failures(message)

    def settle(self, failure: FailedMail) -> None:
        """See the port."""
        with translated():
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=failure.receipt)

    @staticmethod
    def _failures(message: dict[str, Any]) -> Iterator[FailedMail]:
        body = json.loads(message["Body"])
        payload = body.get("requestPayload", {})
        error = body.get("responsePayload") or {}
        for record in payload.get("Records", [])[:1]:
            yield FailedMail(
                raw_key=unquote_plus(record["s3"]["object"]["key"]),
                rounds=int(payload.get("rounds", 0)),
                problem=str(error.get("errorType", "no answer")),
                receipt=message["ReceiptHandle"],
            )


class AsyncIntake:
    """Serves the `IntakeAgain` port: an Event invocation with the same S3 record."""

    def __init__(self, *, lambda_client: Any, function: str) -> None:
        self._lambda = lambda_client
        self._function = function

    def __call__(self, raw_key: str, rounds: int) -> None:
        """See the port."""
        event = {"Records": [{"s3": {"object": {"key": quote_plus(raw_key, safe="/")}}}], "rounds": rounds}
        with translated():
            self._lambda.invoke(FunctionName=self._function, InvocationType="Event", Payload=json.dumps(event).encode())
