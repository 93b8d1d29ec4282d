"""Finds rows of a tab by what stands in them, as people would: whatever the case, and numbers as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scripts.sandbox import desk
from scripts.sandbox.journeys.script import Step
from scripts.sandbox.journeys.sheet_checks import column_of
from ticket_router.domain.workbook.grid import cell_text
from ticket_router.domain.workbook.shape import Tab

if TYPE_CHECKING:
    from scripts.sandbox.not_google import Record
    from scripts.sandbox.world import World


def all_rows(world: World, tab: Tab) -> Sequence[Record]:
    """Every row of a tab that holds something besides an unticked box; none when the tab is gone."""
    if tab.title not in world.google.tabs(desk.SPREADSHEET_ID):
        return []
    records = world.google.records(desk.SPREADSHEET_ID, tab.title)
    return [record for record in records if any(shown(value) not in ("", "false") for value in record.values.values())]


def of_ticket(world: World, tab: Tab, ticket_id: str) -> Sequence[Record]:
    """The rows of one ticket."""
    header = tab.by_field["ticket"].name
    return [record for record in all_rows(world, tab) if ticket_id and record.values.get(header) == ticket_id]


def found(
    world: World, step: Step, tab: Tab, where: Mapping[Any, Any], resolve: Callable[[str], str]
) -> Sequence[Record]:
    """The rows in which each column named in `where` shows that value; a ticket is named as it was sent."""
    wanted = {}
    for name, value in where.items():
        column = column_of(step, tab, name)
        wanted[column.name] = shown(resolve(str(value)) if column.field == "ticket" else value)
    return [
        record
        for record in all_rows(world, tab)
        if all(shown(record.values.get(header)) == value for header, value in wanted.items())
    ]


def shown(value: Any) -> str:
    """A cell or a value of a journey as it is compared."""
    text = cell_text(value) if isinstance(value, str | float | int | bool | None) else str(value)
    return " ".join(text.split()).casefold()
