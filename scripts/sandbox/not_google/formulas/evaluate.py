"""Computing one formula: its tree walked once, with whole columns at a time where the formula asks for arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from scripts.sandbox.not_google.formulas.arrays import Array, Result, first, lifted, whole
from scripts.sandbox.not_google.formulas.nodes import (
    Block,
    Call,
    Cells,
    Literal,
    Missing,
    Name,
    Node,
    Operation,
    Signed,
)
from scripts.sandbox.not_google.formulas.operators import OPERATORS, signed
from scripts.sandbox.not_google.formulas.references import Reference, shifted
from scripts.sandbox.not_google.grid.values import SheetError, Value


class Failure(Exception):
    """A formula, or a part of it, comes to this error."""

    def __init__(self, shown: str, why: str) -> None:
        super().__init__(why)
        self.error = SheetError(shown, why)


class Sheets(Protocol):
    """What a formula can ask its spreadsheet."""

    def cells(self, reference: Reference) -> Array:
        """The values of a range. Raises Failure for a tab that is not there and for a circle."""
        ...

    def height(self, reference: Reference) -> tuple[int, int]:
        """First row and number of rows of a range, cut to the grid."""
        ...

    def named(self, name: str) -> Reference | None:
        """A named range."""
        ...

    def now(self) -> float:
        """NOW() as a serial number; whoever asks is volatile."""
        ...


Function = Callable[["Evaluation", tuple[Node, ...]], Result]


@dataclass(frozen=True)
class Known:
    """A function that the stand-in knows: how it is computed, and how many arguments it takes."""

    run: Function
    least: int
    most: int


FUNCTIONS: dict[str, Known] = {}


def function(name: str, least: int, most: int | None = None) -> Callable[[Function], Function]:
    """Enter a function under its name in Sheets."""

    def enter(run: Function) -> Function:
        FUNCTIONS[name] = Known(run, least, least if most is None else most)
        return run

    return enter


@dataclass
class Evaluation:
    """One formula being computed at (`row`, `column`), counted from 0; `arrays` inside ARRAYFORMULA and its like.

    `carried` says how far below and beside its own place the formula is read, as conditional formats are.
    """

    sheets: Sheets
    row: int
    column: int
    carried: tuple[int, int] = (0, 0)
    arrays: bool = field(default=False)

    def result(self, node: Node) -> Result:
        """What a part comes to; a range as an array whatever the context."""
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Cells):
            return self._cells(self._carried(node.reference))
        if isinstance(node, Operation):
            return lifted(OPERATORS[node.sign], self.operand(node.left), self.operand(node.right))
        if isinstance(node, Call):
            return self._call(node)
        if isinstance(node, Signed):
            return lifted(lambda value: signed(node.sign, value), self.operand(node.operand))
        if isinstance(node, Missing):
            return None
        if isinstance(node, Block):
            return self._block(node)
        reference = self.sheets.named(node.name)
        return (
            SheetError("#NAME?", f"Unknown range name: '{node.name}'.") if reference is None else self._cells(reference)
        )

    def operand(self, node: Node) -> Result:
        """A part where single values are wanted: all of them in an array context, else the one that is meant."""
        found = self.passed(node)
        return found if self.arrays else first(found)

    def passed(self, node: Node) -> Result:
        """The same, but an array that a function made is handed on whole (IFNA around FILTER)."""
        found = self.result(node)
        if self.arrays or not isinstance(found, Array):
            return found
        reference = self.reference(node)
        return found if reference is None else self._intersection(reference, found)

    def value(self, node: Node) -> Value:
        """A part where one value is wanted, arrays or not."""
        return first(self.result(node))

    def range(self, node: Node) -> Array:
        """A part as an array. An error where a range is wanted is the error of the whole function."""
        found = self.result(node)
        if isinstance(found, SheetError) and self.reference(node) is None:
            raise Failure(found.shown, found.why)
        return whole(found)

    def reference(self, node: Node) -> Reference | None:
        """The cells that a part names, None when it is no reference."""
        if isinstance(node, Cells):
            return self._carried(node.reference)
        return self.sheets.named(node.name) if isinstance(node, Name) else None

    @contextmanager
    def in_arrays(self) -> Iterator[None]:
        """Compute everything inside for whole arrays."""
        before, self.arrays = self.arrays, True
        try:
            yield
        finally:
            self.arrays = before

    def _carried(self, reference: Reference) -> Reference:
        if self.carried == (0, 0):
            return reference
        moved = shifted(reference, *self.carried)
        if moved is None:
            raise Failure("#REF!", "Reference does not exist.")
        return moved

    def _cells(self, reference: Reference) -> Result:
        found = self.sheets.cells(reference)
        return found.cells[0] if reference.single and found.cells else found

    def _intersection(self, reference: Reference, found: Array) -> Value:
        """A range where one value is wanted means its cell in the formula's own row or column."""
        if found.width == 1 and 0 <= (at := self.row - reference.box.top) < found.height:
            return found.cells[at]
        if found.height == 1 and 0 <= (at := self.column - reference.box.left) < found.width:
            return found.cells[at]
        return SheetError("#VALUE!", "An array value could not be found.")

    def _call(self, call: Call) -> Result:
        known = FUNCTIONS.get(call.name)
        if known is None:
            return SheetError("#NAME?", f"Unknown function: '{call.name}'.")
        count = len(call.arguments)
        if not known.least <= count <= known.most:
            wanted = f"{known.least} arguments" if count < known.least else f"at most {known.most} arguments"
            return SheetError("#N/A", f"Wrong number of arguments to {call.name}. Expected {wanted}, got {count}.")
        try:
            return known.run(self, call.arguments)
        except Failure as failure:
            return failure.error

    def _block(self, block: Block) -> Array:
        rows: list[list[Value]] = []
        for parts in block.rows:
            arrays = [self.range(part) for part in parts]
            if len({array.height for array in arrays}) > 1:
                raise Failure("#REF!", "An array value has rows of mismatched lengths.")
            rows.extend([value for array in arrays for value in array.row(row)] for row in range(arrays[0].height))
        if len({len(row) for row in rows}) > 1:
            raise Failure("#VALUE!", "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows.")
        return Array(len(rows), len(rows[0]) if rows else 0, [value for row in rows for value in row])
