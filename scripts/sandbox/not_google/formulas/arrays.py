"""Several values at once, and how a function of single values is applied to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from scripts.sandbox.not_google.grid.values import SheetError, Value

_OUTSIDE = SheetError("#N/A", "Argument has the wrong size.")


@dataclass(slots=True)
class Array:
    """`height` rows of `width` values, row by row in `cells`. Never changed once made."""

    height: int
    width: int
    cells: Sequence[Value]
    _places: dict[Hashable, int] | None = field(default=None, repr=False)
    _counts: Counter[Hashable] | None = field(default=None, repr=False)

    def at(self, row: int, column: int) -> Value:
        """One value."""
        return self.cells[row * self.width + column]

    def row(self, row: int) -> Sequence[Value]:
        """One row."""
        return self.cells[row * self.width : (row + 1) * self.width]

    def column(self, column: int) -> Sequence[Value]:
        """One column."""
        return self.cells if self.width == 1 else self.cells[column :: self.width]

    def places(self) -> dict[Hashable, int]:
        """Where each value stands first, by its `folded` form; blanks and errors are not found."""
        if self._places is None:
            found: dict[Hashable, int] = {}
            for index, value in enumerate(self.cells):
                if value is not None and not isinstance(value, SheetError):
                    found.setdefault(folded(value), index)
            self._places = found
        return self._places

    def counts(self) -> Counter[Hashable]:
        """How often each value stands here, by its `folded` form."""
        if self._counts is None:
            self._counts = Counter(folded(value) for value in self.cells)
        return self._counts


Result = Value | Array


def folded(value: Value) -> Hashable:
    """What two values that `=` holds for equal share: text whatever its case, and TRUE is not 1."""
    if isinstance(value, str):
        return value.casefold()
    return (value,) if isinstance(value, bool) else value


def lifted(function: Callable[..., Value], *operands: Result) -> Result:
    """Apply a function of single values to values and arrays; a single row or column counts for all of them."""
    arrays = [operand for operand in operands if isinstance(operand, Array)]
    if not arrays:
        return function(*operands)
    height = max(array.height for array in arrays)
    width = max(array.width for array in arrays)
    streams: list[Iterable[Any]] = [
        _spread(operand, height, width) if isinstance(operand, Array) else repeat(operand, height * width)
        for operand in operands
    ]
    return Array(height, width, list(map(function, *streams)))


def _spread(array: Array, height: int, width: int) -> Sequence[Value]:
    if (array.height, array.width) == (height, width):
        return array.cells
    cells: list[Value] = []
    for row in range(height):
        source = row if array.height > 1 else 0
        if source >= array.height:
            cells.extend(repeat(_OUTSIDE, width))
        elif array.width == 1:
            cells.extend(repeat(array.cells[source], width))
        else:
            cells.extend(array.row(source))
            cells.extend(repeat(_OUTSIDE, width - array.width))
    return cells


def first(result: Result) -> Value:
    """The value that stands for an array where one is wanted: its first."""
    return result.cells[0] if isinstance(result, Array) else result


def whole(result: Result) -> Array:
    """A value as an array of one."""
    return result if isinstance(result, Array) else Array(1, 1, [result])
