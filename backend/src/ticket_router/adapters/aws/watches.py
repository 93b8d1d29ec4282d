"""The Drive channels that we know of, as attributes of one item in the state table.

Each channel has two: what it is (`is#<id>`) and when it spoke (`heard#<id>`), so that whoever renews it and whoever
hears it never write the same one. The hook reads them all with one small read. They have no TTL: watch-renew clears up.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.errors import Conflict
from ticket_router.domain.workbook.watch import Watch

WATCH_KEY = "watch"
_IS = "is#"
_HEARD = "heard#"


class DynamoWatches:
    """Serves the `Watches` port."""

    def __init__(self, *, dynamodb: Any, table: str) -> None:
        self._db = dynamodb
        self._table = table

    def all(self) -> Sequence[Watch]:
        """See the port."""
        with translated():
            answer = self._db.get_item(TableName=self._table, Key=self._key, ConsistentRead=True)
        item = answer.get("Item", {})
        found = [
            _watch(value["S"], item.get(_HEARD + name.removeprefix(_IS)))
            for name, value in item.items()
            if name.startswith(_IS)
        ]
        return sorted(found, key=lambda watch: (watch.made_at, watch.channel_id))

    def save(self, watch: Watch) -> None:
        """See the port."""
        doc = watch.model_dump_json(exclude={"heard_at"})
        self._update("SET #is = :doc", {"#is": _IS + watch.channel_id}, {":doc": items.text(doc)})

    def heard(self, channel_id: str, at: datetime) -> None:
        """See the port. A word that arrives late does not make the last one older."""
        with suppress(Conflict):  # forgotten meanwhile, or heard later than this already
            self._update(
                "SET #heard = :at",
                {"#is": _IS + channel_id, "#heard": _HEARD + channel_id},
                {":at": items.number(at.timestamp())},
                "attribute_exists(#is) AND (attribute_not_exists(#heard) OR #heard < :at)",
            )

    def drop(self, channel_id: str) -> None:
        """See the port."""
        self._update("REMOVE #is, #heard", {"#is": _IS + channel_id, "#heard": _HEARD + channel_id})

    @property
    def _key(self) -> items.Item:
        return {"key": items.text(WATCH_KEY)}

    def _update(
        self, update: str, names: dict[str, str], values: items.Item | None = None, condition: str = ""
    ) -> None:
        optional: dict[str, Any] = {}
        if values:
            optional["ExpressionAttributeValues"] = values
        if condition:
            optional["ConditionExpression"] = condition
        with translated():
            self._db.update_item(
                TableName=self._table,
                Key=self._key,
                UpdateExpression=update,
                ExpressionAttributeNames=names,
                **optional,
            )


def _watch(doc: str, heard: dict[str, str] | None) -> Watch:
    watch = Watch.model_validate_json(doc)
    return watch.renewed(heard_at=datetime.fromtimestamp(float(heard["N"]), UTC)) if heard else watch
