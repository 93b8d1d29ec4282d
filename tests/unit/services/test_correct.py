"""Corrections: one use case for wherever people set the router right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.fakes.deliveries import form, mail
from tests.fakes.reader import filled
from tests.fakes.wire import BreaksAt, Wire
from tests.fakes.world import World
from tests.unit.services.situations import routing_world
from ticket_router.domain.base import Move, Status, Urgency
from ticket_router.domain.correction import Action, Answer, Wish
from ticket_router.domain.errors import Conflict, Retryable
from ticket_router.domain.inbound import Customer
from ticket_router.services.correct import Correct


@pytest.fixture
def ask(ask: Callable[..., Answer]) -> Callable[..., Answer]:
    """Somebody at the workbook corrects a ticket, and everything that follows happens."""
    return partial(ask, by="bob@company.example", origin="workbook")


def held(world: World, number: int = 1) -> str:
    """A ticket that the reader could not tell anything about."""
    return world.deliver(mail("blah blah to you all", number))


def test_a_held_ticket_is_sent_on_by_topic(world: World, ask: Callable[..., Answer]) -> None:
    """The topic's team gets the card, the card in triage has moved, and the answer says where it went."""
    ticket_id = held(world)
    answer = ask(ticket_id, topic="billing")
    assert answer == Answer(done=True, text="sent to finance (#finance), topic billing")
    assert world.file(ticket_id).ticket.status is Status.delivered
    assert str(world.card(ticket_id).landing) == "slack:#finance"
    assert "topic billing (said by bob@company.example)" in world.route(ticket_id).decision.sentence


def test_a_held_ticket_is_sent_on_by_team(world: World, ask: Callable[..., Answer]) -> None:
    """A team that owns one topic alone says the topic, too; names count whatever their case."""
    ticket_id = held(world)
    assert ask(ticket_id, team="FINANCE ").text == "sent to finance (#finance), topic billing"
    (kept,) = world.desk.rows.corrections.values()
    assert (kept.topic, kept.team, kept.teaches, kept.sorted) == ("billing", "finance", True, True)


def test_a_right_guess_is_confirmed_by_its_team(world: World, ask: Callable[..., Answer]) -> None:
    """Whoever sends a held ticket to the team of its guessed topic alone has said that the guess is right."""
    world.reader.usual = lambda _prompt: filled("login", sure=30)
    ticket_id = world.deliver(mail())
    assert world.file(ticket_id).ticket.status is Status.held
    assert ask(ticket_id, team="support").text == "sent to support (#support), topic login"
    (kept,) = world.desk.rows.corrections.values()
    assert (kept.orig_topic, kept.topic, kept.teaches, kept.sorted) == ("login", "login", True, True)
    assert world.route(ticket_id).decision.topic_confidence == 1.0


def test_a_team_alone_keeps_the_topic(world: World, ask: Callable[..., Answer]) -> None:
    """Sent to a team that owns several topics or none, a ticket keeps what it is about, and nothing is taught."""
    ticket_id = world.deliver(mail())
    assert ask(ticket_id, team="triage").text == "sent to triage (#triage), topic billing"
    (kept,) = world.desk.rows.corrections.values()
    assert (kept.orig_team, kept.team, kept.topic, kept.teaches, kept.sorted) == (
        "finance",
        "triage",
        "billing",
        False,
        False,
    )


def test_what_a_person_says_meets_the_same_rules(world: World, ask: Callable[..., Answer]) -> None:
    """Urgency set by hand jumps the queue and pings the new team's lead, as the reader's would."""
    ticket_id = held(world)
    answer = ask(ticket_id, topic="login", urgency="high")
    assert answer.text == "sent to support (#support), topic login, priority"
    assert world.pinged(ticket_id) == ["@support-lead"]
    assert world.route(ticket_id).decision.move is Move.priority


def test_urgency_alone_leaves_a_held_ticket_held(world: World, ask: Callable[..., Answer]) -> None:
    """It waits on, the triage lead is pinged, and the answer says what is missing."""
    ticket_id = held(world)
    answer = ask(ticket_id, urgency="high")
    assert answer.text == "still held, urgency high: choose a topic or a team to send it on"
    assert world.file(ticket_id).ticket.status is Status.held
    assert world.pinged(ticket_id) == ["@triage-lead"]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"team": "Finace"}, "no team 'Finace'; did you mean 'finance'?"),
        ({"topic": "biling"}, "no topic 'biling'; did you mean 'billing'?"),
        ({"topic": "weather"}, "no topic 'weather'"),
        ({"person": "@support-led"}, "no person '@support-led' in People; did you mean 'support-lead'?"),
        ({}, "nothing is filled in: choose a topic, a team, an urgency or an action"),
    ],
)
def test_the_impossible_is_refused_in_words(
    world: World, ask: Callable[..., Answer], wish: dict[str, str], said: str
) -> None:
    """A name that is none changes nothing; the answer says which it was, and what was probably meant."""
    ticket_id = held(world)
    before = world.file(ticket_id)
    answer = ask(ticket_id, **wish)
    assert (answer.done, answer.text, answer.field) == (False, said, next(iter(wish), "topic"))
    assert world.file(ticket_id) == before


def test_one_wish_is_granted_once(world: World, ask: Callable[..., Answer]) -> None:
    """The same wish again, however much later, is answered as it was and changes nothing."""
    ticket_id = held(world)
    first = ask(ticket_id, id="once", topic="billing")
    ask(ticket_id, topic="login")
    before = world.file(ticket_id)
    assert ask(ticket_id, id="once", topic="billing") == first.renewed(again=True)
    assert world.file(ticket_id) == before


def test_what_is_so_already_writes_nothing(world: World, ask: Callable[..., Answer]) -> None:
    """A reassign to where the ticket is gets a kind answer and leaves no trace."""
    ticket_id = world.deliver(mail())
    before = world.file(ticket_id)
    assert ask(ticket_id, team="finance").text == "it was so already: sent to finance (#finance), topic billing"
    assert world.file(ticket_id) == before and not world.desk.rows.corrections


@pytest.mark.parametrize(
    ("action", "said"), [(Action.spam, "closed as spam"), (Action.done, "closed")], ids=["spam", "close"]
)
def test_a_ticket_is_closed(world: World, ask: Callable[..., Answer], action: Action, said: str) -> None:
    """It is done, its card says so and by whom, it leaves the queue and gives its claim back."""
    ticket_id = world.deliver(mail())
    assert ask(ticket_id, action=action) == Answer(done=True, text=said)
    file = world.file(ticket_id)
    assert (file.ticket.status, file.ticket.closed) == (Status.done, f"{said} by bob@company.example")
    assert world.route(ticket_id).done_at == file.ticket.done_at
    assert not world.desk.rows.claims
    assert world.card(ticket_id).rendered.payload["closed"] == file.ticket.closed
    assert ask(ticket_id, topic="login") == Answer(done=False, text=f"it is {said} by bob@company.example already")


def test_a_closed_ticket_is_not_decided_again(world: World, ask: Callable[..., Answer]) -> None:
    """A reading that comes late changes nothing about a ticket that a person has closed."""
    world.reader.away = True
    ticket_id = world.take_in(mail()).ticket_id
    world.pass_time(30, sweeping=True)
    assert ask(ticket_id, action="spam").done
    world.reader.away = False
    world.read_ticket(ticket_id)
    world.run()
    assert world.file(ticket_id).ticket.status is Status.done


def test_a_customers_answer_reopens_a_closed_ticket(world: World, ask: Callable[..., Answer]) -> None:
    """One that was held is held again; its card no longer says that it is closed."""
    ticket_id = held(world)
    ask(ticket_id, action="done")
    assert world.follow_up("blah again") == ticket_id
    assert (world.file(ticket_id).ticket.status, world.file(ticket_id).ticket.closed) == (Status.held, "")


def test_a_reassign_takes_the_claim_along(world: World, ask: Callable[..., Answer]) -> None:
    """The customer's next mail about the new topic joins the ticket; one about the old topic gets its own card."""
    first = world.deliver(mail())
    ask(first, topic="login")
    assert set(world.desk.rows.claims) == {"ana@studio.example#login"}
    joined = world.deliver(mail("I cannot sign in any more at all", 2))
    assert world.file(joined).ticket.merged_into == first
    assert not world.file(world.deliver(mail("Where are my invoices now", 3))).ticket.merged_into


def test_a_taken_claim_keeps_both_cards(world: World, ask: Callable[..., Answer]) -> None:
    """Reassigned onto a problem that another ticket of the customer has, both stay, and each names the other."""
    first, second = world.deliver(mail()), world.deliver(form("I cannot sign in to the shop"))
    ask(second, topic="billing")
    assert world.file(second).ticket.linked == (first,) and world.file(first).ticket.linked == (second,)
    assert len(world.cards(first)) == len(world.cards(second)) == 1


def test_a_merged_ticket_points_to_its_owner(world: World, ask: Callable[..., Answer]) -> None:
    """What was joined is corrected where it went."""
    first = world.deliver(mail())
    second = world.deliver(mail("And the invoices again please", 2))
    assert ask(second, topic="login").text == f"it was joined to {first}: correct that one"


def test_what_is_unread_or_unknown_is_refused(world: World, ask: Callable[..., Answer]) -> None:
    """A ticket that nobody has decided yet cannot be corrected, and neither can one that is not there."""
    unread = world.take_in(mail()).ticket_id
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    wish = Wish(id="w", ticket_id=unread, topic="login", by="bob", origin="workbook")
    assert correct(wish).text == "it is still being read: try again in a minute"
    assert correct(wish.renewed(ticket_id="T-0000000000")).text == "there is no ticket T-0000000000"


def test_a_pin_still_wins_over_a_topic(world: World, ask: Callable[..., Answer]) -> None:
    """Whoever is pinned stays where they are pinned, unless a person says the team."""
    pinned = Customer(address="joe@acme.example", name="Joe")
    ticket_id = world.deliver(mail(customer=pinned))
    ask(ticket_id, topic="outage")
    assert world.route(ticket_id).decision.team == "support"
    ask(ticket_id, team="engineering")
    assert world.route(ticket_id).decision.team == "engineering"


def test_every_correction_is_one_row_in_each_history(world: World, ask: Callable[..., Answer]) -> None:
    """Ticket, route, audit and correction agree on rev, author and what was before."""
    ticket_id = world.deliver(mail())
    ask(ticket_id, topic="login", urgency="medium")
    (kept,) = world.desk.rows.corrections.values()
    audit = world.desk.rows.audit[ticket_id, kept.rev]
    assert (audit.action, audit.by, audit.ticket.override and audit.ticket.override.topic) == (
        "reassign",
        "bob@company.example",
        "login",
    )
    assert audit.was and audit.decision
    assert (audit.was.outcome, audit.decision.outcome) == (
        "route, team finance, topic billing, urgency low",
        "route, team support, topic login, urgency medium",
    )
    assert (kept.orig_topic, kept.topic, kept.orig_urgency, kept.urgency) == (
        "billing",
        "login",
        Urgency.low,
        Urgency.medium,
    )


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("error", [Retryable("away"), Conflict("raced")], ids=["away", "raced"])
def test_a_broken_call_neither_loses_nor_repeats_a_wish(error: Exception, *, after: bool) -> None:
    """Whichever call fails, before or after its effect, asking again leaves exactly one correction."""
    for k in range(8):  # more calls than a wish takes
        fresh = routing_world()
        ticket_id = held(fresh)
        correct = Correct(desk=fresh.desk, rules=fresh.rules, queue=fresh.intake, clock=fresh.clock)
        wish = Wish(id="w", ticket_id=ticket_id, topic="billing", by="bob", origin="workbook")
        fresh.wire = BreaksAt(k, error, after=after)
        try:
            correct(wish)
        except Retryable:
            correct(wish)
        fresh.wire = Wire()
        fresh.run()
        assert len(fresh.desk.rows.corrections) == 1, k
        assert str(fresh.card(ticket_id).landing) == "slack:#finance"
