"""How drive-sync has the examples built again: a message, which stays until it was heard."""

from __future__ import annotations

import json
from typing import Any

from ticket_router.adapters.aws.errors import translated


class SqsLearnAgain:
    """Serves the `LearnAgain` port."""

    def __init__(self, *, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url

    def __call__(self) -> None:
        """See the port."""
        with translated():
            self._sqs.send_message(QueueUrl=self._url, MessageBody=json.dumps({"why": "the sheet's examples changed"}))
