"""A raise on a card whose channel is down still wakes somebody."""

from __future__ import annotations

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.reader import by_words, filled
from tests.fakes.world import World
from ticket_router.domain.correction import Action, Level, Wish
from ticket_router.services.correct import Correct


@pytest.fixture
def world() -> World:
    """A desk whose reader hears fury."""
    world = World()
    world.reader.usual = by_words({"furious": filled("billing", "h", "a")})
    return world


def calls(world: World) -> list[tuple[str, str]]:
    """(address, part) of every mail."""
    return [(shown.landing.address, shown.tag.part) for shown in world.inbox.shown]


def test_a_raise_that_slack_does_not_take_is_called_out_by_mail_once(world: World) -> None:
    """After three tries the team's inbox has one call; the card stays, and Slack shows all of it when it is back."""
    ticket_id = world.deliver(mail())
    world.run()
    world.slack.refuse(400, on=("post", "update"))
    world.follow_up("This makes me furious, it costs us money every hour!")
    world.pass_time(120)
    (call,) = calls(world)
    assert call[0] == "finance@company.example" and call[1].startswith("0/call:")
    assert len(world.cards(ticket_id)) == 1
    world.slack.troubles.clear()
    world.pass_time(60)
    assert calls(world) == [call]
    assert "furious" in " ".join(world.said(ticket_id))
    assert world.pinged(ticket_id)


def test_a_calm_follow_up_calls_nobody(world: World) -> None:
    """Its text waits for the channel; nobody is to be woken for it."""
    world.deliver(mail())
    world.run()
    world.slack.refuse(400, on=("post", "update"))
    world.follow_up("And please send it to the other address.")
    world.pass_time(120)
    assert calls(world) == []


def test_each_raise_is_called_out(world: World) -> None:
    """One that came after a drop is a call of its own, though Slack has shown neither."""
    ticket_id = world.deliver(mail())
    world.slack.refuse(400, on=("post", "update"))
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    for number, level in enumerate((Level.priority, Level.normal, Level.priority)):
        wish = Wish(id=f"w{number}", ticket_id=ticket_id, action=Action.bump, level=level, by="@dana", origin="slack")
        assert correct(wish).done
        world.pass_time(60)
    assert len(set(calls(world))) == len(calls(world)) == 2
    world.slack.troubles.clear()
    world.pass_time(60)
    assert world.pinged(ticket_id) == ["@finance-lead"]
