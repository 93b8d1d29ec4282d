"""The tickets' stream: a ticket owes its decision."""

from __future__ import annotations

from typing import Any

from ticket_router.bootstrap import app
from ticket_router.domain.owing import Step
from ticket_router.handlers.logs import logger
from ticket_router.handlers.records import each_ticket


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Decide each ticket of a batch that still owes it."""
    return each_ticket(event["Records"], _one)


def _one(ticket_id: str) -> None:
    here = app()
    try:
        decision = here.route_ticket(ticket_id)
    except Exception as error:
        here.desk.note_trouble(ticket_id, Step.decide, f"{type(error).__name__}: {error}")
        raise
    if decision is not None:
        logger().info("decided", ticket_id=ticket_id, move=decision.move.value, team=decision.team)
