"""Not the same problem: a ticket that was joined to another becomes one of its own, and never joins it again."""

from __future__ import annotations

from datetime import datetime

from ticket_router.domain.base import Move, Status
from ticket_router.domain.change import Change, TicketWrite
from ticket_router.domain.correction import Action, Answer, Wish
from ticket_router.domain.decide import decide
from ticket_router.domain.decision import Decision
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.rulebook import RuleBook
from ticket_router.ports import Desk
from ticket_router.services.asking import Asked, Refusal
from ticket_router.services.deciding_again import ROUTER, in_force, kept_in_place
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
    if ticket.status is not Status.merged or wish.joined_to in ticket.apart:
        if ticket.apart:
            return None, Answer.was_so(f"apart from {wish.joined_to or ', '.join(ticket.apart)}")
        raise Refusal("it is a ticket of its own: nothing joined it to another")
    owner = followed(desk, ticket.merged_into)
    if owner is None or owner.route is None:
        raise Refusal(f"{ticket.merged_into}, which it was joined to, is not there")
    asked = Asked(desk=desk, file=owner, route=owner.route, wish=wish, rulebook=rulebook, now=now)
    own = on_its_own(owner, file, wish, now)
    (alone,) = own.tickets
    left = _left(asked, ticket.ticket_id)
    change = left.model_copy(
        update={
            "tickets": (alone, *left.tickets),
            "messages": own.messages,
            "readings": own.readings,
            "corrections": (asked.kept(alone.ticket.rev, alone.note),),
        }
    )
    return change, Answer(done=True, text=alone.note)


def on_its_own(owner: TicketFile, file: TicketFile, wish: Wish, now: datetime) -> Change:
    """The joined ticket's side: it owes its own decision, with all that was said to it meanwhile and read of that."""
    ticket, other = file.ticket, owner.ticket
    own = {message.key for message in file.messages}
    since = tuple(
        message.renewed(from_ticket="")
        for message in owner.messages
        if message.from_ticket == ticket.ticket_id and message.key not in own
    )
    mine = own | {message.key for message in since}
    known = {reading.message_key for reading in file.readings}
    brought = tuple(reading for reading in owner.readings if reading.message_key in mine - known)
    whole = file.renewed(messages=(*file.messages, *since), readings=(*file.readings, *brought))
    alone = ticket.renewed(
        rev=ticket.rev + 1,
        status=Status.received if whole.unread else Status.read,
        merged_into="",
        apart=_with(ticket.apart, other.ticket_id),
        linked=_with(ticket.linked, other.ticket_id),
        cc=tuple(dict.fromkeys((*ticket.cc, *(address for message in since for address in message.cc)))),
        **debt(Step.read if whole.unread else Step.decide, now),
    )
    said = f"a ticket of its own now, apart from {other.ticket_id}"
    write = TicketWrite(ticket=alone, before=ticket, action=Action.separate.value, by=wish.by, note=said, at=now)
    return Change(
        tickets=(write,),
        messages=tuple((ticket.ticket_id, message) for message in since),
        readings=tuple((ticket.ticket_id, reading) for reading in brought),
    )


def _left(asked: Asked, gone: str) -> Change:
    """The side of the ticket it was joined to: from now on its own words alone count there.

    Where the others had raised it, it falls back to what it is by itself; nobody is called over that.
    """
    file, route, wish, now = asked.file, asked.route, asked.wish, asked.now
    ticket = file.ticket.renewed(
        rev=file.ticket.rev + 1, apart=_with(file.ticket.apart, gone), linked=_with(file.ticket.linked, gone)
    )
    own = file.renewed(ticket=ticket)
    if ticket.owes is Step.read and not own.unread:  # what waits to be read is read in the ticket that it went to
        ticket = ticket.renewed(**debt(Step.decide, now))
    together, alone = (decide(one.case, one.understanding, asked.rulebook, now) for one in (file, own))
    if together.team == alone.team != route.decision.team and Move.hold not in (alone.move, route.decision.move):
        # No words make that difference, but rules that were edited since: they move no card.
        here = kept_in_place(ticket.override, route.decision)
        stays = (one.renewed(ticket=one.ticket.renewed(override=here)) for one in (file, own))
        together, alone = (decide(one.case, one.understanding, asked.rulebook, now) for one in stays)
    note = f"{gone} is another problem"
    if alone in (together, route.decision) or _stands(file, alone):
        write = TicketWrite(ticket=ticket, before=file.ticket, action="separated", by=wish.by, note=note, at=now)
        return Change(tickets=(write,), routes=shown_again(route, now))
    if ticket.owes is Step.decide:
        ticket = ticket.renewed(**debt(None, now))
    # Unless it moves, the decision stays whose it was: that person's word is in it, and the words that went were not.
    by = wish.by if alone.team != route.decision.team else route.decided_by or ROUTER
    change = in_force(
        asked.desk,
        file,
        route,
        ticket,
        alone,
        asked.rulebook,
        now,
        action="separated",
        by=by,
        why=note,
        silently=True,  # whoever was woken for it before need not be woken again
    )
    write, *others = change.tickets
    return change.model_copy(update={"tickets": (write.renewed(by=wish.by), *others)})


def _stands(file: TicketFile, alone: Decision) -> bool:
    """Whether the decision in force stays, whatever was taken apart: it is closed, or nothing puts it into triage."""
    closed = file.route is None or file.ticket.status in (Status.done, Status.divided)
    return closed or (alone.move is Move.hold and file.ticket.status is not Status.held)


def _with(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ids, one)))
