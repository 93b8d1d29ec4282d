"""The routes' stream and the dispatch queue: a route owes its hand-off, or a channel's board is to be redrawn."""

from __future__ import annotations

import json
from typing import Any

from ticket_router.bootstrap import app
from ticket_router.domain.owing import Step
from ticket_router.handlers.logs import logger
from ticket_router.handlers.records import each_message, each_ticket
from ticket_router.handlers.rows import row_may_have_changed
from ticket_router.services.dispatch import Dispatched


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Dispatch each route of a batch; a batch comes from one source, the stream or the queue."""
    records = event["Records"]
    shown: list[str] = []
    if records and records[0].get("eventSource") == "aws:sqs":
        answer = each_message(records, lambda record: _from_queue(record, shown))
    else:
        answer = each_ticket(records, lambda ticket_id: _one(ticket_id, shown))
    if shown:
        row_may_have_changed()
    return answer


def _from_queue(record: dict[str, Any], shown: list[str]) -> None:
    wake_up = json.loads(record["body"])
    if channel := wake_up.get("board"):
        drawn = app().draw_board(channel, slot=bool(wake_up.get("slot")))
        logger().info("board", channel=channel, came_to=drawn.value)
        return
    _one(wake_up["ticket_id"], shown, slot=bool(wake_up.get("slot")))


def _one(ticket_id: str, shown: list[str], *, slot: bool = False) -> None:
    here = app()
    try:
        came_to = here.dispatch(ticket_id, slot=slot)
    except Exception as error:
        here.desk.note_trouble(ticket_id, Step.dispatch, f"{type(error).__name__}: {error}")
        raise
    if came_to is Dispatched.shown:
        shown.append(ticket_id)
    logger().info("dispatched", ticket_id=ticket_id, came_to=came_to.value)
