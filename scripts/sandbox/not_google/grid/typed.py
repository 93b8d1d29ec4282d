"""What typing into a cell makes of a text (USER_ENTERED): a formula, a number, a date, or just text."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from scripts.sandbox.not_google.grid.dates import read_date
from scripts.sandbox.not_google.grid.values import Entered, Formula, number

_COMMA_LANGUAGES = frozenset("de fr es it pt nl pl ru sv da fi nb no tr cs hu ro uk el bg hr sk sl".split())
_CURRENCIES = "$€£¥"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was made of a text; `format_type` and `pattern` are set when typing also chose a number format."""

    value: Entered
    format_type: str = ""
    pattern: str = ""


def decimal_comma(locale: str) -> bool:
    """Whether people in this locale write 0,5."""
    return locale.partition("_")[0] in _COMMA_LANGUAGES


def typed(text: str, locale: str) -> Typed:
    """What Sheets makes of a text that somebody types into a cell without a format of its own."""
    if text == "":
        return Typed(None)
    if text.startswith("'"):
        return Typed(text[1:] or None)
    if text.startswith("=") and len(text) > 1:
        return Typed(Formula(text))
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return Typed(bare.upper() == "TRUE")
    if (found := _number(bare, locale)) is not None:
        return found
    if (day := read_date(bare, locale)) is not None:
        return Typed(number(day[0]), day[1])
    # People often start a line with + or -, and Sheets takes it for a formula all the same.
    if bare[0] in "+-" and len(bare) > 1:
        return Typed(Formula("=" + bare))
    return Typed(text)


def _number(text: str, locale: str) -> Typed | None:
    point, group = (",", ".") if decimal_comma(locale) else (".", ",")
    shape = re.compile(
        rf"(?P<sign>[-+]?)(?P<money>[{_CURRENCIES}]?) ?"
        rf"(?P<whole>\d{{1,3}}(?:{re.escape(group)}\d{{3}})+|\d*)(?P<part>{re.escape(point)}\d*)?"
        r"(?P<power>[eE][-+]?\d+)?(?P<percent> ?%)?"
    )
    match = shape.fullmatch(text)
    if match is None or not (match["whole"] or (match["part"] or "").strip(point)):
        return None
    digits = match["whole"].replace(group, "") + (match["part"] or "").replace(point, ".") + (match["power"] or "")
    value = float(match["sign"] + digits)
    if not math.isfinite(value):
        return None
    places = len((match["part"] or point)[1:])
    if match["percent"]:
        return Typed(number(round(value / 100, 15)), "PERCENT", "0.00%" if places else "0%")
    if match["money"]:
        return Typed(number(value), "CURRENCY", f"{match['money']}#,##0" + (".00" if places else ""))
    if match["power"]:
        return Typed(number(value), "SCIENTIFIC", "0.00E+00")
    if group in match["whole"]:
        return Typed(number(value), "NUMBER", "#,##0" + (".00" if places else ""))
    return Typed(number(value))
