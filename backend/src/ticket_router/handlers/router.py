"""The tickets' stream: a ticket owes its decision."""

from __future__ import annotations

from typing import Any

from ticket_router.bootstrap import app
from ticket_router.domain.base import Move
from ticket_router.domain.owing import Step
from ticket_router.handlers.logs import logger
from ticket_router.handlers.records import each_ticket
from ticket_router.handlers.rows import row_may_have_changed


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Decide each ticket of a batch that still owes it."""
    held: list[str] = []
    answer = each_ticket(event["Records"], lambda ticket_id: _one(ticket_id, held))
    if held:  # of any other ticket the workbook tells once it is handed off
        row_may_have_changed()
    return answer


def _one(ticket_id: str, held: list[str]) -> None:
    here = app()
    try:
        decision = here.route_ticket(ticket_id)
    except Exception as error:
        here.desk.note_trouble(ticket_id, Step.decide, f"{type(error).__name__}: {error}")
        raise
    if decision is not None:
        if decision.move is Move.hold:
            held.append(ticket_id)
        logger().info("decided", ticket_id=ticket_id, move=decision.move.value, team=decision.team)
