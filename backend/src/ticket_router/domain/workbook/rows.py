"""One row of a rule tab becomes a row of the RuleBook, or the list of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from ticket_router.domain.rulebook import (
    Example,
    Person,
    PriorityRule,
    Row,
    State,
    Team,
    Topic,
    UrgentWord,
    Vip,
)
from ticket_router.domain.workbook.cells import value_in
from ticket_router.domain.workbook.grid import Cell, Grid, is_blank
from ticket_router.domain.workbook.keys import row_key
from ticket_router.domain.workbook.layout import layout_of
from ticket_router.domain.workbook.problems import BadCell, Fault
from ticket_router.domain.workbook.references import References
from ticket_router.domain.workbook.row_checks import as_meant
from ticket_router.domain.workbook.shape import Column, Tab
from ticket_router.domain.workbook.suggesting import look
from ticket_router.domain.workbook.texts import as_stored, line_of

MODELS: Mapping[str, type[Row]] = {
    "topics": Topic,
    "teams": Team,
    "people": Person,
    "vips": Vip,
    "urgent_words": UrgentWord,
    "priority_rules": PriorityRule,
    "examples": Example,
}
"""By `Tab.rulebook_field`; Settings has no rows of its own there."""
NAMED_BY: Mapping[str, str] = {
    "topics": "topic",
    "teams": "team",
    "people": "name",
    "vips": "customer",
    "urgent_words": "phrase",
    "examples": "text",
    "settings": "key",
}
"""The field by which people know a row. A priority rule has only its place."""


@dataclass(frozen=True)
class SheetRow:
    """A row as it stands in the sheet, read as far as it can be."""

    number: int
    key: str
    """Its `row_key`."""
    cells: Mapping[str, Cell]
    """By field, of the columns that people fill."""
    above: Mapping[str, Cell] = field(default_factory=dict)
    """The same of the row above, of which a merged cell may have come."""
    name: str = ""
    """The cell that it is known by, readable or not."""
    off: bool = False
    model: Row | None = None
    """None when something is wrong with it."""
    faults: tuple[Fault, ...] = ()
    instead: int | None = None
    """The row with the same name that counts instead of this one."""

    def bad(self, *faults: Fault, instead: int | None = None) -> SheetRow:
        """The row with something wrong with it."""
        return replace(self, model=None, faults=faults, instead=instead)


def sheet_rows(tab: Tab, grid: Grid) -> list[SheetRow]:
    """The tab's rows that hold anything of ours, from the top. People's own columns make no row."""
    layout = layout_of(tab, grid)
    fields = [column.field for column in tab.written_by_people]
    named_by = NAMED_BY.get(tab.rulebook_field)
    found = []
    above: Mapping[str, Cell] = {}
    for number, row in grid.body:
        cells = {name: layout.cell(row, name) for name in fields}
        if all(is_blank(cell) or cell is False for cell in cells.values()):
            continue
        found.append(
            SheetRow(
                number=number,
                key=as_stored(row_key(tab.title, cells.values())),
                cells=cells,
                above=above,
                name=_readable(cells[named_by]) if named_by else "",
                off=look(_readable(cells.get("state"))) == State.off.value,
            )
        )
        above = cells
    return found


def read_row(row: SheetRow, tab: Tab, references: References) -> SheetRow:
    """The row with its model, or with every fault that keeps it from having one."""
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for column in tab.written_by_people:
        try:
            value = value_in(row.cells[column.field], column, references)
            if value is None and column.required:
                raise _empty(column, row, NAMED_BY.get(tab.rulebook_field))
            if value is not None:
                values[column.field] = value
        except BadCell as bad:
            faults.append(bad.of(column.name))
    faults.extend(_checked(values, tab))
    if faults:
        return row.bad(*faults)
    try:
        return replace(row, model=MODELS[tab.rulebook_field].model_validate({"row": row.number, **values}))
    except ValidationError as error:
        return row.bad(*(Fault(f"{place}: this value is not taken", "Write it anew") for place in _fields(error)))


def _checked(values: dict[str, object], tab: Tab) -> Iterator[Fault]:
    """What is wrong with the row as a whole; values change where another spelling is meant."""
    for column in tab.written_by_people:
        if column.field in values:
            try:
                values[column.field] = as_meant(tab.rulebook_field, column.field, values)
            except BadCell as bad:
                yield bad.of(column.name)


def _empty(column: Column, row: SheetRow, named_by: str | None) -> BadCell:
    merged = column.field != named_by and not is_blank(row.above.get(column.field))
    # Only the first cell of merged ones holds the value; the rest look filled and are not.
    hint = " (if it is merged with the cell above, unmerge them first)" if merged else ""
    return BadCell("this cell is empty", f"Fill it in{hint}")


def _readable(cell: Cell) -> str:
    try:
        return line_of(cell)
    except BadCell:
        return ""


def _fields(error: ValidationError) -> list[str]:
    return sorted({str(part["loc"][0]) if part["loc"] else "row" for part in error.errors()})
