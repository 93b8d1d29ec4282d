"""Turns what cannot write to a FIFO queue by itself into hints on it: the schedule, and the queue that delays."""

from __future__ import annotations

import json
from typing import Any

from ticket_router.bootstrap import app
from ticket_router.handlers.logs import logger
from ticket_router.handlers.records import each_message


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Pass on each delayed hint of a batch, or the schedule's beat; raises when the beat could not be passed on."""
    if "Records" in event:
        return each_message(event["Records"], _later)
    # The scheduler repeats an event under its id; two beats of one second are still two.
    name = f"{event['time']}/{event.get('id', '')}"
    app().sheet_hints.now("schedule", name)
    logger().info("the schedule asks for a look at the workbook", hint=name)
    return {"batchItemFailures": []}


def _later(record: dict[str, Any]) -> None:
    hint = json.loads(record["body"])
    app().sheet_hints.now(str(hint["why"]), str(hint["name"]))
