"""What every cell comes to: formulas computed on demand, arrays spilled, results kept as long as they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scripts.sandbox.not_google.formulas import (  # noqa: F401 - each enters its functions
    functions_count,
    functions_logic,
    functions_lookup,
    functions_plain,
    functions_shape,
)
from scripts.sandbox.not_google.formulas.arrays import Array, Result, first
from scripts.sandbox.not_google.formulas.evaluate import Evaluation, Failure
from scripts.sandbox.not_google.formulas.parser import parse
from scripts.sandbox.not_google.formulas.references import Reference
from scripts.sandbox.not_google.formulas.tokens import FormulaError
from scripts.sandbox.not_google.grid.a1 import cell_name
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.dates import now_serial
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.grid.values import Formula, SheetError, Value

Place = tuple[int, int, int]
"""Tab, row, column of a formula."""

_CIRCLE = SheetError(
    "#REF!", "Circular dependency detected. To resolve with iterative calculation, see File > Settings."
)


@dataclass
class Kept:
    """A computed formula, and what it was computed from; good as long as all of that is as it was."""

    text: str
    result: Result
    tabs: dict[int, int]
    names: object
    at: float | None = None


@dataclass
class _Running:
    """A formula that is being computed: the tabs it has looked at, and what was read of its own tab meanwhile."""

    place: Place
    tabs: dict[int, int]
    reads: list[Box] = field(default_factory=list)
    volatile: bool = False


class Calculation:
    """The values of one state of a book at one moment. `kept` outlives it, so that little is computed twice."""

    def __init__(self, book: Book, seconds: float, kept: dict[Place, Kept]) -> None:
        self.book, self._seconds, self._kept = book, seconds, kept
        self._names = (tuple((tab.id, tab.title) for tab in book.tabs), tuple(book.named), book.time_zone)
        self._state = {tab.id: tab.revision for tab in book.tabs}
        self._results: dict[Place, Result] = {}
        self._columns: dict[tuple[int, int], list[Value]] = {}
        self._spills: dict[int, list[Box]] = {}
        self._running: list[_Running] = []
        self.volatile = False

    def holds(self, book: Book, seconds: float) -> bool:
        """Whether this is still right for a book at a moment."""
        same = book is self.book and {tab.id: tab.revision for tab in book.tabs} == self._state
        named = tuple((tab.id, tab.title) for tab in book.tabs), tuple(book.named), book.time_zone
        return same and named == self._names and (not self.volatile or seconds == self._seconds)

    def column(self, tab: Tab, column: int) -> Sequence[Value]:
        """All values of a column, top to bottom of the grid."""
        known = self._columns.get((tab.id, column))
        if known is not None:
            return known
        values: list[Value] = [
            None if len(row) <= column or isinstance(entered := row[column].entered, Formula) else entered
            for row in tab.rows
        ]
        running = {one.place for one in self._running}
        complete = True
        for row, left in tab.formulas():
            if left > column:
                continue
            place = (tab.id, row, left)
            if place in running and place not in self._results:
                complete = False
                if left == column:
                    values[row] = _CIRCLE
                continue
            result = self._result(tab, row, left)
            if not isinstance(result, Array):
                if left == column:
                    values[row] = result
            elif column < left + result.width:
                values[row : row + result.height] = result.column(column - left)
        if complete:
            self._columns[tab.id, column] = values
        return values

    def window(self, tab: Tab, box: Box) -> list[list[Value]]:
        """The values of a rectangle, row by row."""
        inside = tab.clip(box)
        assert inside.right is not None
        columns = [self.column(tab, c)[inside.top : inside.bottom] for c in range(inside.left, inside.right)]
        return [list(row) for row in zip(*columns, strict=True)]

    def value(self, tab: Tab, row: int, column: int) -> Value:
        """What one cell comes to."""
        return self.column(tab, column)[row]

    def once(self, tab: Tab, row: int, column: int, formula: str, carried: tuple[int, int]) -> Value:
        """What a formula comes to in a cell that it does not stand in, read so far below and beside its own place."""
        self._running.append(_Running((tab.id, -1, -1), {}))
        try:
            return first(self._evaluated((tab.id, row, column), formula, carried))
        finally:
            self._running.pop()

    # -- what a formula may ask (evaluate.Sheets) ----------------------------------------------------------------

    def cells(self, reference: Reference) -> Array:
        """The values of a range. Raises Failure for a tab that is not there and for a circle."""
        tab = self._tab(reference)
        inside = tab.clip(reference.box)
        assert inside.bottom is not None and inside.right is not None
        if inside.top >= inside.bottom or inside.left >= inside.right:
            raise Failure("#REF!", "Reference does not exist.")
        for one in self._running:
            one.tabs[tab.id] = tab.revision
            if one.place[0] == tab.id:
                one.reads.append(inside)
                if inside.has(one.place[1], one.place[2]):
                    raise Failure(_CIRCLE.shown, _CIRCLE.why)
        columns = [self.column(tab, c)[inside.top : inside.bottom] for c in range(inside.left, inside.right)]
        cells = columns[0] if len(columns) == 1 else [value for row in zip(*columns, strict=True) for value in row]
        return Array(inside.bottom - inside.top, len(columns), cells)

    def height(self, reference: Reference) -> tuple[int, int]:
        """First row and number of rows of a range, cut to the grid."""
        tab = self._tab(reference)
        inside = tab.clip(reference.box)
        assert inside.bottom is not None
        for one in self._running:
            one.tabs[tab.id] = tab.revision
        return inside.top, inside.bottom - inside.top

    def named(self, name: str) -> Reference | None:
        """A named range."""
        found = self.book.name(name)
        if found is None:
            return None
        tab = self.book.tab(found.tab_id)
        single = found.box.bottom == found.box.top + 1 and found.box.right == found.box.left + 1
        return Reference(tab.title, found.box, (True,) * 4, single)

    def now(self) -> float:
        """NOW() as a serial number; whoever asks is volatile."""
        self.volatile = True
        for one in self._running:
            one.volatile = True
        return now_serial(self._seconds, self.book.time_zone)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _tab(self, reference: Reference) -> Tab:
        if reference.title is None:
            return self.book.tab(self._running[-1].place[0])
        tab = self.book.titled_like(reference.title)
        if tab is None:
            raise Failure("#REF!", f"Unresolved sheet name '{reference.title}'.")
        return tab

    def _result(self, tab: Tab, row: int, column: int) -> Result:
        place = (tab.id, row, column)
        if place not in self._results:
            kept = self._kept.get(place)
            text = tab.formulas()[row, column]
            if kept is None or not self._good(kept, text):
                kept = self._compute(tab, place, text)
                self._kept[place] = kept
            self._results[place] = kept.result
            self.volatile = self.volatile or kept.at is not None
            if isinstance(kept.result, Array):
                box = Box(row, column, row + kept.result.height, column + kept.result.width)
                self._spills.setdefault(tab.id, []).append(box)
            for one in self._running:
                one.tabs.update(kept.tabs)
                one.volatile = one.volatile or kept.at is not None
        return self._results[place]

    def _good(self, kept: Kept, text: str) -> bool:
        unchanged = all(self._state.get(tab_id) == revision for tab_id, revision in kept.tabs.items())
        return kept.text == text and unchanged and kept.names == self._names and kept.at in (None, self._seconds)

    def _compute(self, tab: Tab, place: Place, text: str) -> Kept:
        running = _Running(place, {tab.id: tab.revision})
        self._running.append(running)
        try:
            result = self._evaluated(place, text)
            if isinstance(result, Array):
                result = self._spilled(tab, running, result)
        finally:
            self._running.pop()
        return Kept(text, result, running.tabs, self._names, self._seconds if running.volatile else None)

    def _evaluated(self, place: Place, text: str, carried: tuple[int, int] = (0, 0)) -> Result:
        try:
            node = parse(text)
        except FormulaError as error:
            return SheetError("#ERROR!", f"Formula parse error: {error}.")
        except RecursionError:
            return SheetError("#ERROR!", "Formula parse error: it is nested too deeply.")
        run = Evaluation(self, place[1], place[2], carried)
        try:
            return run.passed(node)
        except Failure as failure:
            return failure.error
        except RecursionError:
            return SheetError("#ERROR!", "The formula is nested too deeply, or depends on too many others.")

    def _spilled(self, tab: Tab, running: _Running, array: Array) -> Result:
        """An array fits below and beside its formula, or the formula shows why not."""
        _, top, left = running.place
        if array.height == 1 and array.width == 1:
            return array.cells[0]
        box = Box(top, left, top + array.height, left + array.width)
        for count, size, word in (
            (top + array.height, tab.row_count, "rows"),
            (left + array.width, tab.column_count, "columns"),
        ):
            if count > size:
                why = f"Result was not automatically expanded, please insert more {word} ({count - size})."
                return SheetError("#REF!", why)
        if any(box.meets(read) for read in running.reads):
            return _CIRCLE
        for row in range(top, top + array.height):
            for column, cell in enumerate(tab.rows[row][left : left + array.width], left):
                if cell.entered is not None and (row, column) != (top, left):
                    return _blocked(row, column)
        for other in self._spills.get(tab.id, ()):
            if box.meets(other):
                return _blocked(max(top, other.top), max(left, other.left))
        return array


def _blocked(row: int, column: int) -> SheetError:
    return SheetError(
        "#REF!", f"Array result was not expanded because it would overwrite data in {cell_name(row, column)}."
    )
