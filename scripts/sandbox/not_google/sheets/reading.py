"""spreadsheets.values.get and batchGet: values as the caller wants them rendered, trailing blanks left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.sandbox.not_google.grid.a1 import written
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.cells import number_format
from scripts.sandbox.not_google.grid.shown import shown
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.grid.values import Formula, SheetError, Value
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.wire.queries import Query, word

_DATES = frozenset({"DATE", "TIME", "DATE_TIME"})


@dataclass(frozen=True)
class Rendering:
    """ValueRenderOption, DateTimeRenderOption and the major dimension."""

    values: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"
    major: str = "ROWS"

    @classmethod
    def of(cls, query: Query, *, response: bool = False) -> Rendering:
        """As a query asks for it; `response` for the options of a write."""
        values, dates = ("valueRenderOption", "dateTimeRenderOption")
        if response:
            values, dates = "responseValueRenderOption", "responseDateTimeRenderOption"
        major = word(query, "majorDimension")
        return cls(
            word(query, values) or "FORMATTED_VALUE",
            word(query, dates) or "SERIAL_NUMBER",
            "COLUMNS" if major == "COLUMNS" else "ROWS",
        )


def get(call: SheetsCall) -> dict[str, Any]:
    """spreadsheets.values.get."""
    return value_range(call, call.path["range"], Rendering.of(call.query))


def batch_get(call: SheetsCall) -> dict[str, Any]:
    """spreadsheets.values.batchGet: one range that cannot be parsed fails them all."""
    rendering = Rendering.of(call.query)
    ranges = [value_range(call, text, rendering) for text in call.query.get("ranges", ())]
    return {"spreadsheetId": call.file.id, "valueRanges": ranges}


def value_range(call: SheetsCall, text: str, rendering: Rendering) -> dict[str, Any]:
    """A ValueRange; `values` is missing when there are none."""
    tab, box = call.book.range(text)
    return range_of(call, tab, box, rendering)


def range_of(call: SheetsCall, tab: Tab, box: Box, rendering: Rendering) -> dict[str, Any]:
    """The same for a rectangle in the grid."""
    found: dict[str, Any] = {"range": written(tab.title, box), "majorDimension": rendering.major}
    if rows := trimmed(_rendered(call, tab, box, rendering), rendering.major):
        found["values"] = rows
    return found


def _rendered(call: SheetsCall, tab: Tab, box: Box, rendering: Rendering) -> list[list[Any]]:
    rows = call.calculation().window(tab, box)
    if rendering.values == "UNFORMATTED_VALUE" and rendering.dates == "SERIAL_NUMBER":
        return [[value.shown if isinstance(value, SheetError) else value for value in row] for row in rows]
    return [
        [_cell(call, tab, box.top + i, box.left + j, value, rendering) for j, value in enumerate(row)]
        for i, row in enumerate(rows)
    ]


def _cell(call: SheetsCall, tab: Tab, row: int, column: int, value: Value, rendering: Rendering) -> Any:
    if value is None and rendering.values != "FORMULA":
        return None
    cell = tab.cell(row, column)
    if rendering.values == "FORMULA" and isinstance(cell.entered, Formula):
        return cell.entered.text
    shape: Mapping[str, str] = number_format(cell)
    dated = shape.get("type") in _DATES and rendering.dates == "FORMATTED_STRING"
    if rendering.values == "FORMATTED_VALUE" or dated:
        return None if value is None else shown(value, shape, call.book.locale)
    return value.shown if isinstance(value, SheetError) else value


def trimmed(rows: Sequence[Sequence[Any]], major: str) -> list[list[Any]]:
    """Rows (or columns) without what is blank at their ends; blanks in between are told as empty text."""
    lines: Sequence[Sequence[Any]] = rows if major == "ROWS" else list(zip(*rows, strict=True))
    kept: list[list[Any]] = []
    for line in lines:
        end = len(line)
        while end and line[end - 1] is None:
            end -= 1
        kept.append(["" if value is None else value for value in line[:end]])
    while kept and not kept[-1]:
        kept.pop()
    return kept
