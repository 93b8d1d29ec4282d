"""Batches of wake-ups: each record is tried on its own, and only the failed ones come again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ticket_router.handlers.logs import logger


def each(
    records: list[dict[str, Any]], name: Callable[[dict[str, Any]], str], work: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    """Run `work` on each record and answer with `batchItemFailures` (SQS message ids, or stream sequence numbers).

    A stream checkpoints at its lowest failure and sends everything after it again, so work must stand being repeated.
    """
    failures = []
    for record in records:
        try:
            work(record)
        except Exception as error:  # noqa: BLE001 - one record's bug must not take its batch along
            logger().exception("record failed", record=name(record), error=type(error).__name__)
            failures.append({"itemIdentifier": name(record)})
    return {"batchItemFailures": failures}


def sequence_number(record: dict[str, Any]) -> str:
    """What names a stream record."""
    return str(record["dynamodb"]["SequenceNumber"])


def woken_ticket(record: dict[str, Any]) -> str:
    """The ticket that a stream record wakes."""
    return str(record["dynamodb"]["Keys"]["ticket_id"]["S"])
