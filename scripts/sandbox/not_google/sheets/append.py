"""spreadsheets.values.append: finds the table that the range points at, and writes below it."""

from __future__ import annotations

from typing import Any

from scripts.sandbox.not_google.grid import structure
from scripts.sandbox.not_google.grid.a1 import written
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.reading import Rendering, range_of
from scripts.sandbox.not_google.sheets.writing import value_rows, write_values
from scripts.sandbox.not_google.wire.errors import invalid
from scripts.sandbox.not_google.wire.queries import flag, word


def append(call: SheetsCall) -> dict[str, Any]:
    """spreadsheets.values.append; rows (never columns) are added to the grid when it is full."""
    tab, box = call.book.range(call.path["range"])
    rows = value_rows(call.body)
    table = _table(call, tab, box)
    top, left = (box.top, box.left) if table is None else (table.bottom or 0, table.left)
    width = max((len(row) for row in rows), default=0)
    if left + width > tab.column_count:
        raise invalid(f"Attempting to write column: {tab.column_count}, beyond the last requested column")
    if word(call.query, "insertDataOption") == "INSERT_ROWS" and rows:
        call.guard(tab, Box(top, 0, top + 1, None))
        if top < tab.row_count:
            structure.insert(call.book, tab, "ROWS", top, len(rows), like=top - 1 if top else None)
    tab.grow(rows=max(0, top + len(rows) - tab.row_count))
    updates = write_values(call, tab, top, left, rows, word(call.query, "valueInputOption"))
    if flag(call.query, "includeValuesInResponse"):
        _, place = call.book.range(updates["updatedRange"])
        updates["updatedData"] = range_of(call, tab, place, Rendering.of(call.query, response=True))
    answer: dict[str, Any] = {"spreadsheetId": call.file.id, "updates": updates}
    if table is not None:
        answer["tableRange"] = written(tab.title, table)
    return answer


def _table(call: SheetsCall, tab: Tab, box: Box) -> Box | None:
    """The last table that the range meets (guides/values, "Append values"); None when it meets none."""
    meeting = [table for table in tables(call.calculation().window(tab, tab.whole())) if table.meets(box)]
    return max(meeting, key=lambda table: (table.bottom or 0, table.right or 0), default=None)


def tables(rows: list[list[Any]]) -> list[Box]:
    """Every table of a tab: cells that hold something and touch each other, corners included, as rectangles.

    Rectangles that touch become one, as the current region does that the UI selects.
    """
    found: list[list[int]] = []
    for number, row in enumerate(rows):
        for left, right in _runs(row):
            _join(found, [number, left, number + 1, right])
    return [Box(*edges) for edges in found]


def _runs(row: list[Any]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column, value in enumerate(row):
        if value is None:
            continue
        if runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        else:
            runs.append((column, column + 1))
    return runs


def _join(found: list[list[int]], new: list[int]) -> None:
    while True:
        touching = next((one for one in found if _touch(one, new)), None)
        if touching is None:
            found.append(new)
            return
        found.remove(touching)
        new = [min(touching[0], new[0]), min(touching[1], new[1]), max(touching[2], new[2]), max(touching[3], new[3])]


def _touch(one: list[int], other: list[int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
