"""Functions that give back rows: FILTER, SORT, UNIQUE."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.sandbox.not_google.formulas.arrays import Array, Result
from scripts.sandbox.not_google.formulas.evaluate import Evaluation, Failure, function
from scripts.sandbox.not_google.formulas.nodes import Node
from scripts.sandbox.not_google.formulas.operators import as_number, as_truth
from scripts.sandbox.not_google.grid.ordering import sorted_places
from scripts.sandbox.not_google.grid.values import SheetError, Value

Arguments = tuple[Node, ...]


def _rows(source: Array, places: Sequence[int]) -> Array:
    return Array(len(places), source.width, [value for place in places for value in source.row(place)])


@function("FILTER", 2, 255)
def _filter(run: Evaluation, given: Arguments) -> Result:
    with run.in_arrays():
        source = run.range(given[0])
        conditions = [run.range(node) for node in given[1:]]
    upright = all(condition.width == 1 and condition.height == source.height for condition in conditions)
    if not upright and any(c.height != 1 or c.width != source.width for c in conditions):
        raise Failure("#N/A", "FILTER has mismatched range sizes.")
    count = source.height if upright else source.width
    kept = [at for at in range(count) if all(as_truth(condition.cells[at]) is True for condition in conditions)]
    if not kept:
        raise Failure("#N/A", "No matches are found in FILTER evaluation.")
    if upright:
        return _rows(source, kept)
    cells = [source.at(row, column) for row in range(source.height) for column in kept]
    return Array(source.height, len(kept), cells)


@function("SORT", 1, 255)
def _sort(run: Evaluation, given: Arguments) -> Result:
    with run.in_arrays():
        source = run.range(given[0])
        columns: list[Sequence[Value]] = []
        descending: list[bool] = []
        for at in range(1, len(given), 2):
            by = run.result(given[at])
            if isinstance(by, Array) and by.height == source.height:
                columns.append(by.cells)
            else:
                index = as_number(by.cells[0] if isinstance(by, Array) else by)
                if isinstance(index, SheetError) or not 1 <= index <= source.width:
                    raise Failure("#VALUE!", f"SORT has {source.width} columns to sort by.")
                columns.append(source.column(int(index) - 1))
            rising = as_truth(run.value(given[at + 1])) if at + 1 < len(given) else True
            descending.append(rising is not True)
    if not columns:
        columns, descending = [source.column(0)], [False]
    return _rows(source, sorted_places(columns, descending, source.height))


@function("UNIQUE", 1)
def _unique(run: Evaluation, given: Arguments) -> Result:
    with run.in_arrays():
        source = run.range(given[0])
    first_at: dict[tuple[tuple[str, Value], ...], int] = {}
    for at in range(source.height):
        key = tuple((type(value).__name__, value) for value in source.row(at))
        first_at.setdefault(key, at)
    return _rows(source, list(first_at.values()))
