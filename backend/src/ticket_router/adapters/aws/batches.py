"""Many rows at once, read until DynamoDB has left none of them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.errors import Retryable

KEYS_AT_ONCE = 100
"""As many as one BatchGetItem takes (DynamoDB API reference)."""
_ROUNDS = 3


def read_batch(dynamodb: Any, asked: Mapping[str, Any]) -> dict[str, list[items.Item]]:
    """The rows that are there, by table. `asked` as BatchGetItem's RequestItems. Raises Retryable."""
    found: dict[str, list[items.Item]] = defaultdict(list)
    for _ in range(_ROUNDS):
        with translated():
            answer = dynamodb.batch_get_item(RequestItems=asked)
        for table, rows in answer["Responses"].items():
            found[table] += rows
        asked = answer.get("UnprocessedKeys") or {}
        if not asked:
            return found
    raise Retryable("DynamoDB left rows of a batch unread")
