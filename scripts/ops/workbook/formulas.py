"""Formulas of the templates, with the columns where they stand today.

`{topic}` is a whole column of the same tab (rows are inserted right beneath the header, and a whole column never
shifts), `{Teams.team}` one of another tab, `{team:below}` a column without its header, `{header}` the column's own
name as text, `{row_key}` the key of each row as `ticket_router.domain.workbook.keys` makes it, and `{blank_key}` that
of an empty row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ticket_router.adapters.google.column_cells import column_letter
from ticket_router.domain.workbook.keys import BETWEEN, row_key
from ticket_router.domain.workbook.shape import Column, Tab

Places = Mapping[str, Mapping[str, int]]
"""Where columns stand (0 is column A), by tab title and field."""

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w ]*(?:\.\w+)?)(:below)?\}")
_QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')""")
_BARE_TITLE = re.compile(r"[A-Za-z_]\w*\Z")
_POINT_LANGUAGES = frozenset({"en", "ja", "ko", "zh", "th", "he", "iw"})


class Unplaced(LookupError):
    """A formula needs a column that is not there."""


def quoted_title(title: str) -> str:
    """A tab's title as a reference writes it."""
    return title if _BARE_TITLE.match(title) else "'" + title.replace("'", "''") + "'"


def separator(locale: str) -> str:
    """What stands between arguments: a semicolon where the comma is the decimal mark (`de_DE`)."""
    return "," if not locale or locale.partition("_")[0] in _POINT_LANGUAGES else ";"


def expanded(column: Column, tab: Tab, places: Places, locale: str = "en_GB") -> str:
    """The column's formula as the sheet takes it. Raises Unplaced when a column that it names is not there."""

    def reference(title: str, field: str, below: bool = False) -> str:
        try:
            name = column_letter(places[title][field])
        except KeyError:
            raise Unplaced(f"{title} has no column {field}") from None
        prefix = "" if title == tab.title else f"{quoted_title(title)}!"
        return f"{prefix}{name}2:{name}" if below else f"{prefix}{name}:{name}"

    def filled(match: re.Match[str]) -> str:
        name, below = match[1], bool(match[2])
        if name == "header":
            return _text(column.name)
        if name == "row_key":
            return _key(tab, reference)
        if name == "blank_key":
            return _text(row_key(tab.title, [None] * len(tab.written_by_people)))
        title, _, field = name.rpartition(".")
        return reference(title or tab.title, field, below)

    formula = _PLACEHOLDER.sub(filled, column.formula)
    if separator(locale) == ",":
        return formula
    return _outside_quotes(formula, lambda part: part.replace(",", ";"))


def comparable(formula: str) -> str:
    """A formula without what Sheets may write otherwise: spaces, separators, case, and quotes around titles."""
    parts = _QUOTED.split(formula)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            parts[place] = re.sub(r"[;\\]", ",", re.sub(r"[\s$]+", "", part)).upper()
        elif part.startswith("'"):
            parts[place] = part[1:-1].upper()
    return "".join(parts)


def _key(tab: Tab, reference: Callable[[str, str], str]) -> str:
    cells = "".join(f"&{_text(BETWEEN)}&{reference(tab.title, c.field)}" for c in tab.written_by_people[1:])
    first = reference(tab.title, tab.written_by_people[0].field)
    return f"{_text(tab.title + BETWEEN)}&{first}{cells}"


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _outside_quotes(formula: str, change: Callable[[str], str]) -> str:
    parts = _QUOTED.split(formula)
    return "".join(part if place % 2 else change(part) for place, part in enumerate(parts))
