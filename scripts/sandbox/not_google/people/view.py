"""A spreadsheet as somebody sees it, in plain data that a page can draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.sandbox.not_google.drive.spreadsheet import Spreadsheet
from scripts.sandbox.not_google.formulas.calculation import Calculation
from scripts.sandbox.not_google.grid.a1 import column_letters
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.cells import EMPTY, Cell, number_format
from scripts.sandbox.not_google.grid.colours import hex_colour
from scripts.sandbox.not_google.grid.protection import in_the_way
from scripts.sandbox.not_google.grid.shown import shown
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.grid.validation import checkbox_values, choices, is_checkbox
from scripts.sandbox.not_google.grid.values import Formula, SheetError, Value
from scripts.sandbox.not_google.people.conditions import Conditions, Look


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: `kind` is blank, text, number, bool or error; colours are `#rrggbb` or empty; `error` says why one shows.

    `formula` is what was entered, if a formula; `computed` is true for it and for what it spilled into. `protected`
    is empty where this person may edit, else why not.
    """

    shown: str
    kind: str
    note: str = ""
    background: str = ""
    colour: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    align: str = ""
    wrap: bool = False
    is_checkbox: bool = False
    ticked: bool = False
    choices: tuple[str, ...] = ()
    strict: bool = False
    formula: str = ""
    computed: bool = False
    editable: bool = True
    protected: str = ""
    error: str = ""


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


class Views:
    """Views of spreadsheets; a tab that did not change is not drawn again."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, int, str, int], tuple[object, TabView]] = {}
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
        state = (tab.revision, columns, offered)
        if known is not None and known[0] == state:
            return known[1]
        view = _Drawing(file, tab, by, values, offered).tab(spare)
        self._drawn[file.id, tab.id, by, spare] = (state, view)
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
    ) -> None:
        self._file, self._tab, self._by, self._values, self._offered = file, tab, by, values, offered
        self._book: Book = file.book
        self._conditions = Conditions(file.book, tab, values)

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
            rows=tuple(
                tuple(self._cell(row, column, value) for column, value in enumerate(rows[row])) for row in range(last)
            ),
            merges=tuple((m.top, m.left, (m.bottom or 0) - m.top, (m.right or 0) - m.left) for m in tab.merges),
            charts=tuple(charts),
            revision=tab.revision,
        )

    def _cell(self, row: int, column: int, value: Value) -> CellView:
        cell = self._tab.cell(row, column)
        protected = self._protected(row, column)
        look = self._conditions.look(row, column, value)
        if cell is EMPTY and value is None and not protected and not look:
            return _BLANK
        rule = self._book.rules.get(cell.rule)
        own = cell.format or {}
        text = {**own.get("textFormat", {}), **look.get("textFormat", {})}
        computed = isinstance(cell.entered, Formula) or (cell.entered is None and value is not None)
        return CellView(
            shown=shown(value, number_format(cell), self._book.locale),
            kind=_kind(value),
            note=cell.note,
            background=_colour(look, own, "backgroundColor"),
            colour=hex_colour(text.get("foregroundColor")),
            bold=bool(text.get("bold")),
            italic=bool(text.get("italic")),
            struck=bool(text.get("strikethrough")),
            align=str(own.get("horizontalAlignment", "")).lower(),
            wrap=own.get("wrapStrategy") == "WRAP",
            is_checkbox=is_checkbox(rule),
            ticked=rule is not None and is_checkbox(rule) and value is not None and value == checkbox_values(rule)[0],
            choices=self._offered.get(cell.rule, ()),
            strict=bool(rule and rule.get("strict")),
            formula=cell.entered.text if isinstance(cell.entered, Formula) else "",
            computed=computed,
            editable=not protected,
            protected=protected,
            error=value.why if isinstance(value, SheetError) else "",
        )

    def _protected(self, row: int, column: int) -> str:
        if not self._tab.protections:
            return ""
        found = in_the_way(self._tab, Box(row, column, row + 1, column + 1), self._by, self._file.owner)
        return (found.description or "This range is protected.") if found else ""


def _holds_something(tab: Tab, at: int, row: list[Value]) -> bool:
    if any(value not in (None, "") and value is not False for value in row):
        return True
    return any(cell.note or _entered(cell) for cell in tab.rows[at])


def _entered(cell: Cell) -> bool:
    return cell.entered not in (None, "") and cell.entered is not False


def _kind(value: Value) -> str:
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "bool"
    return "text" if isinstance(value, str) else "error" if isinstance(value, SheetError) else "number"


def _colour(look: Look, own: Mapping[str, Any], name: str) -> str:
    return hex_colour(look.get(name, own.get(name)))
