"""Where a tab's columns stand today: people move them, and the header says where to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ticket_router.domain.workbook.grid import Cell, Grid, cell_text
from ticket_router.domain.workbook.shape import Tab, plain


@dataclass(frozen=True)
class Layout:
    """Positions (0 is column A) by field, for the fields whose header is there."""

    at: Mapping[str, int]
    width: int

    def cell(self, row: Sequence[Cell], field: str) -> Cell:
        """The cell of a field in a row; None where the row ends earlier or the column is not there."""
        place = self.at.get(field)
        return row[place] if place is not None and place < len(row) else None

    def laid_out(self, values: Mapping[str, Cell]) -> tuple[Cell, ...]:
        """A row of these values at today's positions."""
        row: list[Cell] = [None] * self.width
        for field, value in values.items():
            if (place := self.at.get(field)) is not None:
                row[place] = value
        return tuple(row)


def layout_of(tab: Tab, grid: Grid) -> Layout:
    """The tab's layout; where a header stands twice, the first one counts."""
    fields = {plain(column.name): column.field for column in tab.columns}
    at: dict[str, int] = {}
    for place, header in enumerate(grid.header):
        field = fields.get(plain(cell_text(header)))
        if field is not None:
            at.setdefault(field, place)
    return Layout(at, len(grid.header))


def missing_columns(tab: Tab, layout: Layout) -> list[str]:
    """Names of the columns without which the tab cannot be used, in the template's order."""
    return [column.name for column in tab.columns if not column.formula and column.field not in layout.at]
