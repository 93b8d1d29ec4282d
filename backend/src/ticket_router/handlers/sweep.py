"""The five-minute schedule that no lost wake-up outlives."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ticket_router.bootstrap import app
from ticket_router.domain.errors import TicketRouterError
from ticket_router.handlers.logs import logger
from ticket_router.handlers.rows import row_may_have_changed
from ticket_router.services.sweep import FAILED, HELD, failed_with


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Push on what is overdue, then see to mail that intake gave up on; returns what was done, by kind.

    Fails after the round when a part of it could not be done: the alarm on this function is how people hear of it.
    """
    done = app().sweep() + app().mail_failures() + _boards()
    if done[HELD]:
        row_may_have_changed()
    logger().info("swept", **{name.replace(" ", "_"): count for name, count in done.items()})
    if failed := sorted(name for name in done if name.startswith(FAILED)):
        raise TicketRouterError(f"the sweep could not do all of it: {', '.join(failed)}")
    return dict(done)


def _boards() -> Counter[str]:
    """Boards come last, and what fails with them has kept no ticket."""
    done: Counter[str] = Counter()
    try:
        done["boards asked for again"] += app().ask_boards.make_good()
    except Exception as error:  # noqa: BLE001 - as for the rows of the sweep itself
        done[failed_with(error)] += 1
    return +done
