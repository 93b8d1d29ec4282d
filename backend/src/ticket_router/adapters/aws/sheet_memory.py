"""drive-sync's memory as one compressed document in the state table.

An item takes 400 KB (DynamoDB, "Constraints"). Should the memory outgrow that, what can be done without goes, a little
at a time, until the rest fits: a Status that is missing is a nuisance, a sync that cannot save stands still.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.workbook.memory import Memory

MEMORY_KEY = "sheet"
LARGEST = 380_000
"""Bytes of the compressed document, with room for the item's other attributes."""
Lessen = Callable[[Memory], Memory]


class DynamoSheetMemory:
    """Serves the `SheetMemory` port."""

    def __init__(self, *, dynamodb: Any, table: str) -> None:
        self._db = dynamodb
        self._table = table

    def load(self) -> Memory:
        """See the port."""
        key = {"key": items.text(MEMORY_KEY)}
        with translated():
            item = self._db.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return Memory.model_validate_json(zlib.decompress(bytes(item["doc"]["B"]))) if item else Memory()

    def save(self, memory: Memory) -> None:
        """See the port."""
        with translated():
            self._db.put_item(
                TableName=self._table,
                Item={
                    "key": items.text(MEMORY_KEY),
                    "rev": items.number(memory.rev),
                    "doc": {"B": packed(memory)},
                },
                # The first save stands for a stored rev of 0.
                ConditionExpression="#rev = :before" + (" OR attribute_not_exists(#rev)" if memory.rev == 1 else ""),
                ExpressionAttributeNames={"#rev": "rev"},
                ExpressionAttributeValues={":before": items.number(memory.rev - 1)},
            )


def packed(memory: Memory, largest: int = LARGEST) -> bytes:
    """The document, as much of it as fits into `largest` bytes. Ticks and lines of the log are never given up."""
    document = _compressed(memory)
    for lesser in _lessened(memory):
        if len(document) <= largest:
            break
        document = _compressed(lesser)
    return document


def _compressed(memory: Memory) -> bytes:
    return zlib.compress(memory.model_dump_json(exclude_defaults=True).encode())


def _lessened(memory: Memory) -> Iterator[Memory]:
    """Less and less of it: Status texts of the longest rows, then the oldest outcomes, then who is who in Slack."""
    lessen: tuple[tuple[str, Lessen], ...] = (
        ("row_status", lambda m: m.renewed(row_status=_most(m.row_status, key=lambda e: (len(e[0]), e[0])))),
        ("outcomes", lambda m: m.renewed(outcomes=_most(m.outcomes, key=lambda e: -e[1].at.timestamp()))),
        ("people", lambda m: m.renewed(people=_most(m.people, key=lambda e: -e[1].asked_at.timestamp()))),
    )
    for name, less in lessen:
        while getattr(memory, name):
            memory = less(memory)
            yield memory


def _most(entries: dict[str, Any], key: Callable[[tuple[str, Any]], Any]) -> dict[str, Any]:
    """All but the last eighth of the entries in this order."""
    kept = dict(sorted(entries.items(), key=key)[: len(entries) * 7 // 8])
    return {name: value for name, value in entries.items() if name in kept}
