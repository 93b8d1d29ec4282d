"""Corrections after the rules were edited: a word about urgency or a person moves no card, as no edit itself does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.rulebook import small_book
from tests.fakes.world import World
from ticket_router.domain.base import Move, Status, Urgency
from ticket_router.domain.correction import Answer
from ticket_router.domain.rulebook import RuleBook


def stricter(book: RuleBook) -> RuleBook:
    """A manager wants the reader to be surer."""
    return book.renewed(settings=book.settings.renewed(hold_below=0.95))


def without_topic(book: RuleBook) -> RuleBook:
    """A manager deletes the topic."""
    return book.renewed(topics=tuple(topic for topic in book.topics if topic.topic != "billing"))


def to_another_team(book: RuleBook) -> RuleBook:
    """A manager gives the topic to another team."""
    topics = (topic.renewed(team="support") if topic.topic == "billing" else topic for topic in book.topics)
    return book.renewed(topics=tuple(topics))


EDITS = pytest.mark.parametrize("edit", [stricter, without_topic, to_another_team], ids=lambda edit: edit.__name__)


@EDITS
@pytest.mark.parametrize(
    ("wish", "pinged"),
    [({"action": "bump", "level": "priority"}, "@finance-lead"), ({"person": "@support-lead"}, "@support-lead")],
    ids=["raise", "person"],
)
def test_the_card_stays_with_its_team(
    world: World,
    ask: Callable[..., Answer],
    edit: Callable[[RuleBook], RuleBook],
    wish: dict[str, str],
    pinged: str,
) -> None:
    """Whoever is asked for is woken on the card that is there, and the reason puts the place in nobody's mouth."""
    ticket_id = world.deliver(mail())
    world.rules.book = edit(small_book())
    assert ask(ticket_id, **wish).text.startswith("sent to finance (#finance)")
    world.run()
    card, route = world.card(ticket_id), world.route(ticket_id)
    assert (card.landing.address, route.n, world.file(ticket_id).ticket.status) == ("#finance", 1, Status.delivered)
    assert world.pinged(ticket_id) == [pinged]
    decision = route.decision
    assert (decision.topic, decision.topic_confidence, decision.person) == ("billing", 0.9, wish.get("person", ""))
    assert "team finance (where its card is)" in decision.sentence


@EDITS
def test_down_and_up_again_stays_too(
    world: World, ask: Callable[..., Answer], edit: Callable[[RuleBook], RuleBook]
) -> None:
    """Every word after the edit is about what it says and nothing else."""
    ticket_id = world.deliver(mail("I need my invoices today"))
    world.rules.book = edit(small_book())
    for level, move in (("normal", Move.route), ("priority", Move.priority)):
        assert ask(ticket_id, action="bump", level=level).done
        world.run()
        assert (world.route(ticket_id).decision.move, world.route(ticket_id).n) == (move, 1)


def test_a_word_about_urgency_leaves_a_pinned_person(world: World, ask: Callable[..., Answer]) -> None:
    """The pin was deleted since; the ticket stays with the team and with the person it was pinned to."""
    ticket_id = world.deliver(mail(customer=mail().customer.renewed(address="joe@acme.example")))
    world.rules.book = small_book().renewed(vips=())
    assert ask(ticket_id, urgency=Urgency.high).done
    decision = world.route(ticket_id).decision
    assert (decision.team, decision.person) == ("support", "@finance-lead")


@EDITS
def test_a_topic_sends_it_by_the_rules_of_now(
    world: World, ask: Callable[..., Answer], edit: Callable[[RuleBook], RuleBook]
) -> None:
    """Who says where it goes is heard."""
    ticket_id = world.deliver(mail())
    world.rules.book = edit(small_book())
    assert ask(ticket_id, topic="login").text == "sent to support (#support), topic login"


def test_a_team_that_is_gone_keeps_nothing(world: World, ask: Callable[..., Answer]) -> None:
    """Nobody of it looks at its channel any more, so a raise goes where the rules say."""
    ticket_id = world.deliver(mail())
    book = to_another_team(small_book())
    world.rules.book = book.renewed(teams=tuple(team for team in book.teams if team.team != "finance"))
    assert ask(ticket_id, action="bump", level="priority").text == "sent to support (#support), topic billing, priority"


def test_what_a_follow_up_calls_for_is_still_decided(world: World, ask: Callable[..., Answer]) -> None:
    """A bump between a security word and its decision keeps neither the bump nor the word from counting."""
    ticket_id = world.deliver(mail())
    world.clock.advance(minutes=5)
    reply = mail("Wait: I was hacked", 2, references=("<1@mail.example>",), received_at=world.clock.at)
    assert world.take_in(reply).ticket_id == ticket_id
    world.read_ticket(ticket_id)
    assert ask(ticket_id, action="bump", level="priority").done
    world.run()
    decision = world.route(ticket_id).decision
    assert (decision.team, decision.move, decision.urgency) == ("engineering", Move.escalate, Urgency.high)
    assert len(world.cards(ticket_id)) == 1


@pytest.mark.parametrize("person", ["", "@support-lead"], ids=["nobody", "somebody"])
def test_taking_a_ticket_off_another_moves_no_card(world: World, ask: Callable[..., Answer], person: str) -> None:
    """The angry words go, and with them the move; the team that the topic was given to since gets nothing."""
    one = world.deliver(mail("My invoices are wrong"))
    other = world.deliver(mail("I am furious about my invoices", 2))
    assert world.file(other).ticket.merged_into == one and world.route(one).decision.move is Move.escalate
    world.rules.book = to_another_team(world.rules.book)
    if person:
        ask(one, person=person)
    ask(other, "separate")
    route = world.route(one)
    assert (route.decision.move, route.decision.team, route.n, route.moved) == (Move.route, "finance", 1, None)
