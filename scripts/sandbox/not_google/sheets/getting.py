"""spreadsheets.get: what there is, as much of it as the field mask wants."""

from __future__ import annotations

from typing import Any

from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.cell_data import grid_data
from scripts.sandbox.not_google.sheets.describing import DEFAULT_FORMAT, named_json, tab_json
from scripts.sandbox.not_google.wire.masks import Mask, select
from scripts.sandbox.not_google.wire.queries import flag, word


def get(call: SheetsCall) -> dict[str, Any]:
    """spreadsheets.get. `includeGridData` is ignored when there is a field mask, as the reference says."""
    grid = "data" in call.mask.below("sheets") if word(call.query, "fields") else flag(call.query, "includeGridData")
    return spreadsheet_json(call, call.query.get("ranges", ()), call.mask, with_grid=grid)


def spreadsheet_json(call: SheetsCall, ranges: Any, mask: Mask, *, with_grid: bool) -> dict[str, Any]:
    """A Spreadsheet; with ranges only the tabs that they are in, and only their cells."""
    book = call.book
    wanted: dict[int, list[Box]] = {}
    for text in ranges or ():
        tab, box = book.range(text)
        wanted.setdefault(tab.id, []).append(box)
    sheets = []
    for index, tab in enumerate(book.tabs):
        if wanted and tab.id not in wanted:
            continue
        sheet = tab_json(call.file, tab, index, call.user)
        if with_grid and "sheets" in mask:
            boxes = wanted.get(tab.id) or [tab.whole()]
            sheet["data"] = _data(call, tab, boxes, mask.below("sheets").below("data"))
        sheets.append(sheet)
    found: dict[str, Any] = {
        "spreadsheetId": call.file.id,
        "properties": {
            "title": book.title,
            "locale": book.locale,
            "autoRecalc": book.auto_recalc,
            "timeZone": book.time_zone,
            "defaultFormat": DEFAULT_FORMAT,
        },
        "sheets": sheets,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{call.file.id}/edit",
    }
    if book.named:
        found["namedRanges"] = [named_json(named) for named in book.named]
    selected: dict[str, Any] = select(found, mask)
    return selected


def _data(call: SheetsCall, tab: Tab, boxes: list[Box], mask: Mask) -> list[dict[str, Any]]:
    return [grid_data(call, tab, box, mask) for box in boxes]
