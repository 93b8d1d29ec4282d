"""A desk with its workbook: tickets come in, people edit, drive-sync runs, and time passes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from scripts.ops.cells import row_cells
from scripts.ops.tabs import rule_tabs
from tests.fakes.deliveries import mail
from tests.fakes.drive import FakeWorkbookFile
from tests.fakes.learning import FakeCorrections, FakeExamplesArchive, FakeLearnAgain
from tests.fakes.lists import FakeLists
from tests.fakes.reader import by_words, filled
from tests.fakes.sheet_state import FakeDirectory, FakeRulesArchive, FakeSheetHints, FakeSheetMemory
from tests.fakes.wire import Wire
from tests.fakes.workbook import FakeWorkbook
from tests.fakes.world import World
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.domain.base import Status
from ticket_router.domain.inbound import Customer
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.shape import ROUTED_TAB, TRIAGE_TAB
from ticket_router.services.correct import Correct
from ticket_router.services.learn import Learn
from ticket_router.services.sync_examples import SyncExamples
from ticket_router.services.sync_lists import SyncLists
from ticket_router.services.sync_rules import SyncRules
from ticket_router.services.sync_ticks import SyncTicks
from ticket_router.services.sync_workbook import SyncWorkbook
from ticket_router.services.tidy_workbook import TidyWorkbook

BOB, ANN = "bob@company.example", "ann@company.example"
LONG = ("Urgent words", "Examples")
WORDS = {
    "blah": filled("unsure", sure=30),
    "sign in": filled("login"),
    "is down": filled("outage", "h"),
    "parcel": filled("shipping"),
}


class DeskAtWork:
    """The fakes' world with a workbook that holds the starter rows."""

    def __init__(self, *, most_rows: int | None = None) -> None:
        """`most_rows` keeps long tabs (words, examples) to their first rows, where a test makes many desks."""
        self.shape = workbook_shape()
        self.sheet = FakeWorkbook.of(self.shape)
        for title, template in rule_tabs().items():
            kept = template.rows[:most_rows] if title in LONG else template.rows
            for number, row in enumerate(kept, start=2):
                for column, cell in zip(template.columns, row_cells(template, row), strict=True):
                    if cell is not None:
                        self.sheet.people.type(title, number, column.name, cell)
        self.people = self.sheet.people
        self.world = World()
        self.world.reader.usual = by_words(WORDS)
        self.clock = self.world.clock
        self.memory, self.archive = FakeSheetMemory(), FakeRulesArchive(rules=self.world.rules)
        self.hints = FakeSheetHints(self.clock)
        self.file = FakeWorkbookFile()
        self.file.editor = BOB
        self.directory = FakeDirectory()
        self.lists = FakeLists(self.world.desk.rows)
        self.learned, self.again = FakeExamplesArchive(self.archive), FakeLearnAgain()
        self.corrections = FakeCorrections(self.world.desk.rows)
        self.learn = Learn(desk=self.world.desk, corrections=self.corrections, archive=self.learned)
        self.numbers = 0
        self.troubles: list[Exception] = []
        self._build()
        self.sync()

    def _build(self) -> None:
        desk, clock = self.world.desk, self.clock
        lists = SyncLists(shape=self.shape, desk=desk, lists=self.lists)
        correct = Correct(desk=desk, rules=self.world.rules, queue=self.world.intake, clock=clock)
        self.run = SyncWorkbook(
            shape=self.shape,
            workbook=self.sheet,
            memory=self.memory,
            archive=self.archive,
            hints=self.hints,
            ticks=SyncTicks(correct=correct, file=self.file, clock=clock),
            rules=SyncRules(shape=self.shape, directory=self.directory, file=self.file),
            lists=lists,
            examples=SyncExamples(shape=self.shape, learned=self.learned, again=self.again, archive=self.archive),
            tidy=TidyWorkbook(shape=self.shape, workbook=self.sheet, desk=desk, lists=lists),
            clock=clock,
        )

    @property
    def wire(self) -> Wire:
        """What every call passes that drive-sync makes."""
        return self.sheet.wire

    @wire.setter
    def wire(self, wire: Wire) -> None:
        self.world.wire = wire
        near = (self.sheet, self.memory, self.archive, self.hints, self.file, self.directory, self.lists)
        for fake in (*near, self.learned, self.again):
            fake.wire = wire

    @property
    def book(self) -> RuleBook:
        """The rules in force."""
        book, _ = self.archive.live()
        assert book is not None
        return book

    def sync(self) -> dict[str, int]:
        """One run, and what follows from it; whatever was published counts from then on."""
        done, troubles = self.run()
        self.troubles += troubles
        self.world.run()
        return {what: count for what, count in done.items() if count}

    def settle(self) -> None:
        """Time passes until no run finds anything to do."""
        for _ in range(20):
            done = self.sync()
            if not done and not self.hints.waiting and not self.troubles:
                return
            self.troubles.clear()
            self.hints.waiting.clear()
            self.clock.advance(seconds=61)
        raise AssertionError("the workbook never comes to rest")

    def pass_time(self, **span: float) -> None:
        """Time passes; what was to be looked at again is looked at."""
        self.clock.advance(**span)
        if self.hints.take(self.clock.at):
            self.sync()

    def held(self, text: str = "blah blah to you all", name: str = "") -> str:
        """A ticket of a customer of its own that waits in triage."""
        return self.send(text, name)

    def send(self, text: str, name: str = "") -> str:
        """A ticket of a customer of its own."""
        self.numbers += 1
        name = name or f"c{self.numbers}"
        customer = Customer(address=f"{name}@shop.example", name=name.title())
        received = self.clock.at
        return self.world.deliver(mail(text, self.numbers, customer=customer, received_at=received))

    def tick(self, ticket_id: str, tab: str = TRIAGE_TAB, *, go: bool = True, **asked: Any) -> None:
        """Fill a row's correction columns and tick Go."""
        row = self.sheet.row_of(tab, "ticket", ticket_id)
        for header, value in asked.items():
            self.people.type(tab, row, header, value)
        self.people.type(tab, row, "Go", go)

    def status(self, ticket_id: str, tab: str = TRIAGE_TAB) -> str:
        """What the row's Status says."""
        return self.sheet.status(tab, ticket_id)

    def tickets_in(self, tab: str) -> list[str]:
        """Tickets of a live tab from the top."""
        return [str(record["ticket"]) for record in self.sheet.records(tab)]

    def log(self) -> str:
        """All of the Rules log."""
        return "\n".join(
            " | ".join(str(cell) for cell in record.values() if cell) for record in self.sheet.records("Rules log")
        )

    def rule_row(self, tab: str, header: str, value: str) -> int:
        """The number of a rule row."""
        return self.sheet.row_of(tab, header, value)

    def edit(self, tab: str, header: str, value: str, **changes: Any) -> None:
        """Change the rule row that has this value."""
        row = self.rule_row(tab, header, value)
        for column, cell in changes.items():
            self.people.type(tab, row, column.replace("_", " "), cell)

    def publish(self) -> None:
        """Look, let the edit rest, and look again."""
        self.sync()
        self.pass_time(seconds=61)

    def is_held(self, ticket_id: str) -> bool:
        """Whether the ticket waits in triage."""
        return self.world.file(ticket_id).ticket.status is Status.held

    def team(self, ticket_id: str) -> str:
        """Where the ticket is."""
        return self.world.route(ticket_id).decision.team

    def next_night(self) -> None:
        """Four in the morning."""
        at = self.clock.at
        night = (at + timedelta(days=1)).replace(hour=4, minute=0, second=0, microsecond=0)
        self.clock.advance(seconds=(night - at).total_seconds())


__all__ = ["ANN", "BOB", "ROUTED_TAB", "TRIAGE_TAB", "DeskAtWork"]
