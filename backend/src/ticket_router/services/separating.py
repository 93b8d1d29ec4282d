"""Not the same problem: a ticket that was joined to another becomes one of its own, and never joins it again."""

from __future__ import annotations

from datetime import datetime

from ticket_router.domain.base import Status
from ticket_router.domain.change import Change, TicketWrite
from ticket_router.domain.correction import Action, Answer, Wish
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.rulebook import RuleBook
from ticket_router.ports import Desk
from ticket_router.services.asking import Asked, Refusal
from ticket_router.services.following_up import shown_again
from ticket_router.services.joining import followed


def separated(
    desk: Desk, file: TicketFile | None, wish: Wish, rulebook: RuleBook, now: datetime
) -> tuple[Change | None, Answer]:
    """The ticket owes its own decision, and both remember. What it said stays to be seen where it was, marked so.

    Raises Refusal for a ticket that was never joined to another.
    """
    if file is None:
        raise Refusal(f"there is no ticket {wish.ticket_id}")
    ticket = file.ticket
    if ticket.status is not Status.merged:
        if ticket.apart:
            return None, Answer(done=True, text=f"it was so already: apart from {', '.join(ticket.apart)}")
        raise Refusal("it is a ticket of its own: nothing joined it to another")
    owner = followed(desk, ticket.merged_into)
    if owner is None or owner.route is None:
        raise Refusal(f"{ticket.merged_into}, which it was joined to, is not there")
    asked = Asked(desk=desk, file=owner, route=owner.route, wish=wish, rulebook=rulebook, now=now)
    other = owner.ticket
    own = on_its_own(owner, file, wish, now)
    left = other.renewed(
        rev=other.rev + 1,
        apart=_with(other.apart, ticket.ticket_id),
        linked=_with(other.linked, ticket.ticket_id),
    )
    (alone,) = own.tickets
    note = f"{ticket.ticket_id} is another problem"
    change = own.model_copy(
        update={
            "tickets": (
                alone,
                TicketWrite(ticket=left, before=other, action="separated", by=wish.by, note=note, at=now),
            ),
            "routes": shown_again(owner.route, now),
            "corrections": (asked.kept(alone.ticket.rev, alone.note),),
        }
    )
    return change, Answer(done=True, text=alone.note)


def on_its_own(owner: TicketFile, file: TicketFile, wish: Wish, now: datetime) -> Change:
    """The joined ticket's side: it owes its own decision, with the readings that were made of it where it was."""
    ticket, other = file.ticket, owner.ticket
    known = {reading.message_key for reading in file.readings}
    own = {message.key for message in file.messages}
    brought = tuple(r for r in owner.readings if r.message_key in own - known)
    unread = {message.key for message in file.unread} - {reading.message_key for reading in brought}
    alone = ticket.renewed(
        rev=ticket.rev + 1,
        status=Status.received if unread else Status.read,
        merged_into="",
        apart=_with(ticket.apart, other.ticket_id),
        linked=_with(ticket.linked, other.ticket_id),
        **debt(Step.read if unread else Step.decide, now),
    )
    said = f"a ticket of its own now, apart from {other.ticket_id}"
    write = TicketWrite(ticket=alone, before=ticket, action=Action.separate.value, by=wish.by, note=said, at=now)
    return Change(tickets=(write,), readings=tuple((ticket.ticket_id, reading) for reading in brought))


def _with(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ids, one)))
