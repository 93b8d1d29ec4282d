"""The routes' stream and the dispatch queue: a route owes its hand-off."""

from __future__ import annotations

import json
from typing import Any

from ticket_router.bootstrap import app
from ticket_router.domain.owing import Step
from ticket_router.handlers.logs import logger
from ticket_router.handlers.records import each_message, each_ticket


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Dispatch each route of a batch; a batch comes from one source, the stream or the queue."""
    records = event["Records"]
    if records and records[0].get("eventSource") == "aws:sqs":
        return each_message(records, _from_queue)
    return each_ticket(records, _one)


def _from_queue(record: dict[str, Any]) -> None:
    wake_up = json.loads(record["body"])
    _one(wake_up["ticket_id"], slot=bool(wake_up.get("slot")))


def _one(ticket_id: str, *, slot: bool = False) -> None:
    here = app()
    try:
        shown = here.dispatch(ticket_id, slot=slot)
    except Exception as error:
        here.desk.note_trouble(ticket_id, Step.dispatch, f"{type(error).__name__}: {error}")
        raise
    logger().info("dispatched" if shown else "put off", ticket_id=ticket_id)
