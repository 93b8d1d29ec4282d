"""Rectangles of cells, open where a range says no end; and how the API writes them (GridRange)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.sandbox.not_google.wire.errors import invalid


@dataclass(frozen=True, slots=True)
class Box:
    """Rows `top` to `bottom` and columns `left` to `right`, counted from 0, ends excluded; None is the grid's edge."""

    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None

    def within(self, rows: int, columns: int) -> Box:
        """The part inside a grid of this size, with both ends known."""
        bottom = rows if self.bottom is None else min(self.bottom, rows)
        right = columns if self.right is None else min(self.right, columns)
        return Box(min(self.top, bottom), min(self.left, right), bottom, right)

    def span(self, axis: str) -> tuple[int, int | None]:
        """Start and end along "ROWS" or "COLUMNS"."""
        return (self.top, self.bottom) if axis == "ROWS" else (self.left, self.right)

    def with_span(self, axis: str, span: tuple[int, int | None]) -> Box:
        """The same with another start and end along one axis."""
        start, end = span
        if axis == "ROWS":
            return Box(start, self.left, end, self.right)
        return Box(self.top, start, self.bottom, end)

    def meets(self, other: Box) -> bool:
        """Whether the two share a cell."""
        return _meet(self.span("ROWS"), other.span("ROWS")) and _meet(self.span("COLUMNS"), other.span("COLUMNS"))

    def covers(self, other: Box) -> bool:
        """Whether the other one lies wholly inside."""
        return _cover(self.span("ROWS"), other.span("ROWS")) and _cover(self.span("COLUMNS"), other.span("COLUMNS"))

    def has(self, row: int, column: int) -> bool:
        """Whether a cell lies inside."""
        if row < self.top or column < self.left:
            return False
        return (self.bottom is None or row < self.bottom) and (self.right is None or column < self.right)


def _meet(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    return (other[1] is None or one[0] < other[1]) and (one[1] is None or other[0] < one[1])


def _cover(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    return one[0] <= other[0] and (one[1] is None or (other[1] is not None and other[1] <= one[1]))


_ENDS = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")


def from_grid_range(given: Mapping[str, Any]) -> Box:
    """A GridRange's rectangle; raises GoogleRefusal when an end lies before its start."""
    top, left, bottom, right = (given.get(name) for name in _ENDS)
    for start, end in ((top, bottom), (left, right)):
        if (start or 0) < 0 or (end is not None and end <= (start or 0)):
            raise invalid(f"Range has no cells: end index {end} must be after start index {start or 0}")
    return Box(int(top or 0), int(left or 0), bottom, right)


def to_grid_range(tab_id: int, box: Box) -> dict[str, int]:
    """A GridRange; what is open stays away."""
    ends = zip(_ENDS, (box.top, box.left, box.bottom, box.right), strict=True)
    told = {name: end for name, end in ends if end is not None}
    if box.bottom is None and box.top == 0:
        del told["startRowIndex"]
    if box.right is None and box.left == 0:
        del told["startColumnIndex"]
    return {"sheetId": tab_id, **told}
