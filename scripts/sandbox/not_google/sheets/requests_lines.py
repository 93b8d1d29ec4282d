"""Requests about rows and columns: appendDimension, insertDimension, deleteDimension, moveDimension, their sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from scripts.sandbox.not_google.grid import structure
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.tab import ROW_PIXELS, Line, Tab
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.cell_data import needed_mask
from scripts.sandbox.not_google.wire.errors import invalid, unbuilt

Given = Mapping[str, Any]
Kind = Callable[[SheetsCall, Given], dict[str, Any] | None]

_LETTER_PIXELS = 7
_SIDES_PIXELS = 21


def _lines(call: SheetsCall, given: Given | None) -> tuple[Tab, str, int, int]:
    """Tab, axis, start and end of a DimensionRange; open ends reach to the grid's."""
    if given is None:
        raise invalid("range is required")
    tab = call.book.tab(given.get("sheetId") or 0)
    axis = _axis(given)
    size = tab.row_count if axis == "ROWS" else tab.column_count
    start = given.get("startIndex") or 0
    end = given.get("endIndex")
    end = size if end is None else end
    if start < 0 or end <= start:
        raise invalid(f"Invalid range: endIndex {end} must be after startIndex {start}")
    return tab, axis, start, end


def _axis(given: Given) -> str:
    axis = given.get("dimension")
    if axis not in ("ROWS", "COLUMNS"):
        raise invalid("dimension is required: ROWS or COLUMNS")
    return str(axis)


def _band(axis: str, start: int, end: int | None) -> Box:
    return Box(start, 0, end, None) if axis == "ROWS" else Box(0, start, None, end)


def _append(call: SheetsCall, given: Given) -> None:
    tab = call.book.tab(given.get("sheetId") or 0)
    length = given.get("length") or 0
    if length < 1:
        raise invalid("length must be positive")
    tab.grow(**{"rows" if _axis(given) == "ROWS" else "columns": length})


def _insert(call: SheetsCall, given: Given) -> None:
    tab, axis, start, end = _lines(call, given.get("range"))
    before = bool(given.get("inheritFromBefore"))
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true if inserting at the first row or column.")
    if start > 0:
        call.guard(tab, _band(axis, start, start + 1))
    structure.insert(call.book, tab, axis, start, end - start, like=start - 1 if before else start)


def _delete(call: SheetsCall, given: Given) -> None:
    tab, axis, start, end = _lines(call, given.get("range"))
    call.guard(tab, _band(axis, start, end))
    structure.delete(call.book, tab, axis, start, end)


def _move(call: SheetsCall, given: Given) -> None:
    tab, axis, start, end = _lines(call, given.get("source"))
    to = given.get("destinationIndex") or 0
    call.guard(tab, _band(axis, start, end))
    structure.move(call.book, tab, axis, start, end, to)


def _update(call: SheetsCall, given: Given) -> None:
    tab, axis, start, end = _lines(call, given.get("range"))
    mask = needed_mask(given.get("fields") or "")
    properties = given.get("properties") or {}
    lines = tab.row_looks if axis == "ROWS" else tab.columns
    if end > len(lines):
        raise invalid(f"Range exceeds grid limits: it ends at {end}, and the grid has {len(lines)} {axis.lower()}.")
    for name in mask.parts or ("pixelSize", "hiddenByUser"):
        if name not in ("pixelSize", "hiddenByUser"):
            raise unbuilt(f"DimensionProperties.{name}")
    for at in range(start, end):
        line = lines[at]
        if "pixelSize" in mask:
            pixels = properties.get("pixelSize") or 0
            if not 2 <= pixels <= 2000:
                raise invalid(f"Invalid pixelSize: {pixels}. It must be from 2 to 2000.")
            line = replace(line, pixels=pixels)
        if "hiddenByUser" in mask:
            line = replace(line, hidden=bool(properties.get("hiddenByUser")))
        lines[at] = line
    tab.touch()


def _auto_resize(call: SheetsCall, given: Given) -> None:
    if given.get("dimensions") is None:
        raise unbuilt("autoResizeDimensions of a data source")
    tab, axis, start, end = _lines(call, given["dimensions"])
    lines = tab.row_looks if axis == "ROWS" else tab.columns
    for at in range(start, min(end, len(lines))):
        if axis == "ROWS":
            lines[at] = Line(ROW_PIXELS)
            continue
        texts = [str(value) for value in call.calculation().column(tab, at) if value is not None]
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        if longest:
            lines[at] = Line(min(_SIDES_PIXELS + _LETTER_PIXELS * longest, 2000))
    tab.touch()


KINDS: dict[str, Kind] = {
    "appendDimension": _append,
    "insertDimension": _insert,
    "deleteDimension": _delete,
    "moveDimension": _move,
    "updateDimensionProperties": _update,
    "autoResizeDimensions": _auto_resize,
}
