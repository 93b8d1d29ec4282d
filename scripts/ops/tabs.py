"""Reads `sheets_templates/tabs`, so that everything else can ask for the workbook's tabs, columns and starter rows."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

from ticket_router.domain.base import Value
from ticket_router.domain.rulebook import Row, RuleBook, Settings
from ticket_router.domain.workbook.shape import Shape, Tab, TabKind

TABS_FOLDER = Path(__file__).parents[2] / "sheets_templates" / "tabs"
SETTINGS = "settings"


class Chart(Value):
    """A chart beside the columns: `show` by `of` (fields of the tab), its corner at (row, column), counted from 0."""

    title: str
    kind: typing.Literal["COLUMN", "BAR"]
    stacked: bool = False
    of: str
    show: tuple[str, ...]
    at: tuple[int, int]


class Template(Tab):
    """A tab with what only making it takes; a new workbook gets `rows` (by field, as the domain has them)."""

    rows: tuple[dict[str, object], ...] = ()
    formula_row: int = 1
    """The row that formulas stand in: the header, which nobody sorts; 2 where nobody else writes into the tab."""
    charts: tuple[Chart, ...] = ()

    @property
    def tab(self) -> Tab:
        """The tab's shape alone."""
        return Tab.model_validate({name: getattr(self, name) for name in Tab.model_fields})


@cache
def _read(folder: Path) -> tuple[Template, ...]:
    files = sorted(folder.glob("*.yaml"))
    tabs = [Template.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files]
    return tuple(sorted(tabs, key=lambda tab: tab.order))


def read_tabs(folder: Path = TABS_FOLDER) -> dict[str, Template]:
    """All tabs by title, in the workbook's order. Raises pydantic's ValidationError for a file that is no tab."""
    return {tab.title: tab for tab in _read(folder)}


def rule_tabs() -> dict[str, Template]:
    """The tabs that a RuleBook is made of, by title."""
    return {title: tab for title, tab in read_tabs().items() if tab.kind is TabKind.rules}


def template_shape() -> Shape:
    """The workbook's shape as the templates say it."""
    return Shape(tabs=tuple(template.tab for template in read_tabs().values()))


def row_model(tab: Tab) -> type[Row]:
    """The domain's row model behind a rule tab (Settings has none: there every row is one field of one model)."""
    of_tuple = typing.get_args(RuleBook.model_fields[tab.rulebook_field].annotation)
    return typing.cast("type[Row]", of_tuple[0])


def rows_of(tab: Tab, rows: Iterable[Mapping[str, object]]) -> tuple[Row, ...]:
    """The tab's rows as the domain's, numbered as in the sheet: the header is row 1, data starts at 2."""
    model = row_model(tab)
    return tuple(model.model_validate({"row": number, **row}) for number, row in enumerate(rows, start=2))


def settings_of(rows: Iterable[Mapping[str, object]]) -> Settings:
    """The Settings that the rows of key and value make; a missing key keeps its starting value."""
    return Settings.model_validate({str(row["key"]): row["value"] for row in rows})
