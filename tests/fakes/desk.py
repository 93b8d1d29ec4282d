"""The desk in memory, as strict as the one in DynamoDB: tests/integration/ports holds both to the same suite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.fakes.desk_rows import Rows
from tests.fakes.wire import Wire, wired
from ticket_router.domain.change import Change
from ticket_router.domain.correction import Correction
from ticket_router.domain.errors import Conflict
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step
from ticket_router.domain.route import HandOff, Post, Route
from ticket_router.domain.ticket import Ticket


class FakeDesk:
    """Serves the `Desk` port. `rows` is the store itself, for tests to look at."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.rows = Rows()

    @wired
    def file(self, ticket_id: str) -> TicketFile | None:
        """See the port."""
        ticket = self.rows.tickets.get(ticket_id)
        if ticket is None:
            return None
        messages = self.rows.messages.get(ticket_id, {})
        readings = self.rows.readings.get(ticket_id, {})
        return TicketFile(
            ticket=ticket,
            messages=tuple(messages[key] for key in sorted(messages)),
            readings=tuple(readings[key] for key in sorted(readings)),
            route=self.rows.routes.get(ticket_id),
        )

    @wired
    def ticket_of(self, message_id: str) -> str | None:
        """See the port."""
        return self.rows.pointers.get(message_id)

    @wired
    def claim_of(self, key: str, now: datetime) -> str | None:
        """See the port."""
        holder, until = self.rows.claims.get(key, ("", now))
        return holder if until > now else None

    @wired
    def commit(self, change: Change) -> None:
        """See the port."""
        if problem := self.rows.conflict(change):
            raise Conflict(problem)
        self.rows.apply(change)

    @wired
    def correction(self, ticket_id: str, wish_id: str) -> Correction | None:
        """See the port."""
        kept = self.rows.corrections.values()
        return next((c for c in kept if (c.ticket_id, c.wish_id) == (ticket_id, wish_id)), None)

    @wired
    def owing(self, step: Step, overdue_at: datetime) -> Sequence[str]:
        """See the port."""
        rows = self.rows.routes if step is Step.dispatch else self.rows.tickets
        overdue = [
            (row.due_at, row.ticket_id)
            for row in rows.values()
            if row.owes is step and row.due_at is not None and row.due_at <= overdue_at
        ]
        return [ticket_id for _, ticket_id in sorted(overdue)]

    @wired
    def push(self, file: TicketFile, step: Step, due_at: datetime) -> None:
        """See the port."""
        seen = file.route if step is Step.dispatch and file.route else file.ticket
        row = self._owing_row(file.ticket.ticket_id, step)
        if row is None or (row.rev, row.tries) != (seen.rev, seen.tries):
            raise Conflict("it moved on")
        self._put(row.renewed(tries=row.tries + 1, due_at=due_at))

    @wired
    def note_trouble(self, ticket_id: str, step: Step, trouble: str) -> None:
        """See the port."""
        row = self._owing_row(ticket_id, step)
        if row is not None and row.trouble != trouble[:500]:
            self._put(row.renewed(trouble=trouble[:500]))

    @wired
    def save_post(self, route_id: str, rev: int | None, n: int, part: str, post: Post | None, seen: str) -> None:
        """See the port."""
        route = self.rows.routes.get(route_id)
        if route is None or n not in route.handoffs:
            raise Conflict("no such hand-off")
        posts = dict(route.handoffs[n].posts)
        stored = posts.get(part)
        if (stored.token if stored else "") != seen or (seen and stored is None):
            raise Conflict(f"{part} is somebody else's")
        if rev is not None and route.rev != rev:
            raise Conflict("the route moved on")
        if post is None:
            posts.pop(part, None)
        else:
            posts[part] = post
        self._put_handoff(route, route.handoffs[n].renewed(posts=posts))

    @wired
    def save_handoff(self, route_id: str, handoff: HandOff, seen_attempt: int) -> None:
        """See the port."""
        route = self.rows.routes.get(route_id)
        stored = route.handoffs.get(handoff.n) if route else None
        if route is None or stored is None or stored.attempt != seen_attempt:
            raise Conflict("the hand-off moved on")
        self._put_handoff(route, handoff.renewed(posts=stored.posts))

    def _put_handoff(self, route: Route, handoff: HandOff) -> None:
        self._put(route.renewed(handoffs={**route.handoffs, handoff.n: handoff}))

    def _owing_row(self, ticket_id: str, step: Step) -> Ticket | Route | None:
        rows = self.rows.routes if step is Step.dispatch else self.rows.tickets
        row: Ticket | Route | None = rows.get(ticket_id)
        return row if row is not None and row.owes is step else None

    def _put(self, row: Ticket | Route) -> None:
        """Write a row; one written as it was leaves no record in the stream."""
        if isinstance(row, Ticket):
            if self.rows.tickets.get(row.ticket_id) != row:
                self.rows.put_ticket(row)
        elif self.rows.routes.get(row.ticket_id) != row:
            self.rows.put_route(row)
