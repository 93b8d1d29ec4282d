"""The corrections' stream, the sheet's messages and a schedule: each asks for the examples to be built anew.

A run looks at everything, so one answers a whole batch; when it fails, the batch comes again.
"""

from __future__ import annotations

from typing import Any

from ticket_router.bootstrap import app
from ticket_router.handlers.logs import logger
from ticket_router.handlers.records import whole_batch
from ticket_router.handlers.rows import row_may_have_changed


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Rebuild once. A failure is told as failed records, or raised to the schedule, which tries again."""
    if "Records" in event:
        return whole_batch(event["Records"], _learn)
    _learn()
    return {"batchItemFailures": []}


def _learn() -> None:
    examples = app().learn()
    logger().info("nothing new to learn" if examples is None else "learned", examples=examples)
    if examples is not None:
        row_may_have_changed()
