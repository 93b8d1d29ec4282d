"""The one handshake between steps: a row says which step it still owes, and since when that is overdue (DESIGN 2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from ticket_router.domain.base import Moment, Value


class Step(StrEnum):
    """What a row can owe."""

    read = "read"
    decide = "decide"
    dispatch = "dispatch"


PATIENCE = {
    Step.read: timedelta(minutes=9),
    Step.decide: timedelta(minutes=3),
    Step.dispatch: timedelta(minutes=6),
}
"""How long each step's own retries may take (reading waits up to 8 minutes); the sweep pushes what owes longer."""

READER_DEADLINE = timedelta(minutes=20)
"""A ticket that is still unread this long after it arrived is held for a person."""

SWEEP_EVERY = timedelta(minutes=5)
"""The beat of the sweep's schedule; a test holds the template to it."""

MAX_TRIES = 5
"""Pushes by the sweep before it holds the ticket instead."""


class Owing(Value):
    """The part of a row that the handshake uses."""

    owes: Step | None = None
    due_at: Moment | None = None
    tries: int = 0
    trouble: str = ""
    """What went wrong last, in one sentence; the reason shown when the sweep holds the ticket."""


def debt(step: Step | None, now: datetime) -> dict[str, object]:
    """The fields of a row that owes `step` from now on, or nothing any more."""
    return {"owes": step, "due_at": now + PATIENCE[step] if step else None, "tries": 0, "trouble": ""}
