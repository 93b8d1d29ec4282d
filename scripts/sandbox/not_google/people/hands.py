"""Somebody at work in a spreadsheet: what the UI lets people do, and what it refuses them.

Values are what a person gives: a text is typed (so `=1+1` becomes a formula and `0.5` a number), True and False are a
checkbox, None clears the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

from scripts.sandbox.not_google.drive.spreadsheet import Spreadsheet
from scripts.sandbox.not_google.grid import structure
from scripts.sandbox.not_google.grid.a1 import column_letters, read_cells, written
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.protection import in_the_way
from scripts.sandbox.not_google.grid.sorting import sort
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.grid.validation import checkbox_values, complaint, is_checkbox
from scripts.sandbox.not_google.grid.values import Formula
from scripts.sandbox.not_google.people.looking import find_tab, headers, plain
from scripts.sandbox.not_google.sheets.requests_ranges import merge
from scripts.sandbox.not_google.sheets.writing import with_value
from scripts.sandbox.not_google.wire.errors import GoogleRefusal

Given = str | int | float | bool | None


class Refused(Exception):
    """What a person tried is not allowed; says why in a sentence."""


class Hands:
    """Edits of one person. Each is one change of the file: it shows in its history and is pushed."""

    def __init__(
        self,
        file: Spreadsheet,
        by: str,
        now: Callable[[], float],
        lock: AbstractContextManager[Any],
        touched: Callable[[str], None],
    ) -> None:
        self._file, self.by, self._now, self._lock, self._touched = file, by, now, lock, touched

    # -- cells -----------------------------------------------------------------------------------------------------

    def type(self, tab: str, cell: str, value: Given) -> None:
        """Type into a cell. Raises Refused when its rule is strict or it is protected, LookupError for no such cell."""
        with self._edit(tab) as (book, where):
            row, column = self._cell(where, cell)
            self._put(book, where, row, column, value)
            self._check_rule(book, where, row, column, value)

    def paste(self, tab: str, cell: str, rows: Sequence[Sequence[Given]], *, as_text: bool = False) -> None:
        """Paste rows from a cell on; pasting goes past validation, not past protection."""
        with self._edit(tab) as (book, where):
            top, left = self._cell(where, cell)
            width = max((len(row) for row in rows), default=0)
            where.grow(max(0, top + len(rows) - where.row_count), max(0, left + width - where.column_count))
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    self._put(book, where, top + i, left + j, value, parse=not as_text)

    def fill(self, tab: str, row: int, values: Mapping[str, Given]) -> None:
        """Fill cells of a row by header, as pasting does. Raises LookupError for no such header or row."""
        with self._edit(tab) as (book, where):
            self._row(where, row)
            for column, value in self._by_header(book, where, values):
                self._put(book, where, row - 1, column, value)

    def tick(self, tab: str, cell: str, on: bool = True) -> None:
        """Tick or untick a checkbox. Raises LookupError when the cell is none."""
        with self._edit(tab) as (book, where):
            row, column = self._cell(where, cell)
            rule = book.rules.get(where.cell(row, column).rule)
            if rule is None or not is_checkbox(rule):
                raise LookupError(f"{tab}!{cell} is no checkbox.")
            self._may(where, Box(row, column, row + 1, column + 1))
            value = checkbox_values(rule)[0 if on else 1]
            where.put(row, column, replace(where.cell(row, column), entered=value))

    def clear(self, tab: str, cells: str) -> None:
        """Press Delete on a cell or a range: values go, looks and rules stay; a ticked box is unticked."""
        with self._edit(tab) as (book, where):
            box = read_cells(cells)
            if box is None:
                raise LookupError(f"{cells!r} are no cells.")
            self._may(where, box)
            for row, column in where.places(box):
                old = where.cell(row, column)
                is_box = is_checkbox(book.rules.get(old.rule)) and isinstance(old.entered, bool)
                where.put(row, column, replace(old, entered=False if is_box else None))

    def add_row(self, tab: str, values: Mapping[str, Given]) -> int:
        """Fill the first row below the header in which nothing was entered; returns its number."""
        with self._edit(tab) as (book, where):
            row = next((at for at in range(1, where.row_count) if _is_free(where, at)), where.row_count)
            if row == where.row_count:
                where.grow(rows=1)
            for column, value in self._by_header(book, where, values):
                self._put(book, where, row, column, value)
        return row + 1

    # -- rows and columns ------------------------------------------------------------------------------------------

    def insert_rows(self, tab: str, at_row: int, count: int = 1) -> None:
        """New rows above a row, which they look like."""
        with self._edit(tab) as (book, where):
            self._row(where, at_row)
            self._may(where, Box(at_row - 1, 0, at_row, None))
            structure.insert(book, where, "ROWS", at_row - 1, count, like=at_row - 1)

    def delete_rows(self, tab: str, first_row: int, count: int = 1) -> None:
        """Rows go, with all that is in them."""
        with self._edit(tab) as (book, where):
            self._row(where, first_row + count - 1)
            self._may(where, Box(first_row - 1, 0, first_row - 1 + count, None))
            structure.delete(book, where, "ROWS", first_row - 1, first_row - 1 + count)

    def move_rows(self, tab: str, first_row: int, count: int, before_row: int) -> None:
        """Drag rows to above another row."""
        with self._edit(tab) as (book, where):
            self._row(where, first_row + count - 1)
            self._may(where, Box(first_row - 1, 0, first_row - 1 + count, None))
            structure.move(book, where, "ROWS", first_row - 1, first_row - 1 + count, before_row - 1)

    def sort(self, tab: str, header: str, *, descending: bool = False) -> None:
        """Sort the rows below the header by a column."""
        with self._edit(tab) as (book, where):
            column = self._header(book, where, header)
            box = Box(max(where.frozen_rows, 1), 0, where.row_count, where.column_count)
            self._may(where, box)
            sort(book, where, box, [(column, descending)], self._file.calculation(self._now(), book))

    def insert_column(self, tab: str, before: str, header: str = "") -> None:
        """A new column before the one with this header, with a header of its own if given."""
        with self._edit(tab) as (book, where):
            column = self._header(book, where, before)
            self._may(where, Box(0, column, None, column + 1))
            structure.insert(book, where, "COLUMNS", column, 1)
            if header:
                self._put(book, where, 0, column, header)

    def rename_column(self, tab: str, header: str, new: str) -> None:
        """Type another text over a header."""
        with self._edit(tab) as (book, where):
            self._put(book, where, 0, self._header(book, where, header), new)

    def move_column(self, tab: str, header: str, before: str) -> None:
        """Drag a column to before another one."""
        with self._edit(tab) as (book, where):
            column, to = self._header(book, where, header), self._header(book, where, before)
            self._may(where, Box(0, column, None, column + 1))
            structure.move(book, where, "COLUMNS", column, column + 1, to)

    # -- tabs ------------------------------------------------------------------------------------------------------

    def rename_tab(self, tab: str, new: str) -> None:
        """Give a tab another title."""
        with self._edit(tab) as (book, where):
            self._may(where, Box())
            other = book.titled_like(new)
            if not new or (other is not None and other is not where):
                raise Refused(f"A tab cannot be called {new!r}: another one is, or it is empty.")
            structure.rename_tab(book, where, new)

    def delete_tab(self, tab: str) -> None:
        """A tab goes, with all that is in it."""
        with self._edit(tab) as (book, where):
            self._may(where, Box())
            if not any(not other.hidden for other in book.tabs if other is not where):
                raise Refused("The last visible tab cannot be deleted.")
            book.tabs.remove(where)
            structure.forget_tab(book, where)

    def add_tab(self, title: str) -> None:
        """A new empty tab at the end."""
        with self._edit(None) as (book, _):
            if book.titled_like(title) is not None:
                raise Refused(f"There is a tab {title!r} already.")
            number = book.new_id()
            while any(tab.id == number for tab in book.tabs):
                number = book.new_id()
            book.tabs.append(Tab.blank(number, title))

    def merge(self, tab: str, cells: str) -> None:
        """Merge cells; the first one's value stays."""
        with self._edit(tab) as (_, where):
            box = read_cells(cells)
            if box is None:
                raise LookupError(f"{cells!r} are no cells.")
            self._may(where, box)
            merge(where, where.clip(box), "MERGE_ALL")

    # -- inside ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _edit(self, tab: str | None) -> Iterator[tuple[Book, Tab]]:
        """One change: on a copy, which counts when nothing is raised."""
        with self._lock:
            book = self._file.book.copy()
            where = book.tabs[0] if tab is None else find_tab(book, tab)
            try:
                yield book, where
            except GoogleRefusal as refusal:
                raise Refused(refusal.message) from None
            where.touch()
            self._file.change(book, self.by, self._now())
            self._touched(self._file.id)

    def _put(self, book: Book, tab: Tab, row: int, column: int, value: Given, *, parse: bool = True) -> None:
        self._may(tab, Box(row, column, row + 1, column + 1))
        old = tab.cell(row, column)
        new = replace(old, entered=None) if value is None else with_value(old, value, book.locale, parse=parse)
        tab.put(row, column, new)

    def _may(self, tab: Tab, box: Box) -> None:
        protection = in_the_way(tab, box, self.by, self._file.owner)
        if protection is not None:
            about = f" ({protection.description})" if protection.description else ""
            place = written(tab.title, tab.clip(box))
            raise Refused(f"{self.by} may not edit {place}: it is protected{about}.")

    def _check_rule(self, book: Book, tab: Tab, row: int, column: int, value: Given) -> None:
        rule = book.rules.get(tab.cell(row, column).rule)
        if rule is None or not rule.get("strict"):
            return
        tab.touch()
        values = self._file.calculation(self._now(), book)
        entered = tab.cell(row, column).entered
        made = values.value(tab, row, column) if isinstance(entered, Formula) else entered
        if why := complaint(book, tab, rule, made, values):
            raise Refused(f"{value!r} was not let into {tab.title}!{column_letters(column)}{row + 1}: {why}.")

    def _cell(self, tab: Tab, cell: str) -> tuple[int, int]:
        box = read_cells(cell)
        if box is None or box.bottom != box.top + 1 or box.right != box.left + 1:
            raise LookupError(f"{cell!r} is no cell.")
        if box.top >= tab.row_count or box.left >= tab.column_count:
            raise LookupError(
                f"{tab.title} ends before {cell}: it has {tab.row_count} rows, {tab.column_count} columns."
            )
        return box.top, box.left

    def _row(self, tab: Tab, row: int) -> None:
        if not 1 <= row <= tab.row_count:
            raise LookupError(f"{tab.title} has no row {row}: it has {tab.row_count}.")

    def _headers(self, book: Book, tab: Tab) -> dict[str, int]:
        row = self._file.calculation(self._now(), book).window(tab, Box(0, 0, 1, None))[0]
        return headers([plain(value) for value in row])

    def _header(self, book: Book, tab: Tab, header: str) -> int:
        known = self._headers(book, tab)
        if header in known:
            return known[header]
        folded = {name.casefold(): column for name, column in known.items()}
        if header.casefold() in folded:
            return folded[header.casefold()]
        raise LookupError(f"{tab.title} has no column {header!r}; it has {', '.join(known) or 'no headers'}.")

    def _by_header(self, book: Book, tab: Tab, values: Mapping[str, Given]) -> list[tuple[int, Given]]:
        return [(self._header(book, tab, header), value) for header, value in values.items()]


def _is_free(tab: Tab, row: int) -> bool:
    """Whether nothing was entered in a row; an unticked checkbox is nothing."""
    return all(cell.entered is None or cell.entered is False for cell in tab.rows[row])
