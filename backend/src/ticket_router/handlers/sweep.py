"""The five-minute schedule that no lost wake-up outlives."""

from __future__ import annotations

from typing import Any

from ticket_router.bootstrap import app
from ticket_router.domain.errors import TicketRouterError
from ticket_router.handlers.logs import logger
from ticket_router.handlers.rows import row_may_have_changed
from ticket_router.services.sweep import FAILED, HELD


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Push on what is overdue, then see to mail that intake gave up on; returns what was done, by kind.

    Fails after the round when a part of it could not be done: the alarm on this function is how people hear of it.
    """
    done = app().sweep() + app().mail_failures()
    if done[HELD]:
        row_may_have_changed()
    logger().info("swept", **{name.replace(" ", "_"): count for name, count in done.items()})
    if failed := sorted(name for name in done if name.startswith(FAILED)):
        raise TicketRouterError(f"the sweep could not do all of it: {', '.join(failed)}")
    return dict(done)
