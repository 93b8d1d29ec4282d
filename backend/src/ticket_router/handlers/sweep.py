"""The five-minute schedule that no lost wake-up outlives."""

from __future__ import annotations

from typing import Any

from ticket_router.bootstrap import app
from ticket_router.handlers.logs import logger


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Push on what is overdue, then see to mail that intake gave up on; returns what was done, by kind."""
    done = app().sweep() + app().mail_failures()
    logger().info("swept", **{name.replace(" ", "_"): count for name, count in done.items()})
    return dict(done)
