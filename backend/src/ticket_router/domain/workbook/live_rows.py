"""The rows of Triage and Routed as people left them, and which of their ticks count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ticket_router.domain.base import Urgency
from ticket_router.domain.correction import Action, Wish
from ticket_router.domain.identity import short_digest
from ticket_router.domain.workbook.grid import Cell, Grid, cell_text
from ticket_router.domain.workbook.layout import Layout
from ticket_router.domain.workbook.memory import Tick
from ticket_router.domain.workbook.suggesting import did_you_mean

ASKED = ("topic", "team", "urgency", "action")
"""The correction columns: a Go counts once for each combination of their values."""
TICKED = frozenset({"true", "yes", "x", "\u2713", "\u2714"})
"""What a person may have typed where the checkbox was pasted over."""
ACTIONS = {"done": Action.done, "split": Action.divide, "spam": Action.spam, "close": Action.done}


@dataclass(frozen=True)
class LiveRow:
    """One row with a ticket."""

    tab: str
    number: int
    ticket_id: str
    cells: Sequence[Cell]
    asked: Mapping[str, str]
    ticked: bool
    by: str

    @property
    def digest(self) -> str:
        """Stands for what is asked, whatever the case it is typed in."""
        return short_digest(self.tab, *(self.asked[field].casefold() for field in ASKED))

    def tick(self, name: str, by: str) -> Tick:
        """The tick as it is noted."""
        return Tick(id=name, tab=self.tab, ticket_id=self.ticket_id, by=self.by or by, **self.asked)


def live_rows(title: str, grid: Grid, layout: Layout) -> list[LiveRow]:
    """Every row that names a ticket, from the top."""

    def text(row: Sequence[Cell], field: str) -> str:
        return " ".join(cell_text(layout.cell(row, field)).split())

    found = []
    for number, row in grid.body:
        if not (ticket_id := text(row, "ticket")):
            continue
        go = layout.cell(row, "go")
        found.append(
            LiveRow(
                tab=title,
                number=number,
                ticket_id=ticket_id,
                cells=row,
                asked={field: text(row, field) for field in ASKED},
                ticked=go is True or cell_text(go).strip().casefold() in TICKED,
                by=text(row, "by"),
            )
        )
    return found


def counting(
    rows: Iterable[LiveRow], counted: Mapping[str, tuple[str, ...]]
) -> tuple[list[LiveRow], dict[str, tuple[str, ...]]]:
    """The rows whose Go counts now, and what has counted from now on.

    A combination of values counts once, for as long as some row of its ticket shows it ticked: it counts again after a
    look that found it unticked, or changed. A copied row therefore changes nothing.
    """
    fresh: list[LiveRow] = []
    held: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if not row.ticked or row.digest in held.get(row.ticket_id, ()):
            continue
        held[row.ticket_id] = (*held.get(row.ticket_id, ()), row.digest)
        if row.digest not in counted.get(row.ticket_id, ()):
            fresh.append(row)
    return fresh, held


def wish_of(tick: Tick) -> Wish | str:
    """What a tick asks for, or why it asks for nothing that is possible."""
    urgency = tick.urgency.casefold()
    if urgency and urgency not in list(Urgency):
        return f"no urgency '{tick.urgency}'{did_you_mean(tick.urgency, list(Urgency))}"
    action = tick.action.casefold()
    if action and action not in ACTIONS:
        return f"no action '{tick.action}'{did_you_mean(tick.action, ACTIONS)}"
    if action and (tick.topic or tick.team or tick.urgency):
        return f"'{action}' and a topic, team or urgency do not go together: clear one of them"
    return Wish(
        id=tick.id,
        ticket_id=tick.ticket_id,
        action=ACTIONS[action] if action else Action.reassign,
        topic=tick.topic,
        team=tick.team,
        urgency=Urgency(urgency) if urgency else None,
        by=tick.by,
        origin="workbook",
    )
