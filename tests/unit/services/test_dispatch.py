"""Dispatch on a good day: what lands where, what stands in the thread, and who is woken."""

from __future__ import annotations

import pytest

from tests.fakes.channel import FITS
from tests.fakes.deliveries import form, mail
from tests.fakes.reader import filled
from tests.fakes.world import World
from tests.unit.services.situations import dispatch_world, owe_again
from ticket_router.domain.base import Move, Status
from ticket_router.domain.inbound import Customer, InboundAttachment
from ticket_router.domain.route import PostState
from ticket_router.services.dispatch import Dispatched


@pytest.fixture
def world() -> World:
    """A desk whose reader knows a few words."""
    return dispatch_world()


def test_a_routed_ticket_lands_in_its_teams_channel(world: World) -> None:
    """One card with the customer's words; the ticket is delivered and nothing is owed any more."""
    ticket_id = world.deliver(mail())
    card = world.card(ticket_id)
    assert (str(card.landing), card.rendered.payload["text"]) == (
        "slack:#finance",
        "How do I change the address on my invoices?",
    )
    file, route = world.file(ticket_id), world.route(ticket_id)
    assert (file.ticket.status, route.owes, route.handoff.tries) == (Status.delivered, None, 0)
    post = route.handoff.post("card")
    assert post is not None and (post.state, post.message_id) == (PostState.posted, card.id)
    assert (world.pinged(ticket_id), world.later.sent) == ([], [])
    assert world.desk.rows.audit[ticket_id, file.ticket.rev].note == "to slack:#finance"


def test_a_team_without_a_channel_gets_a_mail(world: World) -> None:
    """No turn is reserved for an inbox."""
    ticket_id = world.deliver(mail("Please delete my data"))
    assert str(world.card(ticket_id).landing) == "email:legal@company.example"
    assert (world.slack.shown, world.pace.reserved) == ([], [])


def test_a_held_ticket_has_a_card_in_triage_and_stays_held(world: World) -> None:
    """Held never means unseen; landing changes nothing about its status."""
    world.reader.usual = lambda _prompt: filled("unsure", sure=20)
    ticket_id = world.deliver(mail())
    assert str(world.card(ticket_id).landing) == "slack:#triage"
    assert (world.file(ticket_id).ticket.status, world.route(ticket_id).owes) == (Status.held, None)


def test_a_second_wake_up_changes_nothing(world: World) -> None:
    """Neither when nothing is owed nor for a ticket that is not there."""
    ticket_id = world.deliver(mail())
    shown = len(world.slack.shown)
    came_to = (world.dispatch(ticket_id), world.dispatch(ticket_id, slot=True), world.dispatch("T-0000000000"))
    assert set(came_to) == {Dispatched.nothing_owed}
    assert len(world.slack.shown) == shown


def test_a_card_that_is_true_already_is_left_alone(world: World) -> None:
    """Owing again without a change costs no post and no update."""
    ticket_id = world.deliver(mail())
    owe_again(world, ticket_id)
    world.run()
    assert world.route(ticket_id).owes is None
    assert (len(world.slack.shown), world.card(ticket_id).changed) == (1, 0)


def test_a_long_message_goes_on_in_the_thread(world: World) -> None:
    """Every word of it is there, in order, once."""
    text = " ".join(f"word{n}" for n in range(1500))
    ticket_id = world.deliver(mail(text))
    card = world.card(ticket_id)
    parts = [card, *(s for s in world.slack.thread(card) if s.part.startswith("more:"))]
    assert len(parts) == -(-len(text) // FITS)
    assert "".join(str(s.rendered.payload["text"]) for s in parts) == text


def test_follow_ups_stand_in_the_thread_once_and_in_order(world: World) -> None:
    """However long they are, and however often dispatch is woken."""
    ticket_id = world.deliver(mail())
    world.follow_up("second", 2)
    long = "third " * 1000
    world.follow_up(long, 3)
    owe_again(world, ticket_id)
    world.run()
    said = world.said(ticket_id)
    assert (said[0], "".join(said[1:])) == ("second", long)
    assert len(world.cards()) == 1


def test_priority_pings_the_lead_on_the_card(world: World) -> None:
    """One wake-up, in the post that shows why."""
    world.reader.usual = lambda _prompt: filled("billing", "h")
    ticket_id = world.deliver(mail())
    assert world.pinged(ticket_id) == ["@finance-lead"]
    assert len(world.slack.shown) == 1


def test_a_raise_updates_in_place_and_wakes_only_who_is_missing(world: World) -> None:
    """The pinned person was woken with the card; a raise wakes the manager, and nobody twice."""
    pinned = Customer(address="ceo@acme.example", name="Boss")
    ticket_id = world.deliver(mail(customer=pinned))
    assert world.pinged(ticket_id) == ["@support-lead", "@finance-lead"]
    world.clock.advance(minutes=5)
    reply = mail("I was hacked", 2, customer=pinned, references=("<1@mail.example>",), received_at=world.clock.at)
    world.deliver(reply)
    assert world.route(ticket_id).decision.move is Move.escalate
    assert world.pinged(ticket_id) == ["@support-lead", "@finance-lead", "@support-manager"]
    assert world.card(ticket_id).changed == 1
    for _ in range(3):
        owe_again(world, ticket_id)
        world.run()
    assert len(world.pinged(ticket_id)) == 3


def test_a_raise_of_a_mailed_ticket_is_a_mail_in_its_thread(world: World) -> None:
    """A mail cannot be changed; the ping says what is new."""
    ticket_id = world.deliver(mail("Please delete my data"))
    world.reader.usual = lambda _prompt: filled("privacy", "h")
    world.follow_up("Delete it before noon")
    card = world.card(ticket_id)
    assert [s.part.partition(":")[0] for s in world.inbox.thread(card)] == ["note", "ping"]
    assert (card.changed, world.pinged(ticket_id)) == (0, ["@legal-lead"])


def test_attachments_and_raw_mail_are_linked_on_the_card_they_came_with(world: World) -> None:
    """Inline pictures last, a withheld file without a link."""
    files = (
        InboundAttachment(name="logo.png", content_type="image/png", size=1, content=b"x", inline=True),
        InboundAttachment(name="bill.pdf", content_type="application/pdf", size=1, content=b"x"),
        InboundAttachment(name="bad.exe", content_type="application/x-dosexec", size=1, content=None),
    )
    ticket_id = world.deliver(mail(attachments=files))
    file = world.file(ticket_id)
    card = world.dispatch._composer.card(file, world.route(ticket_id), world.rules.book, world.clock.at)
    assert [(f.name, bool(f.link)) for f in card.attachments] == [
        ("bill.pdf", True),
        ("bad.exe", False),
        ("logo.png", True),
    ]
    assert card.raw_link.endswith("/message.eml")


def test_a_merged_ticket_that_came_first_does_not_take_the_card_over(world: World) -> None:
    """The card keeps showing the message that its ticket began with."""
    first = world.deliver(mail())
    world.deliver(form("Written earlier, read later", received_at=world.file(first).ticket.received_at.replace(hour=1)))
    assert world.card(first).rendered.payload["text"] == "How do I change the address on my invoices?"
    assert world.said(first) == ["Written earlier, read later"]
