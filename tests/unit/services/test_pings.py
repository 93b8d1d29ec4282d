"""Pings on a card that is out: each call of a decision's wakes its people once, and an edit wakes nobody."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.wire import BreaksAt, Killed, Wire
from tests.fakes.world import World
from tests.unit.services.situations import handoff, owe_again, routing_world
from ticket_router.domain.card import Ping
from ticket_router.domain.correction import Wish
from ticket_router.domain.route import PostState
from ticket_router.services.correct import Correct

WISHES = count(1)
LEAD, MANAGER, SAM, BOB = "@finance-lead", "@finance-manager", "@support-lead", "@triage-lead"
UP, DOWN = {"action": "bump", "level": "priority"}, {"action": "bump", "level": "normal"}


def ask(world: World, ticket_id: str, **wish: Any) -> None:
    """Dana asks for something a minute later."""
    world.clock.advance(minutes=1)
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    assert correct(Wish(ticket_id=ticket_id, id=f"w{next(WISHES)}", by="@dana", origin="slack", **wish)).done


@pytest.mark.parametrize(
    ("wishes", "woken"),
    [
        ([{"person": SAM}, {"person": BOB}], [SAM, BOB]),
        ([{"person": SAM}, {"person": BOB}, {"person": SAM}], [SAM, BOB, SAM]),
        ([UP, DOWN, UP], [LEAD, LEAD]),
        ([UP, {"person": SAM}, DOWN, UP], [LEAD, SAM, LEAD]),
        ([{"person": SAM}, UP, DOWN], [SAM, LEAD]),
        ([{"person": LEAD}, UP], [LEAD, LEAD]),
        ([UP, {"person": LEAD}], [LEAD, LEAD]),
        ([{"urgency": "high"}, {"urgency": "medium"}, {"urgency": "high"}], [LEAD, LEAD]),
    ],
    ids=[
        "named after another",
        "named again",
        "raised again",
        "a name stays through a drop",
        "down is silent",
        "a named lead hears of the raise",
        "a raised lead hears their name",
        "by urgency",
    ],
)
def test_whoever_is_called_for_anew_is_woken(world: World, wishes: list[dict[str, str]], woken: list[str]) -> None:
    """Each call is a post of its own, since changing one wakes nobody; what was said before stays as it was."""
    ticket_id = world.deliver(mail())
    for wish in wishes:
        ask(world, ticket_id, **wish)
        world.run()
    assert world.pinged(ticket_id) == woken
    assert all(not shown.changed for shown in world.slack.thread(world.card(ticket_id)))


def test_a_raise_that_is_higher_still_wakes_whom_it_calls(world: World) -> None:
    """Where the lead is the manager, too, they hear of the second raise as they did of the first."""
    book = world.rules.book
    world.rules.book = book.renewed(
        teams=tuple(team.renewed(manager="") if team.team == "finance" else team for team in book.teams)
    )
    ticket_id = world.deliver(mail())
    ask(world, ticket_id, **UP)
    world.run()
    world.follow_up("I am furious about my invoices")
    assert world.pinged(ticket_id) == [LEAD, LEAD]


def test_a_later_word_of_the_same_height_wakes_nobody(world: World) -> None:
    """Another topic of the team's, or another urgency below the move, calls nobody who was called already."""
    ticket_id = world.deliver(mail("I need my invoices today"))
    assert world.pinged(ticket_id) == [LEAD]
    ask(world, ticket_id, person=SAM)
    world.run()
    ask(world, ticket_id, topic="login", team="finance")
    world.run()
    assert world.pinged(ticket_id) == [LEAD, SAM]


def test_one_that_dispatch_slept_through_is_not_made_up_for(world: World) -> None:
    """Up, down and up again before anybody was woken is one call, on the card itself if that is not out yet."""
    ticket_id = world.deliver(mail())
    for wish in (UP, DOWN, UP):
        ask(world, ticket_id, **wish)
    world.run()
    assert world.pinged(ticket_id) == [LEAD]


def test_down_and_up_behind_a_sleeping_dispatch_is_heard(world: World) -> None:
    """The lead was woken for the first raise; the second is another one, though no card ever showed the drop."""
    ticket_id = world.deliver(mail())
    ask(world, ticket_id, **UP)
    world.run()
    ask(world, ticket_id, **DOWN)
    ask(world, ticket_id, **UP)
    world.run()
    assert world.pinged(ticket_id) == [LEAD, LEAD]


def test_a_mailed_ticket_calls_by_mail(world: World) -> None:
    """A second person and a second raise are mails of their own."""
    book = world.rules.book
    billing = (topic.renewed(team="legal") if topic.topic == "billing" else topic for topic in book.topics)
    world.rules.book = book.renewed(topics=tuple(billing))
    ticket_id = world.deliver(mail())
    for wish in ({"person": SAM}, {"person": BOB}, UP, DOWN, UP):
        ask(world, ticket_id, **wish)
        world.run()
    assert world.pinged(ticket_id) == [SAM, BOB, "@legal-lead", "@legal-lead"]


@pytest.mark.parametrize("wishes", [[UP, DOWN, UP], [{"person": SAM}, {"person": BOB}]], ids=["raise", "name"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_death_at_any_call_wakes_each_once(wishes: list[dict[str, str]], *, after: bool) -> None:
    """Redelivered, swept, and found again: one ping a call."""
    for k in range(40):
        world = routing_world()
        ticket_id = world.deliver(mail())
        for wish in wishes[:-1]:
            ask(world, ticket_id, **wish)
            world.run()
        before = len(world.pinged(ticket_id))
        ask(world, ticket_id, **wishes[-1])
        world.wire = BreaksAt(k, Killed(), after=after)
        try:
            world.dispatch(ticket_id)
            done = True
        except Killed:
            done = False
        world.wire = Wire()
        world.pass_time(20, sweeping=True)
        for _ in range(3):
            owe_again(world, ticket_id)
            world.run()
        assert len(world.pinged(ticket_id)) == before + 1, f"killed at call {k}"
        if done:
            return
    raise AssertionError("dispatch makes more calls than this test kills it at")


@pytest.mark.parametrize("wish", [UP, {"person": SAM}], ids=["raise", "name"])
def test_rows_of_an_earlier_version_wake_nobody_twice(world: World, wish: dict[str, str]) -> None:
    """Their pings have the move for a name and no rev; they count for what was called for then, and only for that."""
    ticket_id = world.deliver(mail())
    ask(world, ticket_id, **wish)
    world.run()
    woken = world.pinged(ticket_id)
    as_before(world, ticket_id)
    owe_again(world, ticket_id)
    world.run()
    world.follow_up("Please use the new address")
    ask(world, ticket_id, person=BOB)
    world.run()
    assert world.pinged(ticket_id) == [*woken, BOB]
    ask(world, ticket_id, **DOWN)
    ask(world, ticket_id, **UP)
    world.run()
    assert world.pinged(ticket_id) == [*woken, BOB, LEAD]


def test_a_ping_that_an_earlier_version_left_unsure_is_found(world: World) -> None:
    """Its name is looked for, so whoever was woken by it is not woken by a second one."""
    ticket_id = world.deliver(mail())
    world.slack.lose(1)
    ask(world, ticket_id, **UP)
    world.run()
    assert world.pinged(ticket_id) == [LEAD]
    as_before(world, ticket_id)
    (ping,) = [shown for shown in world.slack.shown if shown.part.startswith("ping:")]
    ping.tag = ping.tag.renewed(part="0/ping:priority")
    assert handoff(world, ticket_id).posts["0/ping:priority"].state is PostState.unsure
    world.pass_time(2)
    assert world.pinged(ticket_id) == [LEAD] and world.route(ticket_id).owes is None


def as_before(world: World, ticket_id: str) -> None:
    """The route row as versions wrote it that did not count calls."""
    route = world.route(ticket_id)
    current = route.handoff
    posts = {
        f"0/ping:{route.decision.move.value}" if part.startswith("0/ping:") else part: post.renewed(rev=0)
        for part, post in current.posts.items()
    }
    handoffs = {**route.handoffs, route.n: current.renewed(posts=posts)}
    world.desk.rows.routes[ticket_id] = route.renewed(called={}, handoffs=handoffs)


def test_naming_reads_as_such(world: World) -> None:
    """Whoever is named is told that it is for them; a raise is told as one."""
    ticket_id = world.deliver(mail())
    made: list[Ping] = []
    for wish in ({"person": SAM}, UP, {"person": BOB}):
        ask(world, ticket_id, **wish)
        out = handoff(world, ticket_id).posts.values()
        made += world.dispatch._composer.pings(world.route(ticket_id), world.rules.book, out)
        world.run()
    assert [(ping.people[0].handle, ping.named) for ping in made] == [(SAM, True), (LEAD, False), (BOB, True)]
