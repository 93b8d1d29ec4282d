"""The rows of the fake desk, and when a change applies to them: as in DynamoDB, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ticket_router.domain.change import (
    MOST_WRITES,
    Change,
    CheckClaim,
    ReleaseClaim,
    RouteWrite,
    TakeClaim,
    TicketWrite,
)
from ticket_router.domain.correction import Correction
from ticket_router.domain.owing import Step
from ticket_router.domain.reading import Reading
from ticket_router.domain.route import HandOff, Route
from ticket_router.domain.ticket import Message, Ticket


@dataclass
class Rows:
    """Everything stored."""

    tickets: dict[str, Ticket] = field(default_factory=dict)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    readings: dict[str, dict[str, Reading]] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    pointers: dict[str, str] = field(default_factory=dict)
    claims: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """By key: the ticket that holds it, and until when."""
    audit: dict[tuple[str, int], TicketWrite] = field(default_factory=dict)
    """By ticket and rev."""
    corrections: dict[tuple[str, int], Correction] = field(default_factory=dict)
    """By ticket and rev."""
    wakes: list[tuple[Step, str]] = field(default_factory=list)
    """What the streams would deliver, oldest first: each write of a row that owes a decision or a hand-off."""

    def conflict(self, change: Change) -> str:
        """The first condition that does not hold, or an empty string. A malformed change is the caller's bug."""
        touched = list(_touched(change))
        if len(touched) != change.writes:
            raise ValueError(f"it says that it has {change.writes} writes, not {len(touched)}")
        if len(touched) > MOST_WRITES:
            raise ValueError(f"a transaction takes {MOST_WRITES} writes, not {len(touched)}")
        if len(set(touched)) < len(touched):
            raise ValueError(f"two writes to one item: {sorted(touched)}")
        problems = [
            *(self._ticket_moved_on(write) for write in change.tickets),
            *(self._route_moved_on(write) for write in change.routes),
            *(
                f"{p.message_id} belongs to {self.pointers[p.message_id]}"
                for p in change.pointers
                if self.pointers.get(p.message_id, p.ticket_id) != p.ticket_id
            ),
            self._take_refused(change.take),
            self._check_failed(change.check),
            self._release_refused(change.release),
        ]
        return next((problem for problem in problems if problem), "")

    def apply(self, change: Change) -> None:
        """Write all of it."""
        for owner, message in change.messages:
            self.messages.setdefault(owner, {}).setdefault(message.key, message)
        for owner, reading in change.readings:
            self.readings.setdefault(owner, {}).setdefault(reading.message_key, reading)
        for pointer in change.pointers:
            self.pointers[pointer.message_id] = pointer.ticket_id
        if change.take:
            self.claims[change.take.key] = (change.take.ticket_id, change.take.until)
        if change.release:
            self.claims.pop(change.release.key, None)
        for correction in change.corrections:
            self.corrections[correction.ticket_id, correction.rev] = correction
        for write in change.tickets:
            self.audit[write.ticket.ticket_id, write.ticket.rev] = write
            self.put_ticket(write.ticket)
        for route_write in change.routes:
            route = route_write.route
            stored = {} if route_write.new else self.routes[route.ticket_id].handoffs
            self.put_route(route.renewed(handoffs={route.n: HandOff(n=route.n), **stored}))

    def put_ticket(self, ticket: Ticket) -> None:
        """Write a ticket row; one that owes a decision wakes the router."""
        self.tickets[ticket.ticket_id] = ticket
        if ticket.owes is Step.decide:
            self.wakes.append((Step.decide, ticket.ticket_id))

    def put_route(self, route: Route) -> None:
        """Write a route row; one that owes its hand-off wakes dispatch."""
        self.routes[route.ticket_id] = route
        if route.owes is Step.dispatch:
            self.wakes.append((Step.dispatch, route.ticket_id))

    def _ticket_moved_on(self, write: TicketWrite) -> str:
        stored = self.tickets.get(write.ticket.ticket_id)
        if write.before is None:
            return f"{write.ticket.ticket_id} exists" if stored else ""
        if stored is None or stored.rev != write.ticket.rev - 1:
            return f"{write.ticket.ticket_id} is not at rev {write.ticket.rev - 1}"
        return ""

    def _route_moved_on(self, write: RouteWrite) -> str:
        stored = self.routes.get(write.route.ticket_id)
        if write.new:
            return f"{write.route.ticket_id} has a route" if stored else ""
        if stored is None or stored.rev != write.route.rev - 1:
            return f"the route of {write.route.ticket_id} is not at rev {write.route.rev - 1}"
        return ""

    def _take_refused(self, take: TakeClaim | None) -> str:
        holder, until = self.claims.get(take.key, ("", None)) if take else ("", None)
        if take is None or until is None or holder == take.ticket_id or until <= take.at:
            return ""
        return f"{take.key} is claimed by {holder}"

    def _check_failed(self, check: CheckClaim | None) -> str:
        if check is None:
            return ""
        holder, until = self.claims.get(check.key, ("", check.at))
        return "" if holder == check.ticket_id and until > check.at else f"{check.ticket_id} does not hold {check.key}"

    def _release_refused(self, release: ReleaseClaim | None) -> str:
        if release is None or release.key not in self.claims:
            return ""
        holder, until = self.claims[release.key]
        return "" if holder == release.ticket_id or until <= release.at else f"{release.key} is claimed by {holder}"


def _touched(change: Change) -> Iterator[str]:
    for write in change.tickets:
        yield f"ticket {write.ticket.ticket_id}"
        yield f"audit {write.ticket.ticket_id} {write.ticket.rev}"
    yield from (f"route {write.route.ticket_id}" for write in change.routes)
    yield from (f"message {owner} {message.key}" for owner, message in change.messages)
    yield from (f"reading {owner} {reading.message_key}" for owner, reading in change.readings)
    yield from (f"pointer {pointer.message_id}" for pointer in change.pointers)
    yield from (f"correction {kept.ticket_id} {kept.rev}" for kept in change.corrections)
    yield from (f"claim {claim.key}" for claim in (change.take, change.check, change.release) if claim)
