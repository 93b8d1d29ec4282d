"""drive-sync: makes the workbook and the desk agree, whatever was lost, doubled, reordered or edited meanwhile.

It is the workbook's only writer and runs one at a time. Each run looks at everything once, does what people ticked,
publishes what has rested, and writes nothing but differences, in one call; its own writes are no news to the next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from ticket_router.domain.rulebook import RuleBook, Settings
from ticket_router.domain.workbook.export import rules_csv
from ticket_router.domain.workbook.grid import Edit, Grid, InsertRows, ReplaceRows, Snapshot
from ticket_router.domain.workbook.layout import layout_of, missing_columns
from ticket_router.domain.workbook.live_rows import LiveRow
from ticket_router.domain.workbook.log import log_rows, unseen, with_lines
from ticket_router.domain.workbook.memory import LogEntry, Memory
from ticket_router.domain.workbook.shape import PEOPLE_TAB, ROUTED_TAB, RULES_LOG_TAB, STATUS_TAB, TRIAGE_TAB, Shape
from ticket_router.domain.workbook.statuses import same_rows, status_rows
from ticket_router.ports import Clock, RulesArchive, SheetHints, SheetMemory, Workbook
from ticket_router.services.sync_examples import ExamplesResult, SyncExamples
from ticket_router.services.sync_lists import LATELY, ROUTED_DAYS, Desired, ListsResult, SyncLists
from ticket_router.services.sync_rules import SyncRules
from ticket_router.services.sync_ticks import SyncTicks
from ticket_router.services.tidy_workbook import TidyWorkbook, night_of

OURS = (TRIAGE_TAB, ROUTED_TAB, RULES_LOG_TAB, STATUS_TAB, PEOPLE_TAB)
"""Tabs without which something of the router is not shown; a rule tab that is gone is the parser's affair."""
NO_RULES = RuleBook(version=0, settings=Settings())


class SyncWorkbook:
    """The use case behind the workbook's queue."""

    def __init__(
        self,
        *,
        shape: Shape,
        workbook: Workbook,
        memory: SheetMemory,
        archive: RulesArchive,
        hints: SheetHints,
        ticks: SyncTicks,
        rules: SyncRules,
        lists: SyncLists,
        examples: SyncExamples,
        tidy: TidyWorkbook,
        clock: Clock,
    ) -> None:
        self._shape = shape
        self._workbook = workbook
        self._memory = memory
        self._archive = archive
        self._hints = hints
        self._ticks = ticks
        self._rules = rules
        self._lists = lists
        self._examples = examples
        self._tidy = tidy
        self._clock = clock

    def __call__(self) -> tuple[Counter[str], list[Exception]]:
        """One run: what it did, by kind, and what went wrong with single ticks.

        Raises Retryable, NotFound or Conflict when the workbook, the memory or the archive is out of reach or was
        changed by another run; everything done until then stays done, and the next run goes on from there.
        """
        done: Counter[str] = Counter()
        now = self._clock.now()
        before = memory = self._memory.load()
        snapshot = self._workbook.read()
        live, mark = self._archive.live()
        zone = (live or NO_RULES).settings.time_zone

        memory = self._without_seen_lines(snapshot, self._told_missing(snapshot, memory, now))
        memory = self._ticks.note(self._rows(snapshot), memory)
        if len(memory.pending) > len(before.pending):
            before = memory = self._saved(memory)
        waiting = len(memory.pending)
        memory, troubles = self._ticks.do(memory, zone)
        done["ticks"] = waiting - len(memory.pending)

        result = self._rules(snapshot, memory, live, now)
        memory = result.memory
        if memory != before:
            before = memory = self._saved(memory)
        if result.publish is not None:
            self._archive.publish(result.publish, mark)
            live, done["published"] = result.publish, 1
            if result.once_published is not None:
                memory = result.once_published.renewed(rev=memory.rev)
        if live is not None and memory.exported != live.version:
            self._archive.export("rules.csv", rules_csv(live))
            memory = memory.renewed(exported=live.version)
        if live is not None:
            memory = self._examples.tell(snapshot, memory, live)

        desired = self._lists.desired(now, LATELY if memory.tidied_on == night_of(now, zone) else ROUTED_DAYS)
        listed = self._lists(snapshot, desired, memory, live or NO_RULES)
        taught = self._examples(snapshot, memory, live) if live is not None else ExamplesResult(memory)
        memory = self._without_old_outcomes(snapshot, desired, memory)
        if edits := self._edits(snapshot, listed, taught, memory, zone):
            self._workbook.write(edits)
            done["writes"] = 1
            added = (edit for edit in (*listed.inserts, *taught.inserts) if isinstance(edit, InsertRows))
            done["rows"] = sum(len(edit.rows) for edit in added)
            memory = memory.renewed(taught=taught.memory.taught)
        memory, tidied = self._tidy(memory, desired, now, zone)
        done.update(tidied)
        if memory != before:
            self._saved(memory)
        self._look_again(result.look_again, listed.more or taught.more, now)
        return done, troubles

    def _saved(self, memory: Memory) -> Memory:
        following = memory.renewed(rev=memory.rev + 1)
        self._memory.save(following)
        return following

    def _look_again(self, rest: float, more: bool, now: datetime) -> None:
        if more:
            self._hints.later("more", f"more/{now.isoformat()}", 1)
        if rest:
            self._hints.later("rest", f"rest/{now.isoformat()}", rest)

    def _rows(self, snapshot: Snapshot) -> Iterable[LiveRow]:
        for title in (TRIAGE_TAB, ROUTED_TAB):
            if (tab := self._lists.found(snapshot, title)) is not None:
                yield from tab.rows

    def _told_missing(self, snapshot: Snapshot, memory: Memory, now: datetime) -> Memory:
        """Say once, in the log, that a tab of ours is gone or lost a column; until then it is left alone."""
        unusable: dict[str, str] = {}
        for title in OURS:
            tab, grid = self._shape.tab(title), snapshot.tabs.get(title)
            if grid is None:
                unusable[title] = f"the tab {title} is gone"
            elif lost := missing_columns(tab, layout_of(tab, grid)):
                unusable[title] = f"the tab {title} has no column {', '.join(lost)}"
        lines = [
            LogEntry(
                entry="",
                at=now,
                version=0,
                who="router",
                tab=title,
                what=what,
                fix="Put it back as it was, or have it made again with: ticket-router workbook create",
            )
            for title, what in unusable.items()
            if title not in memory.missing
        ]
        return with_lines(memory, lines).renewed(missing=tuple(unusable))

    def _without_seen_lines(self, snapshot: Snapshot, memory: Memory) -> Memory:
        grid = self._usable(snapshot, RULES_LOG_TAB, memory)
        return unseen(memory, grid, layout_of(self._shape.tab(RULES_LOG_TAB), grid)) if grid else memory

    def _without_old_outcomes(self, snapshot: Snapshot, desired: Desired, memory: Memory) -> Memory:
        """Outcomes are kept for as long as there is, or will be, a row to show them."""
        shown = {row.ticket_id for row in self._rows(snapshot)} | set(desired.held) | set(desired.handed_off)
        kept = {ticket: outcome for ticket, outcome in memory.outcomes.items() if ticket in shown}
        return memory if len(kept) == len(memory.outcomes) else memory.renewed(outcomes=kept)

    def _edits(
        self, snapshot: Snapshot, listed: ListsResult, taught: ExamplesResult, memory: Memory, zone: str
    ) -> list[Edit]:
        edits = [*listed.inserts, *taught.inserts]
        if memory.log and (grid := self._usable(snapshot, RULES_LOG_TAB, memory)):
            layout = layout_of(self._shape.tab(RULES_LOG_TAB), grid)
            edits.append(InsertRows(RULES_LOG_TAB, tuple(log_rows(memory.log, layout, zone))))
        people = [(email, known.slack_id) for email, known in sorted(memory.people.items()) if known.slack_id]
        statuses = status_rows(listed.status, taught.status, memory.row_status)
        for title, rows in ((STATUS_TAB, statuses), (PEOPLE_TAB, people)):
            system = self._usable(snapshot, title, memory)
            if system and not same_rows(system.rows[1:], rows):
                edits.append(ReplaceRows(title, tuple(rows)))
        return edits

    @staticmethod
    def _usable(snapshot: Snapshot, title: str, memory: Memory) -> Grid | None:
        return None if title in memory.missing else snapshot.tabs.get(title)
