"""What can be known to be wrong with a step about the workbook before any world is started: tabs, columns, keys."""

from __future__ import annotations

import re
from typing import Any

from scripts.sandbox.journeys.script import Step, duration, hint
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.domain.workbook.shape import ROUTED_TAB, TRIAGE_TAB, Column, FilledBy, Tab

TAB_KEYS = ("tab", "ticket", "where", "status_has", "contains", "rows", "absent")
"""What an `expect` on a tab may say."""
CORRECTED = (TRIAGE_TAB, ROUTED_TAB)
"""Tabs with a Go."""
PUSHES = ("deliver", "lose", "double", "delay")
_DELAY = re.compile(r"delay\s*:?\s*(\S.*)")


def edit(step: Step, sent: set[str]) -> None:
    """`edit: {tab, where, set, by}`: one row, found by what it says, gets other cells."""
    given = step.keys(("tab", "where", "set", "by"), ("tab", "where", "set"))
    tab = tab_of(step)
    _cells(step, tab, "where", given["where"], sent)
    for column in _cells(step, tab, "set", given["set"], sent):
        _typed_by_people(step, tab, column)
    _who(step)


def add_row(step: Step, sent: set[str]) -> None:
    """`add_row: {tab, row, by}`."""
    given = step.keys(("tab", "row", "by"), ("tab", "row"))
    tab = tab_of(step)
    for column in _cells(step, tab, "row", given["row"], sent):
        _typed_by_people(step, tab, column)
    _who(step)


def delete_row(step: Step, sent: set[str]) -> None:
    """`delete_row: {tab, where, by}`."""
    given = step.keys(("tab", "where", "by"), ("tab", "where"))
    _cells(step, tab_of(step), "where", given["where"], sent)
    _who(step)


def delete_tab(step: Step, _sent: set[str]) -> None:
    """`delete_tab: {tab, by}`."""
    step.keys(("tab", "by"), ("tab",))
    tab_of(step)
    _who(step)


def sort(step: Step, _sent: set[str]) -> None:
    """`sort: {tab, by_column, descending?, by}`."""
    given = step.keys(("tab", "by_column", "descending", "by"), ("tab", "by_column"))
    column_of(step, tab_of(step), given["by_column"])
    _flag(step, "descending")
    _who(step)


def tick(step: Step, sent: set[str]) -> None:
    """`tick: {tab, ticket, set, by}`: correction columns are filled in and Go is ticked; `set: {go: false}` unticks."""
    given = step.keys(("tab", "ticket", "set", "by"), ("tab", "ticket"))
    tab = tab_of(step)
    if tab.title not in CORRECTED:
        raise step.bad(f"there is nothing to tick in {tab.title}; there is in {', '.join(CORRECTED)}")
    alias(step, given["ticket"], sent)
    for column in _cells(step, tab, "set", given.get("set", {}), sent):
        _typed_by_people(step, tab, column)
    _who(step)


def push(step: Step, _sent: set[str]) -> None:
    """`push: lose`: what Drive does with its next notification."""
    what_push(step)


def expect(step: Step, sent: set[str]) -> None:
    """`expect: {tab, ...}`."""
    given = step.keys(TAB_KEYS)
    tab = tab_of(step)
    if "ticket" in given:
        if "ticket" not in tab.by_field:
            raise step.bad(f"{tab.title} has no tickets")
        alias(step, given["ticket"], sent)
    if "where" in given:
        _cells(step, tab, "where", given["where"], sent)
    if "status_has" in given and "status" not in tab.by_field:
        raise step.bad(f"{tab.title} has no Status")
    if "status_has" in given and not {"ticket", "where"} & set(given):
        raise step.bad("'status_has' is about one row: say which with 'ticket' or 'where'")
    rows = given.get("rows", 0)
    if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
        raise step.bad("'rows' is a number from 0")
    _flag(step, "absent")


def tab_of(step: Step) -> Tab:
    """The tab that a step names, by its title in whatever case. Raises BadJourney."""
    tabs = {tab.title.casefold(): tab for tab in workbook_shape().tabs}
    name = str(step.given["tab"])
    if (tab := tabs.get(" ".join(name.split()).casefold())) is None:
        titles = tuple(tab.title for tab in tabs.values())
        raise step.bad(f"there is no tab {name!r}{hint(name, titles)}; there are {', '.join(titles)}")
    return tab


def column_of(step: Step, tab: Tab, name: Any) -> Column:
    """A column, by its name in the sheet or by its field. Raises BadJourney."""
    if (field := tab.field(str(name))) is None:
        names = tuple(column.name for column in tab.columns)
        raise step.bad(f"{tab.title} has no column {str(name)!r}{hint(str(name), names)}; it has {', '.join(names)}")
    return tab.by_field[field]


def what_push(step: Step) -> tuple[str, float]:
    """`deliver`, `lose` or `double`; or `delay` and its seconds, from `delay: 180s`. Raises BadJourney."""
    given = step.given
    if isinstance(given, dict) and set(given) == {"delay"}:
        return "delay", duration(step, given["delay"]).total_seconds()
    if isinstance(given, str) and (match := _DELAY.fullmatch(given)):
        return "delay", duration(step, match[1]).total_seconds()
    if isinstance(given, str) and given in PUSHES and given != "delay":
        return given, 0.0
    known = "deliver, lose, double, {delay: 180s}"
    raise step.bad(f"'push' takes one of {known}{hint(str(given), PUSHES)}")


def alias(step: Step, name: Any, sent: set[str]) -> None:
    """Raises BadJourney unless something was sent under this name."""
    if str(name) not in sent:
        raise step.bad(f"nothing was sent as {str(name)!r}; there are {', '.join(sorted(sent)) or 'none'}")


def _cells(step: Step, tab: Tab, key: str, given: Any, sent: set[str]) -> list[Column]:
    if not isinstance(given, dict) or (not given and key != "set"):
        raise step.bad(f"{key!r} is {{column: value, ...}} with columns of {tab.title}")
    columns = [column_of(step, tab, name) for name in given]
    for column, value in zip(columns, given.values(), strict=True):
        if isinstance(value, dict | list):
            raise step.bad(f"the cell {column.name!r} holds one value")
        if column.field == "ticket" and key == "where":
            alias(step, value, sent)
    return columns


def _typed_by_people(step: Step, tab: Tab, column: Column) -> None:
    if column.filled_by is not FilledBy.people:
        raise step.bad(f"the column {column.name!r} of {tab.title} is not filled in by people")


def _flag(step: Step, key: str) -> None:
    if not isinstance(step.given.get(key, False), bool):
        raise step.bad(f"{key!r} is true or false")


def _who(step: Step) -> None:
    who = step.given.get("by", "somebody@somewhere")
    if not isinstance(who, str) or "@" not in who.strip("@"):
        raise step.bad(f"'by' is the mail address of whoever does it, not {who!r}")
