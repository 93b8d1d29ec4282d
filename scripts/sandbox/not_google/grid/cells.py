"""One cell as it is stored: what was entered, how it looks, what it accepts, its note. Never changed, only replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.sandbox.not_google.grid.values import Entered

Format = Mapping[str, Any]
"""A CellFormat; never changed in place, because many cells share one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. `rule` is the number of its data validation rule in the book (0: none)."""

    entered: Entered = None
    format: Format | None = None
    rule: int = 0
    note: str = ""


EMPTY = Cell()


def number_format(cell: Cell) -> Mapping[str, str]:
    """The cell's number format, `type` and perhaps `pattern`; empty when it is automatic."""
    found = (cell.format or {}).get("numberFormat")
    return found if isinstance(found, Mapping) else {}


def is_plain_text(cell: Cell) -> bool:
    """Whether the cell is formatted as plain text (`@`), so that whatever is typed stays text."""
    shape = number_format(cell)
    return shape.get("type") == "TEXT" or shape.get("pattern") == "@"
