"""Functions of texts, numbers and days: LEN, TRIM, LOWER, UPPER, ROUND, N, ROW, COLUMN, TODAY, NOW."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

from scripts.sandbox.not_google.formulas.arrays import Array, Result, lifted
from scripts.sandbox.not_google.formulas.evaluate import Evaluation, Failure, function
from scripts.sandbox.not_google.formulas.nodes import Node
from scripts.sandbox.not_google.formulas.operators import as_number, as_text
from scripts.sandbox.not_google.grid.values import SheetError, Value, number

_MOST_PLACES = 20
"""More than a double has."""

Arguments = tuple[Node, ...]


def _text(change: str) -> None:
    """Enter a function of one text."""
    changes: dict[str, Callable[[str], Value]] = {
        "LEN": lambda text: len(text.encode("utf-16-le")) // 2,  # Sheets counts UTF-16 units: an emoji is two
        "TRIM": lambda text: " ".join(part for part in text.split(" ") if part),
        "LOWER": str.lower,
        "UPPER": str.upper,
    }

    def one(value: Value) -> Value:
        text = as_text(value)
        return text if isinstance(text, SheetError) else changes[change](text)

    @function(change, 1)
    def _run(run: Evaluation, given: Arguments) -> Result:
        return lifted(one, run.operand(given[0]))


for _name in ("LEN", "TRIM", "LOWER", "UPPER"):
    _text(_name)


def _round_one(value: Value, places: Value) -> Value:
    made, digits = as_number(value), as_number(places)
    if isinstance(made, SheetError):
        return made
    if isinstance(digits, SheetError):
        return digits
    if abs(digits) > _MOST_PLACES:
        return made if digits > 0 else 0
    # Decimal of the shortest text: 2.675 is meant as written, not as its nearest binary number.
    with localcontext(prec=400):
        return number(float(Decimal(repr(made)).quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)))


@function("ROUND", 1, 2)
def _round(run: Evaluation, given: Arguments) -> Result:
    return lifted(_round_one, run.operand(given[0]), run.operand(given[1]) if len(given) > 1 else 0)


@function("N", 1)
def _n(run: Evaluation, given: Arguments) -> Result:
    def one(value: Value) -> Value:
        return 0 if isinstance(value, str) or value is None else int(value) if isinstance(value, bool) else value

    return lifted(one, run.operand(given[0]))


@function("ROW", 0, 1)
def _row(run: Evaluation, given: Arguments) -> Result:
    if not given:
        return run.row + 1
    reference = run.reference(given[0])
    if reference is None:
        raise Failure("#N/A", "Argument must be a range.")
    start, count = run.sheets.height(reference)
    if not run.arrays or reference.single:
        return start + 1
    return Array(count, 1, range(start + 1, start + 1 + count))


@function("COLUMN", 0, 1)
def _column(run: Evaluation, given: Arguments) -> Result:
    if not given:
        return run.column + 1
    reference = run.reference(given[0])
    if reference is None:
        raise Failure("#N/A", "Argument must be a range.")
    return reference.box.left + 1


@function("TODAY", 0)
def _today(run: Evaluation, given: Arguments) -> Result:
    return math.floor(run.sheets.now())


@function("NOW", 0)
def _now(run: Evaluation, given: Arguments) -> Result:
    return run.sheets.now()
