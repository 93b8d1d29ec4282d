"""A day, as Sheets stores one or as people write one, unless it can be read as two different days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ticket_router.domain.workbook.grid import Cell
from ticket_router.domain.workbook.problems import BadCell, shown
from ticket_router.domain.workbook.texts import line_of

DAY_ZERO = date(1899, 12, 30)
"""A date in Sheets is the number of days since then."""
EARLIEST, LATEST = 2000, 2999
"""Years. A number outside them is some other number in the wrong column: 2026 alone is a day of 1905."""
_MONTHS = "january february march april may june july august september october november december".split()
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ][\d:.]+(?:Z|[+-][\d:]+)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[.,]?[ -]([a-z]{3,9})[.,]?[ -](\d{4})", re.IGNORECASE)
_MONTH_DAY = re.compile(r"([a-z]{3,9})[. ] ?(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.IGNORECASE)
_FIX = "Write the day as 2026-12-31"


def day_in(cell: Cell) -> date | None:
    """The day in the cell; None when it is blank. Raises BadCell."""
    text = line_of(cell)
    if not text:
        return None
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _from_serial(cell, text)
    day = _from_text(text)
    if day is None or not EARLIEST <= day.year <= LATEST:
        raise BadCell(f"{shown(text)} is no date", _FIX)
    return day


def _from_serial(serial: float, text: str) -> date:
    first, last = ((date(year, *day) - DAY_ZERO).days for year, day in ((EARLIEST, (1, 1)), (LATEST, (12, 31))))
    if not first <= serial < last + 1:
        raise BadCell(f"{shown(text)} is no date", _FIX)
    return DAY_ZERO + timedelta(days=int(serial))


def _from_text(text: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(text, found[2], int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_MONTH.fullmatch(text):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    return None


def _year_last(text: str, between: str, one: int, two: int, year: int) -> date | None:
    day_first, month_first = _day(year, two, one), _day(year, one, two)
    # Between dots the day comes first wherever dates are written so.
    if between == ".":
        return day_first
    if day_first and month_first and day_first != month_first:
        raise BadCell(
            f"{shown(text)} can be {_in_words(day_first)} or {_in_words(month_first)}",
            f"Write {day_first.isoformat()} or {month_first.isoformat()}, whichever you mean",
        )
    return day_first or month_first


def _month(name: str) -> int:
    """1 to 12 for a month's English name or its first letters; 0, which no date has, for any other word."""
    wanted = name.casefold()
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(wanted) or wanted == month[:3] + "t"), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_words(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()}"
