"""One cell becomes the value that its column is for, or a sentence about why it cannot."""

from __future__ import annotations

import re

from ticket_router.domain.base import UNSURE
from ticket_router.domain.workbook.addresses import channel, link, mail_address
from ticket_router.domain.workbook.dates import day_in
from ticket_router.domain.workbook.grid import Cell
from ticket_router.domain.workbook.numbers import number_in
from ticket_router.domain.workbook.problems import BadCell, either, shown
from ticket_router.domain.workbook.references import References
from ticket_router.domain.workbook.shape import Column
from ticket_router.domain.workbook.suggesting import LONGEST_NAME, did_you_mean, look, same_name
from ticket_router.domain.workbook.texts import line_of, lines_of

YES = frozenset({"yes", "y", "true"})
NO = frozenset({"no", "n", "false"})
ONE_PERCENT = 0.01
MOST_TOPICS = 1_000
"""Names in one cell of a list; more is a pasted page."""


def value_in(cell: Cell, column: Column, references: References) -> object:
    """What the cell says, in the type of its column; None when it is blank and the column has no default.

    Raises BadCell.
    """
    if column.type == "number":
        return number_in(cell, column.min, column.max, ONE_PERCENT if column.max == 1 else None)
    if column.type == "date":
        return day_in(cell)
    text = (lines_of if column.type == "long_text" else line_of)(cell) or column.default
    return _from_text(text, column, references) if text else None


def yes_or_no(text: str) -> bool:
    """A yes or a no, as people and Sheets write them. Raises BadCell."""
    word = look(text)
    if word in YES or word in NO:
        return word in YES
    raise BadCell(f"{shown(text)} is neither yes nor no", "Write yes or no")


def _from_text(text: str, column: Column, references: References) -> object:
    match column.type:
        case "choice" if not column.choices_from:
            return _choice(text, column)
        case "choice":
            return references.find(column.choices_from, text)
        case "list":
            return _list(text, column, references)
        case "yes_no":
            return yes_or_no(text)
        case "mail_address":
            return mail_address(text)
        case "channel":
            return channel(text)
        case "link":
            return link(text)
        case "handle":
            return "@" + references.find(column.choices_from, text, "@")
        case "pin":
            return _pin(text, column, references)
        case _:
            return _name(text) if column.unique else text


def _choice(text: str, column: Column) -> str:
    if found := same_name(text, column.choices):
        return found
    if like := did_you_mean(text, column.choices):
        raise BadCell(f"no {column.name} {shown(text)}{like}", f"It is {either(column.choices)}")
    raise BadCell(f"{shown(text)} is not one of its choices", f"Choose {either(column.choices)}")


def _list(text: str, column: Column, references: References) -> tuple[str, ...]:
    """Names, each once. `unsure` stands for tickets without a topic."""
    words = [word for word in (part.strip() for part in re.split(r"[,;、，]", text)) if word]
    if len(words) > MOST_TOPICS:
        raise BadCell(f"{len(words)} names are too many", f"Name at most {MOST_TOPICS}, or leave it empty for all")
    found = (UNSURE if look(word) == UNSURE else references.find(column.choices_from, word) for word in words)
    return tuple(dict.fromkeys(found))


def _pin(text: str, column: Column, references: References) -> str:
    """`team` or `team/@handle`; people stand in the tab People."""
    team, slash, person = (part.strip() for part in text.partition("/"))
    if not team or (not slash and text.startswith("@")):
        raise BadCell(f"{shown(text)} names no team", "Write the team first, such as sales/@dana")
    found = references.find(column.choices_from, team)
    return f"{found}/@{references.find('People.name', person, '@')}" if person else found


def _name(text: str) -> str:
    """A name that other cells can use: short, and without the signs that set names apart there."""
    if len(text) > LONGEST_NAME:
        raise BadCell(f"{len(text)} characters are too long for a name", f"Use at most {LONGEST_NAME}")
    if sign := next((sign for sign in "/,;" if sign in text), ""):
        raise BadCell(f"{shown(text)} has '{sign}' in it", "Leave that sign out: other tabs use it between names")
    return text
