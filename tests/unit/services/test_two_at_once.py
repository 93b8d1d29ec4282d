"""Two people at one ticket within one team: the card stays, and yet nobody overwrites what they have not seen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.rulebook import small_book
from tests.fakes.wire import Wire
from tests.fakes.world import World
from tests.unit.services.situations import routing_world
from tests.unit.services.stage import Stage
from ticket_router.adapters.slack import modals
from ticket_router.adapters.slack.clicks import About, Click
from ticket_router.domain.correction import Answer, Wish
from ticket_router.domain.rulebook import Topic
from ticket_router.services.correct import Correct

WISHES = count(1)
ONE_TEAM = ("refund", "payment")


@pytest.fixture
def world() -> World:
    """A desk whose finance team owns three topics."""
    world = routing_world()
    book = small_book()
    more = [Topic(row=90 + n, topic=name, team="finance", description=name) for n, name in enumerate(ONE_TEAM)]
    world.rules.book = book.renewed(topics=(*book.topics, *more))
    return world


@pytest.fixture
def wish() -> Callable[..., Wish]:
    """What somebody asks who looks at the first card of a billing ticket."""

    def made(ticket_id: str, by: str, **more: Any) -> Wish:
        seen = {"n": 1, "seen_topic": "billing", "origin": "slack", **more}
        return Wish(id=f"w{next(WISHES)}", ticket_id=ticket_id, by=by, **seen)

    return made


def correct(world: World) -> Correct:
    """The use case over this desk."""
    return Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)


def test_the_second_to_change_the_topic_is_told_who_was_first(world: World, wish: Callable[..., Wish]) -> None:
    """The number of the card is the same, so the topic that they looked at tells; nothing is overwritten."""
    ticket_id = world.deliver(mail())
    assert correct(world)(wish(ticket_id, "@dana", topic="refund")).done
    world.run()
    assert world.route(ticket_id).n == 1
    before = world.file(ticket_id)
    answer = correct(world)(wish(ticket_id, "@sam", topic="payment"))
    assert answer == Answer(done=False, text=f"topic refund since @dana chose it {world.clock.at:%H:%M}")
    assert world.file(ticket_id) == before and len(world.desk.rows.corrections) == 1


@pytest.mark.parametrize("stops", range(12))
def test_at_the_very_same_moment_one_wins(world: World, wish: Callable[..., Wish], stops: int) -> None:
    """However their calls fall between each other's, there is one correction, and the other one is told of it."""
    ticket_id = world.deliver(mail())
    world.wire = stage = Stage()
    told: dict[str, Answer] = {}

    def ask(by: str, topic: str) -> None:
        told[by] = correct(world)(wish(ticket_id, by, topic=topic))

    first = stage.start("first", lambda: ask("@dana", "refund"))
    second = stage.start("second", lambda: ask("@sam", "payment"))
    for _ in range(stops):
        first.step()
    second.finish()
    first.finish()
    world.wire = Wire()
    world.run()
    assert first.error is None and second.error is None
    (kept,) = world.desk.rows.corrections.values()
    (loser,) = [by for by, answer in told.items() if not answer.done]
    assert kept.by != loser and f"topic {kept.topic} since {kept.by} chose it" in told[loser].text
    assert world.route(ticket_id).decision.topic == kept.topic


def test_who_chose_is_named_whoever_came_after(world: World, wish: Callable[..., Wish]) -> None:
    """Somebody who only raised the ticket since has chosen no topic."""
    ticket_id = world.deliver(mail())
    correct(world)(wish(ticket_id, "@dana", topic="refund"))
    chosen = world.clock.at
    world.clock.advance(minutes=10)
    assert correct(world)(wish(ticket_id, "@eve", action="bump", level="priority")).done
    answer = correct(world)(wish(ticket_id, "@sam", topic="payment"))
    assert answer.text == f"topic refund since @dana chose it {chosen:%H:%M}"


def test_each_word_is_told_as_whose_it_is(world: World, wish: Callable[..., Wish]) -> None:
    """Whoever names a person has said neither topic nor urgency, and whoever says one of these not the other."""
    ticket_id = world.deliver(mail())
    for by, said in (
        ("@dana", {"topic": "login"}),
        ("@eve", {"action": "bump", "level": "priority", "n": None}),
        ("@sam", {"person": "@support-lead", "n": None}),
    ):
        assert correct(world)(wish(ticket_id, by, **said)).done
    sentence = world.route(ticket_id).decision.sentence
    assert "urgency high (said by @eve)" in sentence and "topic login (said by @dana)" in sentence
    assert correct(world)(wish(ticket_id, "@sam", topic="refund", n=None, seen_topic="login")).done
    sentence = world.route(ticket_id).decision.sentence
    assert "urgency high (said by @eve)" in sentence and "topic refund (said by @sam)" in sentence


@pytest.mark.parametrize("told", [True, False], ids=["kept", "row of an earlier version"])
def test_who_moved_is_named_whoever_came_after(world: World, wish: Callable[..., Wish], *, told: bool) -> None:
    """Somebody who only raised the ticket since has moved no card, and the old card names who did; rows of earlier
    versions know only who was last."""
    ticket_id = world.deliver(mail())
    assert correct(world)(wish(ticket_id, "@dana", topic="login")).done
    moved = world.clock.at
    world.clock.advance(minutes=10)
    raised = wish(ticket_id, "@eve", action="bump", level="priority", n=2, seen_topic="login")
    assert correct(world)(raised).done
    if not told:
        world.desk.rows.routes[ticket_id] = world.route(ticket_id).renewed(moved=None)
    world.run()
    who, when = ("@dana", moved) if told else ("@eve", world.clock.at)
    late = correct(world)(wish(ticket_id, "@sam", topic="refund"))
    assert late == Answer(done=False, text=f"moved to support by {who} {when:%H:%M}")
    (old,) = [shown for shown in world.slack.shown if shown.moved]
    assert old.rendered.payload == {"moved": f"slack:#support by {who}"}


def test_who_chose_the_same_hears_that_it_is_so(world: World, wish: Callable[..., Wish]) -> None:
    """Two people of one mind are no conflict; neither is one's own click again, whose answer was lost."""
    ticket_id = world.deliver(mail())
    correct(world)(wish(ticket_id, "@dana", topic="refund"))
    before = world.file(ticket_id)
    for by in ("@sam", "@dana"):
        answer = correct(world)(wish(ticket_id, by, topic="refund"))
        assert answer.done and answer.text.startswith("it was so already: ")
    assert world.file(ticket_id) == before


def test_a_card_that_shows_the_new_topic_is_not_stale(world: World, wish: Callable[..., Wish]) -> None:
    """Whoever has seen what the first one chose may choose otherwise; and naming a person contradicts no topic."""
    ticket_id = world.deliver(mail())
    correct(world)(wish(ticket_id, "@dana", topic="refund"))
    assert correct(world)(wish(ticket_id, "@sam", person="@finance-lead")).done
    assert world.route(ticket_id).decision.topic == "refund"
    assert correct(world)(wish(ticket_id, "@sam", topic="payment", seen_topic="refund")).done
    assert world.route(ticket_id).decision.topic == "payment"


def test_another_team_from_a_card_of_the_old_topic_is_stale_too(world: World, wish: Callable[..., Wish]) -> None:
    """Else the second one's team would get the ticket with the first one's topic, which neither of them meant."""
    ticket_id = world.deliver(mail())
    correct(world)(wish(ticket_id, "@dana", topic="refund"))
    assert not correct(world)(wish(ticket_id, "@sam", team="support")).done
    assert world.route(ticket_id).decision.team == "finance"


@pytest.mark.parametrize(("topic", "seen"), [("billing", "billing"), ("x" * 150, "")], ids=["whole", "cut"])
def test_a_modal_tells_which_topic_its_card_showed(topic: str, seen: str) -> None:
    """What was cut to fit into a button says nothing, or everybody would seem to come too late."""
    click = Click(
        kind="view_submission", name="reassign", id="V1", user_id="U1", user_name="dana", chosen={"topic": "refund"}
    )
    assert modals.wish_of(click, About(t="T-1", n=1, topic=topic, team="finance"), "@dana").seen_topic == seen
