"""Requests that write cells: repeatCell, updateCells, appendCells, setDataValidation, sortRange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scripts.sandbox.not_google.grid.boxes import Box, from_grid_range
from scripts.sandbox.not_google.grid.cells import Cell
from scripts.sandbox.not_google.grid.sorting import sort
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.cell_data import refuse_outside, write_mask, written_cell
from scripts.sandbox.not_google.wire.errors import invalid, unbuilt
from scripts.sandbox.not_google.wire.masks import Mask

Given = Mapping[str, Any]
Kind = Callable[[SheetsCall, Given], dict[str, Any] | None]


def area(call: SheetsCall, given: Given | None) -> tuple[Tab, Box]:
    """The tab and the rectangle (inside the grid) that a GridRange means; raises GoogleRefusal."""
    if given is None:
        raise invalid("range is required")
    tab = call.book.tab(given.get("sheetId") or 0)
    box = from_grid_range(given)
    if box.top >= tab.row_count or box.left >= tab.column_count:
        raise invalid(f"Range exceeds grid limits. Max rows: {tab.row_count}, max columns: {tab.column_count}")
    for end, size, word in ((box.bottom, tab.row_count, "rows"), (box.right, tab.column_count, "columns")):
        if end is not None and end > size:
            raise invalid(f"Range exceeds grid limits: it ends at {end}, and the grid has {size} {word}.")
    return tab, tab.clip(box)


def _repeat_cell(call: SheetsCall, given: Given) -> None:
    tab, box = area(call, given.get("range"))
    mask = write_mask(given.get("fields") or "")
    call.guard(tab, box)
    cell = given.get("cell") or {}
    _write_each(call, tab, box, cell, mask)


def _write_each(call: SheetsCall, tab: Tab, box: Box, given: Given, mask: Mask) -> None:
    """Write one cell's data into every cell; most of them are one object, and become one object."""
    made: dict[int, tuple[Cell, Cell]] = {}
    for row, column in tab.places(box):
        old = tab.cell(row, column)
        if id(old) not in made:
            # The old cell is kept beside the new one, or its id might be given to another.
            made[id(old)] = old, written_cell(call.book, old, given, mask)
        tab.put(row, column, made[id(old)][1])
    tab.touch()


def _update_cells(call: SheetsCall, given: Given) -> None:
    mask = write_mask(given.get("fields") or "")
    rows = given.get("rows") or []
    start = given.get("start")
    if start is not None:
        tab = call.book.tab(start.get("sheetId") or 0)
        top, left = start.get("rowIndex") or 0, start.get("columnIndex") or 0
        last_row, last_column = tab.row_count, tab.column_count
    else:
        tab, box = area(call, given.get("range"))
        top, left = box.top, box.left
        assert box.bottom is not None and box.right is not None
        last_row, last_column = box.bottom, box.right
    width = max((len(row.get("values") or ()) for row in rows), default=0)
    if rows:
        refuse_outside(tab, top + len(rows) - 1, left + max(width, 1) - 1, last_row, last_column)
    if start is not None:
        last_row, last_column = top + len(rows), left + width
    if last_row > top and last_column > left:
        call.guard(tab, Box(top, left, last_row, last_column))
    for i in range(last_row - top):
        values = (rows[i].get("values") or ()) if i < len(rows) else ()
        # With a start, a short row leaves the rest alone; in a range, what no row covers is cleared.
        for j in range(last_column - left if start is None else len(values)):
            cell = values[j] if j < len(values) else {}
            tab.put(top + i, left + j, written_cell(call.book, tab.cell(top + i, left + j), cell, mask))
    tab.touch()


def _append_cells(call: SheetsCall, given: Given) -> None:
    if given.get("tableId"):
        raise unbuilt("appendCells to a table")
    tab = call.book.tab(given.get("sheetId") or 0)
    mask = write_mask(given.get("fields") or "")
    rows = given.get("rows") or []
    values = call.calculation().window(tab, tab.whole())
    top = len(values)
    while top and all(value is None for value in values[top - 1]):
        top -= 1
    width = max((len(row.get("values") or ()) for row in rows), default=0)
    if width:
        refuse_outside(tab, 0, width - 1, tab.row_count, tab.column_count)
        call.guard(tab, Box(top, 0, top + len(rows), width))
    tab.grow(rows=max(0, top + len(rows) - tab.row_count))
    for i, row in enumerate(rows):
        for j, cell in enumerate(row.get("values") or ()):
            tab.put(top + i, j, written_cell(call.book, tab.cell(top + i, j), cell, mask))
    tab.touch()


def _set_data_validation(call: SheetsCall, given: Given) -> None:
    tab, box = area(call, given.get("range"))
    call.guard(tab, box)
    _write_each(call, tab, box, {"dataValidation": given.get("rule")}, write_mask("dataValidation"))


def _sort_range(call: SheetsCall, given: Given) -> None:
    tab, box = area(call, given.get("range"))
    call.guard(tab, box)
    keys = []
    for spec in given.get("sortSpecs") or ():
        if any(spec.get(name) for name in ("backgroundColor", "foregroundColor", "backgroundColorStyle")):
            raise unbuilt("sorting by colour")
        column = spec.get("dimensionIndex") or 0
        assert box.right is not None
        if not box.left <= column < box.right:
            raise invalid(f"sortSpecs.dimensionIndex {column} is not in the range")
        keys.append((column, spec.get("sortOrder") == "DESCENDING"))
    sort(call.book, tab, box, keys or [(box.left, False)], call.calculation())


KINDS: dict[str, Kind] = {
    "repeatCell": _repeat_cell,
    "updateCells": _update_cells,
    "appendCells": _append_cells,
    "setDataValidation": _set_data_validation,
    "sortRange": _sort_range,
}
