"""What every correction begins with: the wish beside the ticket as it stands, and whether it comes too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ticket_router.domain.base import Status
from ticket_router.domain.correction import Correction, Wish
from ticket_router.domain.decision import Decision
from ticket_router.domain.file import TicketFile
from ticket_router.domain.local_time import time_of_day
from ticket_router.domain.route import Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.ports import Desk


class Refusal(Exception):
    """What was asked for is not possible; the message says why, in words for people, and `field` what part is wrong."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Asked:
    """A wish, and all it is about; `desk` answers who holds which claim."""

    desk: Desk
    file: TicketFile
    route: Route
    wish: Wish
    rulebook: RuleBook
    now: datetime

    def time(self, moment: datetime) -> str:
        """`14:05`, with the day when it was not today."""
        return time_of_day(moment, self.now, self.rulebook.settings.time_zone)

    def kept(self, rev: int, said: str, new: Decision | None = None, *, teaches: bool = False) -> Correction:
        """The row kept of it; `new` when another decision is in force from now on."""
        wish, old = self.wish, self.route.decision
        new = new or old
        return Correction(
            ticket_id=wish.ticket_id,
            rev=rev,
            wish_id=wish.id,
            action=wish.action,
            at=self.now,
            by=wish.by,
            origin=wish.origin,
            orig_topic=old.topic,
            orig_team=old.team,
            orig_urgency=old.urgency,
            topic=new.topic,
            team=new.team,
            urgency=new.urgency,
            sorted=old.move.value == "hold",
            teaches=teaches,
            said=said,
        )


def asked(desk: Desk, file: TicketFile | None, wish: Wish, rulebook: RuleBook, now: datetime) -> Asked:
    """The wish with the ticket it is about. Raises Refusal when that cannot be corrected, or was meanwhile."""
    if file is None:
        raise Refusal(f"there is no ticket {wish.ticket_id}")
    ticket = file.ticket
    if ticket.status is Status.merged:
        raise Refusal(f"it was joined to {ticket.merged_into}: correct that one")
    if ticket.status in (Status.done, Status.divided):
        raise Refusal(f"it is {ticket.closed or 'closed'} already")
    if ticket.status in (Status.ignored, Status.forgotten):
        raise Refusal(f"it is {ticket.status.value}, so nothing is left to correct")
    if file.route is None:
        raise Refusal("it is still being read: try again in a minute")
    found = Asked(desk=desk, file=file, route=file.route, wish=wish, rulebook=rulebook, now=now)
    if wish.n is not None and wish.n != file.route.n:
        raise Refusal(since_then(found))
    return found


def overtaken(asked: Asked) -> bool:
    """Whether somebody chose another topic while this person looked at the one before."""
    override, topic = asked.file.ticket.override, asked.route.decision.topic
    chosen = bool(override and override.topic == topic)
    return chosen and asked.wish.seen_topic not in ("", topic)


def topic_since_then(asked: Asked) -> str:
    """Who chose which topic within the same team: `topic refund since @dana chose it 14:05`."""
    route, override = asked.route, asked.file.ticket.override
    last = route.chosen or route.decided
    who = last.by or ((override.placed_by or override.by) if override else "") or "somebody"
    return f"topic {route.decision.topic} since {who} chose it {asked.time(last.at)}"


def since_then(asked: Asked) -> str:
    """Who did what to a ticket whose card is not the one that somebody looks at: `moved to finance by @dana 14:05`."""
    route = asked.route
    last = route.moved or route.decided
    return f"moved to {route.decision.team} by {last.by or 'the router'} {asked.time(last.at)}"
