"""Reads `sheets_templates/tabs`, so that everything else can ask for a tab's columns and rows."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from ticket_router.domain.rulebook import Row, RuleBook, Settings

TABS_FOLDER = Path(__file__).parents[2] / "sheets_templates" / "tabs"
SETTINGS = "settings"


class Column(BaseModel):
    """One column: what people see (`name`, `meaning`, `width` in pixels) and where its cells go (`field`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

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
    filled_by: str = "people"
    group: str = ""
    """A second header line over several columns (when, then)."""
    min: float | None = None
    max: float | None = None


class Tab(BaseModel):
    """One tab with its starter rows; `rulebook_field` is where its rows stand in a RuleBook."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    order: int
    purpose: str
    rulebook_field: str
    columns: tuple[Column, ...]
    rows: tuple[dict[str, object], ...] = ()

    def field(self, name: str) -> str | None:
        """The field of a column, by its name in the sheet or by the field's own; None for no such column."""
        wanted = _plain(name)
        return next((c.field for c in self.columns if wanted in (_plain(c.name), _plain(c.field))), None)


def read_tabs(folder: Path = TABS_FOLDER) -> dict[str, Tab]:
    """All rule tabs by title, in the workbook's order."""
    files = sorted(folder.glob("*.yaml"))
    tabs = [Tab.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files]
    return {tab.title: tab for tab in sorted(tabs, key=lambda tab: tab.order)}


def row_model(tab: Tab) -> type[Row]:
    """The domain's row model behind a tab (Settings has none: there every row is one field of one model)."""
    of_tuple = typing.get_args(RuleBook.model_fields[tab.rulebook_field].annotation)
    return typing.cast("type[Row]", of_tuple[0])


def rows_of(tab: Tab, rows: Iterable[Mapping[str, object]]) -> tuple[Row, ...]:
    """The tab's rows as the domain's, numbered as in the sheet: the header is row 1, data starts at 2."""
    model = row_model(tab)
    return tuple(model.model_validate({"row": number, **row}) for number, row in enumerate(rows, start=2))


def settings_of(rows: Iterable[Mapping[str, object]]) -> Settings:
    """The Settings that the rows of key and value make; a missing key keeps its starting value."""
    return Settings.model_validate({str(row["key"]): row["value"] for row in rows})


def _plain(name: str) -> str:
    return name.strip().casefold().replace("_", " ")
