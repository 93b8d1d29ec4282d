"""What is in a tab, as plain values: for tests, journeys and checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scripts.sandbox.not_google.drive.spreadsheet import Spreadsheet
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.grid.values import SheetError, Value


@dataclass(frozen=True)
class Record:
    """One row below the header: its number in the sheet, and its values by header (None where blank)."""

    row: int
    values: dict[str, Any]

    def __getitem__(self, header: str) -> Any:
        return self.values[header]


def find_tab(book: Book, title: str) -> Tab:
    """A tab by its title; raises LookupError."""
    tab = book.titled(title) or book.titled_like(title)
    if tab is None:
        raise LookupError(f"There is no tab {title!r}; there are {', '.join(one.title for one in book.tabs)}.")
    return tab


def values_of(file: Spreadsheet, title: str, now: float) -> list[list[Any]]:
    """What the cells of a tab come to: a rectangle without blank rows and columns at its end."""
    tab = find_tab(file.book, title)
    rows = [[plain(value) for value in row] for row in file.calculation(now).window(tab, tab.whole())]
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    width = max((at + 1 for row in rows for at, value in enumerate(row) if value is not None), default=0)
    return [row[:width] for row in rows]


def plain(value: Value) -> Any:
    """A value, or the text of an error."""
    return value.shown if isinstance(value, SheetError) else value


def headers(row: list[Any]) -> dict[str, int]:
    """Column by header text; of two equal headers the first one counts."""
    found: dict[str, int] = {}
    for column, value in enumerate(row):
        if value not in (None, ""):
            found.setdefault(str(value), column)
    return found


def records(file: Spreadsheet, title: str, now: float) -> list[Record]:
    """The rows below the header that hold more than unticked checkboxes and empty text."""
    rows = values_of(file, title, now)
    if not rows:
        return []
    columns = headers(rows[0])
    return [
        Record(number, {header: row[column] for header, column in columns.items()})
        for number, row in enumerate(rows[1:], start=2)
        if any(value not in (None, "") and value is not False for value in row)
    ]
