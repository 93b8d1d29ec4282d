"""The intake queue: one ticket a message, one message an invocation, one model call for each unread message in it."""

from __future__ import annotations

import json
from typing import Any

from ticket_router.bootstrap import app
from ticket_router.domain.base import Status
from ticket_router.domain.errors import ReaderAway
from ticket_router.handlers.logs import logger
from ticket_router.handlers.records import each_message

WAITS = (30, 60, 120, 240, 480)
"""Seconds until the next try after the reader was away, by how often the message came."""
LAST_TRY = 8
"""The queue's maxReceiveCount: a message that fails once more goes to the dead letters, which are for bugs."""


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Read the tickets of a batch; a message whose reader is away stays invisible for its next wait."""
    return each_message(event["Records"], _one)


def _one(record: dict[str, Any]) -> None:
    here = app()
    ticket_id = json.loads(record["body"])["ticket_id"]
    try:
        calls = here.read_ticket(ticket_id)
    except ReaderAway as away:
        came = int(record["attributes"]["ApproximateReceiveCount"])
        if came >= LAST_TRY and _a_person_has_it(ticket_id):
            logger().warning("reader away to the end, the ticket is held", ticket_id=ticket_id)
            return
        wait = WAITS[min(came, len(WAITS)) - 1]
        here.queue("intake_queue_url").put_back(record["receiptHandle"], wait)
        logger().warning("reader away", ticket_id=ticket_id, wait=wait, trouble=str(away))
        raise
    logger().info("read", ticket_id=ticket_id, calls=calls)


def _a_person_has_it(ticket_id: str) -> bool:
    """Whether the sweep has given the ticket to triage: it is safe there, with or without a late reading."""
    file = app().desk.file(ticket_id)
    return file is not None and file.ticket.status is Status.held and file.ticket.reader_away
