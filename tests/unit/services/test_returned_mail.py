"""A hand-off mail that comes back from where a person sent its ticket: triage hears of it, and no mail answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.rulebook import small_book
from tests.fakes.world import World
from ticket_router.domain.base import Move, Status, Urgency
from ticket_router.domain.correction import Answer
from ticket_router.domain.inbound import Customer, MailKind
from ticket_router.domain.ticket import Override, Ticket

LEGAL = "legal@company.example"
REASON = "the hand-off mail came back: 550"


@pytest.fixture
def sent(world: World, ask: Callable[..., Answer]) -> str:
    """A ticket that Dana sent to a team which has mail alone."""
    ticket_id = world.deliver(mail())
    assert ask(ticket_id, topic="privacy").done
    assert world.card(ticket_id).landing.address == LEGAL
    return ticket_id


def bounce(world: World, ticket_id: str, number: int = 9, of: tuple[str, ...] = ()) -> None:
    """A mail of ours about the ticket comes back, named by its Message-ID where one is given."""
    daemon = Customer(address="mailer-daemon@company.example", name="MAILER-DAEMON")
    world.clock.advance(minutes=1)
    named = {"ticket_marks": (ticket_id,), "bounce_of": of, "problem": "550", "received_at": world.clock.at}
    world.take_in(mail("550", number, kind=MailKind.bounce, customer=daemon, **named))


def mails(world: World) -> list[tuple[str, str]]:
    """What was mailed so far: the part, and to whom."""
    return [(shown.part.partition(":")[0], shown.landing.address) for shown in world.inbox.shown]


def test_it_goes_into_triage_though_a_person_chose_the_place(world: World, sent: str) -> None:
    """Held with the reason alone: all else a person has overruled, and their topic still stands."""
    bounce(world, sent)
    world.run()
    decision = world.route(sent).decision
    assert world.file(sent).ticket.status is Status.held
    assert (world.card(sent).landing.address, world.said(sent)) == ("#triage", ["550"])
    assert ([reason.text for reason in decision.reasons], decision.topic) == ([REASON], "privacy")
    assert world.card(sent).rendered.payload["guess"] == "privacy"


def test_a_team_alone_that_a_person_chose_is_no_other_case(world: World, ask: Callable[..., Answer]) -> None:
    """The team's inbox is what failed, whoever's word the topic is."""
    ticket_id = world.deliver(mail())
    assert ask(ticket_id, team="legal").done
    bounce(world, ticket_id)
    world.run()
    assert world.card(ticket_id).landing.address == "#triage"


def test_no_mail_goes_to_where_reports_come_from(world: World, sent: str) -> None:
    """Each would come back as well, without end: all that is mailed there is, once, that the ticket has moved."""
    for number in range(9, 14):
        bounce(world, sent, number)
        world.run()
    assert mails(world) == [("card", LEGAL), ("moved", LEGAL)]
    assert world.file(sent).ticket.hold_because == (REASON,)


def test_nor_after_it_was_closed(world: World, sent: str, ask: Callable[..., Answer]) -> None:
    """Done by a link, the ticket stays closed, and its report is mailed to nobody; a later word brings it to triage."""
    assert ask(sent, "done").done
    bounce(world, sent)
    world.run()
    assert (world.file(sent).ticket.status, mails(world)) == (Status.done, [("card", LEGAL)])
    world.follow_up("That does not help me")
    assert world.card(sent).landing.address == "#triage"


def test_a_triage_that_has_mail_alone_reads_the_reason_on_its_card(world: World, ask: Callable[..., Answer]) -> None:
    """Reports that come back from there too are answered by no mail either."""
    book = small_book()
    mail_alone = [t.renewed(slack_channel="", inbox=t.inbox or "triage@company.example") for t in book.teams]
    world.rules.book = book.renewed(teams=tuple(mail_alone))
    ticket_id = world.deliver(mail())
    assert ask(ticket_id, topic="privacy").done
    for number in range(9, 12):
        bounce(world, ticket_id, number)
        world.run()
    decision, sent = world.route(ticket_id).decision, mails(world)
    assert decision.move is Move.hold and REASON in decision.sentence
    assert [part for part, _ in sent].count("card") == 3 and not [part for part, _ in sent if part == "note"]


def test_whoever_places_it_anew_ends_that(world: World, sent: str, ask: Callable[..., Answer]) -> None:
    """The inbox works again: triage sends it there once more, and what a customer adds does not bring it back."""
    bounce(world, sent)
    world.run()
    assert ask(sent, topic="privacy", person="@support-lead").done
    assert (world.card(sent).landing.address, override(world, sent).returned) == (LEGAL, "")
    world.follow_up("One thing more about that")
    assert world.card(sent).landing.address == LEGAL
    bounce(world, sent, 10)
    world.run()
    assert world.card(sent).landing.address == "#triage"


def test_a_bump_places_nothing(world: World, sent: str, ask: Callable[..., Answer]) -> None:
    """Raised while it lies in triage, or before it got there, it still waits for somebody to say where it belongs."""
    bounce(world, sent)
    assert ask(sent, "bump", level="priority").done
    assert world.card(sent).landing.address == "#triage"
    ask(sent, "bump", level="normal")
    assert world.file(sent).ticket.status is Status.held


@pytest.mark.parametrize("wish", [{"person": "@support-lead"}, {"urgency": Urgency.high}], ids=["person", "urgency"])
def test_a_name_or_an_urgency_places_nothing(
    world: World, sent: str, ask: Callable[..., Answer], wish: dict[str, Any]
) -> None:
    """They are about something else than where it goes, so the inbox that failed gets nothing."""
    bounce(world, sent)
    world.run()
    ask(sent, **wish)
    assert (world.file(sent).ticket.status, world.card(sent).landing.address) == (Status.held, "#triage")


@pytest.mark.parametrize("named", [True, False], ids=["by its id", "by nothing"])
def test_an_older_mail_that_comes_back_moves_no_card(
    world: World, sent: str, ask: Callable[..., Answer], *, named: bool
) -> None:
    """A person has sent the ticket on since: its team has the card, and reads the report in its thread."""
    old = world.card(sent).id
    assert ask(sent, topic="billing").done
    bounce(world, sent, of=(old,) if named else ())
    world.run()
    assert world.card(sent).landing.address == "#finance" and world.said(sent) == ["550"]
    assert world.file(sent).ticket.status is Status.delivered and not override(world, sent).returned


def test_of_two_mails_the_one_that_came_back_counts(world: World, sent: str, ask: Callable[..., Answer]) -> None:
    """Sent on from one inbox to another, the report names which of them did not get it."""
    old = world.card(sent).id
    inbox = "finance@company.example"
    teams = [t.renewed(slack_channel="") if t.team == "finance" else t for t in world.rules.book.teams]
    world.rules.book = world.rules.book.renewed(teams=tuple(teams))
    assert ask(sent, topic="billing").done
    bounce(world, sent, of=(old,))
    world.run()
    assert world.card(sent).landing.address == inbox
    bounce(world, sent, 10, of=(world.card(sent).id,))
    world.run()
    assert world.card(sent).landing.address == "#triage"


def test_a_ticket_of_an_earlier_version_reads(world: World, sent: str) -> None:
    """What a person said then never came back."""
    row = world.file(sent).ticket.model_dump(mode="json")
    del row["override"]["returned"]
    assert Ticket.model_validate(row) == world.file(sent).ticket


def override(world: World, ticket_id: str) -> Override:
    """What people have said about it."""
    said = world.file(ticket_id).ticket.override
    assert said is not None
    return said
