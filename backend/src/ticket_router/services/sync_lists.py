"""The lists half of drive-sync: which rows Triage and Routed still lack, and what every Status should say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ticket_router.domain.base import Move, Status
from ticket_router.domain.route import Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.grid import Cell, Edit, InsertRows, Snapshot, cell_text
from ticket_router.domain.workbook.layout import layout_of, missing_columns
from ticket_router.domain.workbook.live_rows import LiveRow, live_rows
from ticket_router.domain.workbook.memory import Memory
from ticket_router.domain.workbook.shape import ROUTED_TAB, STATUS_TAB, TRIAGE_TAB, Shape
from ticket_router.domain.workbook.statuses import routed_status, triage_status
from ticket_router.domain.workbook.ticket_cells import Cells, routed_cells, triage_cells
from ticket_router.ports import Desk, Lists

ROUTED_DAYS = 7
LATELY = 1
"""Days back that a look lists: older decisions are listed once a night, and until then their rows say what they say."""
MOST_ROUTED = 200
"""Rows that Routed is kept to: the latest hand-offs, not an archive."""
MOST_NEW = 100
"""Rows added in one run, so that a flood neither outlasts the function nor makes a call too large; more follow."""
CellsOf = Callable[[str, RuleBook], Cells | None]
IN_PLACE = (Status.delivered, Status.taken, Status.done)


@dataclass(frozen=True)
class Desired:
    """What the desk has to say at one moment."""

    held: tuple[str, ...]
    """Tickets that wait in triage, longest first."""
    routes: Mapping[str, Route]
    """What was decided lately, by ticket."""
    handed_off: tuple[str, ...]
    """Tickets whose rows belong into Routed, latest first."""


@dataclass(frozen=True)
class LiveTab:
    """A live tab as it was found; one that is gone, or lost a column, is None."""

    title: str
    rows: tuple[LiveRow, ...]

    def ids(self) -> set[str]:
        """The tickets in it."""
        return {row.ticket_id for row in self.rows}


@dataclass(frozen=True)
class ListsResult:
    """New rows, every ticket's Status, and whether more rows wait for another run."""

    inserts: tuple[Edit, ...]
    status: Mapping[str, str]
    more: bool


class SyncLists:
    """Compares the two live tabs with the desk."""

    def __init__(self, *, shape: Shape, desk: Desk, lists: Lists) -> None:
        self._shape = shape
        self._desk = desk
        self._lists = lists

    def desired(self, now: datetime, days_back: int) -> Desired:
        """The desk's side."""
        routes: dict[str, Route] = {}
        for days in range(days_back + 1):
            for route in self._lists.decided_on((now - timedelta(days=days)).date()):
                routes.setdefault(route.ticket_id, route)
        handed = [r for r in routes.values() if r.decision.move is not Move.hold]
        latest = sorted(handed, key=lambda route: route.decided_at, reverse=True)[:MOST_ROUTED]
        return Desired(tuple(self._lists.held()), routes, tuple(route.ticket_id for route in latest))

    def found(self, snapshot: Snapshot, title: str) -> LiveTab | None:
        """The sheet's side."""
        grid = snapshot.tabs.get(title)
        if grid is None:
            return None
        layout = layout_of(self._shape.tab(title), grid)
        if missing_columns(self._shape.tab(title), layout):
            return None
        return LiveTab(title, tuple(live_rows(title, grid, layout)))

    def __call__(self, snapshot: Snapshot, desired: Desired, memory: Memory, rulebook: RuleBook) -> ListsResult:
        """See the module."""
        triage, routed = self.found(snapshot, TRIAGE_TAB), self.found(snapshot, ROUTED_TAB)
        inserts: list[Edit] = []
        more = False
        for tab, wanted, cells_of in (
            (triage, reversed(desired.held), self._triage_cells),
            (routed, desired.handed_off, self._routed_cells),
        ):
            if tab is None:
                continue
            there = tab.ids()
            rows, left = self._new((i for i in wanted if i not in there), cells_of, rulebook)
            more = more or left
            if rows:
                layout = layout_of(self._shape.tab(tab.title), snapshot.tabs[tab.title])
                inserts.append(InsertRows(tab.title, tuple(layout.laid_out(row) for row in rows)))
        status = self._status(snapshot, triage, routed, desired, memory, rulebook)
        return ListsResult(tuple(inserts), status, more)

    @staticmethod
    def _new(ticket_ids: Iterable[str], cells_of: CellsOf, rulebook: RuleBook) -> tuple[list[Cells], bool]:
        rows: list[Cells] = []
        for ticket_id in ticket_ids:
            if len(rows) >= MOST_NEW:
                return rows, True
            if (cells := cells_of(ticket_id, rulebook)) is not None:
                rows.append(cells)
        return rows, False

    def _triage_cells(self, ticket_id: str, rulebook: RuleBook) -> Cells | None:
        file = self._desk.file(ticket_id)
        if file is None or file.route is None or file.ticket.status is not Status.held:
            return None
        return triage_cells(file, file.route, rulebook)

    def _routed_cells(self, ticket_id: str, rulebook: RuleBook) -> Cells | None:
        file = self._desk.file(ticket_id)
        if file is None or file.route is None or file.ticket.status not in IN_PLACE:
            return None
        return routed_cells(file, file.route, rulebook)

    def _status(
        self,
        snapshot: Snapshot,
        triage: LiveTab | None,
        routed: LiveTab | None,
        desired: Desired,
        memory: Memory,
        rulebook: RuleBook,
    ) -> dict[str, str]:
        held, zone = set(desired.held), rulebook.settings.time_zone
        system = snapshot.tabs.get(STATUS_TAB)
        before = {cell_text(row[0]): cell_text(row[1]) for _, row in system.body if len(row) > 1} if system else {}
        told: dict[str, str] = {}
        for row in triage.rows if triage else ():
            told[row.ticket_id] = triage_status(
                self._cell(snapshot, row, "guess"),
                memory.outcomes.get(row.ticket_id),
                row.ticket_id in held,
                desired.routes.get(row.ticket_id),
                before.get(row.ticket_id, ""),
                zone,
            )
        for row in routed.rows if routed else ():
            if row.ticket_id not in told:
                told[row.ticket_id] = routed_status(
                    self._cell(snapshot, row, "landed"),
                    memory.outcomes.get(row.ticket_id),
                    desired.routes.get(row.ticket_id),
                    before.get(row.ticket_id, ""),
                    zone,
                )
        return told

    def _cell(self, snapshot: Snapshot, row: LiveRow, field: str) -> Cell:
        return layout_of(self._shape.tab(row.tab), snapshot.tabs[row.tab]).cell(row.cells, field)
