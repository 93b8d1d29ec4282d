"""A spreadsheet as somebody sees it, in plain data that a page can draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scripts.sandbox.not_google.drive.spreadsheet import Spreadsheet
from scripts.sandbox.not_google.formulas.calculation import Calculation
from scripts.sandbox.not_google.grid.a1 import column_letters
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.cells import EMPTY, Cell
from scripts.sandbox.not_google.grid.colours import hex_colour
from scripts.sandbox.not_google.grid.protection import closed_to
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.grid.validation import choices
from scripts.sandbox.not_google.grid.values import Value
from scripts.sandbox.not_google.people.cell_view import CellView, cell_view
from scripts.sandbox.not_google.people.conditions import Conditions, Look


@dataclass(frozen=True)
class ColumnView:
    """A column: its letter and its width in pixels."""

    letter: str
    width: int
    hidden: bool


@dataclass(frozen=True)
class TabView:
    """A tab; `rows` end where nothing more is in the tab (and spare ones), `row_count` says how many the grid has.

    Merged cells are (first row, first column, rows, columns), counted from 0.
    """

    id: int
    title: str
    hidden: bool
    colour: str
    frozen_rows: int
    frozen_columns: int
    row_count: int
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[CellView, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...]
    charts: tuple[str, ...]
    revision: int


@dataclass(frozen=True)
class BookView:
    """A spreadsheet; `version` grows with every change."""

    id: str
    title: str
    version: int
    tabs: tuple[TabView, ...]


_BLANK = CellView("", "blank")

Made = dict[tuple[object, ...], tuple[Cell, Look, CellView]]
"""Cells that were drawn: equal ones share a view, now and at the next look. What a key names by id stands beside it."""


class Views:
    """Views of spreadsheets; a tab that did not change is not drawn again."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, int, str, int], tuple[object, object, TabView, Made]] = {}
        self._rules: dict[tuple[str, int], tuple[int, frozenset[int]]] = {}

    def of(self, file: Spreadsheet, by: str, now: float, spare: int = 0) -> BookView:
        """What somebody sees of a spreadsheet; `spare` empty rows after the last filled one are drawn too."""
        values = file.calculation(now)
        tabs = tuple(self._tab(file, tab, by, values, spare) for tab in file.book.tabs)
        return BookView(file.id, file.book.title, file.version, tabs)

    def _tab(self, file: Spreadsheet, tab: Tab, by: str, values: Calculation, spare: int) -> TabView:
        known = self._drawn.get((file.id, tab.id, by, spare))
        # What other tabs hold shows here too, through formulas and dropdowns, so those values are compared.
        columns = [values.column(tab, column) for column in range(tab.column_count)]
        offered = {n: choices(file.book, tab, file.book.rules[n], values) for n in self._rules_of(file, tab)}
        state = (tab.revision, columns)
        same = known is not None and known[0] == (file.book.locale, offered)
        if known is not None and same and known[1] == state:
            return known[2]
        drawing = _Drawing(file, tab, by, values, offered, known[3] if known is not None and same else {})
        view = drawing.tab(spare)
        self._drawn[file.id, tab.id, by, spare] = ((file.book.locale, offered), state, view, drawing.made)
        return view

    def _rules_of(self, file: Spreadsheet, tab: Tab) -> frozenset[int]:
        """The numbers of the validation rules that cells of a tab have."""
        known = self._rules.get((file.id, tab.id))
        if known is None or known[0] != tab.revision:
            numbers = frozenset(cell.rule for row in tab.rows for cell in row if cell.rule)
            known = self._rules[file.id, tab.id] = (tab.revision, numbers)
        return known[1]


class _Drawing:
    def __init__(
        self,
        file: Spreadsheet,
        tab: Tab,
        by: str,
        values: Calculation,
        offered: Mapping[int, tuple[str, ...]],
        before: Made,
    ) -> None:
        self._tab, self._values, self._offered = tab, values, offered
        self._book: Book = file.book
        self._conditions = Conditions(file.book, tab, values)
        self._closed = closed_to(tab, by, file.owner)
        laid = [one.box for one in self._closed] + [box for one in tab.conditionals for box in one.boxes]
        self._bare = {c for c in range(tab.column_count) if not any(box.meets(Box(0, c, None, c + 1)) for box in laid)}
        self._before = before
        self.made: Made = {}

    def tab(self, spare: int) -> TabView:
        tab = self._tab
        rows = self._values.window(tab, tab.whole())
        filled = max((at + 1 for at, row in enumerate(rows) if _holds_something(tab, at, row)), default=0)
        last = min(filled + spare, len(rows))
        charts = [chart.get("spec", {}).get("title", "") for chart in tab.charts]
        return TabView(
            id=tab.id,
            title=tab.title,
            hidden=tab.hidden,
            colour=hex_colour(tab.colour),
            frozen_rows=tab.frozen_rows,
            frozen_columns=tab.frozen_columns,
            row_count=tab.row_count,
            columns=tuple(ColumnView(column_letters(at), c.pixels, c.hidden) for at, c in enumerate(tab.columns)),
            rows=tuple(self._row(row, rows[row]) for row in range(last)),
            merges=tuple((m.top, m.left, (m.bottom or 0) - m.top, (m.right or 0) - m.left) for m in tab.merges),
            charts=tuple(charts),
            revision=tab.revision,
        )

    def _row(self, row: int, values: list[Value]) -> tuple[CellView, ...]:
        cells = self._tab.rows[row]
        return tuple(
            _BLANK
            if value is None and column in self._bare and (column >= len(cells) or cells[column] is EMPTY)
            else self._cell(row, column, cells[column] if column < len(cells) else EMPTY, value)
            for column, value in enumerate(values)
        )

    def _cell(self, row: int, column: int, cell: Cell, value: Value) -> CellView:
        protected = self._protected(row, column) if self._closed else ""
        look = self._conditions.look(row, column, value)
        key = (id(cell), value.__class__, value, id(look), protected)
        made = self.made.get(key) or self._before.get(key)
        if made is None:
            made = cell, look, cell_view(self._book, cell, value, look, protected, self._offered)
        self.made[key] = made
        return made[2]

    def _protected(self, row: int, column: int) -> str:
        for protection in self._closed:
            if protection.box.has(row, column) and not any(free.has(row, column) for free in protection.unprotected):
                return protection.description or "This range is protected."
        return ""


def _holds_something(tab: Tab, at: int, row: list[Value]) -> bool:
    if any(value not in (None, "") and value is not False for value in row):
        return True
    return any(cell.note or _entered(cell) for cell in tab.rows[at])


def _entered(cell: Cell) -> bool:
    return cell.entered not in (None, "") and cell.entered is not False
