"""One tab of the fake workbook: real cells, and the columns that a formula in the header fills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ticket_router.domain.workbook.grid import Cell, is_blank

START_ROWS = 1000
"""What a new tab of Google's has."""
BROKEN = "#REF!"

Spill = Callable[[Mapping[str, Cell]], Cell]
"""What the formula of a column shows in a row, by that row's own cells under their headers.

Raises LookupError when the tab that it looks in is gone.
"""


class Sheet:
    """`cells` is what was typed or written, row 1 first; what formulas show is never in it."""

    def __init__(self, header: Sequence[str], formulas: Mapping[str, Spill]) -> None:
        self.cells: list[list[Cell]] = [list(header)]
        self.rows = START_ROWS
        self._formulas = dict(formulas)

    def headers(self) -> list[str]:
        """The texts of row 1, whatever a blocked formula shows there."""
        return ["" if cell is None else str(cell) for cell in self.cells[0]]

    def place(self, header: str) -> int:
        """Where a column stands (0 is column A). Raises LookupError."""
        if header not in self.headers():
            raise LookupError(f"there is no column {header!r}, only {', '.join(self.headers())}")
        return self.headers().index(header)

    def spills(self, place: int) -> bool:
        """Whether a formula in the header fills this column."""
        return place < len(self.cells[0]) and self.headers()[place] in self._formulas

    def own(self, number: int) -> list[Cell]:
        """A row's own cells as wide as the header; all None where nothing was ever typed."""
        row = self.cells[number - 1] if number <= len(self.cells) else []
        return [*row, *[None] * (len(self.cells[0]) - len(row))]

    def put(self, number: int, place: int, value: Cell) -> None:
        """Set one cell, growing what is there."""
        while len(self.cells) < number:
            self.cells.append([])
        self.rows = max(self.rows, number)
        row = self.cells[number - 1]
        row.extend([None] * (place + 1 - len(row)))
        row[place] = None if value == "" else value

    def insert(self, number: int, rows: Iterable[Sequence[Cell]]) -> None:
        """New rows that begin at this number; what stood there moves down."""
        fresh = [list(row) for row in rows]
        while len(self.cells) < number - 1:
            self.cells.append([])
        self.cells[number - 1 : number - 1] = fresh
        self.rows += len(fresh)

    def delete(self, numbers: Iterable[int]) -> None:
        """Take rows out, all as they stand now. As in Sheets at least one is left beneath the header."""
        for number in sorted(set(numbers), reverse=True):
            del self.cells[number - 1 : number]
            self.rows = max(2, self.rows - 1)

    def shown(self) -> list[list[Cell]]:
        """What a look at the tab sees: trailing blanks are left out, and a formula shows nothing where it is blocked.

        As in Sheets, anything typed in a formula's way turns its header into an error and empties the column; so does
        a tab that the formula looks in and that is gone.
        """
        header, body = self.own(1), [self.own(number) for number in range(2, len(self.cells) + 1)]
        for name, formula in self._formulas.items():
            if name not in self.headers():
                continue
            place = self.place(name)
            if any(row[place] is not None for row in body):
                header[place] = BROKEN
                continue
            try:
                shown = [formula(self._by_header(row)) for row in body]
            except LookupError:
                header[place] = BROKEN
                continue
            for row, told in zip(body, shown, strict=True):
                row[place] = told
        return _trimmed([header, *body])

    def _by_header(self, row: Sequence[Cell]) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for header, cell in zip(self.headers(), row, strict=False):
            found.setdefault(header, cell)
        return found

    def first_blank(self) -> int:
        """The number of the first row below the header that nobody typed into (an unticked box does not count)."""
        for number in range(2, len(self.cells) + 1):
            if all(is_blank(cell) or cell is False for cell in self.own(number)):
                return number
        return len(self.cells) + 1


def _trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
