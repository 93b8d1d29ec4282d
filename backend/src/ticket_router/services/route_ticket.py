"""Routing: the decision about a ticket, written in one transaction with the debt to show it."""

from __future__ import annotations

from datetime import datetime

from ticket_router.domain.base import Move, Status
from ticket_router.domain.change import Change, RouteWrite, TicketWrite
from ticket_router.domain.decide import decide
from ticket_router.domain.decision import Decision
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.route import Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.ports import Clock, Desk, Rules
from ticket_router.services.following_up import linked_back
from ticket_router.services.opening import claim_key, opening, release_claim, take_claim
from ticket_router.services.persistence import persistently


class RouteTicket:
    """The use case behind the tickets' stream: a record is only a wake-up, the row says what is owed."""

    def __init__(self, *, desk: Desk, rules: Rules, clock: Clock) -> None:
        self._desk = desk
        self._rules = rules
        self._clock = clock

    def __call__(self, ticket_id: str) -> Decision | None:
        """Decide if a decision is owed; returns it, or None when there was nothing to do."""
        return persistently(lambda: self._once(ticket_id))

    def _once(self, ticket_id: str) -> Decision | None:
        file = self._desk.file(ticket_id)
        if file is None or file.ticket.owes is not Step.decide:
            return None
        now = self._clock.now()
        rulebook = self._rules.current()
        decision = decide(file.case, file.understanding, rulebook, now)
        if file.route is None:
            change = opening(self._desk, file, decision, rulebook, now)
        else:
            change = decided_again(self._desk, file, file.route, decision, rulebook, now)
        self._desk.commit(change)
        return decision


def decided_again(
    desk: Desk, file: TicketFile, route: Route, decision: Decision, rulebook: RuleBook, now: datetime
) -> Change:
    """What a later decision changes.

    A held ticket takes whatever is decided now. A ticket that a team already has only ever rises: a raise stays on the
    same card unless it belongs to another team, and nothing puts it back (but a hand-off mail that came back, which
    nobody has seen, does).
    """
    ticket, old = file.ticket, route.decision
    was_held, held = old.move is Move.hold, decision.move is Move.hold
    settled = {"rev": ticket.rev + 1, **debt(None, now)}
    if not (was_held or (held and ticket.hold_because) or _raises(old, decision)):
        note = "nothing rises: the card stands"
        write = TicketWrite(ticket=ticket.renewed(**settled), before=ticket, action="decided", note=note, at=now)
        return Change(tickets=(write,))
    key, linked = route.claim_key, ticket.linked
    release = None
    if held and key:
        release, key = release_claim(desk, key, ticket.ticket_id, now), ""
    taken = "" if held or key else claim_key(file, decision, rulebook)
    other = Change()
    if taken and (holder := desk.claim_of(taken, now)) and holder != ticket.ticket_id:
        # People have seen this one in triage already: both cards stay, and point at each other.
        taken, linked = "", tuple(dict.fromkeys((*linked, holder)))
        other = linked_back(desk.file(holder), ticket.ticket_id, now)
    moves_card = old.team != decision.team or was_held != held
    status = Status.held if held else Status.routed if moves_card else ticket.status
    renewed = ticket.renewed(status=status, linked=linked, **settled)
    write = TicketWrite(ticket=renewed, before=ticket, action="decided", note=decision.sentence, at=now)
    shown = route.renewed(
        rev=route.rev + 1,
        n=route.n + 1 if moves_card else route.n,
        decision=decision,
        decided_at=now,
        claim_key=key or taken,
        **debt(Step.dispatch, now),
    )
    return Change(
        tickets=(write, *other.tickets),
        routes=(RouteWrite(route=shown), *other.routes),
        take=take_claim(taken, ticket.ticket_id, rulebook, now),
        release=release,
    )


def _raises(old: Decision, new: Decision) -> bool:
    if new.move is Move.hold or new.move.rank > old.move.rank:
        return False
    return new.move.rank < old.move.rank or new.urgency.rank > old.urgency.rank or new.tone.rank > old.tone.rank
