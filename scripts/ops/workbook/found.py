"""What a spreadsheet has: read in two calls, and kept as plain values that a plan can be made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from scripts.ops.workbook.formulas import quoted_title
from ticket_router.adapters.google.column_cells import column_letter
from ticket_router.domain.workbook.grid import Cell

Json = Mapping[str, Any]

STRUCTURE = (
    "properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount,frozenRowCount)),"
    "protectedRanges,conditionalFormats,charts(chartId,spec(title)))"
)
CELLS = (
    "sheets(properties(sheetId),data(startRow,startColumn,rowData(values("
    "userEnteredValue,effectiveValue,note,dataValidation,userEnteredFormat(numberFormat)))))"
)
ENOUGH = 2
"""Rows looked at from the top; with the last one they stand for all (thousands of rows are too many to fetch)."""

BLANK_ROWS = 1_000
"""What the blank tab of a new spreadsheet has (its id is 0); all of it is looked at, since it goes only when empty."""


class Spreadsheets(Protocol):
    """The two calls that are made, as gspread's HTTP client has them."""

    def fetch_sheet_metadata(self, id: str, params: dict[str, Any]) -> Any:  # noqa: A002 (gspread's own name)
        """spreadsheets.get."""
        ...

    def batch_update(self, id: str, body: dict[str, Any]) -> Any:  # noqa: A002
        """spreadsheets.batchUpdate."""
        ...


@dataclass(frozen=True)
class FoundCell:
    """One cell."""

    shown: Cell = None
    """As it is computed; an error is its name, such as `#REF!`."""
    formula: str = ""
    note: str = ""
    validation: Json | None = None
    number_type: str = ""
    is_error: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing was typed into it."""
        return self.shown in (None, "") and not self.formula


@dataclass(frozen=True)
class FoundTab:
    """One tab; rows and columns of `cells` count from 0."""

    sheet_id: int
    title: str
    row_count: int
    column_count: int
    hidden: bool = False
    frozen_rows: int = 0
    cells: Mapping[int, tuple[FoundCell, ...]] = field(default_factory=dict)
    """The sampled rows."""
    protections: tuple[Json, ...] = ()
    looks: tuple[Json, ...] = ()
    """Conditional formats, in order."""
    charts: tuple[str, ...] = ()

    def cell(self, row: int, place: int) -> FoundCell:
        """A cell of a sampled row; an empty one where nothing is."""
        cells = self.cells.get(row, ())
        return cells[place] if place < len(cells) else FoundCell()

    @property
    def header(self) -> tuple[FoundCell, ...]:
        """Row 1."""
        return self.cells.get(0, ())


@dataclass(frozen=True)
class Found:
    """The spreadsheet, its tabs from left to right."""

    title: str
    locale: str
    time_zone: str
    tabs: tuple[FoundTab, ...]


def find(sheets: Spreadsheets, spreadsheet_id: str) -> Found:
    """Look at a spreadsheet: one call for its structure, one for a few rows of each tab."""
    told = sheets.fetch_sheet_metadata(spreadsheet_id, {"fields": STRUCTURE})
    grids = [s for s in told.get("sheets", []) if s["properties"].get("gridProperties", {}).get("rowCount")]
    ranges = [text for sheet in grids for text in _samples(sheet["properties"])]
    data: dict[int, list[Json]] = {}
    if ranges:
        rows = sheets.fetch_sheet_metadata(spreadsheet_id, {"fields": CELLS, "ranges": ranges})
        data = {s["properties"].get("sheetId", 0): s.get("data", []) for s in rows.get("sheets", [])}
    properties = told.get("properties", {})
    return Found(
        title=properties.get("title", ""),
        locale=properties.get("locale", ""),
        time_zone=properties.get("timeZone", ""),
        tabs=tuple(_tab(sheet, data.get(sheet["properties"].get("sheetId", 0), [])) for sheet in grids),
    )


def _samples(properties: Json) -> list[str]:
    grid = properties["gridProperties"]
    title, last = quoted_title(properties["title"]), column_letter(grid["columnCount"] - 1)
    rows = grid["rowCount"]
    if not properties.get("sheetId", 0) and rows <= BLANK_ROWS:
        return [f"{title}!A1:{last}{rows}"]
    top = f"{title}!A1:{last}{min(rows, ENOUGH)}"
    return [top] if rows <= ENOUGH else [top, f"{title}!A{rows}:{last}{rows}"]


def _tab(sheet: Json, data: Sequence[Json]) -> FoundTab:
    properties, grid = sheet["properties"], sheet["properties"]["gridProperties"]
    # A row without anything in it is not told at all.
    rows = grid["rowCount"]
    cells: dict[int, tuple[FoundCell, ...]] = dict.fromkeys((*range(min(rows, ENOUGH)), rows - 1), ())
    for block in data:
        for offset, row in enumerate(block.get("rowData", [])):
            cells[block.get("startRow", 0) + offset] = tuple(_cell(cell) for cell in row.get("values", []))
    return FoundTab(
        sheet_id=properties.get("sheetId", 0),
        title=properties["title"],
        row_count=rows,
        column_count=grid["columnCount"],
        hidden=properties.get("hidden", False),
        frozen_rows=grid.get("frozenRowCount", 0),
        cells=cells,
        protections=tuple(sheet.get("protectedRanges", [])),
        looks=tuple(sheet.get("conditionalFormats", [])),
        charts=tuple(chart.get("spec", {}).get("title", "") for chart in sheet.get("charts", [])),
    )


def _cell(cell: Json) -> FoundCell:
    value = cell.get("effectiveValue", {})
    error = value.get("errorValue")
    shown: Cell = next((value[kind] for kind in ("stringValue", "numberValue", "boolValue") if kind in value), None)
    return FoundCell(
        shown=_ERRORS.get(error.get("type", ""), "#ERROR!") if error else shown,
        formula=cell.get("userEnteredValue", {}).get("formulaValue", ""),
        note=cell.get("note", ""),
        validation=cell.get("dataValidation"),
        number_type=cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type", ""),
        is_error=bool(error),
    )


_ERRORS = {
    "REF": "#REF!",
    "N_A": "#N/A",
    "NAME": "#NAME?",
    "VALUE": "#VALUE!",
    "NUM": "#NUM!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "NULL_VALUE": "#NULL!",
}
