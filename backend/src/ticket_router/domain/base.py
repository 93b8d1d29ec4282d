"""One base for every domain value, so that all of them are frozen, strict about unknown fields, and cheap to store."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; unknown fields are refused, so a stored row and the code cannot drift apart unseen.

    Its errors do not quote their input, which is often what a customer wrote.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def renewed(self, **changes: object) -> Self:
        """A validated copy with the changes."""
        # By its fields alone: iterating a model yields its cached properties too, and those are refused as extras.
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate({**fields, **changes})


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
"""A time-zone aware moment, kept in UTC."""


class Source(StrEnum):
    """The lane a ticket came in by."""

    mail = "mail"
    form = "form"
    chat = "chat"


class Urgency(StrEnum):
    """How soon the customer needs an answer; the order of the members is the order of the scale."""

    low = "low"
    medium = "medium"
    high = "high"

    @property
    def rank(self) -> int:
        """0 for low, 2 for high."""
        return list(Urgency).index(self)


class Tone(StrEnum):
    """How the customer sounds; the order of the members is the order in which a fold prefers them."""

    calm = "calm"
    confused = "confused"
    angry = "angry"

    @property
    def rank(self) -> int:
        """0 for calm, 2 for angry."""
        return list(Tone).index(self)


class Move(StrEnum):
    """The four things the router can do with a ticket."""

    route = "route"
    priority = "priority"
    escalate = "escalate"
    hold = "hold"

    @property
    def rank(self) -> int:
        """Place in a team's queue: escalate (0) before priority (1) before route (2); hold sorts last."""
        return {"escalate": 0, "priority": 1, "route": 2, "hold": 3}[self.value]


class Status(StrEnum):
    """Where a ticket stands; the last four are side exits."""

    received = "received"
    read = "read"
    routed = "routed"
    held = "held"
    delivered = "delivered"
    taken = "taken"
    done = "done"
    merged = "merged"
    divided = "split"
    """Into two tickets; the word `split` itself is a method of every string."""
    ignored = "ignored"
    forgotten = "forgotten"


UNSURE = "unsure"
"""The reserved topic of a reading that could not tell."""

TRIAGE = "triage"
"""The reserved team that sorts held tickets by hand."""
