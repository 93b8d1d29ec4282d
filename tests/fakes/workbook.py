"""The workbook in memory: a little grid that people can sort, fill and break while the router works on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.fakes.sheet import Sheet, Spill
from tests.fakes.sheet_people import SheetPeople
from tests.fakes.wire import Wire, wired
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.adapters.google.typed import fitting
from ticket_router.domain.errors import NotFound, Retryable
from ticket_router.domain.workbook.grid import (
    Cell,
    DeleteRows,
    Edit,
    Grid,
    InsertRows,
    ReplaceRows,
    Snapshot,
    cell_text,
)
from ticket_router.domain.workbook.keys import row_key
from ticket_router.domain.workbook.shape import PEOPLE_TAB, STATUS_TAB, Shape, Tab, TabKind

WHEN = ("after read", "before write", "after write")


class FakeWorkbook:
    """Serves the `Workbook` port.

    It evaluates no formulas, but columns that the template fills by one show what that one looks up: Status in
    `_status`, and the Slack id in `_people`. `people` are the hands that edit it meanwhile.
    """

    def __init__(self, headers: Mapping[str, Sequence[str]], wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.shared = True
        """Whether the router may see it at all."""
        self._sheets = {title: Sheet(header, self._formulas(title)) for title, header in headers.items()}
        # Formulas follow a tab that is renamed, and break when it is deleted.
        self._looked_in = {title: self._sheets.get(title) for title in (STATUS_TAB, PEOPLE_TAB)}
        self.people = SheetPeople(self._sheets)
        self._indexes: dict[str, dict[str, str | None]] = {}
        """What look-ups find, by tab; made anew for each look."""
        self._meanwhile: dict[str, list[Callable[[], None]]] = {when: [] for when in WHEN}

    @classmethod
    def of(cls, shape: Shape, wire: Wire | None = None) -> FakeWorkbook:
        """Every tab of a shape, empty."""
        return cls({tab.title: [column.name for column in tab.columns] for tab in shape.tabs}, wire)

    def meanwhile(self, when: str, do: Callable[[], None]) -> None:
        """Do something once, at the next `after read`, `before write` or `after write` (done, but not answered yet)."""
        self._meanwhile[when].append(do)

    @wired
    def read(self) -> Snapshot:
        """See the port."""
        self._check_shared()
        self._indexes.clear()
        snapshot = Snapshot({title: Grid(sheet.shown()) for title, sheet in self._sheets.items()})
        self._now("after read")
        return snapshot

    @wired
    def write(self, edits: Sequence[Edit]) -> None:
        """See the port. Rows are deleted first; a header is never deleted (ValueError), and nothing is done then."""
        self._check_shared()
        self._now("before write")
        there = [edit for edit in edits if edit.tab in self._sheets]
        deletions = [edit for edit in there if isinstance(edit, DeleteRows)]
        for deletion in deletions:
            if any(number < 2 for number in deletion.numbers):
                raise ValueError(f"row 1 of {deletion.tab} is its header")
            if any(number > self._sheets[deletion.tab].rows for number in deletion.numbers):
                raise Retryable(f"rows of {deletion.tab} are gone")
        for deletion in deletions:
            self._sheets[deletion.tab].delete(deletion.numbers)
        for edit in there:
            sheet = self._sheets[edit.tab]
            if isinstance(edit, InsertRows):
                sheet.insert(2, [[_kept(cell) for cell in row] for row in edit.rows])
            elif isinstance(edit, ReplaceRows):
                sheet.cells[1:] = [[_kept(cell) for cell in row] for row in edit.rows]
                sheet.rows = max(sheet.rows, len(sheet.cells))
        self._now("after write")

    def grid(self, tab: str) -> list[list[Cell]]:
        """What people see in a tab, the header first; rows may be shorter than the header. Raises KeyError."""
        self._indexes.clear()
        return self._sheets[tab].shown()

    def records(self, tab: str) -> list[dict[str, Cell]]:
        """Every row below the header that shows something, from the top, by header."""
        header, *body = self.grid(tab) or [[]]
        names = [cell_text(cell) for cell in header]
        found = [dict(zip(names, [*row, *[None] * (len(names) - len(row))], strict=False)) for row in body]
        return [record for record in found if any(cell not in (None, "", False) for cell in record.values())]

    def row_of(self, tab: str, header: str, value: Cell) -> int:
        """The number of the first row that shows this there. Raises LookupError."""
        place = self._sheets[tab].place(header)
        for number, row in enumerate(self.grid(tab), start=1):
            if number > 1 and place < len(row) and row[place] == value:
                return number
        raise LookupError(f"no row of {tab} has {value!r} as {header}")

    def status(self, tab: str, ticket_or_row: str | int) -> str:
        """What Status shows in the row of a ticket, or in the row with a number; the texts are looked up as always."""
        row = ticket_or_row if isinstance(ticket_or_row, int) else self.row_of(tab, "ticket", ticket_or_row)
        place = self._sheets[tab].place("Status")
        shown = self.grid(tab)
        cells = shown[row - 1] if row <= len(shown) else []
        return cell_text(cells[place]) if place < len(cells) else ""

    def _now(self, when: str) -> None:
        waiting, self._meanwhile[when] = self._meanwhile[when], []
        for do in waiting:
            do()

    def _check_shared(self) -> None:
        if not self.shared:
            raise NotFound("the workbook is not shared with the router")

    def _formulas(self, title: str) -> dict[str, Spill]:
        tab = next((tab for tab in workbook_shape().tabs if tab.title == title), None)
        if tab is None or tab.kind is TabKind.system:
            return {}
        lookups = {"status": lambda row: self._status_of(tab, row), "slack_id": self._slack_id_of}
        return {
            column.name: lookups[column.field] for column in tab.columns if column.formula and column.field in lookups
        }

    def _status_of(self, tab: Tab, row: Mapping[str, Cell]) -> Cell:
        if tab.kind is TabKind.live:
            ticket = cell_text(row.get("ticket"))
            return self._looked_up(STATUS_TAB, ticket) if ticket else None
        cells = [row.get(column.name) for column in tab.written_by_people]
        if not any(map(cell_text, cells)):
            return None
        return self._looked_up(STATUS_TAB, row_key(tab.title, cells), "not read yet")

    def _slack_id_of(self, row: Mapping[str, Cell]) -> Cell:
        email = cell_text(row.get("email"))
        return self._looked_up(PEOPLE_TAB, email) if email else None

    def _looked_up(self, tab: str, key: str, otherwise: str | None = None) -> Cell:
        """As XLOOKUP does: whatever the case, the first one counts. Raises LookupError when the tab is gone."""
        if tab not in self._indexes:
            sheet = self._looked_in[tab]
            if sheet is None or all(other is not sheet for other in self._sheets.values()):
                raise LookupError(f"{tab} is gone")
            index: dict[str, str | None] = {}
            for row in sheet.cells[1:]:
                if row:
                    index.setdefault(cell_text(row[0]).casefold(), (cell_text(row[1]) or None) if row[1:] else None)
            self._indexes[tab] = index
        return self._indexes[tab].get(key.casefold(), otherwise)


def _kept(cell: Cell) -> Cell:
    """As a cell keeps it: text that is too long is cut with a word about it, and an empty one is a blank cell."""
    return (fitting(cell) or None) if isinstance(cell, str) else cell
