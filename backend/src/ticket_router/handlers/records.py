"""Batches of wake-ups: each record is tried on its own, and only the failed ones come again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ticket_router.handlers.logs import log_failure

T = TypeVar("T")


def each_message(records: list[dict[str, Any]], work: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Run `work` on each message of a queue and answer with the `batchItemFailures`."""
    return _failures([str(record["messageId"]) for record in records if not _done(record["messageId"], work, record)])


def each_ticket(records: list[dict[str, Any]], work: Callable[[str], None]) -> dict[str, Any]:
    """Run `work` once for each ticket that a batch of a stream wakes, and answer with the `batchItemFailures`.

    All writes of the batch have happened by now, and work reads the row as it is, so once is enough. A stream
    checkpoints at its lowest failure and sends everything after it again: work must stand being repeated.
    """
    tickets = {str(r["dynamodb"]["SequenceNumber"]): str(r["dynamodb"]["Keys"]["ticket_id"]["S"]) for r in records}
    failed = {ticket for ticket in dict.fromkeys(tickets.values()) if not _done(ticket, work, ticket)}
    return _failures([number for number, ticket in tickets.items() if ticket in failed])


def whole_batch(records: list[dict[str, Any]], work: Callable[[], None]) -> dict[str, Any]:
    """Run `work` once for a batch of a stream or a queue; when it fails, all records of the batch have failed."""
    names = [str(r["dynamodb"]["SequenceNumber"] if "dynamodb" in r else r["messageId"]) for r in records]
    return _failures([] if _done(names[0], lambda _name: work(), names[0]) else names)


def _done(name: str, work: Callable[[T], None], given: T) -> bool:
    try:
        work(given)
    except Exception as error:  # noqa: BLE001 - one record's bug must not take its batch along
        log_failure("record failed", error, record=name)
        return False
    return True


def _failures(names: list[str]) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}
