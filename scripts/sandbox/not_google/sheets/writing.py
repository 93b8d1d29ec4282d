"""spreadsheets.values.update, batchUpdate, clear and batchClear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from scripts.sandbox.not_google.grid.a1 import written
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.cells import Cell, is_plain_text, number_format
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.grid.typed import typed
from scripts.sandbox.not_google.grid.values import LONGEST, TOO_LONG, number
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.reading import Rendering, range_of
from scripts.sandbox.not_google.wire.errors import GoogleRefusal, invalid
from scripts.sandbox.not_google.wire.queries import flag, word

OPTIONS = ("RAW", "USER_ENTERED")


def update(call: SheetsCall) -> dict[str, Any]:
    """spreadsheets.values.update."""
    text = call.path["range"]
    if (own := call.body.get("range")) and call.book.range(own) != call.book.range(text):
        raise invalid(f"Range specified in the request body ({own}) does not match the one in the URL ({text})")
    answer = _write_range(call, text, call.body, word(call.query, "valueInputOption"))
    if flag(call.query, "includeValuesInResponse"):
        _tell_values(call, [answer], Rendering.of(call.query, response=True))
    return answer


def batch_update(call: SheetsCall) -> dict[str, Any]:
    """spreadsheets.values.batchUpdate: all ranges or none."""
    answers = []
    for index, data in enumerate(call.body.get("data") or ()):
        try:
            answers.append(_write_range(call, data.get("range") or "", data, call.body.get("valueInputOption") or ""))
        except GoogleRefusal as refusal:
            raise invalid(f"Invalid data[{index}]: {refusal.message}") from None
    if call.body.get("includeValuesInResponse"):
        values = call.body.get("responseValueRenderOption") or "FORMATTED_VALUE"
        dates = call.body.get("responseDateTimeRenderOption") or "SERIAL_NUMBER"
        _tell_values(call, answers, Rendering(values, dates))
    return {
        "spreadsheetId": call.file.id,
        "totalUpdatedRows": sum(answer["updatedRows"] for answer in answers),
        "totalUpdatedColumns": sum(answer["updatedColumns"] for answer in answers),
        "totalUpdatedCells": sum(answer["updatedCells"] for answer in answers),
        "totalUpdatedSheets": len({call.book.range(answer["updatedRange"])[0].id for answer in answers}),
        "responses": answers,
    }


def clear(call: SheetsCall) -> dict[str, Any]:
    """spreadsheets.values.clear: values go, looks and rules stay."""
    return {"spreadsheetId": call.file.id, "clearedRange": _clear_range(call, call.path["range"])}


def batch_clear(call: SheetsCall) -> dict[str, Any]:
    """spreadsheets.values.batchClear."""
    ranges = [_clear_range(call, text) for text in call.body.get("ranges") or ()]
    return {"spreadsheetId": call.file.id, "clearedRanges": ranges}


def _clear_range(call: SheetsCall, text: str) -> str:
    tab, box = call.book.range(text)
    call.guard(tab, box)
    for row, column in tab.places(box):
        cell = tab.cell(row, column)
        if cell.entered is not None:
            tab.put(row, column, replace(cell, entered=None))
    tab.touch()
    return written(tab.title, box)


def _write_range(call: SheetsCall, text: str, data: Mapping[str, Any], option: str) -> dict[str, Any]:
    tab, box = call.book.range(text)
    rows = value_rows(data)
    assert box.bottom is not None and box.right is not None
    start_only = box.bottom == box.top + 1 and box.right == box.left + 1
    limit = tab.whole() if start_only else box
    for place, size, edge, word_ in (
        (box.top, len(rows), limit.bottom, "row"),
        (box.left, max((len(row) for row in rows), default=0), limit.right, "column"),
    ):
        if edge is not None and place + size > edge:
            if edge == (tab.row_count if word_ == "row" else tab.column_count):
                raise invalid(
                    f"Range ({text}) exceeds grid limits. Max rows: {tab.row_count}, max columns: {tab.column_count}",
                )
            raise invalid(
                f"Requested writing within range [{written(tab.title, box)}], "
                f"but tried writing to {word_} [{edge + 1}]",
            )
    return write_values(call, tab, box.top, box.left, rows, option)


def value_rows(data: Mapping[str, Any]) -> list[list[Any]]:
    """The values of a ValueRange row by row; raises GoogleRefusal for a cell that is no value."""
    lines: Sequence[Sequence[Any]] = data.get("values") or ()
    for i, line in enumerate(lines):
        for j, value in enumerate(line):
            if isinstance(value, list | dict):
                kind = "list_value" if isinstance(value, list) else "struct_value"
                raise invalid(f"Invalid values[{i}][{j}]: {kind} {{}}")
    if data.get("majorDimension") != "COLUMNS":
        return [list(line) for line in lines]
    height = max((len(line) for line in lines), default=0)
    return [[line[i] if i < len(line) else None for line in lines] for i in range(height)]


def write_values(call: SheetsCall, tab: Tab, top: int, left: int, rows: list[list[Any]], option: str) -> dict[str, Any]:
    """Write rows of values whose place is in the grid; an UpdateValuesResponse. null leaves a cell alone."""
    if option not in OPTIONS:
        raise invalid("'valueInputOption' is required but not specified", "valueInputOption")
    width = max((len(row) for row in rows), default=0)
    box = Box(top, left, top + max(len(rows), 1), left + max(width, 1))
    if rows and width:
        call.guard(tab, box)
    count = 0
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is not None:
                old = tab.cell(top + i, left + j)
                tab.put(top + i, left + j, with_value(old, value, call.book.locale, parse=option == "USER_ENTERED"))
                count += 1
    tab.touch()
    return {
        "spreadsheetId": call.file.id,
        "updatedRange": written(tab.title, box),
        "updatedRows": len(rows) if count else 0,
        "updatedColumns": width if count else 0,
        "updatedCells": count,
    }


def with_value(cell: Cell, value: str | float | bool, locale: str, *, parse: bool) -> Cell:
    """A cell given a value; with `parse` as if typed into it, which may choose a number format too."""
    if isinstance(value, bool):
        return replace(cell, entered=value)
    if not isinstance(value, str):
        return replace(cell, entered=number(value))
    if len(value) > LONGEST:
        raise invalid(TOO_LONG)
    if not parse or is_plain_text(cell):
        return replace(cell, entered=value or None)
    made = typed(value, locale)
    if not made.format_type or number_format(cell):
        return replace(cell, entered=made.value)
    shape = {"type": made.format_type, **({"pattern": made.pattern} if made.pattern else {})}
    return replace(cell, entered=made.value, format={**(cell.format or {}), "numberFormat": shape})


def _tell_values(call: SheetsCall, answers: list[dict[str, Any]], rendering: Rendering) -> None:
    for answer in answers:
        tab, box = call.book.range(answer["updatedRange"])
        answer["updatedData"] = range_of(call, tab, box, rendering)
