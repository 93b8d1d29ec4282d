"""Header cells: their text or formula, and the note that explains the column."""

from __future__ import annotations

from scripts.ops.workbook.columns import all_placed
from scripts.ops.workbook.drift import Drift, Request
from scripts.ops.workbook.formulas import Places, Unplaced, comparable, expanded
from scripts.ops.workbook.found import FoundTab
from scripts.ops.workbook.tabs_there import Ours
from ticket_router.domain.workbook.shape import Column, TabKind


def headers(one: Ours, places: Places, locale: str) -> list[Drift]:
    """What differs in row 1, and in the row of formulas where that is another one."""
    drifts: list[Drift] = []
    formulas: list[Drift] = []
    for place, column in all_placed(one, places):
        in_header = not column.formula or one.template.formula_row > 1
        if in_header and place in one.fresh:
            drifts.append(Drift("", (_write(one.found, 0, place, {"stringValue": column.name}),)))
        if column.formula and (drift := _formula(one, place, column, places, locale)):
            formulas.append(drift)
        if drift := _note(one, place, column):
            drifts.append(drift)
    # A formula that is right shows the error of a wrong one beside it, which goes when that is written again.
    rewritten = [drift for drift in formulas if drift.repair]
    return drifts + (rewritten or formulas)


def note_of(one: Ours, column: Column) -> str:
    """The note on a header; the first one also says what the tab is for."""
    first = column is one.template.columns[0]
    group = f"({column.group}) " if column.group and one.template.kind is TabKind.rules else ""
    return group + column.meaning + (f"\n\nThis tab: {one.template.purpose}" if first else "")


def _formula(one: Ours, place: int, column: Column, places: Places, locale: str) -> Drift | None:
    try:
        wanted = expanded(column, one.template, places, locale)
    except Unplaced:
        return None  # a column that it needs is missing, which is a difference of its own
    row = one.template.formula_row - 1
    cell = one.found.cell(row, place)
    where = f"{one.template.title}: the formula of '{column.name}'"
    if comparable(cell.formula) != comparable(wanted):
        says = "" if place in one.fresh else f"{where} was changed or is gone."
        return Drift(says, (_write(one.found, row, place, {"formulaValue": wanted}),))
    if cell.is_error:
        return Drift(
            f"{where} shows {cell.shown}: something may have been typed or pasted into its column; "
            "clear the cells below the header there."
        )
    return None


def _note(one: Ours, place: int, column: Column) -> Drift | None:
    wanted = note_of(one, column)
    if wanted in one.found.cell(0, place).note:
        return None
    says = (
        "" if place in one.fresh else f"{one.template.title}: the note on '{column.name}' does not explain it any more."
    )
    start = {"sheetId": one.found.sheet_id, "rowIndex": 0, "columnIndex": place}
    rows = [{"values": [{"note": wanted}]}]
    return Drift(says, ({"updateCells": {"start": start, "rows": rows, "fields": "note"}},))


def _write(tab: FoundTab, row: int, place: int, value: dict[str, str]) -> Request:
    start = {"sheetId": tab.sheet_id, "rowIndex": row, "columnIndex": place}
    rows = [{"values": [{"userEnteredValue": value}]}]
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}
