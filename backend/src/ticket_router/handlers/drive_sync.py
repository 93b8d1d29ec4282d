"""The workbook's queue: one run of drive-sync answers every hint of a batch, since each run looks at everything.

It never fails its messages: in a FIFO queue that would keep every later hint waiting. What a run could not do is left
to the next schedule, at most five minutes away.
"""

from __future__ import annotations

import json
from typing import Any

from ticket_router.bootstrap import App, app
from ticket_router.domain.errors import TicketRouterError
from ticket_router.handlers.logs import log_failure, logger
from ticket_router.handlers.metrics import count

DONE: dict[str, Any] = {"batchItemFailures": []}


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Make workbook and desk agree; always answers that every message is done."""
    here = app()
    whys = sorted({str(json.loads(record["body"])["why"]) for record in event["Records"]})
    if not here.settings.spreadsheet_id:
        logger().info("no workbook is connected", hints=whys)
        return DONE
    if _synced(here, whys) and "schedule" in whys:
        _tell_health(here)
    return DONE


def _synced(here: App, whys: list[str]) -> bool:
    try:
        done, troubles = here.sync_workbook()
    except TicketRouterError as trouble:
        logger().warning("the workbook is not in step", hints=whys, trouble=str(trouble))
    except Exception as bug:  # noqa: BLE001 - see above; the next run meets it again, and the alarm tells of it
        log_failure("drive-sync failed", bug, hints=whys)
    else:
        for error in troubles:
            log_failure("a correction could not be applied", error)
        logger().info("the workbook is in step", hints=whys, **{n.replace(" ", "_"): c for n, c in done.items()})
        return True
    count("SyncFailed")
    return False


def _tell_health(here: App) -> None:
    """Whether Drive can reach us. Runs that failed say nothing: its alarm takes silence for trouble as well."""
    try:
        trouble = here.keep_watch.trouble(here.clock.now())
    except TicketRouterError as error:
        trouble = str(error)
    if trouble:
        logger().warning("drive's calls may not reach us", trouble=trouble)
    count("DriveWatchTrouble", int(bool(trouble)))
