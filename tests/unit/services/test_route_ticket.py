"""Routing: what a first decision writes, who claims a problem, and who joins it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.deliveries import ANA, form, mail
from tests.fakes.reader import filled
from tests.fakes.rulebook import small_book
from tests.fakes.values import ticket_write
from tests.fakes.wire import BreaksAt
from tests.fakes.world import World
from ticket_router.domain.base import Move, Status
from ticket_router.domain.change import Change
from ticket_router.domain.errors import Retryable
from ticket_router.domain.inbound import Customer
from ticket_router.domain.owing import Step

KEY = "ana@studio.example#billing"


def read(world: World, inbound: object) -> str:
    """Take a delivery in and read it; nothing is decided yet."""
    ticket_id = world.take_in(inbound).ticket_id  # type: ignore[arg-type]
    world.read_ticket(ticket_id)
    world.desk.rows.wakes.clear()
    return ticket_id


def test_a_decision_opens_the_ticket(world: World) -> None:
    """One change: the ticket owes nothing, the route owes its hand-off, the claim is taken for the merge window."""
    ticket_id = read(world, mail())
    decision = world.route_ticket(ticket_id)
    assert decision is not None and decision.move is Move.route
    file, route = world.file(ticket_id), world.route(ticket_id)
    assert (file.ticket.status, file.ticket.owes) == (Status.routed, None)
    assert (route.n, route.decision, route.owes, route.claim_key) == (1, decision, Step.dispatch, KEY)
    assert world.desk.rows.claims == {KEY: (ticket_id, STARTED + timedelta(hours=24))}
    assert world.desk.rows.audit[ticket_id, file.ticket.rev].note == decision.sentence


def test_nothing_is_decided_twice(world: World) -> None:
    """A second wake-up finds nothing owed; neither does one for a ticket that is not there."""
    ticket_id = read(world, mail())
    assert world.route_ticket(ticket_id) is not None
    assert world.route_ticket(ticket_id) is None
    assert world.route_ticket("T-0000000000") is None
    assert world.route(ticket_id).rev == 1


def test_the_same_problem_joins_the_open_ticket(world: World) -> None:
    """The second ticket is merged: its words are said in the first one's thread, and it has no card of its own."""
    first = world.deliver(mail())
    second = world.deliver(form("And where do I find my invoices?"))
    merged = world.file(second)
    assert (merged.ticket.status, merged.ticket.merged_into, merged.ticket.owes) == (Status.merged, first, None)
    assert merged.route is None
    (note,) = world.file(first).messages[1:]
    assert (note.from_ticket, note.text) == (second, "And where do I find my invoices?")
    assert len(world.file(first).readings) == 2
    assert len(world.cards()) == 1 and world.said(first) == ["And where do I find my invoices?"]


def test_one_outage_by_three_lanes_is_one_card_and_one_ping(world: World) -> None:
    """Who shouts three times is heard once, with everything they said."""
    world.reader.usual = lambda _prompt: filled("outage", "h")
    vip = Customer(address="ops@northwind.example", name="Ops")
    first = world.deliver(mail("Our shop is down", customer=vip))
    world.deliver(form("It is down", customer=vip))
    world.deliver(form("Still is down!", number=2, customer=vip))
    assert [card.tag.ticket_id for card in world.cards()] == [first]
    assert world.said(first) == ["It is down", "Still is down!"]
    assert world.pinged(first) == ["@engineering-manager"]


def test_a_merge_before_the_card_is_out_ships_with_it(world: World) -> None:
    """The first ticket has a route but no card yet; the second one's words come along."""
    first = read(world, mail())
    world.route_ticket(first)
    second = read(world, form("And where do I find my invoices?"))
    world.route_ticket(second)
    world.run()
    assert world.said(first) == ["And where do I find my invoices?"]
    assert len(world.cards()) == 1


def test_a_merge_may_raise_the_ticket_it_joins(world: World) -> None:
    """What the second one's words mean counts for the card that shows them."""
    first = world.deliver(mail())
    assert world.route(first).decision.move is Move.route
    world.deliver(form("I am furious about this", number=2))
    assert world.route(first).decision.move is Move.escalate
    assert world.pinged(first) == ["@finance-manager"]


@pytest.mark.parametrize(
    "other",
    [
        form("I cannot sign in", number=2),
        form("How do I change it?", number=2, customer=Customer(address="ben@studio.example")),
        form("How do I change it?", number=2, customer=Customer(name="Ana")),
    ],
)
def test_another_topic_or_another_customer_is_another_card(world: World, other: object) -> None:
    """Only the same address with the same topic is the same problem."""
    world.deliver(mail())
    world.deliver(other)  # type: ignore[arg-type]
    assert len(world.cards()) == 2


def test_two_without_an_address_are_never_one_problem(world: World) -> None:
    """Nobody is the same customer as nobody."""
    for number in (1, 2):
        world.deliver(form("How do I change it?", number=number, customer=Customer(name="Ana")))
    assert len(world.cards()) == 2
    assert world.desk.rows.claims == {}


@pytest.mark.parametrize("text", ["blah blah blah blah", "hm"])
def test_a_held_ticket_neither_claims_nor_merges(world: World, text: str) -> None:
    """Nobody knows yet what it is about."""
    world.deliver(mail())
    held = world.deliver(form(text, subject=""))
    again = world.deliver(form(text, number=2, subject=""))
    assert [world.file(one).ticket.status for one in (held, again)] == [Status.held] * 2
    assert len(world.cards()) == 3
    assert list(world.desk.rows.claims) == [KEY]


def test_after_the_window_the_same_problem_is_a_new_card(world: World) -> None:
    """Yesterday's question and today's are two."""
    first = world.deliver(mail())
    world.clock.advance(days=1)
    second = world.deliver(form("And now?", received_at=world.clock.at))
    assert len(world.cards()) == 2
    assert world.desk.rows.claims[KEY][0] == second != first


def test_no_window_means_no_merging(world: World) -> None:
    """A desk that wants each delivery by itself sets it to nothing."""
    book = small_book()
    world.rules.book = book.renewed(settings=book.settings.renewed(merge_window_hours=0.0))
    world.deliver(mail())
    world.deliver(form())
    assert len(world.cards()) == 2


def test_a_holder_that_closed_is_not_joined(world: World) -> None:
    """The customer's new question has a card of its own, not a note on a finished one."""
    first = world.deliver(mail())
    before = world.file(first).ticket
    done = before.renewed(rev=before.rev + 1, status=Status.done, done_at=world.clock.at)
    world.desk.commit(Change(tickets=(ticket_write(done, before),)))
    second = world.deliver(form())
    assert world.file(second).ticket.status is Status.delivered
    assert world.route(second).claim_key == ""
    assert world.desk.rows.claims[KEY][0] == first


def test_two_that_open_at_once_are_one_card(world: World) -> None:
    """The claim is taken in the transaction that opens: the beaten one looks again and merges."""
    first, second = read(world, mail()), read(world, form("And this?"))
    beaten: list[bool] = []
    commit = world.desk.commit

    def overtaken(change: Change) -> None:
        if not beaten:
            beaten.append(True)
            world.route_ticket(second)
        commit(change)

    world.desk.commit = overtaken  # type: ignore[method-assign]
    world.route_ticket(first)
    world.run()
    assert world.file(first).ticket.merged_into == second
    assert len(world.cards()) == 1


def test_an_unread_word_that_comes_along_in_a_merge_is_read(world: World) -> None:
    """The reader was given up on for one message of the merged ticket; its new owner owes that reading."""
    first = world.deliver(mail())
    second = read(world, form("And where do I find my invoices?"))
    file = world.file(second)
    unread = file.messages[0].renewed(key="20260302T090500000000Z-cccccccccc", text="I am furious")
    world.desk.rows.messages[second][unread.key] = unread
    world.route_ticket(second)
    assert world.file(first).ticket.owes is Step.read
    world.read_ticket(first)
    world.run()
    assert world.route(first).decision.move is Move.escalate


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("k", range(4))
def test_trouble_at_any_call_is_cured_by_the_next_wake_up(world: World, k: int, after: bool) -> None:
    """The decision is made once, the claim is taken once."""
    ticket_id = read(world, mail())
    world.wire = BreaksAt(k, Retryable("away"), after=after)
    with pytest.raises(Retryable):
        world.route_ticket(ticket_id)
    world.route_ticket(ticket_id)
    assert world.route(ticket_id).rev == 1
    assert world.desk.rows.claims[KEY][0] == ticket_id
    world.run()
    assert world.file(ticket_id).ticket.status is Status.delivered


def test_a_vip_pin_overrides_an_unsure_topic(world: World) -> None:
    """The pinned person gets it at priority; without a topic there is no claim."""
    pinned = Customer(address="ceo@acme.example", name="Boss")
    ticket_id = world.deliver(mail("blah blah blah blah", customer=pinned))
    route = world.route(ticket_id)
    assert (route.decision.move, route.decision.team, route.claim_key) == (Move.priority, "support", "")
    assert world.pinged(ticket_id) == ["@support-lead", "@finance-lead"]
    assert ANA.address not in world.desk.rows.claims
