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
BURST = 4
"""Posts that may go out at once after a quiet moment: Slack allows short bursts, and most days are nothing else."""
ATTEMPTS = 3
LONGEST = 840.0
"""Seconds: what a delayed queue message can wait, with some room."""


class DynamoPace:
    """Serves the `Pace` port."""

    def __init__(self, *, dynamodb: Any, table: str, spacing: float = SPACING, burst: int = BURST) -> None:
        """`spacing` is in seconds between turns; `burst` of them may be taken at once after a quiet moment."""
        self._db = dynamodb
        self._table = table
        self._spacing = spacing
        self._burst = burst

    def reserve(self, landing: Landing, now: datetime) -> float:
        """See the port. One write, or two when the channel has been quiet: nobody reads first, so a burst cannot race.

        When even that is beaten three times the post goes out unreserved: a 429 is answered with patience.
        """
        moment = now.timestamp()
        for _ in range(ATTEMPTS):
            try:
                wait = self._behind(landing, moment) - moment - (self._burst - 1) * self._spacing
                return min(max(0.0, wait), LONGEST)
            except Conflict:
                pass  # nobody is waiting
            try:
                self._first(landing, moment)
            except Conflict:
                continue  # somebody came first in this very moment
            return 0.0
        return 0.0

    def _behind(self, landing: Landing, moment: float) -> float:
        """Join the line: the turn that was free is ours, and the next one comes after it."""
        values = {":gap": items.number(self._spacing), ":now": items.number(moment)}
        answer = self._update(landing, "SET free_at = free_at + :gap", "free_at > :now", values)
        return float(answer["Attributes"]["free_at"]["N"]) - self._spacing

    def _first(self, landing: Landing, moment: float) -> None:
        values = {
            ":next": items.number(moment + self._spacing),
            ":now": items.number(moment),
            ":expires": items.number(int(moment + timedelta(days=1).total_seconds())),
        }
        condition = "attribute_not_exists(free_at) OR free_at <= :now"
        self._update(landing, "SET free_at = :next, expires = :expires", condition, values)

    def _update(self, landing: Landing, update: str, condition: str, values: items.Item) -> Any:
        with translated():
            return self._db.update_item(
                TableName=self._table,
                Key={"key": items.text(f"pace#{landing}")},
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues=values,
                ReturnValues="UPDATED_NEW",
            )
