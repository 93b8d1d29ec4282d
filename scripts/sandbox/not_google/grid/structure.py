"""Rows and columns that are inserted, deleted or moved, with everything in the book that names cells following them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scripts.sandbox.not_google.formulas.references import BROKEN, Change, Reference, rewrite
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.boxes import Box, from_grid_range, to_grid_range
from scripts.sandbox.not_google.grid.cells import EMPTY, Cell
from scripts.sandbox.not_google.grid.shifts import Deleted, Inserted, Moved, Shift
from scripts.sandbox.not_google.grid.tab import COLUMN, ROW, Line, Protection, Tab
from scripts.sandbox.not_google.grid.values import Formula
from scripts.sandbox.not_google.wire.errors import invalid

Axis = str
"""ROWS or COLUMNS, as the API says it."""


def insert(book: Book, tab: Tab, axis: Axis, at: int, count: int, *, like: int | None = None) -> None:
    """New empty lines before line `at`; they look like line `like` did, and accept what it accepted."""
    lines = _lines(tab, axis)
    if not 0 <= at <= len(lines) or count < 1:
        raise invalid(f"startIndex {at} and endIndex {at + count} are not within a grid of {len(lines)} {axis.lower()}")
    look = lines[like] if like is not None and like < len(lines) else (ROW if axis == "ROWS" else COLUMN)
    if axis == "ROWS":
        model = [_bare(cell) for cell in tab.rows[like]] if like is not None and like < len(tab.rows) else []
        tab.rows[at:at] = [model.copy() for _ in range(count)]
    else:
        for row in tab.rows:
            model = [_bare(row[like])] if like is not None and like < len(row) else [EMPTY]
            if at < len(row) or model[0] != EMPTY:
                row.extend([EMPTY] * (at - len(row)))
                row[at:at] = model * count
    lines[at:at] = [look] * count
    if axis == "ROWS" and at < tab.frozen_rows:
        tab.frozen_rows += count
    elif axis == "COLUMNS" and at < tab.frozen_columns:
        tab.frozen_columns += count
    _follow(book, tab, axis, Inserted(at, count, like))


def delete(book: Book, tab: Tab, axis: Axis, start: int, end: int) -> None:
    """Lines `start` to `end` (excluded) go, with what is in them."""
    lines = _lines(tab, axis)
    word = axis.lower()
    if not 0 <= start < end <= len(lines):
        raise invalid(f"Cannot delete a range of {word} that is not in the grid. The grid has {len(lines)} {word}.")
    frozen = tab.frozen_rows if axis == "ROWS" else tab.frozen_columns
    left = len(lines) - (end - start)
    if left == 0:
        raise invalid(f"You can't delete all the {word} on the sheet.")
    gone = max(0, min(end, frozen) - start)
    if left <= frozen - gone:
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {word}.")
    if axis == "ROWS":
        del tab.rows[start:end]
        tab.frozen_rows -= gone
    else:
        for row in tab.rows:
            del row[start:end]
        tab.frozen_columns -= gone
    del lines[start:end]
    _follow(book, tab, axis, Deleted(start, end))


def move(book: Book, tab: Tab, axis: Axis, start: int, end: int, to: int) -> None:
    """Lines `start` to `end` (excluded) go to before what is now line `to`."""
    lines = _lines(tab, axis)
    if not 0 <= start < end <= len(lines) or not 0 <= to <= len(lines):
        raise invalid(f"Cannot move {axis.lower()} {start} to {end} before {to}: the grid has {len(lines)}.")
    if start <= to <= end:
        return
    _shuffle(lines, start, end, to)
    if axis == "ROWS":
        _shuffle(tab.rows, start, end, to)
    else:
        for row in tab.rows:
            if len(row) > min(start, to):
                row.extend([EMPTY] * (max(end, to) - len(row)))
                _shuffle(row, start, end, to)
    _follow(book, tab, axis, Moved(start, end, to))


def forget_tab(book: Book, tab: Tab) -> None:
    """A tab is gone: what named its cells is broken."""
    folded = tab.title.casefold()
    _rewrite_all(book, lambda _: lambda ref: None if (ref.title or "").casefold() == folded else ref)
    book.named = [named for named in book.named if named.tab_id != tab.id]


def rename_tab(book: Book, tab: Tab, title: str) -> None:
    """A tab gets another title, and every formula says it."""
    folded = tab.title.casefold()

    def change(reference: Reference) -> Reference:
        return replace(reference, title=title) if (reference.title or "").casefold() == folded else reference

    _rewrite_all(book, lambda _: change)
    tab.title = title
    tab.touch()


def _lines(tab: Tab, axis: Axis) -> list[Line]:
    return tab.row_looks if axis == "ROWS" else tab.columns


def _bare(cell: Cell) -> Cell:
    return EMPTY if cell == EMPTY else Cell(format=cell.format, rule=cell.rule)


def _shuffle(lines: list[Any], start: int, end: int, to: int) -> None:
    block = lines[start:end]
    del lines[start:end]
    at = to if to < start else to - (end - start)
    lines[at:at] = block


def _follow(book: Book, tab: Tab, axis: Axis, shift: Shift) -> None:
    tab.touch()
    folded = tab.title.casefold()

    def changes(of: Tab | None) -> Change:
        def change(reference: Reference) -> Reference | None:
            title = reference.title.casefold() if reference.title is not None else of.title.casefold() if of else ""
            if title != folded:
                return reference
            box = _shifted(reference.box, axis, shift)
            return None if box is None else replace(reference, box=box)

        return change

    _rewrite_all(book, changes)
    book.named = [
        replace(named, box=box)
        for named in book.named
        if (box := _shifted(named.box, axis, shift) if named.tab_id == tab.id else named.box) is not None
    ]
    tab.merges = [box for merge in tab.merges if (box := _shifted(merge, axis, shift)) is not None]
    tab.protections = [p for old in tab.protections if (p := _protection(old, axis, shift)) is not None]
    tab.conditionals = [
        replace(conditional, boxes=boxes)
        for conditional in tab.conditionals
        if (boxes := tuple(b for box in conditional.boxes if (b := _grown(box, axis, shift)) is not None))
    ]
    if tab.basic_filter is not None:
        box = _shifted(from_grid_range(tab.basic_filter["range"]), axis, shift)
        kept = None if box is None else {**tab.basic_filter, "range": to_grid_range(tab.id, box)}
        tab.basic_filter = kept


def _protection(old: Protection, axis: Axis, shift: Shift) -> Protection | None:
    box = _shifted(old.box, axis, shift)
    open_ = tuple(b for one in old.unprotected if (b := _shifted(one, axis, shift)) is not None)
    return None if box is None else replace(old, box=box, unprotected=open_)


def _shifted(box: Box, axis: Axis, shift: Shift) -> Box | None:
    span = shift.span(box.span(axis))
    return None if span is None else box.with_span(axis, span)


def _grown(box: Box, axis: Axis, shift: Shift) -> Box | None:
    """The same for conditional formats, which new lines take over from their neighbour as they do its look."""
    if not isinstance(shift, Inserted):
        return _shifted(box, axis, shift)
    return box.with_span(axis, shift.grown(box.span(axis)))


def _rewrite_all(book: Book, changes: Any) -> None:
    """Rewrite every formula of the book, in cells, in validation rules and in conditional formats."""
    for tab in book.tabs:
        change = changes(tab)
        new_texts = {at: new for at, text in tab.formulas().items() if (new := rewrite(text, change)) != text}
        for (row, column), new in new_texts.items():
            tab.put(row, column, replace(tab.cell(row, column), entered=Formula(new)))
        if new_texts:
            tab.touch()
        tab.conditionals = [replace(c, rule=_rewritten(c.rule, change)) for c in tab.conditionals]
    for number, rule in list(book.rules.items()):
        new_rule = _rewritten(rule, changes(None))
        if new_rule != rule:
            book.rewrite_rule(number, new_rule)


def _rewritten(part: Any, change: Change) -> Any:
    """A rule with the formulas in its conditions rewritten; a broken one says so, as in Sheets."""
    if isinstance(part, list):
        return [_rewritten(one, change) for one in part]
    if not isinstance(part, dict):
        return part
    new = {name: _rewritten(member, change) for name, member in part.items()}
    text = part.get("userEnteredValue")
    if isinstance(text, str) and text.startswith("=") and BROKEN not in text:
        new["userEnteredValue"] = rewrite(text, change)
    return new
