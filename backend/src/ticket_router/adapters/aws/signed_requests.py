"""Which of Slack's signed requests came before, one short-lived row each in the state table.

The signature is over time and body, and whatever somebody does in Slack has a trigger of its own in its body: the same
signature is the same request once more (docs.slack.dev/authentication/verifying-requests-from-slack).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.errors import Conflict
from ticket_router.domain.identity import short_digest

KEPT = timedelta(hours=1)
"""A signature is good for ten minutes at most: five before the time in it, and five after."""


class DynamoSignedRequests:
    """Serves the `SignedRequests` port."""

    def __init__(self, *, dynamodb: Any, table: str) -> None:
        self._db = dynamodb
        self._table = table

    def first(self, signature: str, now: datetime) -> bool:
        """See the port. The SDK repeats a write whose answer was lost: a token of this call's own tells that apart."""
        mine = items.text(uuid.uuid4().hex)
        row = {
            "key": items.text(f"request#{short_digest(signature)}"),
            "token": mine,
            "expires": items.number(int((now + KEPT).timestamp())),
        }
        try:
            with translated():
                self._db.put_item(
                    TableName=self._table,
                    Item=row,
                    ConditionExpression="attribute_not_exists(#key) OR #token = :mine",
                    ExpressionAttributeNames={"#key": "key", "#token": "token"},
                    ExpressionAttributeValues={":mine": mine},
                )
        except Conflict:
            return False
        return True
