"""Functions of yes and no: IF, IFNA, IFERROR, AND, OR, NOT, and what a cell is."""

from __future__ import annotations

from scripts.sandbox.not_google.formulas.arrays import Array, Result, first, lifted, whole
from scripts.sandbox.not_google.formulas.evaluate import Evaluation, function
from scripts.sandbox.not_google.formulas.nodes import Cells, Node
from scripts.sandbox.not_google.formulas.operators import as_truth
from scripts.sandbox.not_google.grid.values import SheetError, Value

Arguments = tuple[Node, ...]


@function("ARRAYFORMULA", 1)
def _array_formula(run: Evaluation, given: Arguments) -> Result:
    with run.in_arrays():
        return run.result(given[0])


@function("IF", 2, 3)
def _if(run: Evaluation, given: Arguments) -> Result:
    condition = run.operand(given[0])
    if not isinstance(condition, Array):
        truth = as_truth(condition)
        if isinstance(truth, SheetError):
            return truth
        if truth:
            return run.passed(given[1])
        return run.passed(given[2]) if len(given) > 2 else False
    yes = run.operand(given[1])
    no = run.operand(given[2]) if len(given) > 2 else False

    def choose(condition: Value, yes: Value, no: Value) -> Value:
        if condition is True:
            return yes
        truth = as_truth(condition)
        if isinstance(truth, SheetError):
            return truth
        return yes if truth else no

    return lifted(choose, condition, yes, no)


def _instead(run: Evaluation, given: Arguments, shown: str | None) -> Result:
    found = run.passed(given[0])
    if not any(_is_error(value, shown) for value in whole(found).cells):
        return found
    other = run.passed(given[1]) if len(given) > 1 else None
    if not isinstance(found, Array):
        return other
    return lifted(lambda value, spare: spare if _is_error(value, shown) else value, found, other)


def _is_error(value: Value, shown: str | None) -> bool:
    return isinstance(value, SheetError) and shown in (None, value.shown)


@function("IFNA", 1, 2)
def _if_na(run: Evaluation, given: Arguments) -> Result:
    return _instead(run, given, "#N/A")


@function("IFERROR", 1, 2)
def _if_error(run: Evaluation, given: Arguments) -> Result:
    return _instead(run, given, None)


def _truths(run: Evaluation, given: Arguments) -> list[bool] | SheetError:
    """All the truths among the arguments; texts and blanks in ranges are overlooked."""
    truths: list[bool] = []
    for node in given:
        found = run.result(node)
        for value in whole(found).cells:
            if isinstance(found, Array) and (value is None or isinstance(value, str)):
                continue
            truth = as_truth(value)
            if isinstance(truth, SheetError):
                return truth
            truths.append(truth)
    return truths


@function("AND", 1, 255)
def _and(run: Evaluation, given: Arguments) -> Result:
    truths = _truths(run, given)
    return truths if isinstance(truths, SheetError) else all(truths)


@function("OR", 1, 255)
def _or(run: Evaluation, given: Arguments) -> Result:
    truths = _truths(run, given)
    return truths if isinstance(truths, SheetError) else any(truths)


def _not_one(value: Value) -> Value:
    truth = as_truth(value)
    return truth if isinstance(truth, SheetError) else not truth


@function("NOT", 1)
def _not(run: Evaluation, given: Arguments) -> Result:
    return lifted(_not_one, run.operand(given[0]))


@function("ISBLANK", 1)
def _is_blank(run: Evaluation, given: Arguments) -> Result:
    found = run.operand(given[0]) if run.arrays else first(run.passed(given[0]))
    if not isinstance(given[0], Cells) and not isinstance(found, Array):
        return False
    return lifted(lambda value: value is None, found)


@function("ISERROR", 1)
def _is_any_error(run: Evaluation, given: Arguments) -> Result:
    return lifted(lambda value: _is_error(value, None), run.operand(given[0]))


@function("ISNA", 1)
def _is_na(run: Evaluation, given: Arguments) -> Result:
    return lifted(lambda value: _is_error(value, "#N/A"), run.operand(given[0]))
