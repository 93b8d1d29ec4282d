"""Routing once more: what a later decision may change about a ticket, and what it leaves alone."""

from __future__ import annotations

from tests.fakes.deliveries import form, mail
from tests.fakes.values import ticket_write
from tests.fakes.world import World
from ticket_router.domain.base import Move, Status
from ticket_router.domain.change import Change
from ticket_router.domain.owing import Step

KEY = "ana@studio.example#billing"


def test_a_raise_stays_on_the_same_card_and_wakes_the_manager(world: World) -> None:
    """Number, place and age stay; the move and the people rise."""
    ticket_id = world.deliver(mail())
    card, before = world.card(ticket_id), world.route(ticket_id)
    world.follow_up("I am furious now")
    after = world.route(ticket_id)
    assert (after.n, after.opened_at, after.decision.move) == (1, before.opened_at, Move.escalate)
    assert world.card(ticket_id) is card and card.changed == 1
    assert world.file(ticket_id).ticket.status is Status.delivered
    assert world.pinged(ticket_id) == ["@finance-manager"]
    assert (world.pace.reserved[1:], world.desk.rows.claims[KEY][0]) == ([], ticket_id)


def test_nothing_falls(world: World) -> None:
    """A calmer follow-up leaves the decision alone, and so does one that says nothing."""
    ticket_id = world.deliver(mail("I am furious about this"))
    decided = world.route(ticket_id).decision
    for number, text in enumerate(("Thank you, no hurry at all", "ok", "blah blah blah blah"), start=2):
        world.follow_up(text, number)
    assert world.route(ticket_id).decision == decided
    assert world.pinged(ticket_id) == ["@finance-manager"]
    assert len(world.said(ticket_id)) == 3


def test_a_raise_that_belongs_to_another_team_moves_the_card(world: World) -> None:
    """A security word's own rule names engineering: the card goes there with the whole thread, the old one says so."""
    ticket_id = world.deliver(mail())
    world.follow_up("Wait: my account was hacked")
    route = world.route(ticket_id)
    assert (route.n, route.decision.team) == (2, "engineering")
    card = world.card(ticket_id)
    assert (card.landing.address, card.tag.n) == ("#engineering", 2)
    assert world.said(ticket_id) == ["Wait: my account was hacked"]
    (old,) = [s for s in world.slack.shown if s.part == "card" and s.moved]
    assert old.rendered.payload == {"moved": "slack:#engineering"}
    assert [route.handoffs[n].live for n in (1, 2)] == [False, True]
    assert world.file(ticket_id).ticket.status is Status.delivered


def test_a_held_ticket_takes_whatever_is_decided_now(world: World) -> None:
    """The customer explains themselves, and the ticket leaves triage for its team."""
    ticket_id = world.deliver(mail("blah blah blah blah"))
    assert world.card(ticket_id).landing.address == "#triage"
    world.follow_up("I mean that I cannot sign in")
    assert world.file(ticket_id).ticket.status is Status.delivered
    assert world.card(ticket_id).landing.address == "#support"
    assert world.route(ticket_id).claim_key == "ana@studio.example#login"


def test_a_held_ticket_that_stays_held_keeps_its_card(world: World) -> None:
    """More of nothing is shown in its thread."""
    ticket_id = world.deliver(mail("blah blah blah blah"))
    world.follow_up("blah again and again")
    assert (world.route(ticket_id).n, world.file(ticket_id).ticket.status) == (1, Status.held)
    assert world.said(ticket_id) == ["blah again and again"]


def test_a_held_ticket_that_turns_out_to_be_a_known_problem_is_linked_both_ways(world: World) -> None:
    """People have both cards before them by now, so both stay and name each other."""
    held = world.deliver(mail("blah blah blah blah"))
    known = world.deliver(form("I cannot sign in"))
    world.follow_up("I mean that I cannot sign in")
    assert world.file(held).ticket.linked == (known,)
    assert world.file(known).ticket.linked == (held,)
    assert len(world.cards()) == 2
    assert world.card(known).rendered.payload["linked"] == [held]
    assert world.card(held).rendered.payload["linked"] == [known]
    assert world.route(held).claim_key == ""


def test_a_ticket_held_again_gives_its_claim_back(world: World) -> None:
    """A hand-off that came back is in triage; the customer's next ticket opens as if it were not there."""
    ticket_id = world.deliver(mail())
    hold(world, ticket_id)
    assert world.file(ticket_id).ticket.status is Status.held
    assert (world.desk.rows.claims, world.route(ticket_id).claim_key) == ({}, "")


def test_a_claim_that_passed_to_another_ticket_is_not_given_back(world: World) -> None:
    """After the window a newer ticket holds it; the older one is held all the same."""
    first = world.deliver(mail())
    world.clock.advance(days=2)
    second = world.deliver(form("Once more", received_at=world.clock.at))
    hold(world, first)
    assert world.file(first).ticket.status is Status.held
    assert world.desk.rows.claims[KEY][0] == second


def hold(world: World, ticket_id: str) -> None:
    """What a bounced hand-off does to a ticket."""
    before = world.file(ticket_id).ticket
    changes = {"hold_because": ("the hand-off mail came back",), "owes": Step.decide, "due_at": world.clock.at}
    after = before.renewed(rev=before.rev + 1, **changes)
    world.desk.commit(Change(tickets=(ticket_write(after, before),)))
    world.run()
