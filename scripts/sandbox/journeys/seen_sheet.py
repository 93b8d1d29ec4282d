"""What an `expect` asks of a tab and what really stands there: every difference as one plain sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from scripts.sandbox import desk
from scripts.sandbox.journeys.script import Step
from scripts.sandbox.journeys.sheet_checks import tab_of
from scripts.sandbox.journeys.sheet_rows import all_rows, found, of_ticket, shown
from ticket_router.domain.workbook.shape import Tab

if TYPE_CHECKING:
    from scripts.sandbox.not_google import Record
    from scripts.sandbox.world import World

LONGEST = 300
"""Characters of a cell that a complaint quotes."""


def tab_differences(world: World, step: Step, resolve: Callable[[str], str]) -> list[str]:
    """What does not hold; empty when everything does. `resolve` turns the name of a sent ticket into its id."""
    given, tab = step.given, tab_of(step)
    absent = bool(given.get("absent", False))
    there = tab.title in world.google.tabs(desk.SPREADSHEET_ID)
    one_row = "ticket" in given or "where" in given
    if not there and not (absent or given.get("rows") == 0):
        return [f"the tab {tab.title} is gone"]
    rows = _rows(world, step, tab, resolve)
    if absent and not one_row and "contains" not in given:
        return [f"the tab {tab.title} is there"] if there else []
    problems = []
    if "rows" in given and len(rows) != given["rows"]:
        problems.append(f"{len(rows)} rows, not {given['rows']}")
    if one_row and not absent and not rows:
        return [*problems, f"there is no such row in {tab.title}; {_what_is_there(world, tab)}"]
    problems += _words(step, tab, rows, absent=absent)
    if one_row and absent and rows and not _has_words(step):
        problems.append(f"{tab.title} row {rows[0].row} is there: {_told(rows[0])}")
    return problems


def _rows(world: World, step: Step, tab: Tab, resolve: Callable[[str], str]) -> Sequence[Record]:
    given = step.given
    rows = all_rows(world, tab)
    if "ticket" in given:
        rows = of_ticket(world, tab, resolve(str(given["ticket"])))
    if "where" in given:
        numbers = {record.row for record in found(world, step, tab, given["where"], resolve)}
        rows = [record for record in rows if record.row in numbers]
    return rows


def _has_words(step: Step) -> bool:
    return "status_has" in step.given or "contains" in step.given


def _words(step: Step, tab: Tab, rows: Sequence[Record], *, absent: bool) -> list[str]:
    """Whether Status and cells hold the words asked for or, with `absent`, do not."""
    problems = []
    for key in ("status_has", "contains"):
        for word in _list(step.given.get(key, [])):
            texts = [_status(tab, row) if key == "status_has" else _told(row) for row in rows]
            has = any(shown(word) in shown(text) for text in texts)
            if has == absent:
                there = " | ".join(text[:LONGEST] or "nothing" for text in texts[:10]) or "nothing"
                what = "Status" if key == "status_has" else tab.title
                problems.append(f"{what} {'has' if has else 'does not have'} {word!r}; it says: {there}")
    return problems


def _status(tab: Tab, row: Record) -> str:
    return str(row.values.get(tab.by_field["status"].name) or "")


def _told(row: Record) -> str:
    return "; ".join(f"{header} {value}" for header, value in row.values.items() if shown(value))


def _what_is_there(world: World, tab: Tab) -> str:
    rows = all_rows(world, tab)
    told = " | ".join(_told(row)[:LONGEST] for row in rows[:5])
    return f"its {len(rows)} rows are: {told}" if rows else "it has no rows"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
