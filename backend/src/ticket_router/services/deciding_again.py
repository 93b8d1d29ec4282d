"""Putting another decision in force for a ticket that has one: which card shows it, and who holds the claim."""

from __future__ import annotations

from datetime import datetime

from ticket_router.domain.base import UNSURE, Move, Status
from ticket_router.domain.change import Change, RouteWrite, TicketWrite
from ticket_router.domain.decision import Decision
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.route import Route, Touch
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.ticket import Override, Ticket
from ticket_router.ports import Desk
from ticket_router.services.following_up import linked_back
from ticket_router.services.opening import claim_key, release_claim, take_claim

ROUTER = "router"


def decided_again(
    desk: Desk, file: TicketFile, route: Route, decision: Decision, rulebook: RuleBook, now: datetime
) -> Change:
    """What a later decision of the router's changes.

    A held ticket takes whatever is decided now, unless somebody is at it. A ticket that a team already has only ever
    rises: a raise stays on the same card unless it belongs to another team, and nothing puts it back (but a hand-off
    mail that came back, which nobody has seen, does). A closed ticket stays closed until its customer writes again.
    """
    ticket, old = file.ticket, route.decision
    was_held, held = old.move is Move.hold, decision.move is Move.hold
    in_hand = was_held and route.taken_at is not None
    settled = ticket.renewed(rev=ticket.rev + 1, **debt(None, now))
    closed = ticket.status is Status.done
    if closed or in_hand or not (was_held or (held and ticket.hold_because) or raises(old, decision)):
        note = "closed already" if closed else "in somebody's hands" if in_hand else "nothing rises: the card stands"
        write = TicketWrite(ticket=settled, before=ticket, action="decided", note=note, at=now)
        return Change(tickets=(write,))
    return in_force(desk, file, route, settled, decision, rulebook, now)


def in_force(
    desk: Desk,
    file: TicketFile,
    route: Route,
    renewed: Ticket,
    decision: Decision,
    rulebook: RuleBook,
    now: datetime,
    *,
    action: str = "decided",
    by: str = ROUTER,
    why: str = "",
    silently: bool = False,
) -> Change:
    """The change that makes `decision` the one in force; `renewed` is the ticket as it is to be, but for its status.

    `why` stands before the decision in the audit. `silently`: on the card that they have, nobody is called anew.

    The duplicate claim follows the topic. When another ticket of the customer holds it, people have seen both cards:
    both stay, and point at each other.
    """
    ticket, old = file.ticket, route.decision
    was_held, held = old.move is Move.hold, decision.move is Move.hold
    key = claim_key(file, decision, rulebook)
    release = release_claim(desk, route.claim_key, ticket.ticket_id, now) if route.claim_key != key else None
    other = Change()
    linked = renewed.linked
    if key != route.claim_key and key and (holder := desk.claim_of(key, now)) and holder != ticket.ticket_id:
        key, linked = "", tuple(dict.fromkeys((*linked, holder)))
        other = linked_back(desk.file(holder), ticket.ticket_id, now)
    moves_card = old.team != decision.team or was_held != held
    status = Status.held if held else Status.routed if moves_card else ticket.status
    written = renewed.renewed(status=status, linked=linked)
    write = TicketWrite(
        ticket=written,
        before=ticket,
        decision=decision,
        was=old,
        action=action,
        by=by,
        note=f"{why}: {decision.sentence}" if why else decision.sentence,
        at=now,
    )
    touch = Touch(by="" if by == ROUTER else by, at=now)
    shown = route.renewed(
        rev=route.rev + 1,
        n=route.n + 1 if moves_card else route.n,
        decision=decision,
        decided_at=now,
        decided_by=touch.by,
        moved=touch if moves_card else route.moved,
        chosen=touch if decision.topic != old.topic else route.chosen,
        taken_at=None if moves_card else route.taken_at,
        taken_by="" if moves_card else route.taken_by,
        claim_key=key,
        called=route.called_before(decision) if silently and not moves_card else route.calls(decision, route.rev + 1),
        **debt(Step.dispatch, now),
    )
    return Change(
        tickets=(write, *other.tickets),
        routes=(RouteWrite(route=shown), *other.routes),
        take=take_claim(key, ticket.ticket_id, rulebook, now) if key != route.claim_key else None,
        release=release,
    )


def kept_in_place(said: Override | None, old: Decision) -> Override:
    """What people have said, with topic and team as the card has them: what is decided besides moves no card."""
    said = said or Override()
    topic = old.topic if old.topic != UNSURE else ""
    return said.renewed(topic=topic, team=old.team, person=said.person or old.person, stays=True)


def raises(old: Decision, new: Decision) -> bool:
    """Whether the router may put `new` in force by itself for a ticket that a team has."""
    if new.move is Move.hold or new.move.rank > old.move.rank:
        return False
    return new.move.rank < old.move.rank or new.urgency.rank > old.urgency.rank or new.tone.rank > old.tone.rank
