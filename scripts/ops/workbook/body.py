"""The cells below the header: dropdowns and checkboxes, text that stays text, dates, and the rows of a new tab."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.ops.cells import row_cells
from scripts.ops.tabs import read_tabs
from scripts.ops.workbook.columns import all_placed
from scripts.ops.workbook.drift import Drift, Request
from scripts.ops.workbook.formulas import Places
from scripts.ops.workbook.found import FoundCell, Json
from scripts.ops.workbook.ranges import area
from scripts.ops.workbook.tabs_there import Ours
from ticket_router.adapters.google.column_cells import LISTS_TAB, validations
from ticket_router.domain.workbook.grid import Cell, Grid
from ticket_router.domain.workbook.shape import Column, FilledBy, Tab, TabKind

_NOT_TEXT = frozenset({"number", "checkbox", "date"})


def rules_of(one: Ours, places: Places) -> Mapping[int, Json]:
    """What cells take, by position, as Sheets checks it; the router gives its new rows the same rules."""
    return validations(one.template, _headers(one.template, places), _headers(read_tabs()[LISTS_TAB], places))


def number_format_of(tab: Tab, column: Column) -> dict[str, str] | None:
    """How a cell is kept: what is text never becomes a number, a date or a formula while it is typed.

    Correction columns hold words from dropdowns, and the router writes its system tabs with formats of their own.
    """
    if column.type == "date":
        return {"type": "DATE", "pattern": "yyyy-mm-dd"}
    is_correction = tab.kind is TabKind.live and column.filled_by is FilledBy.people
    if column.formula or column.type in _NOT_TEXT or is_correction or tab.kind is TabKind.system:
        return None
    return {"type": "TEXT", "pattern": "@"}


def body(one: Ours, places: Places) -> list[Drift]:
    """What differs below the header, as far as the sampled rows tell."""
    drifts: list[Drift] = []
    rules = rules_of(one, places)
    for place, column in all_placed(one, places):
        # A column that was just inserted took over the formats of its neighbour.
        samples = [] if place in one.fresh else [cells for row, cells in one.found.cells.items() if row > 0]
        cells = [line[place] if place < len(line) else FoundCell() for line in samples]
        found = (_dropdown(one, place, column, rules.get(place), cells), _format(one, place, column, cells))
        drifts += [drift for drift in found if drift]
    if one.is_new and one.template.rows:
        drifts.append(Drift("", (_starter_rows(one),)))
    return drifts


def _headers(tab: Tab, places: Places) -> Grid:
    at = places[tab.title]
    row: list[Cell] = [None] * (max(at.values(), default=0) + 1)
    for field, place in at.items():
        row[place] = tab.by_field[field].name
    return Grid([row])


def _dropdown(one: Ours, place: int, column: Column, wanted: Json | None, cells: list[FoundCell]) -> Drift | None:
    is_fresh = place in one.fresh
    if wanted is None or (not is_fresh and all(_same(cell.validation, wanted) for cell in cells)):
        return None
    kind = "checkbox" if column.type == "checkbox" else "dropdown"
    says = f"{one.template.title}: the {kind} of '{column.name}' is missing or offers something else."
    target = area(one.found, (1, None), (place, place + 1))
    return Drift("" if is_fresh else says, ({"setDataValidation": {"range": target, "rule": wanted}},))


def _same(found: Json | None, wanted: Json) -> bool:
    return found is not None and _rule(found) == _rule(wanted)


def _rule(rule: Json) -> tuple[object, ...]:
    condition = rule.get("condition", {})
    values = tuple(_value(value.get("userEnteredValue", "")) for value in condition.get("values", []))
    return condition.get("type"), values, rule.get("strict", False), rule.get("showCustomUi", False)


def _value(text: str) -> str:
    return text.replace("$", "").replace("'", "") if text.startswith("=") else text


def _format(one: Ours, place: int, column: Column, cells: list[FoundCell]) -> Drift | None:
    wanted = number_format_of(one.template, column)
    if wanted is None or place in one.fresh or all(cell.number_type == wanted["type"] for cell in cells):
        return None  # a fresh column gets it together with its looks
    as_what = "dates" if wanted["type"] == "DATE" else "text"
    repeat = {
        "range": area(one.found, (1, None), (place, place + 1)),
        "cell": {"userEnteredFormat": {"numberFormat": wanted}},
        "fields": "userEnteredFormat.numberFormat",
    }
    return Drift(
        f"{one.template.title}: the cells of '{column.name}' are not kept as {as_what} any more.",
        ({"repeatCell": repeat},),
    )


def _starter_rows(one: Ours) -> Request:
    rows = [{"values": [_typed(cell) for cell in row_cells(one.template, row)]} for row in one.template.rows]
    start = {"sheetId": one.found.sheet_id, "rowIndex": 1, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def _typed(cell: Cell) -> dict[str, Any]:
    if cell is None:
        return {}
    kind = "boolValue" if isinstance(cell, bool) else "stringValue" if isinstance(cell, str) else "numberValue"
    return {"userEnteredValue": {kind: cell}}
