"""References in formulas: reading one, writing it back, and following cells that moved.

Rows and columns are inserted, deleted and moved by people all the time; Sheets rewrites each formula, validation rule
and range so that it still means the same cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from scripts.sandbox.not_google.formulas.tokens import FormulaError, tokens
from scripts.sandbox.not_google.grid.a1 import column_index, column_letters, quoted, split_title
from scripts.sandbox.not_google.grid.boxes import Box

_END = re.compile(r"(?:(\$?)([A-Za-z]{1,3}))?(?:(\$?)([1-9]\d{0,6}))?")

BROKEN = "#REF!"


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells that a formula names. `title` is None for the formula's own tab; `fixed` holds the `$` of each end:
    top, left, bottom, right. `single` is true for one cell written without a colon.
    """

    title: str | None
    box: Box
    fixed: tuple[bool, bool, bool, bool]
    single: bool

    def text(self) -> str:
        """As it stands in a formula."""
        box = self.box
        top, left, bottom, right = self.fixed
        whole_rows = box.right is None and box.left == 0
        whole_columns = box.bottom is None and box.top == 0
        first = ("" if whole_rows else _letters(box.left, left)) + ("" if whole_columns else _row(box.top, top))
        last = "" if box.right is None else _letters(box.right - 1, right)
        last += "" if box.bottom is None else _row(box.bottom - 1, bottom)
        before = "" if self.title is None else quoted(self.title) + "!"
        return before + (first if self.single else f"{first}:{last}")


def _letters(index: int, fixed: bool) -> str:
    return ("$" if fixed else "") + column_letters(index)


def _row(index: int, fixed: bool) -> str:
    return ("$" if fixed else "") + str(index + 1)


@lru_cache(maxsize=8192)
def read_reference(text: str) -> Reference:
    """A reference token as a Reference."""
    title, cells = split_title(text)
    first, mark, last = cells.partition(":")
    one, other = _END.fullmatch(first), _END.fullmatch(last or first)
    assert one is not None and other is not None, text
    ends = [(_number(match, 2), _number(match, 4), bool(match[1]), bool(match[3])) for match in (one, other)]
    (left, top, left_fixed, top_fixed), (right, bottom, right_fixed, bottom_fixed) = ends
    columns = sorted(c for c in (left, right) if c is not None)
    # `A2:A` is open below, `A2:5` is no range that Sheets writes: its rows decide alone.
    rows = sorted(r for r in (top, bottom) if r is not None)
    box = Box(
        rows[0] if rows else 0,
        columns[0] if columns else 0,
        rows[1] + 1 if len(rows) == 2 else None,
        columns[1] + 1 if len(columns) == 2 else None,
    )
    return Reference(title, box, (top_fixed, left_fixed, bottom_fixed, right_fixed), not mark)


def _number(match: re.Match[str], group: int) -> int | None:
    text = match[group]
    if text is None:
        return None
    return column_index(text) if group == 2 else int(text) - 1


Change = Callable[[Reference], Reference | None]
"""What becomes of a reference; None when its cells are gone."""


def rewrite(formula: str, change: Change) -> str:
    """A formula with each of its references changed. One that cannot be read stays as it is."""
    try:
        pieces = tokens(formula)
    except FormulaError:
        return formula
    parts = [formula[:1]]
    for piece in pieces:
        if piece.kind != "ref":
            parts.append(piece.text)
            continue
        reference = read_reference(piece.text)
        changed = change(reference)
        parts.append(BROKEN if changed is None else piece.text if changed == reference else changed.text())
    return "".join(parts)


def shifted(reference: Reference, rows: int, columns: int) -> Reference | None:
    """A reference of a formula that was carried elsewhere: what is not fixed with `$` moves along."""
    box, (top, left, bottom, right) = reference.box, reference.fixed
    moved = Box(
        box.top + (0 if top or (box.bottom is None and box.top == 0) else rows),
        box.left + (0 if left or (box.right is None and box.left == 0) else columns),
        None if box.bottom is None else box.bottom + (0 if bottom else rows),
        None if box.right is None else box.right + (0 if right else columns),
    )
    if moved.top < 0 or moved.left < 0:
        return None
    return replace(reference, box=moved)
