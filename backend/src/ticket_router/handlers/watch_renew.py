"""The six-hour schedule that keeps Drive telling us about changes of the workbook."""

from __future__ import annotations

from typing import Any

from ticket_router.bootstrap import app
from ticket_router.handlers.logs import logger


def handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Make a new channel and end those that it replaces; returns what was done, by kind.

    Raises when no channel could be made: Lambda tries twice more. If that fails too, the next beat comes long before
    the last channel ends, and the workbook's alarm tells when it is about to.
    """
    here = app()
    if not here.settings.spreadsheet_id:
        logger().info("no workbook is connected, so there is nothing to watch")
        return {}
    done = here.keep_watch()
    logger().info("watch renewed", **{name.replace(" ", "_"): count for name, count in done.items()})
    return dict(done)
