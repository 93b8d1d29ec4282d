"""From edits to the requests of `spreadsheets.batchUpdate`, which Google makes all or none.

Source: Sheets API reference, Request: insertDimension, appendDimension, deleteDimension, updateCells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ticket_router.adapters.google.batches import Piece, Request, size_of
from ticket_router.adapters.google.seen_tabs import SeenTab
from ticket_router.adapters.google.typed import cell_data
from ticket_router.domain.errors import Retryable
from ticket_router.domain.workbook.grid import Cell, DeleteRows, Edit, InsertRows, ReplaceRows

LARGEST_PIECE = 800_000
"""Bytes of rows in one request; Google recommends calls of no more than 2 MB, so a larger edit is made in pieces."""
SPARE_ROWS = 200
"""More than is needed when a system tab grows, so that it does not grow at every write."""
OURS = "userEnteredValue,userEnteredFormat.numberFormat"
NEW_ROW = f"{OURS},userEnteredFormat.backgroundColorStyle,dataValidation"
"""Of a new row everything that it would take over from the row beneath it: a colour that somebody gave that one is
about that one alone."""


def pieces(edits: Iterable[Edit], tabs: Mapping[str, SeenTab]) -> list[Piece]:
    """What to ask for, in order: first what is deleted, because its numbers are of rows as they stand before the call.

    An edit of a tab that is not in `tabs` is left out. Raises Retryable when a row to delete, or a column to write to,
    is not there any more.
    """
    there = [edit for edit in edits if edit.tab in tabs]
    for edit in there:
        if width_of(edit) > tabs[edit.tab].columns:
            raise Retryable(f"columns of {edit.tab} are gone: read again")
    deletions = [edit for edit in there if isinstance(edit, DeleteRows) and edit.numbers]
    found = [_delete(edit, tabs[edit.tab]) for edit in deletions]
    for edit in there:
        if isinstance(edit, InsertRows):
            found += _insert(edit, tabs[edit.tab])
        elif isinstance(edit, ReplaceRows):
            found += _replace(edit, tabs[edit.tab])
    return found


def width_of(edit: Edit) -> int:
    """How many columns an edit needs."""
    return 0 if isinstance(edit, DeleteRows) else max(map(len, edit.rows), default=0)


def _insert(edit: InsertRows, tab: SeenTab) -> list[Piece]:
    """One piece, if it is not too large; else the last rows first, so that the first ones end up topmost."""
    found = []
    for _, rows in reversed(_cut([_row(row, tab.fresh) for row in edit.rows])):
        place = {"sheetId": tab.sheet_id, "dimension": "ROWS", "startIndex": 1, "endIndex": 1 + len(rows)}
        if tab.rows <= 1:
            grow: Request = _grown(tab, len(rows))
        else:
            grow = {"insertDimension": {"range": place, "inheritFromBefore": False}}  # before it is the header
        start = {"sheetId": tab.sheet_id, "rowIndex": 1, "columnIndex": 0}
        found.append([grow, {"updateCells": {"start": start, "rows": rows, "fields": NEW_ROW}}])
    return found


def _replace(edit: ReplaceRows, tab: SeenTab) -> list[Piece]:
    """The last piece reaches to the end of the tab: what it does not fill, it clears."""
    found: list[Piece] = []
    if (lacking := len(edit.rows) + 1 - tab.rows) > 0:
        found.append([_grown(tab, lacking + SPARE_ROWS)])
    cut = _cut([_row(row, {}) for row in edit.rows] or [{"values": [{}]}])
    for offset, rows in cut:
        area = {"sheetId": tab.sheet_id, "startRowIndex": 1 + offset}
        if offset != cut[-1][0]:
            area["endRowIndex"] = 1 + offset + len(rows)
        found.append([{"updateCells": {"range": area, "rows": rows, "fields": OURS}}])
    return found


def _delete(edit: DeleteRows, tab: SeenTab) -> Piece:
    """From below, so that no number shifts before its turn. Google insists on a row beneath the frozen ones."""
    numbers = sorted(set(edit.numbers))
    if numbers[0] < 2:
        raise ValueError(f"row {numbers[0]} of {edit.tab} is its header")
    if numbers[-1] > tab.rows:
        raise Retryable(f"row {numbers[-1]} of {edit.tab} is gone: read again")
    requests = [_grown(tab, len(numbers))] if tab.rows - len(numbers) <= max(1, tab.frozen) else []
    for first, last in reversed(_runs(numbers)):
        place = {"sheetId": tab.sheet_id, "dimension": "ROWS", "startIndex": first - 1, "endIndex": last}
        requests.append({"deleteDimension": {"range": place}})
    return requests


def _grown(tab: SeenTab, rows: int) -> Request:
    return {"appendDimension": {"sheetId": tab.sheet_id, "dimension": "ROWS", "length": rows}}


def _row(cells: Sequence[Cell], fresh: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    return {"values": [{**fresh.get(place, {}), **cell_data(cell)} for place, cell in enumerate(cells)]}


def _cut(rows: list[dict[str, Any]]) -> list[tuple[int, list[dict[str, Any]]]]:
    """Rows in portions that one request can take, each with the number of rows before it."""
    found: list[tuple[int, list[dict[str, Any]]]] = []
    size = 0
    for offset, row in enumerate(rows):
        size += (own := size_of(row))
        if not found or size > LARGEST_PIECE:
            found.append((offset, []))
            size = own
        found[-1][1].append(row)
    return found


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours as (first, last)."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
