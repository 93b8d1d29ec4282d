"""The teams' queues: the order from the index, what a line says from the rows themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.batches import read_batch
from ticket_router.adapters.aws.errors import translated
from ticket_router.adapters.aws.lists import QUEUE_INDEX
from ticket_router.domain.board import Line, line

_PAGES = 3
"""Most pages (1 MB, some 7,000 tickets each) that are counted; a queue that long needs no exact number."""
_WORDS = 200
_POINTER = "\x00"
"""How the text of a message begins that is too long for its row (see `long_texts`)."""


class DynamoQueues:
    """Serves the `Queues` port: a query for each team, then one batch of rows for the lines that are shown."""

    def __init__(self, *, dynamodb: Any, tickets: str, routes: str) -> None:
        self._db = dynamodb
        self._tickets = tickets
        self._routes = routes

    def open(self, teams: Sequence[str], most: int) -> tuple[int, Sequence[Line]]:
        """See the port. A row that was closed since the index was written has no line any more."""
        entries = sorted((item["queue_key"]["S"], item["ticket_id"]["S"]) for team in teams for item in self._of(team))
        first = [ticket_id for _, ticket_id in entries[:most]]
        tickets, routes = self._rows(first)
        lines: list[Line] = []
        gone = 0
        for ticket_id in first:
            ticket, stored = tickets.get(ticket_id), routes.get(ticket_id)
            route = items.route_from(stored) if stored else None
            if ticket is None or route is None or route.done_at is not None or route.decision.team not in teams:
                gone += 1
                continue
            found = items.ticket_from(ticket)
            lines.append(line(found, route, "" if found.subject else self._first_words(ticket_id)))
        return len(entries) - gone, lines

    def _of(self, team: str) -> list[items.Item]:
        found: list[items.Item] = []
        query: dict[str, Any] = {
            "TableName": self._routes,
            "IndexName": QUEUE_INDEX,
            "KeyConditionExpression": "queue = :team",
            "ExpressionAttributeValues": {":team": items.text(team)},
        }
        for _ in range(_PAGES):
            with translated():
                page = self._db.query(**query)
            found += page["Items"]
            if "LastEvaluatedKey" not in page:
                break
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        return found

    def _rows(self, ids: Sequence[str]) -> tuple[dict[str, items.Item], dict[str, items.Item]]:
        if not ids:
            return {}, {}
        asked = {
            self._tickets: {
                "Keys": [{"ticket_id": items.text(i), "item": items.text(items.TICKET)} for i in ids],
                "ConsistentRead": True,
            },
            self._routes: {"Keys": [{"ticket_id": items.text(i)} for i in ids], "ConsistentRead": True},
        }
        found = read_batch(self._db, asked)
        tickets, routes = (
            {row["ticket_id"]["S"]: row for row in found[table]} for table in (self._tickets, self._routes)
        )
        return tickets, routes

    def _first_words(self, ticket_id: str) -> str:
        """The beginning of the first message, for the few tickets without a subject (chats, mostly)."""
        with translated():
            page = self._db.query(
                TableName=self._tickets,
                KeyConditionExpression="ticket_id = :id AND begins_with(#item, :messages)",
                ExpressionAttributeNames={"#item": "item"},
                ExpressionAttributeValues={":id": items.text(ticket_id), ":messages": items.text("m#")},
                Limit=1,
            )
        text = str(json.loads(page["Items"][0]["doc"]["S"]).get("text", "")) if page["Items"] else ""
        return "" if text.startswith(_POINTER) else " ".join(text[:_WORDS].split())
