"""Functions that look something up: XLOOKUP, VLOOKUP, MATCH, INDEX."""

from __future__ import annotations

from scripts.sandbox.not_google.formulas.arrays import Array, Result, folded, lifted
from scripts.sandbox.not_google.formulas.criteria import has_wildcard, wildcard
from scripts.sandbox.not_google.formulas.evaluate import Evaluation, Failure, function
from scripts.sandbox.not_google.formulas.nodes import Node
from scripts.sandbox.not_google.formulas.operators import OPERATORS, as_number, as_text, as_truth
from scripts.sandbox.not_google.grid.values import SheetError, Value

Arguments = tuple[Node, ...]


def _not_found(key: Value, name: str) -> SheetError:
    return SheetError("#N/A", f"Did not find value '{as_text(key)}' in {name} evaluation.")


@function("XLOOKUP", 3, 6)
def _xlookup(run: Evaluation, given: Arguments) -> Result:
    keys, among, results = run.operand(given[0]), run.range(given[1]), run.range(given[2])
    missing = run.operand(given[3]) if len(given) > 3 else None
    modes = [run.value(node) for node in given[4:]]
    if any(mode not in (wanted, None) for mode, wanted in zip(modes, (0, 1), strict=False)):
        raise Failure("#VALUE!", "not_google knows XLOOKUP's exact match, first to last, only.")
    upright = among.width == 1
    if among.width != 1 and among.height != 1:
        raise Failure("#VALUE!", "XLOOKUP lookup range must be a single row or column.")
    if (among.height != results.height) if upright else (among.width != results.width):
        raise Failure("#VALUE!", "XLOOKUP lookup and result ranges must have the same size.")
    places = among.places()
    if not isinstance(keys, Array):
        if isinstance(keys, SheetError):
            return keys
        at = places.get(folded(keys))
        if at is None:
            return missing if len(given) > 3 else _not_found(keys, "XLOOKUP")
        line = results.row(at) if upright else results.column(at)
        if len(line) == 1:
            return line[0]
        return Array(1, len(line), line) if upright else Array(len(line), 1, line)
    column = results.column(0) if upright else results.row(0)
    has_spare = len(given) > 3

    def one(key: Value, spare: Value) -> Value:
        if isinstance(key, SheetError):
            return key
        at = places.get(folded(key))
        if at is not None:
            return column[at]
        return spare if has_spare else _not_found(key, "XLOOKUP")

    return lifted(one, keys, missing)


@function("VLOOKUP", 3, 4)
def _vlookup(run: Evaluation, given: Arguments) -> Result:
    keys, table, indexes = run.operand(given[0]), run.range(given[1]), run.operand(given[2])
    rough = as_truth(run.value(given[3])) if len(given) > 3 else True
    if isinstance(rough, SheetError):
        return rough
    column = Array(table.height, 1, table.column(0))

    def one(key: Value, index: Value) -> Value:
        wanted = as_number(index)
        if isinstance(key, SheetError):
            return key
        if isinstance(wanted, SheetError):
            return wanted
        if not 1 <= wanted <= table.width:
            why = f"VLOOKUP evaluates to an out of bounds range: column {wanted} of {table.width}."
            return SheetError("#REF!", why)
        at = _last_not_above(column, key) if rough else _exactly(column, key)
        return _not_found(key, "VLOOKUP") if at is None else table.at(at, int(wanted) - 1)

    return lifted(one, keys, indexes)


def _exactly(column: Array, key: Value) -> int | None:
    if isinstance(key, str) and has_wildcard(key):
        matches = wildcard(key)
        return next((at for at, value in enumerate(column.cells) if isinstance(value, str) and matches(value)), None)
    return column.places().get(folded(key))


def _last_not_above(column: Array, key: Value) -> int | None:
    """The last row that is not above the key, of its kind: what a search in a sorted column ends at."""
    kind = _kind(key)
    not_above = OPERATORS["<="]
    fit = [at for at, value in enumerate(column.cells) if _kind(value) == kind and not_above(value, key) is True]
    return fit[-1] if fit else None


def _kind(value: Value) -> str:
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


@function("MATCH", 2, 3)
def _match(run: Evaluation, given: Arguments) -> Result:
    keys, among = run.operand(given[0]), run.range(given[1])
    how = as_number(run.value(given[2])) if len(given) > 2 else 1
    if isinstance(how, SheetError):
        return how

    def one(key: Value) -> Value:
        at = _exactly(among, key) if how == 0 else _last_not_above(among, key)
        return _not_found(key, "MATCH") if at is None else at + 1

    return lifted(one, keys)


@function("INDEX", 1, 3)
def _index(run: Evaluation, given: Arguments) -> Result:
    table = run.range(given[0])
    row, column = ([as_number(run.value(node)) for node in given[1:]] + [0, 0])[:2]
    if isinstance(row, SheetError):
        return row
    if isinstance(column, SheetError):
        return column
    if not (0 <= row <= table.height and 0 <= column <= table.width):
        raise Failure("#REF!", "INDEX evaluates to an out of bounds range.")
    if row and (column or table.width == 1):
        return table.at(int(row) - 1, int(column or 1) - 1)
    if row:
        return Array(1, table.width, table.row(int(row) - 1))
    return Array(table.height, 1, table.column(int(column) - 1)) if column else table
