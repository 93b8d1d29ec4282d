"""Names for the rows of a tab that stay with a row when it moves or changes.

A spreadsheet knows its rows by number only. A page has to know more: which row somebody is typing into while others
sort, insert and delete around it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

Content = tuple[str, ...]
"""What people entered in a row, cell by cell; computed cells are left empty."""


class RowIds:
    """Follows the rows of one tab from look to look."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._numbers = itertools.count(1)
        self._ids: tuple[str, ...] = ()
        self._rows: tuple[Content, ...] = ()
        self._count = 0

    def follow(self, rows: Sequence[Content], count: int) -> tuple[str, ...]:
        """The name of each row, top to bottom: the old one where the row is recognised, else a new one.

        `count` is how many rows the whole grid has, empty ones included.
        """
        if tuple(rows) != self._rows or count != self._count:
            from_old = paired(self._rows, rows, count - self._count)
            self._count = count
            new = [f"{self._prefix}{next(self._numbers)}" if at is None else self._ids[at] for at in from_old]
            self._ids, self._rows = tuple(new), tuple(rows)
        return self._ids


def paired(old: Sequence[Content], new: Sequence[Content], grown: int = 0) -> list[int | None]:
    """For each new row the old one that it was, or None; `grown` is by how many rows the whole grid did.

    A row that is like no other is known wherever it went. Rows that are alike, blank ones above all, and rows that
    somebody edited are known by the row above them, else by the one below.
    """
    single_old, single_new = _singles(old), _singles(new)
    found: list[int | None] = [single_old.get(row) if row in single_new else None for row in new]
    free = set(range(len(old))) - {at for at in found if at is not None}
    for order, step in ((range(len(new)), 1), (range(len(new) - 1, -1, -1), -1)):
        for place in order:
            if found[place] is None:
                beside = _beside(found, place, step, len(old))
                if beside in free and _may_be(old[beside], new[place], grown):
                    found[place] = beside
                    free.remove(beside)
    return found


def _singles(rows: Sequence[Content]) -> dict[Content, int]:
    counts = Counter(rows)
    return {row: at for at, row in enumerate(rows) if counts[row] == 1 and any(row)}


def _beside(found: Sequence[int | None], place: int, step: int, count: int) -> int:
    """Where the old row would be, going by the neighbour above (step 1) or below (step -1); -1 for nowhere."""
    neighbour = place - step
    if neighbour < 0:
        return 0
    if neighbour >= len(found):
        return count - 1
    at = found[neighbour]
    return -1 if at is None else at + step


def _may_be(old: Content, new: Content, grown: int) -> bool:
    """Whether one may have become the other by an edit: filled, cleared, or for the greater part the same.

    Where rows were inserted, a full one in an empty one's place is new; where rows went, an empty one moved up.
    """
    if not any(old):
        return grown <= 0 or not any(new)
    if not any(new):
        return grown >= 0
    same = sum(1 for a, b in zip(old, new, strict=False) if a and a == b)
    changed = sum(1 for a, b in itertools.zip_longest(old, new, fillvalue="") if a != b)
    return changed <= 1 or 2 * same >= max(sum(map(bool, old)), sum(map(bool, new)))
