"""Routing: the decision about a ticket, written in one transaction with the debt to show it."""

from __future__ import annotations

from ticket_router.domain.decide import decide
from ticket_router.domain.decision import Decision
from ticket_router.domain.owing import Step
from ticket_router.ports import Clock, Desk, Rules
from ticket_router.services.deciding_again import decided_again
from ticket_router.services.opening import opening
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
