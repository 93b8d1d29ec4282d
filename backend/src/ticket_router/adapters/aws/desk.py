"""The desk in DynamoDB: consistent reads, and changes as one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.errors import translated
from ticket_router.adapters.aws.long_texts import LongTexts
from ticket_router.adapters.aws.transactions import Tables, transaction
from ticket_router.domain.change import Change
from ticket_router.domain.correction import Correction
from ticket_router.domain.errors import Conflict
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step
from ticket_router.domain.reading import Reading
from ticket_router.domain.route import HandOff, Post
from ticket_router.domain.ticket import Message

OWING_INDEX = "owes-due"
SWEPT_AT_ONCE = 200


class DynamoDesk:
    """Serves the `Desk` port."""

    def __init__(self, *, dynamodb: Any, tables: Tables, texts: LongTexts) -> None:
        self._db = dynamodb
        self._tables = tables
        self._texts = texts

    def file(self, ticket_id: str) -> TicketFile | None:
        """See the port. Route, then ticket, then what is beside it: in this order on purpose.

        DynamoDB has no snapshot over several items. Whatever is written between these reads then meets an older rev
        in our hands, so that a change made from a torn look is a Conflict instead of a lost message.
        """
        with translated():
            key = {"ticket_id": items.text(ticket_id)}
            route = self._db.get_item(TableName=self._tables.routes, Key=key, ConsistentRead=True).get("Item")
        ticket = self._get(ticket_id, items.TICKET)
        if ticket is None:
            return None
        by_name = {item["item"]["S"]: item for item in self._beside(ticket_id)}
        messages = [self._texts.restored(i["doc"]["S"]) for name, i in by_name.items() if name.startswith("m#")]
        readings = [i["doc"]["S"] for name, i in by_name.items() if name.startswith("r#")]
        return TicketFile(
            ticket=items.ticket_from(ticket),
            messages=tuple(Message.model_validate_json(doc) for doc in messages),
            readings=tuple(Reading.model_validate_json(doc) for doc in readings),
            route=items.route_from(route) if route else None,
        )

    def _beside(self, ticket_id: str) -> list[items.Item]:
        found: list[items.Item] = []
        query: dict[str, Any] = {
            "TableName": self._tables.tickets,
            "KeyConditionExpression": "ticket_id = :id",
            "ExpressionAttributeValues": {":id": items.text(ticket_id)},
            "ConsistentRead": True,
        }
        with translated():
            while True:
                page = self._db.query(**query)
                found += page["Items"]
                if "LastEvaluatedKey" not in page:
                    return found
                query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def ticket_of(self, message_id: str) -> str | None:
        """See the port."""
        pointer = self._get(items.pointer_key(message_id), items.POINTER)
        return pointer["to"]["S"] if pointer else None

    def claim_of(self, key: str, now: datetime) -> str | None:
        """See the port. The expiry is compared here, never left to DynamoDB's TTL, which deletes days late."""
        claim = self._get(f"open#{key}", items.CLAIM)
        return claim["to"]["S"] if claim and items.moment(claim["until"]) > now else None

    def commit(self, change: Change) -> None:
        """See the port. The SDK's own retries carry one request token, so a lost answer cannot apply a change twice."""
        kept = change.model_copy(
            update={"messages": tuple((owner, self._texts.kept(owner, m)) for owner, m in change.messages)}
        )
        with translated():
            self._db.transact_write_items(TransactItems=transaction(kept, self._tables))

    def correction(self, ticket_id: str, wish_id: str) -> Correction | None:
        """See the port."""
        with translated():
            page = self._db.query(
                TableName=self._tables.corrections,
                KeyConditionExpression="ticket_id = :id",
                FilterExpression="wish_id = :wish",
                ExpressionAttributeValues={":id": items.text(ticket_id), ":wish": items.text(wish_id)},
                ConsistentRead=True,
            )
        return items.correction_from(page["Items"][0]) if page["Items"] else None

    def owing(self, step: Step, overdue_at: datetime) -> Sequence[str]:
        """See the port."""
        table = self._tables.routes if step is Step.dispatch else self._tables.tickets
        with translated():
            page = self._db.query(
                TableName=table,
                IndexName=OWING_INDEX,
                KeyConditionExpression="owes = :step AND due <= :now",
                ExpressionAttributeValues={
                    ":step": items.text(step.value),
                    ":now": items.number(overdue_at.timestamp()),
                },
                Limit=SWEPT_AT_ONCE,
            )
        return [item["ticket_id"]["S"] for item in page["Items"]]

    def push(self, file: TicketFile, step: Step, due_at: datetime) -> None:
        """See the port."""
        row = file.route if step is Step.dispatch and file.route else file.ticket
        self._update_row(
            file.ticket.ticket_id,
            step,
            update="SET tries = :next, due = :due",
            condition="rev = :rev AND owes = :step AND tries = :tries",
            values={
                ":next": items.number(row.tries + 1),
                ":due": items.number(due_at.timestamp()),
                ":rev": items.number(row.rev),
                ":step": items.text(step.value),
                ":tries": items.number(row.tries),
            },
        )

    def note_trouble(self, ticket_id: str, step: Step, trouble: str) -> None:
        """See the port. The same trouble is written once: each write wakes the step, and must not do so for ever."""
        try:
            self._update_row(
                ticket_id,
                step,
                update="SET trouble = :trouble",
                condition="owes = :step AND (attribute_not_exists(trouble) OR trouble <> :trouble)",
                values={":trouble": items.text(trouble[:500]), ":step": items.text(step.value)},
            )
        except Conflict:
            return

    def save_post(self, route_id: str, rev: int | None, n: int, part: str, post: Post | None, seen: str) -> None:
        """See the port."""
        names = {"#h": "handoffs", "#n": str(n), "#p": "posts", "#part": part}
        values: dict[str, Any] = {}
        path = "#h.#n.#p.#part"
        if seen:
            condition, values[":seen"] = f"{path}.#token = :seen", items.text(seen)
            names["#token"] = "token"
        else:
            condition = f"attribute_exists(#h.#n) AND attribute_not_exists({path})"
        if rev is not None:
            condition, values[":rev"] = f"{condition} AND rev = :rev", items.number(rev)
        if post is None:
            update = f"REMOVE {path}"
        else:
            update, values[":post"] = f"SET {path} = :post", items.post_value(post)
        self._update_route(route_id, update, condition, names, values)

    def save_handoff(self, route_id: str, handoff: HandOff, seen_attempt: int) -> None:
        """See the port."""
        self._update_route(
            route_id,
            "SET #h.#n.attempt = :attempt, #h.#n.doc = :doc",
            "#h.#n.attempt = :seen",
            {"#h": "handoffs", "#n": str(handoff.n)},
            {
                ":attempt": items.number(handoff.attempt),
                ":doc": items.text(items.handoff_doc(handoff)),
                ":seen": items.number(seen_attempt),
            },
        )

    def _get(self, key: str, item: str) -> items.Item | None:
        with translated():
            answer = self._db.get_item(
                TableName=self._tables.tickets,
                Key={"ticket_id": items.text(key), "item": items.text(item)},
                ConsistentRead=True,
            )
        found: items.Item | None = answer.get("Item")
        return found

    def _update_row(self, ticket_id: str, step: Step, *, update: str, condition: str, values: dict[str, Any]) -> None:
        on_route = step is Step.dispatch
        key = {"ticket_id": items.text(ticket_id)}
        with translated():
            self._db.update_item(
                TableName=self._tables.routes if on_route else self._tables.tickets,
                Key=key if on_route else {**key, "item": items.text(items.TICKET)},
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues=values,
            )

    def _update_route(
        self, route_id: str, update: str, condition: str, names: dict[str, str], values: dict[str, Any]
    ) -> None:
        with translated():
            self._db.update_item(
                TableName=self._tables.routes,
                Key={"ticket_id": items.text(route_id)},
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeNames=names,
                **({"ExpressionAttributeValues": values} if values else {}),
            )
