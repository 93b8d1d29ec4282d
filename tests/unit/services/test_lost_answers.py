"""Dispatch when nobody knows whether a post is out: lost answers, dead workers, stray cards."""

from __future__ import annotations

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.wire import BreaksAt, Killed, Wire
from tests.fakes.world import World
from tests.unit.services.situations import decided, dispatch_world, handoff
from ticket_router.domain.base import Status
from ticket_router.domain.route import PostState
from ticket_router.services.dispatch import Dispatched
from ticket_router.services.posting import LEASE


@pytest.fixture
def world() -> World:
    """A desk whose reader knows a few words."""
    return dispatch_world()


def test_a_lost_answer_is_found_by_looking(world: World) -> None:
    """The post had arrived: it is recorded, not repeated."""
    world.slack.lose()
    ticket_id = decided(world)
    assert world.dispatch(ticket_id) is Dispatched.put_off
    post = handoff(world, ticket_id).post("card")
    assert post is not None and post.state is PostState.unsure
    world.pass_time(1)
    assert len(world.slack.shown) == 1
    assert world.route(ticket_id).owes is None


def test_a_lost_question_is_asked_again(world: World) -> None:
    """The post had not arrived: looking says so, and it is posted."""
    world.slack.lose(done=False)
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(1)
    assert len(world.slack.shown) == 1


def test_a_card_found_late_shows_what_is_true_by_then(world: World) -> None:
    """While its outcome was unknown the ticket rose: the found card is brought up to date."""
    world.slack.lose()
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.clock.advance(seconds=5)
    reply = mail("I am furious now", 2, references=("<1@mail.example>",), received_at=world.clock.at)
    world.deliver(reply)
    world.pass_time(1)
    card = world.card(ticket_id)
    assert (card.rendered.payload["move"], card.changed, world.pinged(ticket_id)) == (
        "escalate",
        1,
        ["@finance-manager"],
    )


def test_a_look_up_that_fails_posts_nothing(world: World) -> None:
    """As long as nobody knows whether the card is there, no second one is made."""
    world.slack.lose()
    world.slack.refuse(1, on=("find",))
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(3)
    assert len(world.slack.shown) == 1


def test_a_worker_that_dies_after_its_claim_is_waited_for(world: World) -> None:
    """As long as its lease lives it may be posting; after that the channel is asked what happened."""
    ticket_id = decided(world)
    kill_at(world, ticket_id, "FakeChannel.post", after=True)
    assert world.dispatch(ticket_id) is Dispatched.put_off
    assert [round(s.delay) for s in world.later.sent] == [round(LEASE.total_seconds()) + 1]
    assert len(world.slack.shown) == 1
    world.pass_time(2)
    assert len(world.slack.shown) == 1
    assert world.route(ticket_id).owes is None


def test_a_worker_that_dies_before_it_posts_is_waited_for_too(world: World) -> None:
    """Nobody can tell the two apart before the lease is over; then the card is posted."""
    ticket_id = decided(world)
    kill_at(world, ticket_id, "FakeChannel.post", after=False)
    assert world.dispatch(ticket_id) is Dispatched.put_off
    world.pass_time(2)
    assert len(world.slack.shown) == 1
    assert world.file(ticket_id).ticket.status is Status.delivered


def kill_at(world: World, ticket_id: str, call: str, *, after: bool) -> None:
    """Let dispatch die at its first such call."""
    other = World()
    twin = decided(other)
    other.wire = Wire()
    other.dispatch(twin)
    world.wire = BreaksAt(other.wire.calls.index(call), Killed(), after=after)
    with pytest.raises(Killed):
        world.dispatch(ticket_id)
    world.wire = Wire()
    world.desk.rows.wakes.clear()


def test_a_mail_whose_outcome_is_unknown_is_sent_again_and_says_so(world: World) -> None:
    """Nobody can look into an inbox; a possible second copy is better than a lost ticket."""
    world.inbox.lose()
    ticket_id = decided(world, "Please delete my data")
    world.dispatch(ticket_id)
    world.pass_time(1)
    assert [s.rendered.second_copy for s in world.inbox.shown] == [False, True]
    assert world.route(ticket_id).owes is None


def test_a_refused_second_copy_is_still_a_second_copy_later(world: World) -> None:
    """The refusal says nothing about the first try, which may have arrived."""
    world.inbox.lose(done=True)
    world.inbox.refuse()
    ticket_id = decided(world, "Please delete my data")
    world.dispatch(ticket_id)
    world.pass_time(2)
    assert [s.rendered.second_copy for s in world.inbox.shown] == [False, True]


def test_a_stray_card_of_a_place_given_up_is_settled(world: World) -> None:
    """It had arrived after all: once there is a card elsewhere, it says that the ticket has moved."""
    world.slack.lose(3)
    world.slack.refuse(20, on=("find",))
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(5)
    world.slack.troubles.clear()
    world.pass_time(15)
    assert str(world.card(ticket_id).landing) == "email:finance@company.example"
    (stray,) = world.slack.shown
    assert stray.rendered.payload == {"moved": "email:finance@company.example"}
    assert world.route(ticket_id).owes is None


def test_a_stray_that_never_arrived_is_forgotten(world: World) -> None:
    """Looking says that it is not there, so nothing is said about it."""
    world.slack.lose(3, done=False)
    world.slack.refuse(2, on=("find",))
    ticket_id = decided(world)
    world.dispatch(ticket_id)
    world.pass_time(5)
    assert str(world.card(ticket_id).landing) == "email:finance@company.example"
    assert world.slack.shown == []
    assert [part for part in handoff(world, ticket_id).posts if part.startswith("0/")] == []


def test_a_put_off_card_wakes_up_before_it_is_counted(world: World) -> None:
    """A worker that dies right after a refusal leaves a wake-up behind, or a debt for the sweep."""
    for k in range(40):
        world = World()
        ticket_id = decided(world)
        world.slack.refuse()
        world.wire = BreaksAt(k, Killed(), after=True)
        try:
            world.dispatch(ticket_id)
            break
        except Killed:
            world.wire = Wire()
        world.pass_time(20, sweeping=True)
        assert len(world.cards()) == 1, f"killed after call {k}"
        assert world.route(ticket_id).owes is None
    else:
        raise AssertionError("dispatch makes more calls than this test kills it at")
