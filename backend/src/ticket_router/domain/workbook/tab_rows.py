"""A rule tab with one row for each thing: all of its rows are read, and what is wrong keeps what was there."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from ticket_router.domain.rulebook import Row, State
from ticket_router.domain.workbook.keeping import kept_rows
from ticket_router.domain.workbook.references import References
from ticket_router.domain.workbook.row_checks import sameness
from ticket_router.domain.workbook.rows import NAMED_BY, SheetRow, read_row
from ticket_router.domain.workbook.shape import Tab
from ticket_router.domain.workbook.tab_result import TabResult, repeated, told


def rows_of(tab: Tab, found: Sequence[SheetRow], old: Sequence[Row], references: References) -> TabResult:
    """The tab's part of the RuleBook from its rows; `old` is the part in force. Learns the names of its rows."""
    rows = _without_repeats(tab, [read_row(row, tab, references) for row in found])
    kept = kept_rows(tab.rulebook_field, rows, old)
    part: list[Row] = []
    for row in rows:
        if row.model:
            part.append(row.model)
        elif row.number in kept:
            part.append(_still(kept[row.number], row))
    meanwhile = {row.number: _meanwhile(row, row.number in kept) for row in rows if row.faults}
    return told(tab, tuple(part), rows, meanwhile)


def _without_repeats(tab: Tab, rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The first row of a name counts, the later ones are wrong."""
    first: dict[Hashable, SheetRow] = {}
    unique: list[SheetRow] = []
    for row in rows:
        same = sameness(row.model) if row.model else None
        if same is not None and same in first:
            unique.append(repeated(row, first[same], tab.by_field[NAMED_BY[tab.rulebook_field]].name))
            continue
        if same is not None:
            first[same] = row
        unique.append(row)
    return unique


def _still(old: Row, row: SheetRow) -> Row:
    """The old row where the wrong one stands; to switch a row off works even when something is wrong with it."""
    off = {"state": State.off} if row.off else {}
    return old.renewed(row=row.number, **off)


def _meanwhile(row: SheetRow, kept: bool) -> str:
    if row.off:
        return "the row is off all the same"
    if kept:
        return "the old row stays in force"
    return f"row {row.instead} counts" if row.instead else "this row does not count until then"
