"""Turns in a Slack channel, kept as one row a channel: Slack takes about one message a second in each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.errors import Conflict
from ticket_router.domain.route import Landing

SPACING = 1.1
"""Seconds between turns: Slack's documented rate for chat.postMessage, with a little room for threads."""
ATTEMPTS = 8
LONGEST = 840.0


class DynamoPace:
    """Serves the `Pace` port."""

    def __init__(self, *, dynamodb: Any, table: str) -> None:
        self._db = dynamodb
        self._table = table

    def reserve(self, landing: Landing, now: datetime) -> float:
        """See the port. When too many reserve at once the post goes out unreserved: a 429 is answered with patience."""
        key = {"key": items.text(f"pace#{landing}")}
        for _ in range(ATTEMPTS):
            with translated():
                row = self._db.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
            free_at = float(row["free_at"]["N"]) if row else 0.0
            turn = max(free_at, now.timestamp())
            if turn - now.timestamp() > LONGEST:
                return LONGEST
            try:
                self._take(key, row, turn, now)
            except Conflict:
                continue
            return turn - now.timestamp()
        return 0.0

    def _take(self, key: items.Item, row: items.Item | None, turn: float, now: datetime) -> None:
        values = {
            ":next": items.number(round(turn + SPACING, 3)),
            ":expires": items.number(int((now + timedelta(days=1)).timestamp())),
        }
        condition = "attribute_not_exists(free_at)"
        if row:
            condition, values[":seen"] = "free_at = :seen", row["free_at"]
        with translated():
            self._db.update_item(
                TableName=self._table,
                Key=key,
                UpdateExpression="SET free_at = :next, expires = :expires",
                ConditionExpression=condition,
                ExpressionAttributeValues=values,
            )
