"""Tabs, protections, formats and names as the API tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.sandbox.not_google.drive.spreadsheet import Spreadsheet
from scripts.sandbox.not_google.grid.book import Named
from scripts.sandbox.not_google.grid.boxes import to_grid_range
from scripts.sandbox.not_google.grid.tab import Conditional, Protection, Tab

DEFAULT_FORMAT: Mapping[str, Any] = {
    "backgroundColor": {"red": 1, "green": 1, "blue": 1},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
}


def properties_json(tab: Tab, index: int) -> dict[str, Any]:
    """SheetProperties; what is at its default stays away, as in Google's answers."""
    grid: dict[str, Any] = {"rowCount": tab.row_count, "columnCount": tab.column_count}
    if tab.frozen_rows:
        grid["frozenRowCount"] = tab.frozen_rows
    if tab.frozen_columns:
        grid["frozenColumnCount"] = tab.frozen_columns
    if tab.hide_gridlines:
        grid["hideGridlines"] = True
    found: dict[str, Any] = {
        "sheetId": tab.id,
        "title": tab.title,
        "index": index,
        "sheetType": "GRID",
        "gridProperties": grid,
    }
    if tab.hidden:
        found["hidden"] = True
    if tab.right_to_left:
        found["rightToLeft"] = True
    if tab.colour is not None:
        found["tabColor"], found["tabColorStyle"] = tab.colour, {"rgbColor": tab.colour}
    return found


def tab_json(file: Spreadsheet, tab: Tab, index: int, user: str) -> dict[str, Any]:
    """A Sheet without its cells."""
    found: dict[str, Any] = {"properties": properties_json(tab, index)}
    if tab.merges:
        found["merges"] = [to_grid_range(tab.id, box) for box in tab.merges]
    if tab.conditionals:
        found["conditionalFormats"] = [conditional_json(tab, one) for one in tab.conditionals]
    if tab.protections:
        found["protectedRanges"] = [protection_json(file, tab, one, user) for one in tab.protections]
    if tab.charts:
        found["charts"] = tab.charts
    if tab.basic_filter is not None:
        found["basicFilter"] = tab.basic_filter
    return found


def conditional_json(tab: Tab, conditional: Conditional) -> dict[str, Any]:
    """A ConditionalFormatRule."""
    return {"ranges": [to_grid_range(tab.id, box) for box in conditional.boxes], **conditional.rule}


def protection_json(file: Spreadsheet, tab: Tab, protection: Protection, user: str) -> dict[str, Any]:
    """A ProtectedRange. Its editors are told to those who may edit it; one that only warns has none."""
    may_edit = protection.warning_only or user == file.owner or user in protection.editors
    found: dict[str, Any] = {
        "protectedRangeId": protection.id,
        "range": to_grid_range(tab.id, protection.box),
        "requestingUserCanEdit": may_edit,
    }
    if protection.description:
        found["description"] = protection.description
    if protection.unprotected:
        found["unprotectedRanges"] = [to_grid_range(tab.id, box) for box in protection.unprotected]
    if protection.warning_only:
        found["warningOnly"] = True
    elif may_edit:
        found["editors"] = {"users": sorted({file.owner, *protection.editors})}
    return found


def named_json(named: Named) -> dict[str, Any]:
    """A NamedRange."""
    return {"namedRangeId": named.id, "name": named.name, "range": to_grid_range(named.tab_id, named.box)}
