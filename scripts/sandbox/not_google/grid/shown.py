"""How a value looks in its cell (FORMATTED_VALUE): by the cell's number format, or the way Sheets chooses itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scripts.sandbox.not_google.grid.dates import moment
from scripts.sandbox.not_google.grid.typed import decimal_comma
from scripts.sandbox.not_google.grid.values import SheetError, Value

_DEFAULT_PATTERNS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": "$#,##0.00",
    "SCIENTIFIC": "0.00E+00",
}
_DATE_TYPES = frozenset({"DATE", "TIME", "DATE_TIME"})
_FIRST_DAY, _LAST_DAY = -693_593, 2_958_466
"""The years 1 to 9999; other numbers are no dates."""
_DATE_PART = re.compile(r'yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|"[^"]*"|\\.|.', re.IGNORECASE)
_NUMBER_PART = re.compile(r'(?P<before>(?:"[^"]*"|[^0#?"])*)(?P<digits>[0#?,.]+)(?P<after>.*)')


def shown(value: Value, shape: Mapping[str, str], locale: str) -> str:
    """A value as the cell shows it, given the cell's number format (empty: automatic)."""
    if value is None:
        return ""
    if isinstance(value, SheetError):
        return value.shown
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    kind = shape.get("type", "")
    pattern = shape.get("pattern") or _DEFAULT_PATTERNS.get(kind, "")
    if kind in _DATE_TYPES and _FIRST_DAY <= value < _LAST_DAY:
        return _date(value, pattern or _usual_date(kind, locale))
    if not pattern or kind in ("TEXT", *_DATE_TYPES) or pattern == "@":
        return plain_number(value, locale)
    return _number(value, pattern, locale)


def plain_number(value: float, locale: str = "en_US") -> str:
    """A number without a format: up to 15 significant digits, no trailing zeros."""
    text = number_text(value)
    return text.replace(".", ",") if decimal_comma(locale) else text


def number_text(value: float) -> str:
    """A number joined to text with `&`: up to 15 significant digits, whatever the locale."""
    if isinstance(value, int) and abs(value) < 10**15:
        return str(value)
    return f"{value:.15g}".replace("e", "E")


def _usual_date(kind: str, locale: str) -> str:
    day = "m/d/yyyy" if locale == "en_US" else "dd/mm/yyyy" if locale.startswith("en") else "dd.mm.yyyy"
    return {"DATE": day, "TIME": "h:mm:ss am/pm" if locale == "en_US" else "hh:mm:ss"}.get(kind, f"{day} h:mm:ss")


def _date(value: float, pattern: str) -> str:
    at = moment(value)
    half = "am/pm" in pattern.lower()
    hour = (at.hour % 12 or 12) if half else at.hour
    words = {
        "yyyy": f"{at.year:04}",
        "yy": f"{at.year % 100:02}",
        "mmmm": at.strftime("%B"),
        "mmm": at.strftime("%b"),
        "dddd": at.strftime("%A"),
        "ddd": at.strftime("%a"),
        "dd": f"{at.day:02}",
        "d": str(at.day),
        "hh": f"{hour:02}",
        "h": str(hour),
        "ss": f"{at.second:02}",
        "s": str(at.second),
        "am/pm": "AM" if at.hour < 12 else "PM",
    }
    parts = _DATE_PART.findall(pattern)
    text = []
    for index, part in enumerate(parts):
        low = part.lower()
        if low in ("mm", "m"):
            text.append(str(_minutes_or_month(parts, index, at.minute, at.month)).zfill(len(low)))
        elif low in words:
            text.append(words[low])
        else:
            text.append(part.strip('"').removeprefix("\\"))
    return "".join(text)


def _minutes_or_month(parts: list[str], index: int, minute: int, month: int) -> int:
    """`mm` means minutes after an hour or before seconds, and the month elsewhere."""
    letters = [(place, part[0].lower()) for place, part in enumerate(parts) if part[0].lower() in "mhsdy"]
    at = next(number for number, (place, _) in enumerate(letters) if place == index)
    after_hour = at > 0 and letters[at - 1][1] == "h"
    before_seconds = at + 1 < len(letters) and letters[at + 1][1] == "s"
    return minute if after_hour or before_seconds else month


def _number(value: float, pattern: str, locale: str) -> str:
    pattern = pattern.partition(";")[0]
    match = _NUMBER_PART.fullmatch(pattern)
    if match is None:
        return plain_number(value, locale)
    before, digits, after = match["before"].replace('"', ""), match["digits"], match["after"].replace('"', "")
    if after.upper().startswith("E+"):
        places = len(digits.partition(".")[2])
        mantissa, _, power = f"{value:.{places}e}".partition("e")
        return f"{before}{mantissa}E{power[0]}{int(power[1:]):02}"
    if "%" in after:
        value *= 100
    whole, _, part = digits.partition(".")
    text = f"{abs(value):,.{len(part)}f}"
    optional = len(part) - len(part.rstrip("#"))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    text = text.rstrip(".") if part else text
    if "," not in whole:
        text = text.replace(",", "")
    if decimal_comma(locale):
        text = text.translate(str.maketrans(",.", ".,"))
    return ("-" if value < 0 else "") + before + text + after
