"""What was read from the workbook in one look, and what is to be written to it in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Cell = str | float | bool | None
"""A cell's value as Google tells it unformatted: a date is its serial number, an error its text, a blank cell None."""


@dataclass(frozen=True)
class Grid:
    """The cells of one tab; row 1 is the header. Rows may be shorter than the header (trailing blanks are not told)."""

    rows: Sequence[Sequence[Cell]] = ()

    @property
    def header(self) -> Sequence[Cell]:
        """Row 1."""
        return self.rows[0] if self.rows else ()

    @property
    def body(self) -> list[tuple[int, Sequence[Cell]]]:
        """(row number, cells) of every row below the header that is not blank."""
        return [
            (number, row)
            for number, row in enumerate(self.rows[1:], start=2)
            # An unticked checkbox alone makes no row.
            if not all(is_blank(cell) or cell is False for cell in row)
        ]


@dataclass(frozen=True)
class Snapshot:
    """One consistent look at the workbook: the tabs that are there. One that is gone is simply missing."""

    tabs: Mapping[str, Grid] = field(default_factory=dict)


@dataclass(frozen=True)
class InsertRows:
    """New rows right beneath the header, first one topmost: whatever people do meanwhile, nothing of theirs is hit.

    Cells stand at the positions that the tab's columns had when it was read (None leaves a cell empty).
    """

    tab: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class ReplaceRows:
    """The whole body of a hidden system tab, which nobody else writes."""

    tab: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class DeleteRows:
    """Rows by number, as they stand right now."""

    tab: str
    numbers: Sequence[int]


Edit = InsertRows | ReplaceRows | DeleteRows


def is_blank(cell: Cell) -> bool:
    """Whether a cell shows nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cell_text(cell: Cell) -> str:
    """A cell joined to text with `&`, as Sheets does it: numbers with up to 15 significant digits, TRUE and FALSE."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return f"{cell:.15g}"
    return cell
