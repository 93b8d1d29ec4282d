"""Sorting the rows of a rectangle: what was entered moves, with its look, its rule and its note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from scripts.sandbox.not_google.formulas.references import Change, Reference, rewrite, shifted
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.cells import Cell
from scripts.sandbox.not_google.grid.ordering import sorted_places
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.grid.values import Formula, Value
from scripts.sandbox.not_google.wire.errors import invalid


class Values(Protocol):
    """What cells come to; rows are sorted by that, spilled cells included."""

    def column(self, tab: Tab, column: int) -> Sequence[Value]:
        """All values of a column."""
        ...


def sort(book: Book, tab: Tab, box: Box, keys: Sequence[tuple[int, bool]], values: Values) -> None:
    """Sort the rows of a rectangle by columns (index, whether descending). Raises GoogleRefusal on merged cells.

    A spilled cell holds nothing, so nothing of it moves: it is computed again where its formula wants it.
    """
    inside = tab.clip(box)
    assert inside.bottom is not None and inside.right is not None
    if any(merge.meets(inside) for merge in tab.merges):
        raise invalid("You can't sort a range that contains merged cells.")
    columns = [values.column(tab, column)[inside.top : inside.bottom] for column, _ in keys]
    order = sorted_places(columns, [down for _, down in keys], inside.bottom - inside.top)
    lines = [
        [tab.cell(row, column) for column in range(inside.left, inside.right)]
        for row in range(inside.top, inside.bottom)
    ]
    for new, old in enumerate(order):
        if new == old:
            continue
        for column, cell in enumerate(lines[old], inside.left):
            tab.put(inside.top + new, column, _carried(tab, cell, new - old))
    tab.touch()


def _carried(tab: Tab, cell: Cell, rows: int) -> Cell:
    if not isinstance(cell.entered, Formula):
        return cell
    return replace(cell, entered=Formula(rewrite(cell.entered.text, _with_its_row(tab, rows))))


def _with_its_row(tab: Tab, rows: int) -> Change:
    def change(reference: Reference) -> Reference | None:
        own = reference.title is None or reference.title.casefold() == tab.title.casefold()
        return shifted(reference, rows, 0) if own else reference

    return change
