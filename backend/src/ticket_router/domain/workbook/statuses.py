"""What a ticket's Status says in Triage and Routed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ticket_router.domain.base import Move
from ticket_router.domain.route import Route
from ticket_router.domain.workbook.grid import Cell, cell_text
from ticket_router.domain.workbook.keys import LONGEST_KEY
from ticket_router.domain.workbook.memory import Outcome
from ticket_router.domain.workbook.moments import short
from ticket_router.domain.workbook.ticket_cells import guess


def triage_status(
    guessed: Cell, outcome: Outcome | None, held: bool, route: Route | None, before: str, time_zone: str
) -> str:
    """For a row of Triage: what came of its tick, else what became of the ticket without one.

    `guessed` is what the row's own cell says, `route` what is in force if it was decided lately, `before` what its
    Status says now, which stands when nothing newer is known.
    """
    if held:
        if outcome:
            return outcome.text
        late = guess(route) if route and not cell_text(guessed) else ""
        return f"the reader's late guess: {late}" if late else ""
    if outcome and not (route and route.decided_at > outcome.at):
        return outcome.text
    if route is None:
        return before or "\u2713 no longer held"
    return _now(route, time_zone)


def routed_status(landed: Cell, outcome: Outcome | None, route: Route | None, before: str, time_zone: str) -> str:
    """For a row of Routed, which says what the router did: where the ticket is now, if that is not so any more."""
    if outcome and not (route and route.decided_at > outcome.at):
        return outcome.text
    if route is None:
        return before
    moved = not cell_text(landed).startswith(f"{route.decision.team} (")
    return _now(route, time_zone) if moved or route.done_at else ""


def _now(route: Route, time_zone: str) -> str:
    if route.done_at:
        return f"\u2713 closed {short(route.done_at, time_zone)}"
    if route.decision.move is Move.hold:
        return f"held again {short(route.decided_at, time_zone)}"
    return f"\u2713 with {route.decision.team} since {short(route.decided_at, time_zone)}"


def status_rows(*parts: Mapping[str, str]) -> list[tuple[Cell, Cell]]:
    """The rows of the system tab that every Status column looks in, in one order; an earlier part goes first."""
    told: dict[str, str] = {}
    for part in parts:
        for key, text in part.items():
            told.setdefault(key, text)
    return [(key, told[key]) for key in sorted(told) if told[key] and len(key) <= LONGEST_KEY]


def same_rows(found: Iterable[Iterable[Cell]], wanted: Iterable[Iterable[Cell]]) -> bool:
    """Whether a system tab says what it should, blank rows at its end aside."""
    return [_trimmed(row) for row in found if any(map(cell_text, row))] == [_trimmed(row) for row in wanted]


def _trimmed(row: Iterable[Cell]) -> list[str]:
    cells = [cell_text(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
