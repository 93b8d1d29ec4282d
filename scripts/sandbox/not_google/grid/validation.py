"""What a cell's data validation rule lets in, and the choices that its dropdown offers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from scripts.sandbox.not_google.formulas.references import read_reference
from scripts.sandbox.not_google.formulas.tokens import FormulaError, tokens
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.cells import number_format
from scripts.sandbox.not_google.grid.shown import shown
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.grid.typed import typed
from scripts.sandbox.not_google.grid.values import Value

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_URL = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


class Values(Protocol):
    """What cells come to."""

    def column(self, tab: Tab, column: int) -> Sequence[Value]:
        """All values of a column."""
        ...


def is_checkbox(rule: Mapping[str, Any] | None) -> bool:
    """Whether a rule makes a checkbox."""
    return rule is not None and rule["condition"]["type"] == "BOOLEAN"


def checkbox_values(rule: Mapping[str, Any]) -> tuple[Value, Value]:
    """What a ticked and an unticked checkbox hold: TRUE and FALSE, unless the rule says otherwise."""
    texts = _texts(rule)
    return (texts[0] if texts else True), (texts[1] if len(texts) > 1 else None if texts else False)


def choices(book: Book, tab: Tab, rule: Mapping[str, Any], values: Values) -> tuple[str, ...]:
    """What the dropdown of a rule offers, as it is shown; nothing for a rule without one."""
    kind = rule["condition"]["type"]
    if kind == "ONE_OF_LIST":
        return tuple(_texts(rule))
    if kind != "ONE_OF_RANGE":
        return ()
    source, box = _source(book, tab, _texts(rule)[0])
    if source is None or box is None:
        return ()
    inside = source.clip(box)
    found: dict[str, None] = {}
    for column in range(inside.left, inside.right or 0):
        for row, value in enumerate(values.column(source, column)[inside.top : inside.bottom], inside.top):
            if value not in (None, ""):
                found[shown(value, number_format(source.cell(row, column)), book.locale)] = None
    return tuple(found)


def _source(book: Book, tab: Tab, text: str) -> Any:
    try:
        pieces = tokens(text if text.startswith("=") else f"={text}")
    except FormulaError:
        return None, None
    if len(pieces) != 1 or pieces[0].kind != "ref":
        return None, None
    reference = read_reference(pieces[0].text)
    return (tab if reference.title is None else book.titled_like(reference.title)), reference.box


def complaint(book: Book, tab: Tab, rule: Mapping[str, Any], value: Value, values: Values) -> str:
    """Why a rule does not let a value in, as a sentence; empty when it does. A blank is always let in."""
    if value is None:
        return ""
    kind = rule["condition"]["type"]
    if kind in ("ONE_OF_LIST", "ONE_OF_RANGE"):
        offered = choices(book, tab, rule, values)
        text = shown(value, {}, book.locale).casefold()
        if any(text == choice.casefold() for choice in offered):
            return ""
        return f"it is not one of {', '.join(offered) or 'the choices (there are none)'}"
    if kind == "BOOLEAN":
        return "" if value in checkbox_values(rule) else "it is not a checkbox value"
    if kind == "CUSTOM_FORMULA":
        return ""  # whether a formula holds is looked at where cells are shown, never at the door
    return "" if meets(rule["condition"], value, book.locale) else _WORDS[kind].format(*_texts(rule))


_WORDS = {
    "TEXT_CONTAINS": "it must contain {0}",
    "TEXT_NOT_CONTAINS": "it must not contain {0}",
    "TEXT_EQ": "it must be {0}",
    "TEXT_NOT_EQ": "it must not be {0}",
    "TEXT_IS_EMAIL": "it must be a mail address",
    "TEXT_IS_URL": "it must be a link",
    "DATE_IS_VALID": "it must be a date",
    "NUMBER_GREATER": "it must be over {0}",
    "NUMBER_GREATER_THAN_EQ": "it must be {0} or more",
    "NUMBER_LESS": "it must be under {0}",
    "NUMBER_LESS_THAN_EQ": "it must be {0} or less",
    "NUMBER_EQ": "it must be {0}",
    "NUMBER_NOT_EQ": "it must not be {0}",
    "NUMBER_BETWEEN": "it must be a number from {0} to {1}",
    "NUMBER_NOT_BETWEEN": "it must not be a number from {0} to {1}",
}


def meets(condition: Mapping[str, Any], value: Value, locale: str) -> bool:
    """Whether a value meets a condition that needs no other cell (texts, numbers, blanks, dates)."""
    kind = condition["type"]
    texts = [one.get("userEnteredValue", "") for one in condition.get("values", ())]
    if kind in ("BLANK", "NOT_BLANK"):
        return (value in (None, "")) is (kind == "BLANK")
    if kind == "DATE_IS_VALID":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind.startswith("NUMBER"):
        return _meets_number(kind, value, [typed(text, locale).value for text in texts])
    return _meets_text(kind, shown(value, {}, locale).casefold(), [text.casefold() for text in texts])


def _meets_text(kind: str, text: str, texts: list[str]) -> bool:
    if kind == "TEXT_IS_EMAIL":
        return _EMAIL.fullmatch(text) is not None
    if kind == "TEXT_IS_URL":
        return _URL.fullmatch(text) is not None
    if kind == "TEXT_CONTAINS":
        return texts[0] in text
    if kind == "TEXT_NOT_CONTAINS":
        return texts[0] not in text
    if kind == "TEXT_STARTS_WITH":
        return text.startswith(texts[0])
    if kind == "TEXT_ENDS_WITH":
        return text.endswith(texts[0])
    return (text in texts) is (kind == "TEXT_EQ")


def _meets_number(kind: str, value: Value, limits: Sequence[Any]) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    if any(not isinstance(limit, int | float) for limit in limits):
        return False
    low, high = limits[0], limits[-1]
    held: dict[str, bool] = {
        "NUMBER_GREATER": value > low,
        "NUMBER_GREATER_THAN_EQ": value >= low,
        "NUMBER_LESS": value < low,
        "NUMBER_LESS_THAN_EQ": value <= low,
        "NUMBER_EQ": value == low,
        "NUMBER_NOT_EQ": value != low,
        "NUMBER_BETWEEN": low <= value <= high,
        "NUMBER_NOT_BETWEEN": not low <= value <= high,
    }
    return held[kind]


def _texts(rule: Mapping[str, Any]) -> list[str]:
    return [one.get("userEnteredValue", "") for one in rule["condition"].get("values", ())]
