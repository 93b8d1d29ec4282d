"""What came of reading one rule tab: its part of the RuleBook, its problems, and the Status of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ticket_router.domain.workbook.problems import Fault, Problem, bad_status, shown
from ticket_router.domain.workbook.rows import SheetRow
from ticket_router.domain.workbook.shape import Tab
from ticket_router.domain.workbook.texts import as_stored


@dataclass(frozen=True)
class TabResult:
    """`part` is a tuple of rows, or the Settings."""

    part: object
    problems: Sequence[Problem] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)
    wrong: Sequence[tuple[str, int]] = ()
    """Names and numbers of the rows with something wrong with them, as they stand in the sheet."""


def told(tab: Tab, part: object, rows: Sequence[SheetRow], meanwhile: Mapping[int, str]) -> TabResult:
    """The result of a tab whose rows were read; `meanwhile` says by number what counts instead of a wrong row."""
    problems: list[Problem] = []
    statuses: dict[str, str] = {}
    by_look: dict[str, str] = {}
    for row in rows:
        text = "off" if row.off else "live"
        if row.faults:
            problems.extend(
                Problem(tab=tab.title, row=row.number, key=row.key, what=as_stored(f.what), fix=as_stored(f.fix))
                for f in row.faults
            )
            text = as_stored(bad_status(row.faults, meanwhile[row.number]))
        # Rows that say the same share a Status, since it is looked up by what they say, whatever the case: what is
        # wrong with one of them is shown in all.
        first = by_look.setdefault(row.key.casefold(), row.key)
        if row.faults and statuses.get(first, "live") in ("live", "off"):
            statuses[first] = text
        statuses[row.key] = statuses.setdefault(first, text)
    wrong = [(row.name, row.number) for row in rows if row.faults and row.name]
    return TabResult(part, problems, statuses, wrong)


def repeated(row: SheetRow, first: SheetRow, column: str) -> SheetRow:
    """The row as one that repeats the name of a row above it."""
    if row.key.casefold() == first.key.casefold():
        # True in the Status of both.
        return row.bad(
            Fault(f"rows {first.number} and {row.number} say the same", "Delete one of them"), instead=first.number
        )
    # The text of an example is a customer's, so it is not repeated where everybody reads.
    name = "this text" if column == "text" else shown(row.name)
    fault = Fault(f"{column}: {name} already stands in row {first.number}", "Delete one of the two rows")
    return row.bad(fault, instead=first.number)
