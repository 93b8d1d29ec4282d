"""A conversation that outlives its ticket: what is said afterwards stands in one open ticket, once, whatever fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.deliveries import chat, mail
from tests.fakes.wire import BreaksAt
from tests.fakes.world import World
from tests.unit.services.situations import routing_world
from ticket_router.domain.base import Status
from ticket_router.domain.correction import Wish
from ticket_router.domain.errors import Retryable
from ticket_router.domain.inbound import Inbound
from ticket_router.domain.owing import Step
from ticket_router.services.correct import Correct

BEGAN = ("bot: hello", "My invoices are wrong", "I cannot sign in")
LATER = ("agent: which invoice?", "The third one of them", "agent: thanks", "When is it mended please?")


@pytest.fixture
def ask(world: World) -> Callable[..., None]:
    """Dana does something with a ticket, and everything that follows happens."""
    return lambda ticket_id, action, **wish: asked(world, ticket_id, action, **wish)


def asked(world: World, ticket_id: str, action: str, **wish: Any) -> None:
    """Dana does something with a ticket, and everything that follows happens."""
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    named = {"id": f"w{world.clock.at}", "by": "@dana", "origin": "slack", "action": action, **wish}
    assert correct(Wish(ticket_id=ticket_id, **named)).done
    world.run()


def split(world: World) -> str:
    """A chat whose ticket was split into halves about invoices and about signing in."""
    ticket_id = world.deliver(chat(*BEGAN))
    asked(world, ticket_id, "split", first=BEGAN[1], second=BEGAN[2])
    return ticket_id


def so_far(world: World, said: int) -> Inbound:
    """The conversation with that many of its later lines, as it is delivered in five minutes."""
    world.clock.advance(minutes=5)
    return chat(*BEGAN, *LATER[:said], at=world.clock.at)


def told(world: World) -> Counter[str]:
    """How often each later line stands in a ticket that is not merged into another."""
    files = [world.file(ticket_id) for ticket_id in world.desk.rows.tickets]
    messages = [m for file in files if file.ticket.status is not Status.merged for m in file.messages]
    return Counter(line for line in LATER for m in messages if line.removeprefix("agent: ") in m.shown)


def test_what_is_said_after_a_split_is_a_ticket_beside_it(world: World) -> None:
    """It holds the new words alone, is read for itself and linked; about the same as a half, it joins that half."""
    whole = split(world)
    half = world.file(whole).ticket.linked[0]
    own = world.deliver(so_far(world, 2))
    file = world.file(own)
    assert [message.shown for message in file.messages] == ["Agent: which invoice?\nVisitor: The third one of them"]
    assert (file.ticket.linked, file.ticket.merged_into) == ((whole,), half)
    assert world.said(half) == ["Agent: which invoice?\nVisitor: The third one of them"]
    assert world.file(whole).ticket.owes is None and len(world.file(whole).messages) == 1


def test_each_line_of_a_long_conversation_is_told_once(world: World) -> None:
    """Delivered line by line, and each of it three times, the rest of a split conversation goes on in one place."""
    half = world.file(split(world)).ticket.linked[0]
    came = []
    for said in range(1, len(LATER) + 1):
        delivery = so_far(world, said)
        came.append([world.deliver(delivery) for _ in range(3)])
        world.deliver(chat(*BEGAN, at=world.clock.at))  # what was first said, delivered late
    assert told(world) == Counter(LATER)
    assert all(len(set(ids)) == 1 for ids in came)
    assert world.said(half) == ["Visitor: The third one of them", "Agent: thanks", "Visitor: When is it mended please?"]
    assert len(world.desk.rows.tickets) == 4


def test_agents_alone_open_nothing(world: World) -> None:
    """Their word after a split is a note on the old card, and is not told again with the customer's next one."""
    whole = split(world)
    assert world.deliver(so_far(world, 1)) == whole
    assert world.said(whole) == ["Agent: which invoice?"]
    own = world.deliver(so_far(world, 2))
    assert [message.shown for message in world.file(own).messages] == ["Visitor: The third one of them"]


@pytest.mark.parametrize(("days", "reopens"), [(6.9, True), (7.1, False)])
def test_a_finished_chat_reopens_within_the_window(
    world: World, ask: Callable[..., None], days: float, reopens: bool
) -> None:
    """Later it is a new ticket that links to the old one; that one, once finished long enough, has a next one too."""
    first = world.deliver(chat(*BEGAN))
    ask(first, "done")
    world.clock.advance(days=days)
    second = world.deliver(so_far(world, 2))
    assert (second == first) is reopens
    assert world.file(first).ticket.status is (Status.delivered if reopens else Status.done)
    if not reopens:
        assert (world.file(second).ticket.linked, world.file(second).ticket.status) == ((first,), Status.delivered)
    ask(second, "done")
    world.clock.advance(days=8)
    third = world.deliver(so_far(world, 4))
    assert world.file(third).ticket.linked == (second,)
    assert world.deliver(so_far(world, 4)) == third
    assert [m.shown for m in world.file(third).messages] == ["Agent: thanks\nVisitor: When is it mended please?"]
    assert told(world) == Counter(LATER)


def test_a_chat_that_had_joined_another_ticket_goes_on_after_that_one(world: World, ask: Callable[..., None]) -> None:
    """What it said there is not said again in the ticket that comes next."""
    other = world.deliver(mail("I cannot sign in to the shop"))
    own = world.deliver(chat(*BEGAN))
    assert world.file(own).ticket.merged_into == other
    assert world.deliver(so_far(world, 2)) == other
    ask(other, "done")
    world.clock.advance(days=8)
    late = world.deliver(so_far(world, 4))
    assert world.file(late).ticket.linked == (other,)
    assert world.deliver(so_far(world, 4)) == late
    assert told(world) == Counter(LATER)


def test_its_wake_up_is_sent_again_while_it_is_unread(world: World) -> None:
    """The ticket that a conversation goes on in is woken by a second delivery, as every other."""
    split(world)
    own = world.take_in(so_far(world, 2)).ticket_id
    world.intake.waiting.clear()
    again = world.take_in(so_far(world, 2))
    assert (again.ticket_id, again.outcome) == (own, "known")
    assert [sent.ticket_id for sent in world.intake.waiting] == [own]


def test_two_deliveries_at_once_open_one_ticket(world: World) -> None:
    """A longer one that overtakes a shorter one leaves it nothing to add."""
    split(world)
    shorter, longer, overtaken = so_far(world, 2), so_far(world, 4), []
    commit = world.desk.commit

    def overtaking(change: object) -> None:
        if not overtaken:
            overtaken.append("on its way")
            overtaken[0] = world.take_in(longer).ticket_id
        commit(change)  # type: ignore[arg-type]

    world.desk.commit = overtaking  # type: ignore[method-assign, assignment]
    taken = world.take_in(shorter)
    assert ([taken.ticket_id], taken.outcome) == (overtaken, "known")
    world.run()
    assert told(world) == Counter(LATER)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("end", ["split", "late"])
def test_trouble_at_any_call_is_cured_by_the_next_delivery(end: str, *, after: bool) -> None:
    """However the first delivery broke, the second leaves each line told once, in a ticket that will be read."""
    for k in range(12):  # more calls than any of them takes
        world = routing_world()
        if end == "split":
            split(world)
        else:
            asked(world, world.deliver(chat(*BEGAN)), "done")
            world.clock.advance(days=8)
        delivery, whole = so_far(world, 4), world.wire
        world.wire = BreaksAt(k, Retryable("away"), after=after)
        for _ in range(2):
            try:
                world.take_in(delivery)
            except Retryable:
                continue
        world.wire = whole
        unread = [t.ticket_id for t in world.desk.rows.tickets.values() if t.owes is Step.read]
        assert set(unread) == {sent.ticket_id for sent in world.intake.waiting}, k
        world.run()
        assert told(world) == Counter(LATER), k
