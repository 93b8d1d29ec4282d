"""Which row of the last good version stands behind a row that is wrong now, and stays in force for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from ticket_router.domain.rulebook import Row
from ticket_router.domain.workbook.rows import NAMED_BY, SheetRow
from ticket_router.domain.workbook.suggesting import look


def kept_rows(part: str, rows: Sequence[SheetRow], old: Sequence[Row]) -> dict[int, Row]:
    """The old row for each wrong row that has one, by the wrong row's number.

    No old row stands behind two rows. Rows that are right take theirs first: the one that says the same, else the one
    of their name. A wrong row takes the one of its name, else the one that stood at its number. Priority rules have no
    name: there a row also takes the one that followed the old row of the row above it.
    """
    if all(row.model for row in rows):
        return {}
    return _Pairing(part, rows, old).kept()


class _Pairing:
    """Rows of the sheet and of the last good version, taken together one after the other."""

    def __init__(self, part: str, rows: Sequence[SheetRow], old: Sequence[Row]) -> None:
        self._rows = rows
        self._old = old
        self._field = NAMED_BY.get(part)
        self._taken: set[int] = set()
        self._of: dict[int, int] = {}
        """Place in the old rows by number in the sheet."""

    def kept(self) -> dict[int, Row]:
        good = [row for row in self._rows if row.model]
        bad = [row for row in self._rows if not row.model]
        self._pair(good, _Index(self._old, _says), lambda row: _says(row.model) if row.model else None)
        if self._field:
            names = _Index(self._old, self._name)
            self._pair(good, names, lambda row: self._name(row.model) if row.model else None)
            self._pair(bad, names, lambda row: look(row.name.removeprefix("@")) or None)
        numbers = _Index(self._old, lambda row: row.row)
        if not self._field:
            self._pair(good, numbers, lambda row: row.number)
        self._pair(bad, numbers, lambda row: row.number)
        if not self._field:
            self._follow()
        return {row.number: self._old[self._of[row.number]] for row in bad if row.number in self._of}

    def _pair(self, rows: Sequence[SheetRow], index: _Index, wanted: Callable[[SheetRow], object]) -> None:
        for row in rows:
            if row.number in self._of or (key := wanted(row)) is None:
                continue
            if (place := index.find(key, row.number, self._taken)) is not None:
                self._take(row, place)

    def _follow(self) -> None:
        following = 0
        for row in self._rows:
            free = following < len(self._old) and following not in self._taken
            if free and row.model is None and row.number not in self._of:
                self._take(row, following)
            if row.number in self._of:
                following = self._of[row.number] + 1

    def _take(self, row: SheetRow, place: int) -> None:
        self._of[row.number] = place
        self._taken.add(place)

    def _name(self, row: Row) -> str:
        return look(str(getattr(row, self._field or "", "")).removeprefix("@"))


class _Index:
    """Old rows by something that they share; each is found once at most."""

    def __init__(self, old: Sequence[Row], by: Callable[[Row], object]) -> None:
        self._there: dict[object, int] = {}
        self._from_top: dict[object, list[int]] = defaultdict(list)
        # From the end, so that the topmost one is popped first.
        for place in range(len(old) - 1, -1, -1):
            key = by(old[place])
            self._there[(key, old[place].row)] = place
            self._from_top[key].append(place)

    def find(self, key: object, number: int, taken: set[int]) -> int | None:
        """The place of one that is not yet taken: the one with this number, else the topmost."""
        there = self._there.get((key, number))
        if there is not None and there not in taken:
            return there
        left = self._from_top.get(key, [])
        while left and left[-1] in taken:
            left.pop()
        return left[-1] if left else None


def _says(row: Row) -> object:
    """Everything that people wrote in the row."""
    return row.model_dump_json(exclude={"row", "slack_id"})
