"""Read and write request units of one DynamoDB call, from the real items before and after it.

Source: DynamoDB developer guide, "Read/write capacity": a write unit is 1 KB of the larger of the old and the new item,
twice in a transaction; a read unit is 4 KB, half for an eventually consistent read, and each item of a batch is rounded
up by itself; an index is written when its entry
changes (both the old and the new entry when its key does). Index writes are counted once, in transactions too: they
follow a transaction and are no part of its two rounds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.bench.item_size import Item, item_bytes

WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})
Seen = dict[tuple[str, str], Item | None]
"""Items by table and key (as JSON)."""


@dataclass(frozen=True)
class Units:
    """Request units; `index` are write units too, those of secondary indexes."""

    read: float = 0.0
    write: float = 0.0
    index: float = 0.0

    def __add__(self, more: Units) -> Units:
        return Units(self.read + more.read, self.write + more.write, self.index + more.index)


class UnitMeter:
    """Looks at the items around a call through a client of its own."""

    def __init__(self, dynamodb: Any) -> None:
        self._db = dynamodb
        self._tables: dict[str, Any] = {}

    def before(self, operation: str, params: Mapping[str, Any]) -> Seen:
        """The items that a write is about to meet."""
        return {place: self._item(*place) for place in self._places(operation, params)}

    def units(self, operation: str, params: Mapping[str, Any], before: Seen, answer: Mapping[str, Any] | None) -> Units:
        """What the call consumed; `answer` is None when its condition failed, which costs a write like any other."""
        if operation in WRITES:
            after = {place: self._item(*place) if answer is not None else item for place, item in before.items()}
            rounds = 2 if operation == "TransactWriteItems" else 1
            return sum((self._written(p[0], before[p], after[p], rounds) for p in before), Units())
        if operation == "BatchGetItem":
            return sum(
                (
                    _batch(asked, (answer or {})["Responses"].get(table, []))
                    for table, asked in params["RequestItems"].items()
                ),
                Units(),
            )
        found = (answer or {}).get("Items", [(answer or {}).get("Item") or {}])
        blocks = max(1, math.ceil(sum(map(item_bytes, found)) / 4096))
        return Units(read=blocks * (1.0 if params.get("ConsistentRead") else 0.5))

    def _written(self, table: str, before: Item | None, after: Item | None, rounds: int) -> Units:
        size = max(item_bytes(before or {}), item_bytes(after or {}))
        index = sum(self._index_write(table, one, before, after) for one in self._table(table)["indexes"])
        return Units(write=rounds * _kilobytes(size), index=index)

    def _index_write(self, table: str, index: Any, before: Item | None, after: Item | None) -> float:
        old, new = (self._entry(table, index, item) for item in (before, after))
        if old == new:
            return 0.0
        entries = [entry for entry in (old, new) if entry is not None]
        sizes = [_kilobytes(item_bytes(entry)) for entry in entries]
        same_key = old is not None and new is not None and all(old[k] == new[k] for k in index["keys"])
        return max(sizes) if same_key else sum(sizes)

    def _entry(self, table: str, index: Any, item: Item | None) -> Item | None:
        if item is None or any(key not in item for key in index["keys"]):
            return None
        if index["all"]:
            return item
        return {key: item[key] for key in {*index["keys"], *self._table(table)["keys"]}}

    def _places(self, operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        parts = [params]
        if operation == "TransactWriteItems":
            parts = [part for item in params["TransactItems"] for part in item.values()]
        elif operation not in WRITES:
            return
        for part in parts:
            table = part["TableName"]
            key = {name: (part.get("Key") or part["Item"])[name] for name in self._table(table)["keys"]}
            yield table, json.dumps(key, sort_keys=True)

    def _item(self, table: str, key: str) -> Item | None:
        answer = self._db.get_item(TableName=table, Key=json.loads(key), ConsistentRead=True)
        found: Item | None = answer.get("Item")
        return found

    def _table(self, name: str) -> Any:
        if name not in self._tables:
            told = self._db.describe_table(TableName=name)["Table"]
            self._tables[name] = {
                "keys": _names(told),
                "indexes": [
                    {"keys": _names(index), "all": index["Projection"]["ProjectionType"] == "ALL"}
                    for index in told.get("GlobalSecondaryIndexes", [])
                ],
            }
        return self._tables[name]


def _batch(asked: Mapping[str, Any], found: list[Item]) -> Units:
    """One table's share of a batch; a key without an item costs as much as the smallest item."""
    blocks = sum(max(1, math.ceil(item_bytes(item) / 4096)) for item in found) + len(asked["Keys"]) - len(found)
    return Units(read=blocks * (1.0 if asked.get("ConsistentRead") else 0.5))


def _names(described: Mapping[str, Any]) -> list[str]:
    return [key["AttributeName"] for key in described["KeySchema"]]


def _kilobytes(size: int) -> float:
    return float(max(1, math.ceil(size / 1024)))
