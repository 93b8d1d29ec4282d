"""A spreadsheet's content: its tabs in order, names, validation rules, locale and time zone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scripts.sandbox.not_google.grid.a1 import read_cells, split_title
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.wire.errors import GoogleRefusal, invalid

Rule = Mapping[str, Any]
"""A DataValidationRule as the API gives it."""


@dataclass(frozen=True)
class Named:
    """A named range."""

    id: str
    name: str
    tab_id: int
    box: Box


@dataclass
class Book:
    """All that a spreadsheet holds. `copy` is cheap: a batch works on a copy, which then takes its place or not."""

    title: str
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"
    auto_recalc: str = "ON_CHANGE"
    tabs: list[Tab] = field(default_factory=list)
    rules: dict[int, Rule] = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)
    last_id: int = 0
    _rule_numbers: dict[str, int] = field(default_factory=dict, repr=False)

    def copy(self) -> Book:
        """A copy that can be changed without changing this one."""
        return replace(
            self,
            tabs=[tab.copy() for tab in self.tabs],
            rules=self.rules.copy(),
            named=self.named.copy(),
            _rule_numbers=self._rule_numbers.copy(),
        )

    def new_id(self) -> int:
        """A number that no tab, protection, chart or name of this spreadsheet has yet."""
        self.last_id += 1
        return self.last_id

    # -- tabs ------------------------------------------------------------------------------------------------

    def tab(self, tab_id: int) -> Tab:
        """The tab with this sheetId; raises GoogleRefusal."""
        for tab in self.tabs:
            if tab.id == tab_id:
                return tab
        raise invalid(f"No grid with id: {tab_id}")

    def titled(self, title: str) -> Tab | None:
        """The tab with this title, in these very letters; None for no such tab."""
        return next((tab for tab in self.tabs if tab.title == title), None)

    def titled_like(self, title: str) -> Tab | None:
        """The same whatever the case: formulas and the check for doubles do not mind it."""
        folded = title.casefold()
        return next((tab for tab in self.tabs if tab.title.casefold() == folded), None)

    # -- validation rules --------------------------------------------------------------------------------------

    def rule_number(self, rule: Rule | None) -> int:
        """The number that stands for a rule in cells; equal rules share one. 0 for no rule."""
        if not rule:
            return 0
        key = json.dumps(rule, sort_keys=True)
        if key not in self._rule_numbers:
            self._rule_numbers[key] = self.new_id()
            self.rules[self._rule_numbers[key]] = rule
        return self._rule_numbers[key]

    def rewrite_rule(self, number: int, rule: Rule) -> None:
        """Change a rule where it stands, because the cells that it names have moved."""
        self.rules[number] = rule
        self._rule_numbers = {key: n for key, n in self._rule_numbers.items() if n != number}

    # -- ranges --------------------------------------------------------------------------------------------------

    def range(self, text: str) -> tuple[Tab, Box]:
        """The tab and rectangle that an A1 range of a request means, cut to the grid; raises GoogleRefusal."""
        tab, box = self._find(text)
        if box.top >= tab.row_count or box.left >= tab.column_count:
            raise invalid(
                f"Range ({text}) exceeds grid limits. Max rows: {tab.row_count}, max columns: {tab.column_count}",
            )
        return tab, tab.clip(box)

    def _find(self, text: str) -> tuple[Tab, Box]:
        try:
            title, cells = split_title(text)
        except ValueError:
            raise cannot_parse(text) from None
        if title is None:
            if (tab := self.titled(cells)) is not None:
                return tab, Box()
            if (name := self.name(cells)) is not None:
                return self.tab(name.tab_id), name.box
            title = next(tab.title for tab in self.tabs if not tab.hidden)
            tab, box = self.titled(title), read_cells(cells)
        else:
            tab = self.titled(title)
            box = read_cells(cells) if cells else Box()
        if tab is None or box is None:
            raise cannot_parse(text)
        return tab, box

    def name(self, name: str) -> Named | None:
        """A named range, whatever the case."""
        return next((named for named in self.named if named.name.casefold() == name.casefold()), None)


def cannot_parse(text: str) -> GoogleRefusal:
    """The answer to a range that names no tab, or no cells."""
    return invalid(f"Unable to parse range: {text}")
