"""Requests about tabs and the spreadsheet itself: addSheet, deleteSheet, updateSheetProperties and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from scripts.sandbox.not_google.grid import structure
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.colours import quantised
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.cell_data import needed_mask
from scripts.sandbox.not_google.sheets.describing import properties_json
from scripts.sandbox.not_google.wire.documents import document
from scripts.sandbox.not_google.wire.errors import invalid, unbuilt
from scripts.sandbox.not_google.wire.masks import Mask, unknown_path

Given = Mapping[str, Any]
Kind = Callable[[SheetsCall, Given], dict[str, Any] | None]

MOST_CELLS = 10_000_000
LONGEST_TITLE = 100


def _add_sheet(call: SheetsCall, given: Given) -> dict[str, Any]:
    properties = given.get("properties") or {}
    book = call.book
    if properties.get("sheetType") not in (None, "GRID"):
        raise unbuilt(f"tabs of type {properties['sheetType']}")
    tab_id = properties.get("sheetId")
    if tab_id is None:
        tab_id = next(number for number in iter(book.new_id, None) if all(tab.id != number for tab in book.tabs))
    elif tab_id < 0 or any(tab.id == tab_id for tab in book.tabs):
        raise invalid(f"Invalid sheetId: {tab_id} is negative or exists already.")
    title = properties.get("title") or next(t for n in range(1, 1000) if not book.titled_like(t := f"Sheet{n}"))
    _check_title(call, title, None)
    tab = Tab.blank(tab_id, title)
    book.tabs.append(tab)
    paths = [path for path in _LEAVES if _given(properties, path) is not None and path not in (("title",), ("index",))]
    _resize(tab, properties.get("gridProperties") or {}, Mask())
    for leaf in paths:
        _set(call, tab, leaf, _given(properties, leaf))
    if properties.get("index") is not None:
        _place(call, tab, properties["index"])
    _check_frozen(tab)
    return {"addSheet": {"properties": properties_json(tab, book.tabs.index(tab))}}


def _delete_sheet(call: SheetsCall, given: Given) -> None:
    tab = call.book.tab(given.get("sheetId") or 0)
    call.guard(tab, Box())
    if not any(not other.hidden for other in call.book.tabs if other is not tab):
        raise invalid("You can't remove all the visible sheets in a document.")
    call.book.tabs.remove(tab)
    structure.forget_tab(call.book, tab)


def _update_sheet(call: SheetsCall, given: Given) -> None:
    properties = given.get("properties") or {}
    mask = needed_mask(given.get("fields") or "")
    if path := unknown_path(document("sheets", "v4"), "SheetProperties", mask):
        raise invalid(f"Invalid field: {path}")
    tab = call.book.tab(properties.get("sheetId") or 0)
    grid = mask.below("gridProperties") if "gridProperties" in mask else None
    if grid is not None:
        _resize(tab, properties.get("gridProperties") or {}, grid)
    for leaf in _LEAVES:
        if _named(mask, leaf):
            _set(call, tab, leaf, _given(properties, leaf))
    if "index" in mask:
        _place(call, tab, properties.get("index") or 0)
    _check_frozen(tab)
    if not any(not one.hidden for one in call.book.tabs):
        raise invalid("You can't hide all the sheets in a document.")


_LEAVES: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("hidden",),
    ("rightToLeft",),
    ("tabColor",),
    ("tabColorStyle",),
    ("gridProperties", "frozenRowCount"),
    ("gridProperties", "frozenColumnCount"),
    ("gridProperties", "hideGridlines"),
)


def _named(mask: Mask, path: tuple[str, ...]) -> bool:
    if path in (("tabColor",), ("tabColorStyle",)) and mask.whole:
        return path == ("tabColorStyle",)
    for name in path:
        if name not in mask:
            return False
        mask = mask.below(name)
    return True


def _given(properties: Given, path: tuple[str, ...]) -> Any:
    part: Any = properties
    for name in path:
        part = (part or {}).get(name)
    return part


def _set(call: SheetsCall, tab: Tab, path: tuple[str, ...], value: Any) -> None:
    name = path[-1]
    if name == "title":
        if value != tab.title:
            _check_title(call, value or "", tab)
            structure.rename_tab(call.book, tab, value)
    elif name == "hidden":
        tab.hidden = bool(value)
    elif name == "rightToLeft":
        tab.right_to_left = bool(value)
    elif name == "tabColor":
        tab.colour = None if value is None else quantised(value)
    elif name == "tabColorStyle":
        if value and "themeColor" in value:
            raise unbuilt("theme colours of tabs")
        tab.colour = None if not value else quantised(value.get("rgbColor") or {})
    elif name == "hideGridlines":
        tab.hide_gridlines = bool(value)
    elif name == "frozenRowCount":
        tab.frozen_rows = value or 0
    else:
        tab.frozen_columns = value or 0
    tab.touch()


def _check_title(call: SheetsCall, title: str, tab: Tab | None) -> None:
    if not title or len(title) > LONGEST_TITLE:
        raise invalid(f"A sheet name must have 1 to {LONGEST_TITLE} characters.")
    other = call.book.titled_like(title)
    if other is not None and other is not tab:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _check_frozen(tab: Tab) -> None:
    for frozen, size, word in (
        (tab.frozen_rows, tab.row_count, "rows"),
        (tab.frozen_columns, tab.column_count, "columns"),
    ):
        if frozen < 0 or (frozen and frozen >= size):
            raise invalid(f"You can't freeze all visible {word} on the sheet.")


def _resize(tab: Tab, grid: Given, mask: Mask) -> None:
    """A grid of another size; without parts in the mask (addSheet) only what is given counts."""
    for name, axis, size in (("rowCount", "ROWS", tab.row_count), ("columnCount", "COLUMNS", tab.column_count)):
        if name not in mask or (not mask.everything and not mask.parts and grid.get(name) is None):
            continue
        wanted = grid.get(name) or 0
        if wanted < 1:
            raise invalid(f"Invalid gridProperties.{name}: must be positive")
        if wanted * (tab.column_count if axis == "ROWS" else tab.row_count) > MOST_CELLS:
            limit = f"{MOST_CELLS} cells"
            raise invalid(f"This action would increase the number of cells in the workbook above the limit of {limit}.")
        if wanted > size:
            tab.grow(**{"rows" if axis == "ROWS" else "columns": wanted - size})
        elif wanted < size:
            _cut(tab, axis, wanted)


def _cut(tab: Tab, axis: str, size: int) -> None:
    if axis == "ROWS":
        del tab.rows[size:], tab.row_looks[size:]
    else:
        del tab.columns[size:]
        for row in tab.rows:
            del row[size:]
    tab.touch()


def _place(call: SheetsCall, tab: Tab, index: int) -> None:
    """Move a tab to an index, counted before the move, as the reference of SheetProperties.index describes it."""
    tabs = call.book.tabs
    at = tabs.index(tab)
    if not 0 <= index <= len(tabs):
        raise invalid(f"Invalid sheet index: {index}. There are {len(tabs)} sheets.")
    if index not in (at, at + 1):
        tabs.remove(tab)
        tabs.insert(index if index < at else index - 1, tab)


def _update_spreadsheet(call: SheetsCall, given: Given) -> None:
    properties = given.get("properties") or {}
    mask = needed_mask(given.get("fields") or "")
    if path := unknown_path(document("sheets", "v4"), "SpreadsheetProperties", mask):
        raise invalid(f"Invalid field: {path}")
    for name in mask.parts or ("title", "locale", "timeZone", "autoRecalc"):
        value = properties.get(name) or ""
        if name == "title" and value:
            call.book.title = value
        elif name == "locale" and re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", value):
            call.book.locale = value
        elif name == "timeZone" and _is_time_zone(value):
            call.book.time_zone = value
        elif name == "autoRecalc" and value:
            call.book.auto_recalc = value
        elif name in ("title", "locale", "timeZone", "autoRecalc"):
            raise invalid(f"Invalid value for properties.{name}: {value!r}")
        else:
            raise unbuilt(f"SpreadsheetProperties.{name}")


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


KINDS: dict[str, Kind] = {
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "updateSheetProperties": _update_sheet,
    "updateSpreadsheetProperties": _update_spreadsheet,
}
