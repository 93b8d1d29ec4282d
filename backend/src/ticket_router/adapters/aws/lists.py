"""Many tickets at a glance, from the indexes of the routes table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.base import TRIAGE, Move
from ticket_router.domain.route import Route

QUEUE_INDEX = "queue"
DAY_INDEX = "by-day"


class DynamoLists:
    """Serves the `Lists` port."""

    def __init__(self, *, dynamodb: Any, routes: str) -> None:
        self._db = dynamodb
        self._routes = routes

    def held(self) -> Sequence[str]:
        """See the port. What landed in triage only for want of a team stands in the same queue, under another rank."""
        pages = self._pages(
            IndexName=QUEUE_INDEX,
            KeyConditionExpression="queue = :triage AND begins_with(queue_key, :held)",
            ExpressionAttributeValues={":triage": items.text(TRIAGE), ":held": items.text(f"{Move.hold.rank}#")},
        )
        return [item["ticket_id"]["S"] for item in pages]

    def decided_on(self, day: date) -> Sequence[Route]:
        """See the port."""
        pages = self._pages(
            IndexName=DAY_INDEX,
            KeyConditionExpression="#day = :day",
            ExpressionAttributeNames={"#day": "day"},
            ExpressionAttributeValues={":day": items.text(f"{day:%Y-%m-%d}")},
            ScanIndexForward=False,
        )
        return [items.route_from(item) for item in pages]

    def _pages(self, **query: Any) -> Iterator[items.Item]:
        with translated():
            while True:
                page = self._db.query(TableName=self._routes, **query)
                yield from page["Items"]
                if "LastEvaluatedKey" not in page:
                    return
                query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
