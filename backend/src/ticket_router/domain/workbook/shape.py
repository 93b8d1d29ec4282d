"""The workbook's shape: which tabs and columns there are, and what a cell of each may hold.

`sheets_templates/` says it once; the create command, the parser and everything else ask this.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from ticket_router.domain.base import Value


class TabKind(StrEnum):
    """Who a tab is for."""

    rules = "rules"
    """People write, the backend reads."""
    live = "live"
    """The backend writes, people fill only the correction columns."""
    system = "system"
    """Hidden; nobody but the backend writes."""


class FilledBy(StrEnum):
    """Whose a column's cells are."""

    people = "people"
    backend = "backend"
    formula = "formula"
    """One array formula in the header row, which fills the whole column."""


class Column(Value):
    """One column: what people see (`name`, `meaning`, `width` in pixels) and where its cells go (`field`)."""

    name: str
    field: str
    type: str
    meaning: str
    width: int
    required: bool = False
    unique: bool = False
    locked: bool = False
    default: str = ""
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    """`Tab.field`: the live rows of that column are the dropdown."""
    filled_by: FilledBy = FilledBy.people
    formula: str = ""
    """For `filled_by: formula`. `{field}` stands for that whole column, `{row_key}` for the key of each rule row."""
    group: str = ""
    """Columns of one group (when, then) share a colour band in the header."""
    min: float | None = None
    max: float | None = None


class Tab(Value):
    """One tab. Row 1 is its header; `sheet_id` is the number that Google's API knows it by."""

    title: str
    kind: TabKind
    order: int
    sheet_id: int
    purpose: str
    rulebook_field: str = ""
    """For a rule tab: where its rows stand in a RuleBook."""
    columns: tuple[Column, ...]

    @cached_property
    def by_field(self) -> dict[str, Column]:
        """Columns by field."""
        return {column.field: column for column in self.columns}

    @cached_property
    def written_by_people(self) -> tuple[Column, ...]:
        """The columns whose cells people fill, left to right."""
        return tuple(column for column in self.columns if column.filled_by is FilledBy.people)

    def field(self, name: str) -> str | None:
        """The field of a column, by its name in the sheet or by the field's own; None for no such column."""
        wanted = plain(name)
        return next((c.field for c in self.columns if wanted in (plain(c.name), plain(c.field))), None)


class Shape(Value):
    """All tabs, in the workbook's order."""

    tabs: tuple[Tab, ...]

    def tab(self, title: str) -> Tab:
        """The tab with this title. Raises KeyError."""
        return self._by_title[title]

    @cached_property
    def rule_tabs(self) -> tuple[Tab, ...]:
        """The tabs that a RuleBook is made of."""
        return tuple(tab for tab in self.tabs if tab.kind is TabKind.rules)

    @cached_property
    def _by_title(self) -> dict[str, Tab]:
        return {tab.title: tab for tab in self.tabs}


TRIAGE_TAB = "Triage"
EXAMPLES_TAB = "Examples"
ROUTED_TAB = "Routed"
RULES_LOG_TAB = "Rules log"
STATUS_TAB = "_status"
PEOPLE_TAB = "_people"


def plain(name: str) -> str:
    """A header as it is compared: whatever the case, spaces or underscores."""
    return " ".join(name.casefold().replace("_", " ").split())
