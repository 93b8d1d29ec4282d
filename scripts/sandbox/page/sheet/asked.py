"""What an action of the page says about the workbook, checked: who, which tab, which row and column, what."""

from __future__ import annotations

import re
from collections.abc import Collection

from scripts.sandbox.not_google import TabView
from scripts.sandbox.page.sending import Given, Refused
from scripts.sandbox.page.sheet.seen import Seen

_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
MOST_ROWS, MOST_COLUMNS = 500, 50
"""Of what is pasted at once."""


def person(given: Given, robots: Collection[str]) -> str:
    """Whose hands these are: a mail address, and none of a service account."""
    who = str(given.get("by") or "").strip()
    if not _MAIL.fullmatch(who):
        raise Refused("Say who you are with a mail address, like bob@company.example.")
    if who in robots:
        raise Refused("That is the router's own account; be somebody else.")
    return who


def tab_of(seen: Seen, given: Given) -> TabView:
    """The tab that is meant, which people may see."""
    tab = next((one for one in seen.book.tabs if one.id == given.get("tab")), None)
    if tab is None:
        raise Refused("That tab is gone: somebody deleted it meanwhile.")
    if tab.hidden:
        raise Refused("Hidden tabs are the router's own: here they are for looking only.")
    return tab


def number_of(seen: Seen, tab: TabView, given: Given) -> int:
    """The number that the row has now."""
    ids = seen.ids[tab.id]
    row = given.get("row")
    if row not in ids:
        raise Refused("That row is gone: somebody removed it meanwhile.")
    return ids.index(str(row)) + 1


def at_cell(seen: Seen, tab: TabView, given: Given) -> str:
    """The cell that is meant, as `B3`."""
    return f"{letters(tab, given.get('column'))}{number_of(seen, tab, given)}"


def letters(tab: TabView, column: object) -> str:
    """A column's letters, by its place from 0."""
    if type(column) is not int or not 0 <= column < len(tab.columns):
        raise Refused("That column is gone.")
    return tab.columns[column].letter


def text(given: Given, name: str) -> str:
    """A text, which may be empty."""
    value = given.get(name)
    if not isinstance(value, str):
        raise Refused("Send the text of the cell.")
    return value


def rows_of(given: Given) -> list[list[str]]:
    """What is pasted, row by row."""
    rows = given.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        raise Refused("There is nothing to paste.")
    if len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS:
        raise Refused(f"Paste {MOST_ROWS} rows of {MOST_COLUMNS} columns at most.")
    if not all(isinstance(value, str) for row in rows for value in row):
        raise Refused("Only text can be pasted.")
    return rows
