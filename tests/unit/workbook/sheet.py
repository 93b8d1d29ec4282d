"""A workbook in memory with the starter rows, for tests that edit cells and see what the parser makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from scripts.ops.starter import starter_rulebook
from scripts.ops.tabs import rule_tabs
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.dates import DAY_ZERO
from ticket_router.domain.workbook.grid import Cell, Grid, Snapshot
from ticket_router.domain.workbook.keys import row_key
from ticket_router.domain.workbook.parsing import Parsed, parse_rules

SHAPE = workbook_shape()
LIVE = starter_rulebook(version=41)


class Sheet:
    """Rule tabs by title; each is a list of rows, the header first, in the template's columns."""

    def __init__(self) -> None:
        self.tabs: dict[str, list[list[Cell]]] = {}
        for title, template in rule_tabs().items():
            fields = [column.field for column in template.columns]
            rows = [[as_cell(row.get(field)) for field in fields] for row in template.rows]
            self.tabs[title] = [[column.name for column in template.columns], *rows]

    def place(self, title: str, field: str) -> int:
        """The column of a field (0 is A)."""
        return [column.field for column in SHAPE.tab(title).columns].index(field)

    def number(self, title: str, where: Mapping[str, object]) -> int:
        """The number of the first row whose cells hold these values."""
        rows = enumerate(self.tabs[title][1:], start=2)
        wanted = {self.place(title, field): as_cell(value) for field, value in where.items()}
        return next(n for n, row in rows if all(row[place] == value for place, value in wanted.items()))

    def set(self, title: str, number: int, cells: Mapping[str, object]) -> None:
        """Fill cells of a row as they are given."""
        for field, value in cells.items():
            self.tabs[title][number - 1][self.place(title, field)] = as_cell(value)

    def add(self, title: str, cells: Mapping[str, object], at: int | None = None) -> int:
        """A new row, at the end or pushing the others down; its number."""
        number = at or len(self.tabs[title]) + 1
        self.tabs[title].insert(number - 1, [None] * len(SHAPE.tab(title).columns))
        self.set(title, number, cells)
        return number

    def key(self, title: str, number: int) -> str:
        """The key of a row, as the sheet's formula joins it."""
        row = self.tabs[title][number - 1]
        return row_key(title, (row[self.place(title, c.field)] for c in SHAPE.tab(title).written_by_people))

    def parsed(
        self, live: RuleBook | None = LIVE, slack_ids: Mapping[str, str] | None = None, shape: object = None
    ) -> Parsed:
        """What the parser makes of it."""
        snapshot = Snapshot({title: Grid(rows) for title, rows in self.tabs.items()})
        return parse_rules(snapshot, SHAPE, live, slack_ids or {})


def as_cell(value: object) -> Cell:
    """A starter value as it stands in a cell."""
    match value:
        case date():
            return float((value - DAY_ZERO).days)
        case list() | tuple():
            return ", ".join(map(str, value))
        case bool() | str() | float() | None:
            return value
        case int():
            return float(value)
        case _:
            raise AssertionError(f"no cell holds {value!r}")


def said(parsed: Parsed) -> Sequence[str]:
    """Every problem on one line: where, what, and what to do."""
    return [f"{p.tab}{f' row {p.row}' if p.row else ''}: {p.what} | {p.fix}" for p in parsed.problems]
