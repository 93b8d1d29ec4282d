"""Bumps: up pings the lead, down nobody, either teaches its urgency, and one that changes nothing writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.learning import FakeCorrections, FakeExamplesArchive
from tests.fakes.sheet_state import FakeRulesArchive
from tests.fakes.world import World
from tests.unit.services.situations import routing_world
from ticket_router.domain.base import Move, Urgency
from ticket_router.domain.correction import Action, Answer, Level, Wish
from ticket_router.domain.learning.labelled import LabelledExample
from ticket_router.services.correct import Correct
from ticket_router.services.learn import Learn

CALM = "How do I change the address on my invoices?"
FURIOUS = "I am furious about my invoices"
HIGH = "I need my invoices today"
HELD = "blah blah to you all"


@dataclass
class Bumped:
    """One ticket, and Dana who bumps it."""

    world: World
    ticket_id: str
    number: int = 0

    def to(self, level: Level) -> Answer:
        """A click of hers, and everything that follows."""
        self.number += 1
        self.world.clock.advance(minutes=1)
        wish = Wish(
            id=f"w{self.number}", ticket_id=self.ticket_id, action=Action.bump, level=level, by="@dana", origin="slack"
        )
        world = self.world
        answer = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)(wish)
        world.run()
        return answer

    def learned(self) -> list[LabelledExample]:
        """What the next read is taught."""
        archive = FakeExamplesArchive(FakeRulesArchive())
        Learn(desk=self.world.desk, corrections=FakeCorrections(self.world.desk.rows), archive=archive)()
        return list(archive.current())


def bumped(text: str) -> Bumped:
    """A ticket on its card."""
    world = routing_world()
    return Bumped(world, world.deliver(mail(text, subject="")))


@pytest.mark.parametrize(
    ("text", "level", "move", "urgency", "pinged"),
    [
        (CALM, Level.priority, Move.priority, Urgency.high, ["@finance-lead"]),
        (HIGH, Level.normal, Move.route, Urgency.medium, []),
        (FURIOUS, Level.normal, Move.route, Urgency.medium, []),
    ],
    ids=["up", "down", "down from escalate"],
)
def test_a_bump_teaches_its_urgency(text: str, level: Level, move: Move, urgency: Urgency, pinged: list[str]) -> None:
    """Up wakes the lead and down wakes nobody; either way one example holds the words with the person's urgency."""
    ticket = bumped(text)
    before = list(ticket.world.pinged(ticket.ticket_id))
    assert ticket.to(level).done
    assert ticket.world.route(ticket.ticket_id).decision.move is move
    assert ticket.world.pinged(ticket.ticket_id) == before + pinged
    (example,) = ticket.learned()
    assert (example.text, example.topic, example.urgency) == (text, "billing", urgency)


@pytest.mark.parametrize(
    ("text", "level"),
    [(CALM, Level.normal), (HIGH, Level.priority), (FURIOUS, Level.priority)],
    ids=["normal already", "priority already", "escalated, which is more"],
)
def test_a_bump_to_where_it_is_changes_nothing(text: str, level: Level) -> None:
    """It is answered kindly, writes no row, pings nobody and teaches nothing."""
    ticket = bumped(text)
    before, pinged = ticket.world.file(ticket.ticket_id), list(ticket.world.pinged(ticket.ticket_id))
    audit = dict(ticket.world.desk.rows.audit)
    answer = ticket.to(level)
    assert answer.done and answer.text.startswith("it was so already: sent to finance")
    assert ticket.world.file(ticket.ticket_id) == before and ticket.world.desk.rows.audit == audit
    assert ticket.world.pinged(ticket.ticket_id) == pinged
    assert ticket.learned() == [] and not ticket.world.desk.rows.corrections


def test_up_and_down_again_teaches_the_last_word() -> None:
    """Somebody who changes their mind has taught what they said last, once, and the lead was pinged once."""
    ticket = bumped(CALM)
    ticket.to(Level.priority)
    ticket.to(Level.normal)
    assert ticket.world.pinged(ticket.ticket_id) == ["@finance-lead"]
    assert [one.urgency for one in ticket.learned()] == [Urgency.medium]


@pytest.mark.parametrize("level", list(Level))
def test_a_held_ticket_stays_held(level: Level) -> None:
    """Nobody has said where it belongs; without a topic there is nothing to teach."""
    ticket = bumped(HELD)
    answer = ticket.to(level)
    assert answer.done and "still held" in answer.text
    assert ticket.world.route(ticket.ticket_id).decision.move is Move.hold and ticket.learned() == []
