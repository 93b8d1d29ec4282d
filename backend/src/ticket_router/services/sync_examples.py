"""The examples part of drive-sync: what was learned appears in the Examples tab, and learn hears what was deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ticket_router.domain.errors import TicketRouterError
from ticket_router.domain.learning.labelled import by_origin
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.example_rows import (
    example_cells,
    example_rows,
    not_shown,
    remembered,
    without_a_row,
)
from ticket_router.domain.workbook.export import examples_jsonl
from ticket_router.domain.workbook.grid import Edit, InsertRows, Snapshot
from ticket_router.domain.workbook.layout import layout_of
from ticket_router.domain.workbook.memory import Memory
from ticket_router.domain.workbook.shape import EXAMPLES_TAB, Shape
from ticket_router.ports import ExamplesArchive, LearnAgain, RulesArchive

MOST_NEW = 100
"""Rows added in one run, as in the other lists."""


@dataclass(frozen=True)
class ExamplesResult:
    """New rows, the memory once they are written, Status by row key, and whether more rows wait for another run."""

    memory: Memory
    inserts: tuple[Edit, ...] = ()
    status: Mapping[str, str] = field(default_factory=dict)
    more: bool = False


class SyncExamples:
    """Compares the Examples tab with what was learned."""

    def __init__(self, *, shape: Shape, learned: ExamplesArchive, again: LearnAgain, archive: RulesArchive) -> None:
        self._tab = shape.tab(EXAMPLES_TAB)
        self._learned = learned
        self._again = again
        self._archive = archive

    def tell(self, snapshot: Snapshot, memory: Memory, live: RuleBook) -> Memory:
        """Export what the sheet says when it says something new, and have the examples built anew."""
        there = example_rows(self._tab, snapshot)
        told = memory if there is None else remembered(memory, there, by_origin(live.examples))
        if told.gone != memory.gone or told.exported_examples != live.version:
            self._archive.export("examples_sheet.jsonl", examples_jsonl(live, told.gone))
            self._again()
            told = told.renewed(exported_examples=live.version)
        return told

    def __call__(self, snapshot: Snapshot, memory: Memory, live: RuleBook) -> ExamplesResult:
        """See the module. What was learned and cannot be fetched now is shown another time."""
        there = example_rows(self._tab, snapshot)
        if there is None:
            return ExamplesResult(memory)
        try:
            learned, _ = self._learned.learned()
        except TicketRouterError:
            return ExamplesResult(memory)
        new = without_a_row(learned, memory, there, live)
        shown = new[:MOST_NEW]
        layout = layout_of(self._tab, snapshot.tabs[EXAMPLES_TAB])
        rows = tuple(layout.laid_out(example_cells(one)) for one in shown)
        return ExamplesResult(
            memory=memory.renewed(taught=(*memory.taught, *(one.id for one in shown))),
            inserts=(InsertRows(EXAMPLES_TAB, rows),) if rows else (),
            status=not_shown(there, learned),
            more=len(new) > len(shown),
        )
