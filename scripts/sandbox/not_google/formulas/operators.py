"""What the operators do to two values, and how Sheets turns one kind of value into another."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from scripts.sandbox.not_google.grid.shown import number_text
from scripts.sandbox.not_google.grid.typed import typed
from scripts.sandbox.not_google.grid.values import SheetError, Value, number

TOO_LARGE = SheetError("#NUM!", "The result is too large.")
DIVISION = SheetError("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")


def as_number(value: Value) -> int | float | SheetError:
    """A value where a number is wanted: blank is 0, TRUE is 1, a text counts when it looks like a number."""
    if isinstance(value, bool) or value is None:
        return int(value or 0)
    if isinstance(value, str):
        made = typed(value, "en_US").value
        if isinstance(made, int | float) and not isinstance(made, bool):
            return made
        return SheetError("#VALUE!", f"'{value[:40]}' is a text and cannot be coerced to a number.")
    return value


def as_text(value: Value) -> str | SheetError:
    """A value joined to a text: numbers with up to 15 significant digits, TRUE and FALSE."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, SheetError) else number_text(value)


def as_truth(value: Value) -> bool | SheetError:
    """A value where yes or no is wanted."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        return SheetError("#VALUE!", f"'{value[:40]}' is a text and cannot be coerced to a boolean.")
    return value if isinstance(value, SheetError) else bool(value)


def joined(left: Value, right: Value) -> Value:
    """`left & right`."""
    if left.__class__ is str and right.__class__ is str:
        return f"{left}{right}"
    one, other = as_text(left), as_text(right)
    if isinstance(one, SheetError):
        return one
    return other if isinstance(other, SheetError) else one + other


def equal(left: Value, right: Value) -> Value:
    """`left = right`: text whatever its case; blank equals empty text, 0 and FALSE."""
    if isinstance(left, SheetError):
        return left
    if isinstance(right, SheetError):
        return right
    if left is None or right is None:
        other = right if left is None else left
        return other is None or other == "" or (other == 0 and not isinstance(other, str))
    if isinstance(left, str):
        return isinstance(right, str) and (left == right or left.casefold() == right.casefold())
    return isinstance(left, bool) is isinstance(right, bool) and left == right


def _less(left: Value, right: Value) -> bool | SheetError:
    for value in (left, right):
        if isinstance(value, SheetError):
            return value
    one, other = _rank(left, right), _rank(right, left)
    return one < other


def _rank(value: Value, beside: Value) -> tuple[int, float | str]:
    """Numbers come before texts, texts before FALSE and TRUE; a blank is what is beside it, empty."""
    if value is None:
        value = "" if isinstance(beside, str) else False if isinstance(beside, bool) else 0
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, value.casefold()
    assert not isinstance(value, SheetError)
    return 0, value


def _negated(truth: Value) -> Value:
    return truth if isinstance(truth, SheetError) else not truth


def _numbers(function: Callable[[float, float], Value]) -> Callable[[Value, Value], Value]:
    def run(left: Value, right: Value) -> Value:
        one, other = as_number(left), as_number(right)
        if isinstance(one, SheetError):
            return one
        if isinstance(other, SheetError):
            return other
        try:
            made = function(one, other)
        except ZeroDivisionError:
            return DIVISION
        except OverflowError:
            return TOO_LARGE
        if isinstance(made, SheetError) or not isinstance(made, int | float):
            return made
        # Sheets counts in doubles: whole numbers are ints only as long as a double holds them exactly.
        return number(float(made)) if math.isfinite(made) else TOO_LARGE

    return run


def _power(left: float, right: float) -> Value:
    made = float(left) ** float(right)
    return SheetError("#NUM!", "The result is not a real number.") if isinstance(made, complex) else made


OPERATORS: Mapping[str, Callable[[Value, Value], Value]] = {
    "&": joined,
    "=": equal,
    "<>": lambda left, right: _negated(equal(left, right)),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: _negated(_less(right, left)),
    ">=": lambda left, right: _negated(_less(left, right)),
    "+": _numbers(lambda left, right: left + right),
    "-": _numbers(lambda left, right: left - right),
    "*": _numbers(lambda left, right: left * right),
    "/": _numbers(lambda left, right: left / right),
    "^": _numbers(_power),
}


def signed(sign: str, value: Value) -> Value:
    """`-value`, `+value` or `value%`."""
    if sign == "+":
        return value
    made = as_number(value)
    if isinstance(made, SheetError):
        return made
    return -made if sign == "-" else number(made / 100)
