"""Rows of learned examples that say more of a customer than an example may, and what stands there in their place.

An earlier version may have written them so, or a manager. The reader is shown them redacted all the same, but what is
personal shall not stay in the workbook either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ticket_router.domain.learning.labelled import learned_id
from ticket_router.domain.learning.redaction import is_personal, redacted_line
from ticket_router.domain.workbook.grid import Cell, Snapshot, cell_text
from ticket_router.domain.workbook.layout import layout_of, missing_columns
from ticket_router.domain.workbook.rows import sheet_rows
from ticket_router.domain.workbook.shape import Tab

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class PersonalRows:
    """What a look at the Examples tab found to be done."""

    instead: Sequence[Sequence[Cell]] = ()
    """Rows to put on top, where the topmost of an example counts: the same cells, people's own included, redacted."""
    leaving: frozenset[int] = frozenset()
    """Numbers of rows that have such a one above them."""


def personal_rows(tab: Tab, snapshot: Snapshot) -> PersonalRows:
    """See the class. The new row comes first and the old one goes at another look, so breaking off loses nothing."""
    grid = snapshot.tabs.get(tab.title)
    if grid is None or missing_columns(tab, layout := layout_of(tab, grid)):
        return PersonalRows()
    cells = dict(grid.body)
    topmost_is_clean: dict[str, bool] = {}
    instead: list[Sequence[Cell]] = []
    leaving: set[int] = set()
    for row in sheet_rows(tab, grid):
        if not (name := learned_id(cell_text(row.cells["origin"]))):
            continue
        clean = not is_personal(text := cell_text(row.cells["text"]))
        first = name not in topmost_is_clean
        topmost_is_clean.setdefault(name, clean)
        if first and not clean:
            place = layout.at["text"]
            instead.append((*cells[row.number][:place], redacted_line(text), *cells[row.number][place + 1 :]))
        elif not clean and topmost_is_clean[name]:
            leaving.add(row.number)
    return PersonalRows(instead[:MOST_AT_ONCE], frozenset(leaving))
