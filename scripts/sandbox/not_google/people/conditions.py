"""Conditional formats, computed: which look a cell gets from the rules laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.sandbox.not_google.formulas.calculation import Calculation
from scripts.sandbox.not_google.formulas.operators import as_truth
from scripts.sandbox.not_google.formulas.references import read_reference
from scripts.sandbox.not_google.formulas.tokens import FormulaError, tokens
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.tab import Conditional, Tab
from scripts.sandbox.not_google.grid.validation import meets
from scripts.sandbox.not_google.grid.values import Value

Look = Mapping[str, Any]

_NO_LOOK: Look = {}
_FAR = 1 << 30


class Conditions:
    """The rules of one tab over one state of its values; the first that holds decides, as in Sheets."""

    def __init__(self, book: Book, tab: Tab, values: Calculation) -> None:
        self._book, self._tab, self._values = book, tab, values
        self._rules = [_Rule(one) for one in tab.conditionals if one.rule.get("booleanRule")]
        self._known: dict[tuple[int, int, int], bool] = {}

    def look(self, row: int, column: int, value: Value) -> Look:
        """The format that the first fitting rule gives to a cell; empty when none fits."""
        for index, rule in enumerate(self._rules):
            if rule.covers(row, column) and self._holds(index, rule, row, column, value):
                return rule.format
        return _NO_LOOK

    def _holds(self, index: int, rule: _Rule, row: int, column: int, value: Value) -> bool:
        if not rule.formula:
            return meets(rule.condition, value, self._book.locale)
        # A formula with `$` before each column comes to the same for the whole row.
        key = (index, row, -1 if rule.by_row else column)
        if key not in self._known:
            carried = (row - rule.top, column - rule.left)
            found = self._values.once(self._tab, row, column, rule.formula, carried)
            self._known[key] = as_truth(found) is True
        return self._known[key]


class _Rule:
    def __init__(self, one: Conditional) -> None:
        boolean = one.rule["booleanRule"]
        self._edges = [(b.top, b.bottom or _FAR, b.left, b.right or _FAR) for b in one.boxes]
        self.top, self.left = min(box.top for box in one.boxes), min(box.left for box in one.boxes)
        self.condition: Mapping[str, Any] = boolean["condition"]
        self.format: Look = boolean.get("format", {})
        is_formula = self.condition["type"] == "CUSTOM_FORMULA"
        self.formula: str = self.condition["values"][0]["userEnteredValue"] if is_formula else ""
        self.by_row = is_formula and _columns_are_fixed(self.formula)

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell lies in the rule's ranges."""
        return any(top <= row < bottom and left <= column < right for top, bottom, left, right in self._edges)


def _columns_are_fixed(formula: str) -> bool:
    try:
        references = [read_reference(piece.text) for piece in tokens(formula) if piece.kind == "ref"]
    except FormulaError:
        return False
    return all(reference.fixed[1] and reference.fixed[3] for reference in references)
