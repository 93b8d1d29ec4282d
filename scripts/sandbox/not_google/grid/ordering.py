"""In which order Sheets sorts values: numbers, texts whatever their case, FALSE, TRUE, errors; blanks always last."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.sandbox.not_google.grid.values import SheetError, Value


def _key(value: Value) -> tuple[int, float | str]:
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, value.casefold()
    if isinstance(value, SheetError):
        return 3, value.shown
    return 0, 0 if value is None else value


def sorted_places(columns: Sequence[Sequence[Value]], descending: Sequence[bool], count: int) -> list[int]:
    """The places 0 to `count` in the order that these columns ask for, the first one first; equal rows stay put."""
    places = list(range(count))
    for column, down in reversed(list(zip(columns, descending, strict=True))):
        filled = [place for place in places if column[place] is not None]
        blank = [place for place in places if column[place] is None]
        filled.sort(key=lambda place, column=column: _key(column[place]), reverse=down)  # type: ignore[misc]
        places = filled + blank
    return places
