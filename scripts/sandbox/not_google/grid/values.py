"""What a cell can hold: text, a number, true or false, a formula, an error; and how the API writes each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.sandbox.not_google.wire.errors import invalid

LONGEST = 50_000
"""Characters a cell takes (support.google.com/drive/answer/37603)."""

ERROR_TYPES = {
    "#ERROR!": "ERROR",
    "#NULL!": "NULL_VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#REF!": "REF",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#N/A": "N_A",
}
"""An error as a cell shows it, and its ErrorType in the API."""


@dataclass(frozen=True, slots=True)
class SheetError:
    """An error value: what the cell shows, and why (the red corner's text)."""

    shown: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it was entered, `=` included."""

    text: str


Value = str | int | float | bool | SheetError | None
"""What a cell comes to; None is blank. Whole numbers are ints, whatever they were made of."""

Entered = Value | Formula
"""What a cell was given."""

TOO_LONG = f"Your input contains more than the maximum of {LONGEST} characters in a single cell."


def number(value: float) -> int | float:
    """A number as JSON shows it: 3, not 3.0."""
    return int(value) if abs(value) < 1e15 and value == int(value) else value


def to_extended(value: Entered) -> dict[str, Any] | None:
    """An ExtendedValue; None for a blank cell."""
    if value is None:
        return None
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, SheetError):
        return {"errorValue": {"type": ERROR_TYPES[value.shown], "message": value.why}}
    return {"numberValue": value}


def from_extended(value: Mapping[str, Any] | None) -> Entered:
    """What a userEnteredValue sets; raises GoogleRefusal. Nothing is parsed: `=1+1` as a stringValue stays text."""
    given = {key: member for key, member in (value or {}).items() if member is not None}
    if not given:
        return None
    kind, member = next(iter(given.items()))
    if kind == "errorValue":
        raise invalid("CellData.userEnteredValue.errorValue cannot be set: it is read-only.")
    if isinstance(member, str) and len(member) > LONGEST:
        raise invalid(TOO_LONG)
    if kind == "formulaValue":
        if not member.startswith("="):
            raise invalid(f"Invalid value: formula '{member[:40]}' must begin with =")
        return Formula(member)
    if kind == "numberValue":
        return number(member)
    # Setting empty text leaves a blank cell, as in the UI.
    return member if member != "" else None
