"""Ranges as the Sheets API takes them, and as it may give them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scripts.ops.workbook.found import FoundTab

Bounds = tuple[int, int | None, int, int | None]


def area(
    tab: FoundTab,
    rows: tuple[int | None, int | None] = (None, None),
    columns: tuple[int | None, int | None] = (None, None),
) -> dict[str, int]:
    """A GridRange; None is open. Ends are exclusive.

    A whole column begins at its header although that is not meant: a range that began in row 2 would be pushed down
    by every row that is inserted there.
    """
    names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    bounds = zip(names, (*rows, *columns), strict=True)
    return {"sheetId": tab.sheet_id, **{name: value for name, value in bounds if value is not None}}


def bounds(found: Mapping[str, Any], tab: FoundTab) -> Bounds:
    """A GridRange for comparing: open ends may come back as the size of the grid."""

    def end(name: str, size: int) -> int | None:
        value = found.get(name)
        return None if value is None or value >= size else int(value)

    return (
        found.get("startRowIndex", 0),
        end("endRowIndex", tab.row_count),
        found.get("startColumnIndex", 0),
        end("endColumnIndex", tab.column_count),
    )


def runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """Places side by side as (first, end)."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found
