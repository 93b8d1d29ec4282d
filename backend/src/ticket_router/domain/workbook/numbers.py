"""A number, however the locale or the person wrote it: 0.6, `0,6`, `60%`."""

from __future__ import annotations

import math
import re
import unicodedata

from ticket_router.domain.workbook.grid import Cell
from ticket_router.domain.workbook.problems import BadCell, shown
from ticket_router.domain.workbook.texts import line_of

_NUMBER = re.compile(r"([+-]?)(\d{1,15})?(?:([.,])(\d{1,15}))?\s?(%?)")


def number_in(cell: Cell, low: float | None, high: float | None, percent: float | None) -> float | None:
    """The number in the cell, within both bounds; None when it is blank. `percent`: what one % is, if it may stand.

    Raises BadCell.
    """
    text = line_of(cell)
    if not text:
        return None
    value = cell if isinstance(cell, float | int) and not isinstance(cell, bool) else _from_text(text, percent)
    if not math.isfinite(value):
        raise BadCell(f"{shown(text)} is no number", f"Write a number {_range(low, high)}".rstrip())
    if (low is not None and value < low) or (high is not None and value > high):
        raise BadCell(f"{shown(text)} is not {_range(low, high)}", _better(value, low, high))
    return float(value)


def _from_text(text: str, percent: float | None) -> float:
    plain = unicodedata.normalize("NFKC", text)
    found = _NUMBER.fullmatch(plain)
    if found is None or not (found[2] or found[4]):
        raise BadCell(f"{shown(text)} is no number", "Write digits alone, such as 0.6 or 24")
    sign, whole, point, decimals, per_cent = found.groups()
    if point == "," and len(decimals) == 3 and (whole or "0").strip("0"):
        meant = f"{whole}{decimals} or {float(f'{whole}.{decimals}'):g}"
        raise BadCell(f"{shown(text)} can be read in two ways", f"Write {meant}, whichever you mean")
    value = float(f"{sign}{whole or '0'}.{decimals or '0'}")
    if not per_cent:
        return value
    if percent is None:
        raise BadCell(f"{shown(text)} is a percentage", "Write the number itself, without %")
    # Rounded, because 58 * 0.01 is not 0.58.
    return round(value * percent, 12)


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"from {low:g} to {high:g}"
    if low is not None:
        return f"{low:g} or more"
    return f"{high:g} or less" if high is not None else ""


def _better(value: float, low: float | None, high: float | None) -> str:
    if high == 1 and 1 < value <= 100:
        return f"Write {value / 100:g} or {value:g}%"
    return f"Write a number that is {_range(low, high)}"
