"""By what a row is known without its number, which changes whenever people sort: its Status is looked up by this."""

from __future__ import annotations

from collections.abc import Iterable

from ticket_router.domain.workbook.grid import Cell, cell_text

BETWEEN = "\u00a6"
"""A broken bar: no sensible cell holds one."""
LONGEST_KEY = 49_000
"""Characters: a cell takes 50,000. A row longer than that goes without a Status."""


def row_key(title: str, cells: Iterable[Cell]) -> str:
    """The key of a rule row: its tab and the text of all the cells that people fill, in the template's order."""
    return BETWEEN.join([title, *(cell_text(cell) for cell in cells)])
