"""Adding a message to a ticket that exists: one change that saves it, shows it, and has a customer's word read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import reduce

from ticket_router.domain.base import Move, Status
from ticket_router.domain.change import Change, RouteWrite, TakeClaim, TicketWrite
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.route import Route
from ticket_router.domain.ticket import Message, MessageKind, Override

ACTIONS = {
    MessageKind.customer: "customer followed up",
    MessageKind.note: "a colleague answered",
    MessageKind.bounce: "the hand-off mail bounced",
}


def add_message(
    file: TicketFile,
    message: Message,
    now: datetime,
    *,
    cc: Iterable[str] = (),
    problem: str = "",
    bounce_of: Collection[str] = (),
    claim: TakeClaim | None = None,
) -> Change:
    """The change that adds `message`. A follow-up shows in the thread at once, and may raise the ticket once read.

    A customer's word on a finished ticket reopens it, with the `claim` on its problem where that is free, and whoever
    they put on `cc` may answer from then on. A bounced hand-off (`bounce_of`: the Message-IDs that came back, where
    they are known) puts its ticket into triage with the reason, also from where a person sent it.
    """
    ticket, route = file.ticket, file.route
    changes: dict[str, object] = {"rev": ticket.rev + 1}
    if message.kind is MessageKind.customer:
        changes |= {"cc": tuple(dict.fromkeys((*ticket.cc, *cc))), **debt(Step.read, now)}
        if ticket.status is Status.done:
            again = Status.held if route and route.decision.move is Move.hold else Status.delivered
            changes |= {"status": again, "done_at": None, "closed": ""}
            key = claim.key if claim else ""
            route = route.renewed(done_at=None, taken_at=None, taken_by="", claim_key=key) if route else None
    elif message.kind is MessageKind.bounce:
        reason = f"the hand-off mail came back: {problem or 'not delivered'}"
        changes["hold_because"] = tuple(dict.fromkeys((*ticket.hold_because, reason)))
        said = ticket.override
        # What came back may be an older card: the one that people have by now stands.
        if said is not None and said.places and route is not None and route.mailed_as(bounce_of) == route.n:
            changes["override"] = said.renewed(returned=reason)
        if ticket.owes is not Step.read:  # a reading that is still owed leads to a decision by itself
            changes |= debt(Step.decide, now)
    write = TicketWrite(
        ticket=ticket.renewed(**changes),
        before=ticket,
        action=ACTIONS[message.kind],
        by=message.author.label,
        note=f"by {message.source.value}",
        at=now,
    )
    messages = ((ticket.ticket_id, message),)
    return Change(tickets=(write,), messages=messages, routes=shown_again(route, now), take=claim)


def merge_into(target: TicketFile, merged: TicketFile, key: str, now: datetime) -> Change:
    """The target's side of a merge: the other ticket's words and readings become its own, and it is decided again."""
    owner = target.ticket
    changes: dict[str, object] = {
        "rev": owner.rev + 1,
        "cc": tuple(dict.fromkeys((*owner.cc, *merged.ticket.cc))),
    }
    if owner.override is not None:
        changes["override"] = reduce(Override.after, (reading.tags for reading in merged.readings), owner.override)
    if merged.unread:
        changes |= debt(Step.read, now)
    elif owner.owes is not Step.read:
        changes |= debt(Step.decide, now)
    write = TicketWrite(
        ticket=owner.renewed(**changes),
        before=owner,
        action=ACTIONS[MessageKind.customer],
        by=merged.ticket.customer.label,
        note=f"{merged.ticket.ticket_id} is about the same problem ({key})",
        at=now,
    )
    messages = tuple(
        (owner.ticket_id, message.renewed(from_ticket=message.from_ticket or merged.ticket.ticket_id))
        for message in merged.messages
    )
    readings = tuple((owner.ticket_id, reading) for reading in merged.readings)
    return Change(tickets=(write,), routes=shown_again(target.route, now), messages=messages, readings=readings)


def linked_back(file: TicketFile | None, ticket_id: str, now: datetime) -> Change:
    """The other half of a link: the card of `file` names `ticket_id` too."""
    if file is None or ticket_id in file.ticket.linked:
        return Change()
    ticket = file.ticket.renewed(rev=file.ticket.rev + 1, linked=(*file.ticket.linked, ticket_id))
    note = f"{ticket_id} is about the same problem"
    write = TicketWrite(ticket=ticket, before=file.ticket, action="linked", note=note, at=now)
    return Change(tickets=(write,), routes=shown_again(file.route, now))


def shown_again(route: Route | None, now: datetime) -> tuple[RouteWrite, ...]:
    """The debt that makes dispatch look at the card again; nothing when there is no card to come yet."""
    if route is None:
        return ()
    return (RouteWrite(route=route.renewed(rev=route.rev + 1, **debt(Step.dispatch, now))),)
