"""What is remembered of queue boards, one row a channel in the state table, and their wake-ups on SQS."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.batches import KEYS_AT_ONCE, read_batch
from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.board import EVERY, LOST_AFTER, SOON, BoardRow
from ticket_router.domain.errors import Conflict

_STANDING = "boards"
"""The key of the row that lists the channels in which a board may stand."""
_TOLERANCE = 1.0
"""Seconds by which a queue's timer may be early."""


class DynamoBoards:
    """Serves the `Boards` port."""

    def __init__(self, *, dynamodb: Any, table: str) -> None:
        self._db = dynamodb
        self._table = table

    def ask(self, channel: str, now: datetime) -> float | None:
        """See the port. One write in a quiet channel; a second one when it was drawn within the last seconds."""
        soon = now + SOON
        values = {":past": _number(now - LOST_AFTER), ":free": _number(soon - EVERY)}
        idle = "(attribute_not_exists(due) OR due < :past)"
        try:
            rested = f"{idle} AND (attribute_not_exists(began) OR began <= :free)"
            self._update(channel, "SET due = :soon", rested, {**values, ":soon": _number(soon)})
        except Conflict:
            pass
        else:
            return SOON.total_seconds()
        try:
            gap = {":every": items.number(EVERY.total_seconds())}
            row = self._update(channel, "SET due = began + :every", f"{idle} AND began > :free", {**values, **gap})
        except Conflict:
            return None  # a redraw is due already, and reads the queue after this moment
        return max(0.0, float(row["due"]["N"]) - now.timestamp())

    def put_off(self, channel: str, until: datetime) -> None:
        """See the port."""
        self._update(channel, "SET due = :until", "", {":until": _number(until)})

    def begin(self, channel: str, now: datetime, readers: str) -> BoardRow:
        """See the port. One write: the digest is taken out as it is read."""
        rested = "attribute_not_exists(began) OR began <= :free"
        values = {":now": _number(now), ":free": items.number(now.timestamp() - EVERY.total_seconds() + _TOLERANCE)}
        values[":readers"] = items.text(readers)
        update = "SET began = :now, readers = :readers REMOVE due, digest"
        return _row(now, self._update(channel, update, rested, values, answer="ALL_OLD"))

    def claim(self, channel: str, now: datetime, lease_until: datetime) -> None:
        """See the port. The first claim's moment is kept: from then on its post may be in the channel."""
        self._list("ADD", channel)
        values = {":now": _number(now), ":lease": _number(lease_until)}
        free = "attribute_not_exists(message_id) AND (attribute_not_exists(lease) OR lease <= :now)"
        self._update(channel, "SET lease = :lease, claimed = if_not_exists(claimed, :now)", free, values)

    def release(self, channel: str) -> None:
        """See the port."""
        self._update(channel, "REMOVE lease, claimed")

    def doubt(self, channel: str) -> None:
        """See the port."""
        self._update(channel, "REMOVE lease")

    def shown(self, channel: str, began_at: datetime, message_id: str, digest: str) -> None:
        """See the port. What two redraws wrote at once is not known, so it is drawn anew whatever it shows."""
        values = {":began": _number(began_at), ":id": items.text(message_id), ":digest": items.text(digest)}
        try:
            self._update(channel, "SET digest = :digest", "began = :began AND message_id = :id", values)
        except Conflict:
            self._update(channel, "REMOVE digest")
            raise

    def posted(self, channel: str, message_id: str, digest: str) -> None:
        """See the port."""
        values = {":id": items.text(message_id), ":digest": items.text(digest)}
        self._update(channel, "SET message_id = :id, digest = :digest REMOVE lease, claimed, pinned", "", values)

    def pinned(self, channel: str) -> None:
        """See the port."""
        self._update(channel, "SET pinned = :yes", "", {":yes": {"BOOL": True}})

    def forget(self, channel: str) -> None:
        """See the port."""
        self._update(channel, "REMOVE message_id, digest, pinned, lease, claimed")

    def leave(self, channel: str) -> None:
        """See the port. The list last: whoever dies before that is sent here again."""
        with translated():
            self._db.delete_item(TableName=self._table, Key={"key": items.text(_key(channel))})
        self._list("DELETE", channel)

    def overdue(self, wanted: Mapping[str, str], now: datetime) -> Sequence[str]:
        """See the port."""
        past = (now - LOST_AFTER).timestamp()
        rows = {row["key"]["S"]: row for row in self._rows([_STANDING, *map(_key, wanted)])}
        standing = rows.pop(_STANDING, {}).get("channels", {"SS": []})["SS"]
        late = [channel for channel, readers in wanted.items() if _late(rows.get(_key(channel)), readers, past)]
        return [*late, *sorted(set(standing) - wanted.keys())]

    def _rows(self, keys: Sequence[str]) -> Iterator[items.Item]:
        for start in range(0, len(keys), KEYS_AT_ONCE):
            some = keys[start : start + KEYS_AT_ONCE]
            asked = {self._table: {"Keys": [{"key": items.text(key)} for key in some]}}
            yield from read_batch(self._db, asked)[self._table]

    def _list(self, verb: str, channel: str) -> None:
        with translated():
            self._db.update_item(
                TableName=self._table,
                Key={"key": items.text(_STANDING)},
                UpdateExpression=f"{verb} channels :channel",
                ExpressionAttributeValues={":channel": {"SS": [channel]}},
            )

    def _update(
        self,
        channel: str,
        update: str,
        condition: str = "",
        values: items.Item | None = None,
        answer: Literal["ALL_NEW", "ALL_OLD"] = "ALL_NEW",
    ) -> items.Item:
        given: dict[str, Any] = {"ExpressionAttributeValues": values} if values else {}
        if condition:
            given["ConditionExpression"] = condition
        with translated():
            written = self._db.update_item(
                TableName=self._table,
                Key={"key": items.text(_key(channel))},
                UpdateExpression=update,
                ReturnValues=answer,
                **given,
            )
        row: items.Item = written.get("Attributes", {})  # of a row that was not there before, nothing is told
        return row


class SqsBoardWakes:
    """Serves the `BoardWakes` port, on the queue of the hand-offs."""

    def __init__(self, *, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url

    def send(self, channel: str, delay: float, *, slot: bool = False) -> None:
        """See the port. SQS takes whole seconds, so a delay is rounded up."""
        body = {"board": channel, **({"slot": True} if slot else {})}
        with translated():
            self._sqs.send_message(
                QueueUrl=self._url, MessageBody=json.dumps(body), DelaySeconds=min(900, math.ceil(delay))
            )


def _key(channel: str) -> str:
    return f"board#{channel}"


def _number(moment: datetime) -> dict[str, str]:
    return items.number(moment.timestamp())


def _late(row: items.Item | None, readers: str, past: float) -> bool:
    if row is not None and "due" in row:
        return float(row["due"]["N"]) < past
    return row is None or row.get("readers", {}).get("S") != readers


def _row(began_at: datetime, item: items.Item) -> BoardRow:
    return BoardRow(
        began_at=began_at,
        message_id=item.get("message_id", {"S": ""})["S"],
        digest=item.get("digest", {"S": ""})["S"],
        pinned=item.get("pinned", {"BOOL": False})["BOOL"],
        claimed_at=items.moment(item["claimed"]) if "claimed" in item else None,
        lease_until=items.moment(item["lease"]) if "lease" in item else None,
    )
