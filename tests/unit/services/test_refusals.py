"""Dispatch when a place says no: how long it waits, where it goes instead, and what stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.world import World
from tests.unit.services.situations import decided, dispatch_world, handoff
from ticket_router.domain.base import Status
from ticket_router.domain.change import Change, RouteWrite
from ticket_router.domain.owing import Step, debt
from ticket_router.services.dispatch import Dispatched


@pytest.fixture
def world() -> World:
    """A desk whose reader knows a few words."""
    return dispatch_world()


def test_a_refusal_waits_as_long_as_it_says(world: World) -> None:
    """Nothing is tried before, whoever wakes it; then the card lands and the tries are forgotten."""
    world.slack.refuse(after=45.0)
    ticket_id = decided(world)
    assert world.dispatch(ticket_id) is Dispatched.put_off
    assert [s.delay for s in world.later.sent] == [45.0]
    assert handoff(world, ticket_id).retry_at == world.clock.at + timedelta(seconds=45)
    assert (handoff(world, ticket_id).tries, world.route(ticket_id).trouble) == (1, "the channel said no")
    world.clock.advance(seconds=30)
    world.run()
    assert (world.slack.shown, handoff(world, ticket_id).tries) == ([], 1)
    world.clock.advance(seconds=15)
    world.run()
    assert str(world.card(ticket_id).landing) == "slack:#finance"
    assert (handoff(world, ticket_id).tries, handoff(world, ticket_id).retry_at) == (0, None)


def test_refusals_without_a_time_wait_longer_each_time(world: World) -> None:
    """Twenty seconds, then forty."""
    world.slack.refuse(2)
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(3, every=1 / 6)
    assert [s.delay for s in world.later.sent] == [20.0, 40.0]
    assert str(world.card(ticket_id).landing) == "slack:#finance"


def test_a_place_that_takes_nothing_is_given_up_after_three_tries(world: World) -> None:
    """The team's inbox gets it, with the reason on the card; team and status stay what they are."""
    world.slack.refuse(100)
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(5)
    card = world.card(ticket_id)
    assert str(card.landing) == "email:finance@company.example"
    assert card.tag.part == "1/card"
    (why,) = card.rendered.payload["fallback"]
    assert why == "slack:#finance did not take it (the channel said no), so it went to email:finance@company.example"
    assert world.wire.calls.count("FakeChannel.post") == 4
    route = world.route(ticket_id)
    assert (route.decision.team, world.file(ticket_id).ticket.status) == ("finance", Status.delivered)


def test_after_the_inbox_comes_triage(world: World) -> None:
    """Each place has its own three tries, and the card tells the whole way."""
    refusals = 3
    world.slack.refuse(refusals)
    world.inbox.refuse(100)
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(10)
    card = world.card(ticket_id)
    assert (str(card.landing), card.landing.team) == ("slack:#triage", "triage")
    assert len(card.rendered.payload["fallback"]) == 2
    assert world.file(ticket_id).ticket.status is Status.delivered


def test_a_hopeless_refusal_falls_back_at_once(world: World) -> None:
    """A channel that does not exist will not exist in a minute either."""
    world.slack.refuse(for_good=True)
    ticket_id = decided(world)
    assert world.dispatch(ticket_id) is Dispatched.shown
    assert str(world.card(ticket_id).landing) == "email:finance@company.example"
    assert world.later.sent == []


def test_trouble_of_five_minutes_is_enough(world: World) -> None:
    """A long wait between few tries must not keep a ticket from people."""
    world.slack.refuse(2, after=310.0)
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(6)
    assert str(world.card(ticket_id).landing) == "email:finance@company.example"


def test_when_no_place_takes_it_the_last_is_tried_for_ever(world: World) -> None:
    """Nothing is lost: it lands when one of them is back."""
    for channel in (world.slack, world.inbox):
        channel.refuse(1000)
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(20)
    assert world.cards() == []
    for channel in (world.slack, world.inbox):
        channel.troubles.clear()
    world.pass_time(20)
    assert str(world.card(ticket_id).landing) == "slack:#triage"


def test_trouble_in_the_thread_does_not_take_the_card_away(world: World) -> None:
    """The card is out, so people have the ticket: it is delivered, and the rest is tried again where it belongs."""
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.slack.refuse(4)
    world.clock.advance(minutes=1)
    world.deliver(mail("second", 2, references=("<1@mail.example>",), received_at=world.clock.at))
    assert (world.file(ticket_id).ticket.status, world.said(ticket_id)) == (Status.delivered, [])
    world.pass_time(10)
    assert (str(world.card(ticket_id).landing), world.said(ticket_id)) == ("slack:#finance", ["second"])
    assert handoff(world, ticket_id).attempt == 0


def test_a_card_whose_first_thread_fails_is_delivered_meanwhile(world: World) -> None:
    """Status follows what people see, not what is still to come."""
    ticket_id = decided(world, "word " * 1000)
    posts: list[int] = []
    post = world.slack.post

    def only_the_card(*args: object, **named: object) -> str:
        posts.append(1)
        if len(posts) == 2:
            world.slack.refuse()
        return post(*args, **named)  # type: ignore[arg-type]

    world.slack.post = only_the_card  # type: ignore[method-assign, assignment]
    assert world.dispatch(ticket_id) is Dispatched.put_off
    assert world.file(ticket_id).ticket.status is Status.delivered
    assert world.route(ticket_id).owes is Step.dispatch


def test_later_trouble_starts_counting_afresh(world: World) -> None:
    """Two bad tries of last week do not make the first one of today the third."""
    world.slack.refuse(2)
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(3)
    world.clock.advance(days=2)
    world.slack.delete(world.card(ticket_id).id)
    world.deliver(mail("I am furious now", 2, references=("<1@mail.example>",), received_at=world.clock.at))
    world.pass_time(3)
    assert str(world.card(ticket_id).landing) == "slack:#finance"


def test_an_old_card_that_cannot_be_settled_is_left_in_the_end(world: World) -> None:
    """The live card has long been out; after a day of tries the row stops owing, and not after an hour of them."""
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    route = world.route(ticket_id)
    decision = route.decision.model_copy(update={"team": "support"})
    after = route.renewed(rev=route.rev + 1, n=2, decision=decision, **debt(Step.dispatch, world.clock.at))
    world.desk.commit(Change(routes=(RouteWrite(route=after),)))
    world.slack.refuse(1000, on=("update",))
    world.run()
    assert world.route(ticket_id).owes is Step.dispatch
    world.pass_time(60)
    assert world.route(ticket_id).owes is Step.dispatch
    world.pass_time(30 * 60)
    assert world.route(ticket_id).owes is None
    assert sorted(str(card.landing) for card in world.cards()) == ["slack:#finance", "slack:#support"]
