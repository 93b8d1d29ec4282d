"""Where our columns stand in a tab, and what becomes of headers that are missing, renamed or there twice."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from scripts.ops.workbook.drift import Drift, Request
from scripts.ops.workbook.formulas import Places
from scripts.ops.workbook.found import FoundCell, Json
from scripts.ops.workbook.tabs_there import Ours
from ticket_router.adapters.google.column_cells import column_letter
from ticket_router.domain.workbook.grid import cell_text
from ticket_router.domain.workbook.shape import Column, plain

_ALIKE = 0.6
"""How alike (0 to 1) two headers have to be to be taken for a renaming."""


def placed(ours: Iterable[Ours]) -> tuple[list[Ours], dict[str, dict[str, int]], list[Drift]]:
    """The tabs with every column that could be put back, where all columns then stand, and what that takes."""
    tabs: list[Ours] = []
    places: dict[str, dict[str, int]] = {}
    drifts: list[Drift] = []
    for one in ours:
        if one.is_new:
            tabs.append(one)
            places[one.template.title] = {c.field: n for n, c in enumerate(one.template.columns)}
            continue
        mended, at, found = _mended(one)
        tabs.append(mended)
        places[one.template.title] = at
        drifts += found
    return tabs, places, drifts


def _mended(one: Ours) -> tuple[Ours, dict[str, int], list[Drift]]:
    at, drifts = _columns_found(one)
    columns = one.template.columns
    for number, column in enumerate(columns):
        if column.field in at:
            continue
        place = max((at[before.field] + 1 for before in columns[:number] if before.field in at), default=0)
        if lookalike := _lookalike(one, column, at, place):
            drifts.append(
                Drift(
                    f"{one.template.title}: there is no column '{column.name}'; is it the one that is called "
                    f"'{lookalike}' now? Its header has to be '{column.name}' again."
                )
            )
            continue
        says = f"{one.template.title}: there is no column '{column.name}'."
        following = columns[number + 1].field if number + 1 < len(columns) else ""
        if at.get(following) == place + 1 and one.found.cell(0, place).is_empty:
            # Only the header was cleared: it stood exactly here, and what stands below it is still its own.
            drifts.append(Drift(says, (_rename(one, place, column),)))
            one = replace(one, found=replace(one.found, cells={**one.found.cells, 0: _named(one, place, column)}))
        else:
            drifts.append(Drift(says, (_insert(one, place),)))
            one = _with_column(one, place)
            at = {field: spot + (spot >= place) for field, spot in at.items()}
        at[column.field] = place
    return one, at, drifts


def _columns_found(one: Ours) -> tuple[dict[str, int], list[Drift]]:
    """Positions by field; the first of two equal headers counts, as it does for the router."""
    at: dict[str, int] = {}
    drifts: list[Drift] = []
    for place, cell in enumerate(one.found.header):
        column = _column_of(one, cell)
        if column is None:
            continue
        if column.field not in at:
            at[column.field] = place
            continue
        first, second = column_letter(at[column.field]), column_letter(place)
        says = (
            f"{one.template.title}: the header '{column.name}' stands in column {first} and again in column {second}; "
            f"only {first} counts, so rename or remove the other one."
        )
        drifts.append(Drift(says))
    return at, drifts


def _column_of(one: Ours, cell: FoundCell) -> Column | None:
    shown = plain(cell_text(cell.shown))
    for column in one.template.columns:
        # A formula that shows an error instead of its header is still that column's.
        by_formula = column.formula and one.template.formula_row == 1 and f'"{column.name}"' in cell.formula
        if plain(column.name) == shown or by_formula:
            return column
    return None


def _lookalike(one: Ours, column: Column, at: dict[str, int], place: int) -> str:
    """The header that ours may have become: the stranger that resembles it, or the one that stands in its place."""
    strangers = {
        spot: " ".join(cell_text(cell.shown).split())
        for spot, cell in enumerate(one.found.header)
        if not cell.is_empty and spot not in at.values()
    }
    if column.formula:
        return ""
    near = difflib.get_close_matches(plain(column.name), [plain(name) for name in strangers.values()], 1, _ALIKE)
    by_name = next((name for name in strangers.values() if near and plain(name) == near[0]), "")
    return by_name or strangers.get(place, "")


def _rename(one: Ours, place: int, column: Column) -> Request:
    cell = {"userEnteredValue": {"stringValue": column.name}}
    start = {"sheetId": one.found.sheet_id, "rowIndex": 0, "columnIndex": place}
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}


def _named(one: Ours, place: int, column: Column) -> tuple[FoundCell, ...]:
    header = list(one.found.header)
    header += [FoundCell()] * (place + 1 - len(header))
    header[place] = replace(header[place], shown=column.name)
    return tuple(header)


def _insert(one: Ours, place: int) -> Request:
    span = {"sheetId": one.found.sheet_id, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    return {"insertDimension": {"range": span, "inheritFromBefore": place > 0}}


def _with_column(one: Ours, place: int) -> Ours:
    """The tab as it is once an empty column was inserted there."""
    cells = {
        row: (*line[:place], FoundCell(), *line[place:]) if place <= len(line) else line
        for row, line in one.found.cells.items()
    }
    fresh = frozenset({spot + (spot >= place) for spot in one.fresh} | {place})
    found = replace(
        one.found,
        cells=cells,
        column_count=one.found.column_count + 1,
        protections=tuple(_shifted(protection, place) for protection in one.found.protections),
        looks=tuple(_shifted(look, place) for look in one.found.looks),
    )
    return replace(one, found=found, fresh=fresh)


def _shifted(told: Json, place: int) -> dict[str, Any]:
    """Something with ranges in it, after a column was inserted: what ends behind that place moves on with it."""
    moved: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, Mapping):
            moved[name] = _shifted(value, place)
        elif isinstance(value, list) and name in ("ranges", "unprotectedRanges"):
            moved[name] = [_shifted(part, place) for part in value]
        else:
            on = (name == "startColumnIndex" and value >= place) or (name == "endColumnIndex" and value > place)
            moved[name] = value + 1 if on else value
    return moved


def all_placed(one: Ours, places: Places) -> list[tuple[int, Column]]:
    """(position, column) of every column of ours that is there, in the template's order."""
    at = places[one.template.title]
    return [(at[column.field], column) for column in one.template.columns if column.field in at]
