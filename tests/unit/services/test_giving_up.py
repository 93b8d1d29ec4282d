"""The sweep's last resort: what cannot be done in five pushes goes to a person, with the error."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.reader import filled
from tests.fakes.world import World
from tests.unit.services.situations import lost
from ticket_router.domain.base import Move, Status
from ticket_router.domain.owing import MAX_TRIES, Step
from ticket_router.services.dispatch import Dispatched


@pytest.fixture
def world() -> World:
    """A desk that has seen nothing yet."""
    return World()


def test_a_decision_that_never_succeeds_is_held_with_the_error(world: World) -> None:
    """After five pushes a person gets the ticket, with what the code last said; it has a route and a card."""
    ticket_id = lost(world, Step.decide)
    world.desk.note_trouble(ticket_id, Step.decide, "KeyError: 'bug'")
    for _ in range(MAX_TRIES):
        world.clock.advance(minutes=5)
        assert world.sweep() == Counter(pushed=1)
        world.desk.rows.wakes.clear()
    world.clock.advance(minutes=5)
    assert world.sweep() == Counter(held=1)
    world.run()
    file, route = world.file(ticket_id), world.route(ticket_id)
    assert (file.ticket.status, route.decision.move, route.n) == (Status.held, Move.hold, 1)
    assert "decide did not succeed in 5 tries: KeyError: 'bug'" in route.decision.sentence
    assert route.decision.topic == "billing"
    assert str(world.card(ticket_id).landing) == "slack:#triage"
    assert world.desk.rows.audit[ticket_id, file.ticket.rev].by == "sweep"


def test_a_dispatch_that_never_succeeds_is_held_and_gives_its_claim_back(world: World) -> None:
    """The next ticket about it opens by itself, and the held one has a card in triage."""
    ticket_id = lost(world, Step.dispatch)
    for _ in range(MAX_TRIES + 1):
        world.clock.advance(minutes=6)
        world.sweep()
        world.desk.rows.wakes.clear()
        world.later.waiting.clear()
    route = world.route(ticket_id)
    assert (route.n, route.decision.move, route.claim_key, route.owes) == (2, Move.hold, "", Step.dispatch)
    assert world.desk.rows.claims == {}
    assert world.dispatch(ticket_id) is Dispatched.shown
    assert str(world.card(ticket_id).landing) == "slack:#triage"
    assert "no error was recorded" in route.decision.sentence


def test_an_expired_claim_does_not_stop_the_holding(world: World) -> None:
    """Another ticket holds the claim by now: it keeps it."""
    ticket_id = lost(world, Step.dispatch)
    world.clock.advance(days=2)
    other = world.deliver(mail(number=2, received_at=world.clock.at))
    for _ in range(MAX_TRIES + 1):
        world.clock.advance(minutes=6)
        world.sweep()
        world.desk.rows.wakes.clear()
        world.later.waiting.clear()
    assert world.file(ticket_id).ticket.status is Status.held
    assert [holder for holder, _ in world.desk.rows.claims.values()] == [other]


def test_the_hand_off_of_a_held_ticket_is_never_given_up(world: World) -> None:
    """There is nobody left to give it to but triage, so it is pushed for as long as it takes."""
    world.reader.usual = lambda _prompt: filled("unsure", sure=20)
    ticket_id = lost(world, Step.dispatch)
    for tries in range(1, 12):
        world.clock.advance(minutes=6)
        assert world.sweep() == Counter(pushed=1)
        world.desk.rows.wakes.clear()
        world.later.waiting.clear()
        assert world.route(ticket_id).tries == tries
    assert world.dispatch(ticket_id) is Dispatched.shown
    assert world.file(ticket_id).ticket.status is Status.held


def test_a_held_ticket_whose_decision_fails_keeps_its_card(world: World) -> None:
    """The card in triage shows the new reason; there is no second one beside it."""
    world.reader.usual = lambda _prompt: filled("unsure", sure=20)
    ticket_id = world.deliver(mail())
    world.clock.advance(minutes=1)
    world.take_in(mail("More", 2, references=("<1@mail.example>",), received_at=world.clock.at))
    world.read_ticket(ticket_id)
    world.intake.waiting.clear()
    for _ in range(MAX_TRIES + 1):
        world.desk.rows.wakes = [w for w in world.desk.rows.wakes if w[0] is Step.dispatch]
        world.clock.advance(minutes=6)
        world.sweep()
    world.desk.rows.wakes = [w for w in world.desk.rows.wakes if w[0] is Step.dispatch]
    world.run()
    assert (world.route(ticket_id).n, len(world.slack.shown)) == (1, 2)
    assert "decide did not succeed" in str(world.card(ticket_id).rendered.payload["sentence"])


def test_a_card_that_people_have_is_never_taken_away(world: World) -> None:
    """Its team works on it: what cannot be said in its thread is pushed for as long as that takes, and said then."""
    ticket_id = world.deliver(mail())
    world.slack.refuse(1000)
    world.follow_up("second")
    for tries in range(1, 12):
        world.later.waiting.clear()
        world.clock.advance(minutes=20)
        assert world.sweep() == Counter(pushed=1)
        assert world.route(ticket_id).tries == tries
        world.run()
    world.slack.troubles.clear()
    world.pass_time(40, sweeping=True)
    assert (str(world.card(ticket_id).landing), world.said(ticket_id)) == ("slack:#finance", ["second"])
    assert (world.file(ticket_id).ticket.status, world.route(ticket_id).n) == (Status.delivered, 1)
