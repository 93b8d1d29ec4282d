"""The whole pipeline over the fakes: what a delivery sets in motion, step by step or until all is quiet."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from tests.fakes.channel import FakeChannel, Shown
from tests.fakes.clock import FakeClock
from tests.fakes.deliveries import mail
from tests.fakes.desk import FakeDesk
from tests.fakes.queue import FakeQueue, Sent
from tests.fakes.reader import FakeReader
from tests.fakes.small import FakeFiles, FakeLinks, FakePace, FakeRules
from tests.fakes.wire import Wire
from ticket_router.domain.errors import ReaderAway
from ticket_router.domain.file import TicketFile
from ticket_router.domain.inbound import Inbound
from ticket_router.domain.owing import Step
from ticket_router.domain.route import LandingKind, Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.services.compose import Composer
from ticket_router.services.dispatch import Dispatch
from ticket_router.services.posting import Poster
from ticket_router.services.read_ticket import ReadTicket
from ticket_router.services.route_ticket import RouteTicket
from ticket_router.services.sweep import Sweep
from ticket_router.services.take_in import TakeIn

MOST_STEPS = 500


class World:
    """Every use case with one desk, one clock, and two channels; all calls of the fakes pass one wire."""

    def __init__(self, book: RuleBook | None = None) -> None:
        self._wire = Wire()
        self.clock = FakeClock()
        self.desk = FakeDesk()
        self.rules = FakeRules(book)
        self.reader = FakeReader()
        self.files = FakeFiles()
        self.pace = FakePace()
        self.intake = FakeQueue(self.clock)
        self.later = FakeQueue(self.clock)
        self.slack = FakeChannel(LandingKind.slack, self.clock)
        self.inbox = FakeChannel(LandingKind.email, self.clock)
        tokens = count(1)
        desk, rules, clock = self.desk, self.rules, self.clock
        self.take_in = TakeIn(desk=desk, files=self.files, queue=self.intake, rules=rules, clock=clock)
        self.read_ticket = ReadTicket(desk=desk, reader=self.reader, rules=rules, clock=clock)
        self.route_ticket = RouteTicket(desk=desk, rules=rules, clock=clock)
        self.dispatch = Dispatch(
            desk=desk,
            rules=rules,
            channels={LandingKind.slack: self.slack, LandingKind.email: self.inbox},
            composer=Composer(links=FakeLinks()),
            poster=Poster(desk=desk, clock=clock, token=lambda: f"token-{next(tokens)}"),
            queue=self.later,
            pace=self.pace,
            clock=clock,
        )
        self.sweep = Sweep(desk=desk, to_read=self.intake, to_dispatch=self.later, clock=clock)
        self.wire = self._wire

    @property
    def wire(self) -> Wire:
        """What all calls pass; setting it puts another one everywhere."""
        return self._wire

    @wire.setter
    def wire(self, wire: Wire) -> None:
        self._wire = wire
        for fake in (self.desk, self.rules, self.reader, self.files, self.pace, self.slack, self.inbox):
            fake.wire = wire
        for queue in (self.intake, self.later):
            queue.wire = wire

    def file(self, ticket_id: str) -> TicketFile:
        """The ticket as the desk has it, past the wire."""
        rows = FakeDesk()
        rows.rows = self.desk.rows
        file = rows.file(ticket_id)
        assert file is not None, f"there is no ticket {ticket_id}"
        return file

    def route(self, ticket_id: str) -> Route:
        """Its route, which is there."""
        route = self.file(ticket_id).route
        assert route is not None, f"{ticket_id} was not decided"
        return route

    def follow_up(self, text: str, number: int = 2) -> str:
        """Five minutes later the customer answers their first mail."""
        self.clock.advance(minutes=5)
        return self.deliver(mail(text, number, references=("<1@mail.example>",), received_at=self.clock.at))

    def deliver(self, inbound: Inbound) -> str:
        """Take it in and let everything happen that needs no waiting; the id of the ticket that it became part of."""
        taken = self.take_in(inbound).ticket_id
        self.run()
        return taken

    def run(self) -> None:
        """Wake every step that has a wake-up due now, until there is none."""
        for _ in range(MOST_STEPS):
            if not self.step():
                return
        raise AssertionError("the steps keep waking each other")

    def step(self) -> bool:
        """Deliver one wake-up; False when none is due."""
        if self.desk.rows.wakes:
            step, ticket_id = self.desk.rows.wakes.pop(0)
            if step is Step.decide:
                self.route_ticket(ticket_id)
            else:
                self.dispatch(ticket_id)
        elif sent := self.intake.take(self.clock.at):
            self._read(sent)
        elif sent := self.later.take(self.clock.at):
            self.dispatch(sent.ticket_id, slot=sent.slot)
        else:
            return False
        return True

    def _read(self, sent: Sent) -> None:
        """Read as the handler does: a message whose reader is away comes again, unless a person has the ticket."""
        try:
            self.read_ticket(sent.ticket_id)
        except ReaderAway:
            if not self.file(sent.ticket_id).ticket.reader_away:
                later = self.clock.at + timedelta(minutes=1)
                self.intake.waiting.append(Sent(sent.ticket_id, later))

    def pass_time(self, minutes: float, *, every: float = 0.5, sweeping: bool = False) -> None:
        """Let time pass in small steps; wake-ups come when they are due, the sweep every five minutes if wanted."""
        steps = round(minutes / every)
        for step in range(1, steps + 1):
            self.clock.advance(minutes=every)
            if sweeping and step % round(5 / every) == 0:
                self.sweep()
            self.run()

    def cards(self, ticket_id: str = "") -> list[Shown]:
        """Live cards everywhere."""
        return [*self.slack.cards(ticket_id), *self.inbox.cards(ticket_id)]

    def card(self, ticket_id: str) -> Shown:
        """The one live card of a ticket."""
        cards = self.cards(ticket_id)
        assert len(cards) == 1, [f"{card.landing} {card.tag.part}" for card in cards]
        return cards[0]

    def said(self, ticket_id: str) -> list[str]:
        """The customer's and colleagues' words in the thread of the live card, in order."""
        card = self.card(ticket_id)
        channel = self.slack if card.landing.kind is LandingKind.slack else self.inbox
        return [str(s.rendered.payload["text"]) for s in channel.thread(card) if s.part.startswith("note:")]

    def pinged(self, ticket_id: str) -> list[str]:
        """Handles woken by the live card and in its thread, in order."""
        card = self.card(ticket_id)
        channel = self.slack if card.landing.kind is LandingKind.slack else self.inbox
        return [handle for shown in (card, *channel.thread(card)) for handle in shown.woke]
