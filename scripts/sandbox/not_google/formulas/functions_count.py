"""Functions over many values: COUNTIF, COUNTIFS, COUNTA, COUNT, SUM, SUMIF, AVERAGE, MAX, MIN, SUMPRODUCT."""

from __future__ import annotations

from collections.abc import Callable

from scripts.sandbox.not_google.formulas.arrays import Array, Result, lifted, whole
from scripts.sandbox.not_google.formulas.criteria import plain_key, test_of
from scripts.sandbox.not_google.formulas.evaluate import Evaluation, Failure, function
from scripts.sandbox.not_google.formulas.nodes import Missing, Node
from scripts.sandbox.not_google.formulas.operators import DIVISION, as_number
from scripts.sandbox.not_google.grid.values import SheetError, Value, number

Arguments = tuple[Node, ...]


@function("COUNTIF", 2)
def _count_if(run: Evaluation, given: Arguments) -> Result:
    among = run.range(given[0])

    def one(criterion: Value) -> Value:
        key = plain_key(criterion)
        if key is not None:
            return among.counts()[key]
        test = test_of(criterion)
        return sum(1 for value in among.cells if test(value))

    return lifted(one, run.operand(given[1]))


@function("COUNTIFS", 2, 254)
def _count_ifs(run: Evaluation, given: Arguments) -> Result:
    ranges = [run.range(node) for node in given[::2]]
    criteria = [run.operand(node) for node in given[1::2]]
    if len(given) % 2 or len({(array.height, array.width) for array in ranges}) > 1:
        raise Failure("#VALUE!", "Array arguments to COUNTIFS are of different size.")

    def one(*wanted: Value) -> Value:
        tests = [test_of(criterion) for criterion in wanted]
        rows = zip(*(array.cells for array in ranges), strict=True)
        return sum(1 for row in rows if all(test(value) for test, value in zip(tests, row, strict=True)))

    return lifted(one, *criteria)


@function("SUMIF", 2, 3)
def _sum_if(run: Evaluation, given: Arguments) -> Result:
    among = run.range(given[0])
    summed = run.range(given[2]) if len(given) > 2 else among

    def one(criterion: Value) -> Value:
        test = test_of(criterion)
        pairs = zip(among.cells, summed.cells, strict=False)
        return number(float(sum(value for key, value in pairs if _is_number(value) and test(key))))  # type: ignore[misc]

    return lifted(one, run.operand(given[1]))


@function("COUNTA", 1, 255)
def _count_a(run: Evaluation, given: Arguments) -> Result:
    return sum(
        sum(1 for value in whole(found).cells if value is not None or not isinstance(found, Array))
        for found in (run.result(node) for node in given)
    )


@function("COUNT", 1, 255)
def _count(run: Evaluation, given: Arguments) -> Result:
    return sum(1 for node in given for value in run.range(node).cells if _is_number(value))


@function("COUNTBLANK", 1, 255)
def _count_blank(run: Evaluation, given: Arguments) -> Result:
    return sum(1 for node in given for value in run.range(node).cells if value in (None, ""))


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numbers(run: Evaluation, given: Arguments) -> list[float]:
    """The numbers among the arguments: texts in ranges are overlooked, texts given one by one have to be numbers."""
    found: list[float] = []
    for node in given:
        if isinstance(node, Missing):
            continue
        result = run.result(node)
        alone = not isinstance(result, Array) and run.reference(node) is None
        for value in whole(result).cells:
            made = as_number(value) if alone else value
            if isinstance(made, SheetError):
                raise Failure(made.shown, made.why)
            if isinstance(made, int | float) and not isinstance(made, bool):
                found.append(made)
    return found


def _over_numbers(name: str, compute: Callable[[list[float]], Value]) -> None:
    @function(name, 1, 255)
    def _run(run: Evaluation, given: Arguments) -> Result:
        made = compute(_numbers(run, given))
        return number(made) if isinstance(made, float) else made


_over_numbers("SUM", sum)
_over_numbers("MAX", lambda numbers: max(numbers, default=0))
_over_numbers("MIN", lambda numbers: min(numbers, default=0))
_over_numbers("AVERAGE", lambda numbers: sum(numbers) / len(numbers) if numbers else DIVISION)


@function("SUMPRODUCT", 1, 255)
def _sum_product(run: Evaluation, given: Arguments) -> Result:
    with run.in_arrays():
        arrays = [run.range(node) for node in given]
    if len({(array.height, array.width) for array in arrays}) > 1:
        raise Failure("#VALUE!", "SUMPRODUCT has mismatched range sizes.")
    total = 0.0
    for row in zip(*(array.cells for array in arrays), strict=True):
        product = 1.0
        for value in row:
            if isinstance(value, SheetError):
                raise Failure(value.shown, value.why)
            product *= 0 if isinstance(value, str) or value is None else value
        total += product
    return number(total)
