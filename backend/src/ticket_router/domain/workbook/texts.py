"""A cell as text: what people see in it, without what came along when it was pasted."""

from __future__ import annotations

import math
import re
import unicodedata

from ticket_router.domain.workbook.grid import Cell, cell_text
from ticket_router.domain.workbook.problems import BadCell

BROKEN = frozenset("#REF! #N/A #VALUE! #NAME? #DIV/0! #ERROR! #NUM! #NULL! #SPILL! #CALC!".split())
"""What a cell holds whose formula failed."""
_JOINERS = "\u200c\u200d"
"""Invisible, but part of words (Persian) and of emoji: only those at the ends go."""
_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")


def lines_of(cell: Cell) -> str:
    """The cell's text with its line breaks; an empty string for a blank one.

    Raises BadCell when a formula failed in it.
    """
    text = _visible(_number_text(cell) if isinstance(cell, float | int) else cell_text(cell))
    if text.strip().upper() in BROKEN:
        raise BadCell(f"the formula in this cell is broken ({text.strip()})", "Write the value itself instead")
    lines = [" ".join(line.split()) for line in _LINE_ENDS.sub("\n", text).split("\n")]
    return "\n".join(lines).strip().strip(_JOINERS)


def line_of(cell: Cell) -> str:
    """The cell's text on one line. Raises BadCell when a formula failed in it."""
    return " ".join(lines_of(cell).split())


def as_stored(text: str) -> str:
    """Text that can be stored: half a surrogate pair is no character."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _number_text(cell: float) -> str:
    """`404` for 404.0: a name or a code that Sheets took for a number."""
    if isinstance(cell, bool) or not math.isfinite(cell):
        return cell_text(cell)
    return f"{cell:.0f}" if cell == int(cell) and abs(cell) < 1e15 else cell_text(cell)


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return as_stored("".join(c for c in text if c in _JOINERS or c.isspace() or unicodedata.category(c) not in _UNSEEN))


_UNSEEN = frozenset({"Cc", "Cf"})
"""Control signs; zero-width spaces, soft hyphens, marks for the direction of writing."""
