"""A person disagrees with the router, or sorts what it held: what they ask for, and what is kept of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from ticket_router.domain.base import Moment, Urgency, Value


class Action(StrEnum):
    """What a person can ask for."""

    reassign = "reassign"
    """Another topic, team, person or urgency; for a held ticket: where it goes."""
    bump = "bump"
    """Up to priority, which pings the lead, or down to normal, silently."""
    divide = "split"
    """Two problems in one: two new tickets, and this one closed. (`split` itself is a method of every string.)"""
    separate = "separate"
    """It was joined to another ticket and is not the same problem: a ticket of its own again."""
    take = "take"
    """Somebody is at it: the wait ends."""
    spam = "spam"
    """It is spam: closed, and nobody is asked about it again."""
    done = "done"
    """Nothing is left to do: closed."""


class Level(StrEnum):
    """Where a bump puts a ticket."""

    priority = "priority"
    normal = "normal"


class Wish(Value):
    """One correction as asked for, by name as people write them; empty fields leave things as they are."""

    id: str
    """The asker's own: the same wish that arrives twice is done once."""
    ticket_id: str
    action: Action = Action.reassign
    topic: str = ""
    team: str = ""
    person: str = ""
    urgency: Urgency | None = None
    level: Level | None = None
    """For a bump: where to."""
    first: str = ""
    second: str = ""
    """For a split: the two texts; both empty for what the reader quoted."""
    rest: bool = False
    """For a split whose `first` is empty: it is all that `second` does not hold of what the customer wrote."""
    made_of: str = ""
    """For a split: the marks of the messages that the person was offered the two texts from, where they are known."""
    n: int | None = None
    """Number of the card that the person looked at, where it was one: if another is in force, somebody was quicker."""
    seen_topic: str = ""
    """Topic that the person looked at, where it is known: within a team the card stays, and only this tells that
    somebody chose another topic meanwhile."""
    joined_to: str = ""
    """For a ticket that is another problem: the one that it was joined to when the person looked, where it is known."""
    by: str
    """Who asks, as far as it can be known."""
    origin: str
    """Where: `workbook`, `slack` or `mail`."""

    @property
    def places(self) -> bool:
        """Whether it says where the ticket belongs."""
        return bool(self.topic or self.team)

    @property
    def whence(self) -> str:
        """The origin as people say it."""
        return {"slack": "from Slack", "mail": "from a mail"}.get(self.origin, f"from the {self.origin}")


class Correction(Value):
    """The row kept of it under the ticket's new rev: what stood before, and what stands now."""

    ticket_id: str
    rev: int
    wish_id: str
    action: Action
    at: Moment
    by: str
    origin: str
    orig_topic: str
    orig_team: str
    orig_urgency: Urgency
    topic: str
    team: str
    urgency: Urgency
    sorted: bool = False
    """It sent on a held ticket: the router had not guessed, so it counts for no correction rate."""
    teaches: bool = False
    """It changed the topic or the urgency: the reader can learn from it."""
    said: str = ""
    """What the person was told, for whoever asks again with the same wish."""


class Answer(Value):
    """What a person is told."""

    done: bool
    """False when nothing was changed because it is not possible; `text` says why."""
    text: str
    field: str = ""
    """Which part of the wish it is about, where it is about one: `topic`, `team`, `person`, `first` or `second`."""
    again: bool = False
    """The same wish was granted before, and this is what was said then."""
    already: bool = False
    """It is what was wanted without this wish, and stays untouched."""

    @classmethod
    def was_so(cls, said: str) -> Self:
        """Nothing is left to do: somebody, or the router, had done it. `said` tells how it is."""
        return cls(done=True, text=f"it was so already: {said}", already=True)
