"""What a cell of a column is like before anything is in it: its dropdown or checkbox, and text that stays text.

A new row has them from here, whatever its neighbours have. Source: Sheets API reference, CellData, DataValidationRule.
"""

from __future__ import annotations

from typing import Any

from ticket_router.domain.workbook.grid import Grid, cell_text
from ticket_router.domain.workbook.layout import layout_of
from ticket_router.domain.workbook.shape import Column, FilledBy, Tab, plain

LISTS_TAB = "_lists"
"""Its columns hold what dropdowns offer, under headers such as `Topics.topic`."""


def column_letter(place: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def validations(tab: Tab, grid: Grid, lists: Grid | None) -> dict[int, dict[str, Any]]:
    """The rule for a cell by position, for the columns of this tab that have one, where they stand today."""
    at = layout_of(tab, grid).at
    found = {at[column.field]: _rule(column, lists) for column in tab.columns if column.field in at}
    return {place: rule for place, rule in found.items() if rule is not None}


def fresh_cells(tab: Tab, grid: Grid, lists: Grid | None) -> dict[int, dict[str, Any]]:
    """The CellData of a blank cell by position, for the columns of this tab where they stand today."""
    at = layout_of(tab, grid).at
    found = {at[c.field]: _format(c) for c in tab.columns if c.field in at}
    for place, rule in validations(tab, grid, lists).items():
        found[place] = {**found[place], "dataValidation": rule}
    return found


def _format(column: Column) -> dict[str, Any]:
    """Text stays text when somebody types into it or opens it and presses Enter."""
    if column.type == "date":
        return {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
    if column.formula or column.type in ("number", "checkbox"):
        return {}
    return {"userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}}}


def _rule(column: Column, lists: Grid | None) -> dict[str, Any] | None:
    if column.filled_by is not FilledBy.people:
        return None
    if column.type == "checkbox":
        return _shown({"type": "BOOLEAN"}, strict=True)
    choices = ("yes", "no") if column.type == "yes_no" else column.choices
    if choices:
        return _shown({"type": "ONE_OF_LIST", "values": [{"userEnteredValue": c} for c in choices]}, strict=True)
    if column.choices_from and (name := _list_of(column.choices_from, lists)):
        source = f"={LISTS_TAB}!${name}$2:${name}"
        condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": source}]}
        # Several of a list, or `team/@person`, are in no list.
        return _shown(condition, strict=column.type == "choice")
    return None


def _list_of(source: str, lists: Grid | None) -> str:
    """The letters of the column in `_lists` that offers this; empty when it is not there."""
    for place, header in enumerate(lists.header if lists else ()):
        if plain(cell_text(header)) == plain(source):
            return column_letter(place)
    return ""


def _shown(condition: dict[str, Any], *, strict: bool) -> dict[str, Any]:
    return {"condition": condition, "strict": strict, "showCustomUi": True}
