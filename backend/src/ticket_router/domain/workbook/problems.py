"""What is wrong with a cell, a row or a tab, in words for the person who can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ticket_router.domain.base import Value

LONGEST_SHOWN = 40
"""Characters of a value that a message quotes."""
MOST_FAULTS = 3
"""Faults that a Status tells; the Rules log has them all."""


class Problem(Value):
    """One thing that is wrong. `row` is None when it is about the whole tab; `key` is the row's `row_key`."""

    tab: str
    row: int | None
    key: str = ""
    what: str
    """Begins with the column's name; ends without a full stop."""
    fix: str
    """What to do; a sentence without its full stop."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a row."""

    what: str
    fix: str


class BadCell(Exception):
    """A cell does not hold what its column is for; never leaves the parser."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix

    def of(self, column: str) -> Fault:
        """The fault, once it is known which column the cell stands in."""
        return Fault(f"{column}: {self.what}", self.fix)


def shown(text: str) -> str:
    """A value as a message quotes it: on one line, short, between quotes."""
    flat = " ".join(text.split())
    return f"'{flat}'" if len(flat) <= LONGEST_SHOWN else f"'{flat[: LONGEST_SHOWN - 1].rstrip()}…'"


def either(words: Sequence[str], last: str = "or") -> str:
    """`low, medium or high`."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def bad_status(faults: Sequence[Fault], meanwhile: str) -> str:
    """The Status of a row with these faults; `meanwhile` says what counts until they are gone."""
    told = "; also ".join(_told(fault) for fault in faults[:MOST_FAULTS])
    more = len(faults) - MOST_FAULTS
    rest = f"; and {more} more, see Rules log" if more > 0 else ""
    return f"\u2717 {told}{rest}; {meanwhile}"


def _told(fault: Fault) -> str:
    # After a question a new sentence begins; elsewhere the advice goes on in the same one.
    if fault.what.endswith("?"):
        return f"{fault.what} {fault.fix}"
    return f"{fault.what}; {fault.fix[:1].lower()}{fault.fix[1:]}"
