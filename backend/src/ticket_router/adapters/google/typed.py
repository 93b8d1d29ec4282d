"""One value as a typed cell: what a customer wrote can then be no formula, no number and no date.

Source: Sheets API reference, CellData and ExtendedValue; a cell takes 50,000 characters.
"""

from __future__ import annotations

import math
from typing import Any

from ticket_router.domain.workbook.grid import Cell

LONGEST_CELL = 50_000
"""Characters as Google counts them: UTF-16 units."""
_ROOM = 100
"""Left for the words that say so."""


def cell_data(cell: Cell) -> dict[str, Any]:
    """A CellData with `userEnteredValue`, and with text as its format when it is text; an empty one clears the cell."""
    if cell is None:
        return {}
    if isinstance(cell, bool):
        return {"userEnteredValue": {"boolValue": cell}}
    if isinstance(cell, float | int) and math.isfinite(cell):
        return {"userEnteredValue": {"numberValue": cell}}
    text = {"stringValue": fitting(str(cell))}
    # Without the format, whoever opens the cell and presses Enter makes a formula of `=...`.
    return {"userEnteredValue": text, "userEnteredFormat": {"numberFormat": {"type": "TEXT", "pattern": "@"}}}


def fitting(text: str) -> str:
    """The text, or as much of it as a cell takes with words about the rest. Half a surrogate pair becomes `?`."""
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * LONGEST_CELL:
        return text.encode("utf-8", "replace").decode("utf-8")
    kept = units[: 2 * (LONGEST_CELL - _ROOM)].decode("utf-16-le", "ignore")
    return f"{kept} \u2026 (cut here: a cell takes no more of its {len(units) // 2:,} characters)"
