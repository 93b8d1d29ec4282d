"""A set of writes that happen together or not at all, stated without a database's words."""

from __future__ import annotations

from ticket_router.domain.base import Moment, Value
from ticket_router.domain.correction import Correction
from ticket_router.domain.decision import Decision
from ticket_router.domain.reading import Reading
from ticket_router.domain.route import Route
from ticket_router.domain.ticket import Message, Ticket

MOST_WRITES = 100
"""Rows that a store changes in one step at most."""


class TicketWrite(Value):
    """A new state of a ticket. It stands only if the stored rev is still `ticket.rev - 1` (or none, for a new ticket).

    Each write leaves one audit row under the new rev: action, by whom, what it was before and is now, and a note for
    people.
    """

    ticket: Ticket
    before: Ticket | None = None
    decision: Decision | None = None
    """The decision in force from now on, where this write goes with another one."""
    was: Decision | None = None
    """The one that was in force until now, where there was one."""
    action: str
    by: str = "router"
    note: str = ""
    at: Moment


class RouteWrite(Value):
    """A new decision, or a new debt, of a route row; hand-offs already recorded in the row are never overwritten.

    It stands only if the stored rev is still `route.rev - 1` (or none, for a new route).
    """

    route: Route
    new: bool = False


class ClaimStep(Value):
    """One step on a duplicate claim `<address>#<topic>` within a change."""

    key: str
    ticket_id: str
    at: Moment


class TakeClaim(ClaimStep):
    """Take the claim: it must be free, expired at `at`, or already this ticket's."""

    until: Moment


class CheckClaim(ClaimStep):
    """The claim must still be this ticket's and not expired at `at`."""


class ReleaseClaim(ClaimStep):
    """Give the claim back if it is this ticket's; it must be."""


class Pointer(Value):
    """`Message-ID -> ticket`, so that replies find their ticket. An existing pointer stays as it is."""

    message_id: str
    ticket_id: str


class Change(Value):
    """All writes of one step. Stores apply it as one transaction or raise `Conflict` and change nothing."""

    tickets: tuple[TicketWrite, ...] = ()
    routes: tuple[RouteWrite, ...] = ()
    messages: tuple[tuple[str, Message], ...] = ()
    """(ticket id, message); a message is stored once, under its key."""
    readings: tuple[tuple[str, Reading], ...] = ()
    """(ticket id, reading); a reading that is already there is kept."""
    take: TakeClaim | None = None
    check: CheckClaim | None = None
    release: ReleaseClaim | None = None
    pointers: tuple[Pointer, ...] = ()
    corrections: tuple[Correction, ...] = ()
    """Each stands under a rev that one of `tickets` writes."""

    def in_steps(self) -> tuple[Change, ...]:
        """Itself, or where that is more than `MOST_WRITES`, first its messages and readings, as many as one step takes.

        That is for messages nobody looks at before the rest stands. To write them again is harmless.
        """
        if self.writes <= MOST_WRITES:
            return (self,)
        half, size = MOST_WRITES // 2, max(len(self.messages), len(self.readings))
        ahead = (slice(start, start + half) for start in range(0, size, half))
        rest = self.model_copy(update={"messages": (), "readings": ()})
        return (*(Change(messages=self.messages[some], readings=self.readings[some]) for some in ahead), rest)

    @property
    def writes(self) -> int:
        """How many rows it writes or checks; beside each ticket one of its audit."""
        rows = (self.tickets, self.tickets, self.routes, self.messages, self.readings, self.pointers, self.corrections)
        return sum(map(len, rows)) + sum(step is not None for step in (self.take, self.check, self.release))
