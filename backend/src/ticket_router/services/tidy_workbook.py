"""The nightly tidy: handled rows leave the live tabs, and learned examples what is personal in them.

It is the only time that anything is deleted from the workbook. Between looking and deleting people may sort or insert,
so it looks again afterwards, and what was removed by mistake is put back with its cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ticket_router.domain.base import Status
from ticket_router.domain.learning.labelled import learned_id
from ticket_router.domain.workbook.grid import Cell, DeleteRows, Edit, InsertRows, Snapshot, cell_text, is_blank
from ticket_router.domain.workbook.layout import Layout, layout_of
from ticket_router.domain.workbook.memory import Memory
from ticket_router.domain.workbook.personal_rows import personal_rows
from ticket_router.domain.workbook.shape import EXAMPLES_TAB, ROUTED_TAB, RULES_LOG_TAB, TRIAGE_TAB, Shape, Tab
from ticket_router.ports import Desk, Workbook
from ticket_router.services.sync_lists import Desired, SyncLists

TIDY_AT = 3
"""The desk's own hour."""
LOG_ROWS = 500
"""Lines of the Rules log that are kept."""

Row = Sequence[Cell]


def night_of(now: datetime, time_zone: str) -> str:
    """The date of the last night whose tidy was due, by the desk's own clock."""
    return f"{(now.astimezone(ZoneInfo(time_zone)) - timedelta(hours=TIDY_AT)).date()}"


class TidyWorkbook:
    """Runs with the first sync after three in the morning, by the desk's clock."""

    def __init__(self, *, shape: Shape, workbook: Workbook, desk: Desk, lists: SyncLists) -> None:
        self._shape = shape
        self._examples = shape.tab(EXAMPLES_TAB)
        self._workbook = workbook
        self._desk = desk
        self._lists = lists

    def __call__(self, memory: Memory, desired: Desired, now: datetime, time_zone: str) -> tuple[Memory, Counter[str]]:
        """The memory from now on, and how many rows left (and how many had to be put back).

        The first run of a new workbook only notes the night; there is nothing yet to tidy.
        """
        tonight = night_of(now, time_zone)
        if memory.tidied_on == tonight:
            return memory, Counter()
        done = self._tidied(desired, memory) if memory.tidied_on else Counter[str]()
        return memory.renewed(tidied_on=tonight), done

    def _tidied(self, desired: Desired, memory: Memory) -> Counter[str]:
        before = self._workbook.read()
        if instead := personal_rows(self._examples, before).instead:
            rows = tuple(self._without_formulas(self._examples, before, instead))
            self._workbook.write([InsertRows(EXAMPLES_TAB, rows)])
            before = self._workbook.read()
        leaving = self._leaving(before, desired, memory)
        if not leaving:
            return Counter()
        deletions = [DeleteRows(title, sorted(rows)) for title, rows in leaving.items()]
        self._workbook.write(deletions)
        done = Counter({"tidied": sum(len(rows) for rows in leaving.values())})
        if restored := self._wrongly_gone(before, self._workbook.read(), leaving):
            self._workbook.write(restored)
            done["restored"] = sum(len(edit.rows) for edit in restored if isinstance(edit, InsertRows))
        return done

    def _leaving(self, snapshot: Snapshot, desired: Desired, memory: Memory) -> dict[str, set[int]]:
        """Row numbers by tab: tickets no longer held, hand-offs no longer among the latest, old lines of the log."""
        waiting = {tick.ticket_id for tick in memory.pending}
        leaving: dict[str, set[int]] = {}
        for title, keep in ((TRIAGE_TAB, desired.held), (ROUTED_TAB, desired.handed_off)):
            tab = self._lists.found(snapshot, title)
            kept = {*keep, *waiting}
            rows = {row.number for row in tab.rows if row.ticket_id not in kept} if tab else set()
            if tab and title == TRIAGE_TAB:
                # The list of held tickets may lag behind: here the desk itself is asked.
                rows = {row.number for row in tab.rows if row.number in rows and self._handled(row.ticket_id)}
            if rows:
                leaving[title] = rows
        log = snapshot.tabs.get(RULES_LOG_TAB)
        if log and (old := {number for number, _ in log.body[LOG_ROWS:]}):
            leaving[RULES_LOG_TAB] = old
        if personal := personal_rows(self._examples, snapshot).leaving:
            leaving[EXAMPLES_TAB] = set(personal)
        return leaving

    def _handled(self, ticket_id: str) -> bool:
        file = self._desk.file(ticket_id)
        return file is not None and file.ticket.status is not Status.held

    def _wrongly_gone(self, before: Snapshot, after: Snapshot, leaving: dict[str, set[int]]) -> list[Edit]:
        edits: list[Edit] = []
        for title, numbers in leaving.items():
            old, new = before.tabs[title], after.tabs.get(title)
            if new is None or list(old.header) != list(new.header):
                continue
            layout = layout_of(self._shape.tab(title), old)
            left = Counter(_identity(row, layout) for _, row in new.body)
            gone = []
            for number, row in old.body:
                name = _identity(row, layout)
                if left[name] > 0:
                    left[name] -= 1
                elif number not in numbers:
                    gone.append(row)
            if gone:
                edits.append(InsertRows(title, tuple(self._without_formulas(self._shape.tab(title), before, gone))))
        return edits

    @staticmethod
    def _without_formulas(tab: Tab, snapshot: Snapshot, rows: Iterable[Row]) -> Iterable[tuple[Cell, ...]]:
        """The rows less what formulas filled, which would stand in the way of the formula."""
        layout = layout_of(tab, snapshot.tabs[tab.title])
        computed = {layout.at[c.field] for c in tab.columns if c.formula and c.field in layout.at}
        for row in rows:
            yield tuple(None if place in computed else cell for place, cell in enumerate(row))


def _identity(row: Row, layout: Layout) -> str:
    """A row by its ticket, by the correction that it was learned from, or by all it says when it has neither."""
    ticket = cell_text(layout.cell(row, "ticket")).strip() or learned_id(cell_text(layout.cell(row, "origin")))
    return ticket or "\x1f".join(cell_text(cell) for cell in row if not is_blank(cell))
