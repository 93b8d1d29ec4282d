"""Dispatch when a card moves, was deleted, waits for its turn, or changes while it is made."""

from __future__ import annotations

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.world import World
from tests.unit.services.situations import dispatch_world, owe_again
from ticket_router.domain.owing import Step
from ticket_router.services.dispatch import Dispatched


@pytest.fixture
def world() -> World:
    """A desk whose reader knows a few words."""
    return dispatch_world()


def test_a_new_card_number_moves_the_ticket_with_its_whole_thread(world: World) -> None:
    """The old card says where it went, and nothing new is said there."""
    ticket_id = world.deliver(mail())
    world.follow_up("second")
    decision = world.route(ticket_id).decision.model_copy(update={"team": "support"})
    owe_again(world, ticket_id, n=2, decision=decision)
    world.run()
    card = world.card(ticket_id)
    assert (str(card.landing), card.tag.n, world.said(ticket_id)) == ("slack:#support", 2, ["second"])
    (old,) = [s for s in world.slack.shown if s.moved]
    before = len(world.slack.thread(old))
    world.follow_up("third", 3)
    assert (world.said(ticket_id), len(world.slack.thread(old))) == (["second", "third"], before)


def test_a_move_from_an_inbox_is_told_in_the_mails_thread(world: World) -> None:
    """The team that had it learns that it is not theirs any more, once."""
    ticket_id = world.deliver(mail("Please delete my data"))
    decision = world.route(ticket_id).decision.model_copy(update={"team": "support"})
    owe_again(world, ticket_id, n=2, decision=decision)
    world.run()
    owe_again(world, ticket_id)
    world.run()
    assert str(world.card(ticket_id).landing) == "slack:#support"
    assert [s.part for s in world.inbox.shown] == ["card", "moved"]


def test_several_moves_leave_one_live_card(world: World) -> None:
    """Also when dispatch slept through some of them."""
    ticket_id = world.deliver(mail())
    for n, team in enumerate(("support", "engineering", "finance"), start=2):
        decision = world.route(ticket_id).decision.model_copy(update={"team": team})
        owe_again(world, ticket_id, n=n, decision=decision)
        if team != "engineering":
            world.run()
    assert str(world.card(ticket_id).landing) == "slack:#finance"
    assert [h.live for _, h in sorted(world.route(ticket_id).handoffs.items())] == [False, False, False, True]


@pytest.mark.parametrize("landed", ["card", "other"])
def test_a_card_deleted_by_hand_is_posted_again_with_its_thread(world: World, landed: str) -> None:
    """A ticket without a card would be lost to its team; a deleted old card misleads nobody and is left alone."""
    ticket_id = world.deliver(mail())
    world.follow_up("second")
    if landed == "card":
        world.slack.delete(world.card(ticket_id).id)
        world.follow_up("I am furious now", 3)
        world.pass_time(2)
        assert world.said(ticket_id) == ["second", "I am furious now"]
        assert world.pinged(ticket_id) == ["@finance-manager"]
    else:
        world.slack.delete(world.card(ticket_id).id)
        decision = world.route(ticket_id).decision.model_copy(update={"team": "support"})
        owe_again(world, ticket_id, n=2, decision=decision)
        world.run()
        assert world.said(ticket_id) == ["second"]
    assert world.route(ticket_id).owes is None


def test_a_busy_channel_is_waited_for_without_a_second_turn(world: World) -> None:
    """The wake-up comes back to its turn; wake-ups in between, the sweep's included, leave it alone."""
    world.pace.waits = [40.0]
    ticket_id = world.deliver(mail())
    assert world.cards() == []
    assert [(s.delay, s.slot) for s in world.later.sent] == [(40.0, True)]
    for _ in range(3):
        assert world.dispatch(ticket_id) is Dispatched.put_off
    world.clock.advance(seconds=20)
    world.desk.push(world.file(ticket_id), Step.dispatch, world.clock.at)
    world.run()
    assert world.cards() == []
    world.clock.advance(seconds=20)
    world.run()
    assert len(world.cards()) == len(world.pace.reserved) == 1


def test_only_a_card_waits_for_a_turn(world: World) -> None:
    """What follows in a thread goes out with the wake-up that brought it."""
    ticket_id = world.deliver(mail())
    world.follow_up("second")
    assert (len(world.pace.reserved), world.said(ticket_id)) == (1, ["second"])


def test_a_decision_that_changes_meanwhile_is_shown_as_it_is_now(world: World) -> None:
    """Whoever composed an older decision is told by the desk before posting, and looks again."""
    world.take_in(mail())
    world.intake.waiting.clear()
    ticket_id = next(iter(world.desk.rows.tickets))
    world.read_ticket(ticket_id)
    world.route_ticket(ticket_id)
    world.desk.rows.wakes.clear()
    moved: list[bool] = []
    save_post = world.desk.save_post

    def overtaken(*args: object, **named: object) -> None:
        if not moved:
            moved.append(True)
            decision = world.route(ticket_id).decision.model_copy(update={"team": "support"})
            owe_again(world, ticket_id, n=2, decision=decision)
        save_post(*args, **named)  # type: ignore[arg-type]

    world.desk.save_post = overtaken  # type: ignore[method-assign, assignment]
    assert world.dispatch(ticket_id) is Dispatched.shown
    assert [str(s.landing) for s in world.slack.shown] == ["slack:#support"]
