"""How steps tell the workbook that a row may have changed, without ever depending on it."""

from __future__ import annotations

from ticket_router.bootstrap import app
from ticket_router.handlers.logs import log_failure


def row_may_have_changed() -> None:
    """Ask for a look at the workbook in a moment; a hint that fails is only logged, since the schedule looks anyway."""
    try:
        app().tell_sheet()
    except Exception as error:  # noqa: BLE001 - the step is done; nothing about the workbook may undo that
        log_failure("the workbook was not told", error)
