"""What people do to the fake workbook with their hands. Rows have the numbers that people see: the header is row 1."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from tests.fakes.sheet import Sheet
from ticket_router.domain.workbook.grid import Cell, is_blank


class SheetPeople:
    """Every verb raises LookupError, as a person does, when the tab or the column is not there."""

    def __init__(self, sheets: MutableMapping[str, Sheet]) -> None:
        self._sheets = sheets

    def type(self, tab: str, row: int, header: str, value: Cell) -> None:
        """Type into one cell, also where it does harm; None clears it."""
        sheet = self._sheet(tab)
        sheet.put(row, sheet.place(header), value)

    def add_row(self, tab: str, values: Mapping[str, Cell]) -> int:
        """Fill the first blank row; its number."""
        number = self._sheet(tab).first_blank()
        for header, value in values.items():
            self.type(tab, number, header, value)
        return number

    def insert_row(self, tab: str, row: int, values: Mapping[str, Cell] | None = None) -> None:
        """A new row with this number; the one that had it moves down."""
        self._sheet(tab).insert(row, [[]])
        for header, value in (values or {}).items():
            self.type(tab, row, header, value)

    def delete_rows(self, tab: str, *rows: int) -> None:
        """Delete rows, all as they stand now."""
        self._sheet(tab).delete(rows)

    def sort(self, tab: str, header: str, *, descending: bool = False) -> None:
        """Sort all rows below the header as Sheets does: numbers, text whatever its case, ticks; blanks always last."""
        sheet = self._sheet(tab)
        place = sheet.place(header)
        rows = [sheet.own(number) for number in range(2, len(sheet.cells) + 1)]
        filled = [row for row in rows if not is_blank(row[place])]
        blank = [row for row in rows if is_blank(row[place])]
        filled.sort(key=lambda row: _order(row[place]), reverse=descending)
        sheet.cells[1:] = filled + blank

    def delete_tab(self, tab: str) -> None:
        """Delete a whole tab."""
        self._sheet(tab)
        del self._sheets[tab]

    def rename_tab(self, tab: str, to: str) -> None:
        """Call a tab something else."""
        sheet = self._sheet(tab)
        del self._sheets[tab]
        self._sheets[to] = sheet

    def rename_column(self, tab: str, header: str, to: str) -> None:
        """Type another header."""
        self.type(tab, 1, header, to)

    def move_column(self, tab: str, header: str, to: int) -> None:
        """Drag a column to another place (0 is column A)."""
        sheet = self._sheet(tab)
        place = sheet.place(header)
        for number in range(1, len(sheet.cells) + 1):
            row = sheet.own(number)
            row.insert(to, row.pop(place))
            sheet.cells[number - 1] = row

    def insert_column(self, tab: str, at: int, header: str) -> None:
        """A column of their own at a place (0 is column A)."""
        sheet = self._sheet(tab)
        for number in range(1, len(sheet.cells) + 1):
            row = sheet.own(number)
            row.insert(at, header if number == 1 else None)
            sheet.cells[number - 1] = row

    def _sheet(self, tab: str) -> Sheet:
        if tab not in self._sheets:
            raise LookupError(f"there is no tab {tab!r}, only {', '.join(self._sheets)}")
        return self._sheets[tab]


def _order(cell: Cell) -> tuple[int, float, str]:
    if isinstance(cell, bool):
        return (2, float(cell), "")
    if isinstance(cell, float | int):
        return (0, float(cell), "")
    return (1, 0.0, str(cell).casefold())
