"""One tab: its cells row by row, its columns, and what is laid over it. Whoever changes it calls `touch`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.cells import EMPTY, Cell
from scripts.sandbox.not_google.grid.values import Formula

_revisions = itertools.count(1)

ROW_PIXELS = 21
COLUMN_PIXELS = 100


@dataclass(frozen=True, slots=True)
class Line:
    """How a row or a column looks: its size in pixels (height or width), and whether it is hidden."""

    pixels: int
    hidden: bool = False


ROW = Line(ROW_PIXELS)
COLUMN = Line(COLUMN_PIXELS)


@dataclass(frozen=True)
class Protection:
    """A protected range; without a box it protects the whole tab. `editors` are mail addresses."""

    id: int
    box: Box
    editors: tuple[str, ...] = ()
    unprotected: tuple[Box, ...] = ()
    warning_only: bool = False
    description: str = ""
    by: str = ""


@dataclass(frozen=True)
class Conditional:
    """A conditional format: its ranges, and its rule as the API gave it (booleanRule or gradientRule)."""

    boxes: tuple[Box, ...]
    rule: Mapping[str, Any]


@dataclass
class Tab:
    """A tab of `row_count` rows; a row's list may be shorter than `columns`, what is missing is empty."""

    id: int
    title: str
    rows: list[list[Cell]]
    row_looks: list[Line]
    columns: list[Line]
    frozen_rows: int = 0
    frozen_columns: int = 0
    hidden: bool = False
    colour: Mapping[str, Any] | None = None
    hide_gridlines: bool = False
    right_to_left: bool = False
    protections: list[Protection] = field(default_factory=list)
    conditionals: list[Conditional] = field(default_factory=list)
    merges: list[Box] = field(default_factory=list)
    charts: list[dict[str, Any]] = field(default_factory=list)
    basic_filter: dict[str, Any] | None = None
    revision: int = field(default_factory=lambda: next(_revisions))
    _formulas: tuple[int, dict[tuple[int, int], str]] | None = field(default=None, repr=False)

    @classmethod
    def blank(cls, tab_id: int, title: str, rows: int = 1000, columns: int = 26) -> Tab:
        """An empty tab, of the size that the UI gives one."""
        return cls(tab_id, title, [[] for _ in range(rows)], [ROW] * rows, [COLUMN] * columns)

    def copy(self) -> Tab:
        """A copy that can be changed without changing this one (cells are never changed in place)."""
        return replace(
            self,
            rows=[row.copy() for row in self.rows],
            row_looks=self.row_looks.copy(),
            columns=self.columns.copy(),
            protections=self.protections.copy(),
            conditionals=self.conditionals.copy(),
            merges=self.merges.copy(),
            charts=self.charts.copy(),
        )

    @property
    def row_count(self) -> int:
        """How many rows the grid has."""
        return len(self.rows)

    @property
    def column_count(self) -> int:
        """How many columns the grid has."""
        return len(self.columns)

    def touch(self) -> None:
        """Say that the tab is not what it was: whatever was computed from it is stale."""
        self.revision = next(_revisions)

    def cell(self, row: int, column: int) -> Cell:
        """One cell, which has to be in the grid."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else EMPTY

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace one cell (call `touch` after the last)."""
        cells = self.rows[row]
        if column >= len(cells):
            if cell == EMPTY:
                return
            cells.extend([EMPTY] * (column + 1 - len(cells)))
        cells[column] = cell

    def whole(self) -> Box:
        """The grid as a rectangle."""
        return Box(0, 0, self.row_count, self.column_count)

    def clip(self, box: Box) -> Box:
        """The part of a rectangle that lies in the grid."""
        return box.within(self.row_count, self.column_count)

    def places(self, box: Box) -> Iterator[tuple[int, int]]:
        """Every cell position of a rectangle in the grid, row by row."""
        inside = self.clip(box)
        assert inside.bottom is not None and inside.right is not None
        return itertools.product(range(inside.top, inside.bottom), range(inside.left, inside.right))

    def grow(self, rows: int = 0, columns: int = 0) -> None:
        """Add empty rows at the bottom and columns at the right."""
        self.rows.extend([] for _ in range(rows))
        self.row_looks.extend([ROW] * rows)
        self.columns.extend([COLUMN] * columns)
        self.touch()

    def formulas(self) -> dict[tuple[int, int], str]:
        """The formulas by position, in reading order."""
        if self._formulas is None or self._formulas[0] != self.revision:
            found = {
                (number, column): cell.entered.text
                for number, row in enumerate(self.rows)
                for column, cell in enumerate(row)
                if isinstance(cell.entered, Formula)
            }
            self._formulas = (self.revision, found)
        return self._formulas[1]
