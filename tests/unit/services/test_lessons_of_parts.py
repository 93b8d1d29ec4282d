"""What the parts of a ticket teach once people told them apart: each its own problem, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.deliveries import chat, form, mail
from tests.fakes.learning import FakeCorrections, FakeExamplesArchive
from tests.fakes.reader import by_words, filled
from tests.fakes.rulebook import small_book
from tests.fakes.sheet_state import FakeRulesArchive
from tests.fakes.world import World
from ticket_router.domain.correction import Answer
from ticket_router.domain.inbound import Customer
from ticket_router.domain.learning.labelled import examples_in_force
from ticket_router.domain.workbook.export import examples_jsonl
from ticket_router.services.learn import Learn

OPENING = "My invoices are wrong, and I cannot sign in"
TWO = {"first": "My invoices are wrong", "second": "I cannot sign in"}
FULL = Customer(address="ana@studio.example", name="Ana Kowalska")
MADE_OUT = "The invoice must be made out to Kowalska in Berlin please"


class Learner:
    """What learns from a desk, run after run."""

    def __init__(self, world: World) -> None:
        self.rules = FakeRulesArchive()
        self.archive = FakeExamplesArchive(self.rules)
        self._learn = Learn(desk=world.desk, corrections=FakeCorrections(world.desk.rows), archive=self.archive)

    def __call__(self) -> list[str]:
        """The texts of all examples after one more run."""
        self._learn()
        return [one.text for one in self.archive.current()]


def linked(world: World, ticket_id: str) -> tuple[str, ...]:
    """The tickets that it was split into."""
    return world.file(ticket_id).ticket.linked[:2]


@pytest.mark.parametrize("split", [True, False])
def test_a_name_of_a_later_message_stays_out(world: World, ask: Callable[..., Answer], *, split: bool) -> None:
    """The author of a later message is named in no example: not in a half's either."""
    ticket_id = world.deliver(mail(OPENING))
    world.clock.advance(minutes=5)
    reply = mail(MADE_OUT, 2, customer=FULL, references=("<1@mail.example>",), received_at=world.clock.at)
    assert world.deliver(reply) == ticket_id
    world.clock.advance(minutes=5)
    if split:
        ask(ticket_id, "split", **TWO)
        ticket_id = linked(world, ticket_id)[0]
    world.clock.advance(minutes=5)
    assert ask(ticket_id, topic="privacy").done
    (text,) = Learner(world)()
    assert "Berlin" in text and "Kowalska" not in text


@pytest.mark.parametrize("separate", [True, False])
def test_a_name_of_what_was_joined_stays_out(world: World, ask: Callable[..., Answer], *, separate: bool) -> None:
    """Also once it is a ticket of its own: the words that stay may name its author."""
    ticket_id = world.deliver(mail(MADE_OUT))
    joined = world.deliver(form("Please refund invoice 77", customer=FULL))
    assert world.file(joined).ticket.merged_into == ticket_id
    if separate:
        assert ask(joined, "separate").done
    world.clock.advance(minutes=5)
    assert ask(ticket_id, topic="privacy").done
    (text,) = Learner(world)()
    assert "Berlin" in text and "Kowalska" not in text


@pytest.mark.parametrize("split", [True, False])
def test_what_an_agent_said_stays_out(world: World, ask: Callable[..., Answer], *, split: bool) -> None:
    """An example of a chat holds the visitor's words, and a half's example too."""
    tags = {**filled("billing"), "t2": "login", "q2": TWO["second"]}
    world.reader.usual = by_words({"invoices": tags, "sign in": filled("login")})
    ticket_id = world.deliver(chat(TWO["first"], "agent: I shall ask Bob Miller about that", "Fine", TWO["second"]))
    if split:
        assert ask(ticket_id, "split", origin="workbook").done
        ticket_id = linked(world, ticket_id)[0]
    world.clock.advance(minutes=5)
    assert ask(ticket_id, topic="privacy").done
    (text,) = Learner(world)()
    assert "invoices" in text and "Miller" not in text


def test_what_was_learned_with_anothers_words_goes(world: World, ask: Callable[..., Answer]) -> None:
    """Once that ticket is taken off, whoever said the topic had spoken of two problems; said again, it teaches again.
    A rebuild from nothing comes to the same each time."""
    ticket_id = world.deliver(mail("My invoices are wrong"))
    joined, learn = world.deliver(form("Please send me the parcel papers once more")), Learner(world)
    assert world.file(joined).ticket.merged_into == ticket_id
    world.clock.advance(minutes=5)
    assert ask(ticket_id, topic="login").done
    both = ["A question My invoices are wrong Please send me the parcel papers once more"]
    assert (learn(), Learner(world)()) == (both, both)
    assert ask(joined, "separate").done
    assert (learn(), Learner(world)()) == ([], [])
    world.clock.advance(minutes=5)
    assert ask(ticket_id, topic="privacy").done
    own = ["A question My invoices are wrong"]
    assert (learn(), Learner(world)()) == (own, own)


def test_a_row_with_anothers_words_counts_for_nothing(world: World, ask: Callable[..., Answer]) -> None:
    """Nobody edited it, and it stands in the sheet as it was: the reader is not shown it."""
    ticket_id = world.deliver(mail("My invoices are wrong"))
    joined, learn = world.deliver(form("Please send me the parcel papers once more")), Learner(world)
    world.clock.advance(minutes=5)
    assert ask(ticket_id, topic="login").done
    learn()
    rows = [one.as_row() for one in learn.archive.current()]
    learn.rules.exports["examples_sheet.jsonl"] = examples_jsonl(small_book().renewed(examples=rows))
    assert ask(joined, "separate").done
    assert learn() == [] and len(rows) == 1
    assert examples_in_force(rows, learn.archive.current()) == []


def test_a_text_about_two_problems_teaches_none(world: World, ask: Callable[..., Answer]) -> None:
    """What was learned of a ticket goes when somebody splits it; its halves teach what is said of them."""
    whole, learn = world.deliver(mail(OPENING)), Learner(world)
    world.clock.advance(minutes=5)
    assert ask(whole, topic="privacy").done
    assert learn() == [f"A question {OPENING}"]
    world.clock.advance(minutes=5)
    assert ask(whole, "split", **TWO).done
    assert learn() == []
    world.clock.advance(minutes=5)
    assert ask(linked(world, whole)[0], topic="privacy").done
    assert learn() == [f"A question {TWO['first']}"]
