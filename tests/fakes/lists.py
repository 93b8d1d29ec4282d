"""Many tickets at a glance, from the rows of the fake desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.fakes.desk_rows import Rows
from tests.fakes.wire import Wire, wired
from ticket_router.domain.base import TRIAGE, Move
from ticket_router.domain.route import Route


class FakeLists:
    """Serves the `Lists` port over what a fake desk holds."""

    def __init__(self, rows: Rows, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.rows = rows

    @wired
    def held(self) -> Sequence[str]:
        """See the port."""
        waiting = [
            route
            for route in self.rows.routes.values()
            if route.done_at is None and route.decision.team == TRIAGE and route.decision.move is Move.hold
        ]
        return [route.ticket_id for route in sorted(waiting, key=lambda route: route.queue_key)]

    @wired
    def decided_on(self, day: date) -> Sequence[Route]:
        """See the port."""
        found = [route for route in self.rows.routes.values() if route.decided_at.date() == day]
        latest = sorted(found, key=lambda route: route.decided_at, reverse=True)
        return [route.renewed(handoffs={}) for route in latest]
