"""Corrections, lessons and rows with everything a test does not care about filled in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.fakes.clock import STARTED
from ticket_router.domain.base import Tone, Urgency
from ticket_router.domain.correction import Action, Correction
from ticket_router.domain.learning.labelled import LabelledExample
from ticket_router.domain.rulebook import Example, State


def minutes(count: float) -> datetime:
    """A moment so many minutes after the start."""
    return STARTED + timedelta(minutes=count)


def correction(ticket_id: str = "T-1", rev: int = 2, at: float = 10, **more: Any) -> Correction:
    """Login becomes billing, which teaches; `at` in minutes after the start."""
    values: dict[str, Any] = {
        "wish_id": f"{ticket_id}/{rev}",
        "action": Action.reassign,
        "by": "bob@company.example",
        "origin": "workbook",
        "orig_topic": "login",
        "orig_team": "support",
        "orig_urgency": Urgency.low,
        "topic": "billing",
        "team": "finance",
        "urgency": Urgency.medium,
        "teaches": True,
        **more,
    }
    return Correction.model_validate({"ticket_id": ticket_id, "rev": rev, "at": minutes(at), **values})


def lesson(text: str, topic: str = "billing", ticket_id: str = "T-1", at: float = 10) -> LabelledExample:
    """One learned example; `at` in minutes after the start."""
    return LabelledExample(
        id=f"{ticket_id}/2", text=text, topic=topic, urgency=Urgency.low, tone=Tone.calm, at=minutes(at)
    )


def row(text: str, topic: str = "billing", origin: str = "desk", state: State = State.live, number: int = 2) -> Example:
    """One row of the Examples tab."""
    return Example(row=number, text=text, topic=topic, urgency=Urgency.low, tone=Tone.calm, origin=origin, state=state)
