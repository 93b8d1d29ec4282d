"""The mail channel through the real boto3: what lands in the inbox, and what every failure becomes."""

from __future__ import annotations

import pytest

from scripts.sandbox.not_ses import NotSes
from tests.integration.channels.conftest import StoppedClock, make_inbox
from tests.unit.cards.gallery import cards, make_card, make_follow_up, make_ping
from ticket_router import ports
from ticket_router.adapters.inbox import InboxChannel
from ticket_router.domain.errors import LandingTrouble, OutcomeUnknown, Refused
from ticket_router.domain.rendered import Tag
from ticket_router.domain.route import Landing, LandingKind

LEGAL = Landing(kind=LandingKind.email, address="legal@company.example", team="legal")
CARD = make_card()
TAG = Tag(ticket_id=CARD.ticket_id, n=1, part="0/card")


def post(inbox: InboxChannel) -> str:
    """Send the card."""
    return inbox.post(LEGAL, inbox.card(CARD)[0], TAG, "")


def trouble(inbox: InboxChannel) -> LandingTrouble:
    """What sending the card raises."""
    with pytest.raises(LandingTrouble) as caught:
        post(inbox)
    return caught.value


def test_it_serves_the_port(inbox: InboxChannel) -> None:
    """Dispatch can use it as a Channel that cannot look up or change."""
    served: ports.Channel = inbox
    assert (served.kind, served.can_look_up, served.can_update) == (LandingKind.email, False, False)


@pytest.mark.parametrize("name", cards())
def test_every_card_of_the_gallery_lands(inbox: InboxChannel, ses: NotSes, name: str) -> None:
    """Strict SES takes each of them as one mail."""
    parts = inbox.card(cards()[name])
    assert [part.part for part in parts] == ["card"]
    inbox.post(LEGAL, parts[0], TAG, "")
    (mail,) = ses.inbox("legal@company.example")
    assert mail.header("X-Ticket-Router") == "T-7K2M9QWX/1/0/card"


def test_a_mail_lands_with_everything(inbox: InboxChannel, ses: NotSes) -> None:
    """Sender, inbox, copies, Reply-To and both bodies are there, and the id is the one receivers will answer to."""
    message_id = post(inbox)
    (mail,) = ses.inbox("legal@company.example")
    assert message_id == mail.message_id
    assert message_id.endswith("@email.amazonses.com>")
    assert mail.sender == "router@company.example"
    assert mail.header("From") == "Ticket router <router@company.example>"
    assert (mail.to, mail.cc) == (("legal@company.example",), ("manager@company.example",))
    assert mail.reply_to == ("ana@northwind.example",)
    assert mail.subject == "[escalate] Outage: Store is down [T-7K2M9QWX]"
    assert mail.header("Auto-Submitted") == "auto-generated"
    assert "please help NOW" in mail.text
    assert "please help NOW" in mail.html
    assert mail.attachments == ()
    assert ses.inbox("manager@company.example") == [mail]


def test_other_regions_have_their_own_host_in_the_id(ses: NotSes) -> None:
    """Replies name the id as SES wrote it there."""
    message_id = post(make_inbox(ses, "eu-central-1"))
    assert message_id == ses.mails[0].message_id
    assert message_id.endswith("@eu-central-1.amazonses.com>")


def test_what_follows_is_in_the_cards_thread(inbox: InboxChannel, ses: NotSes) -> None:
    """Follow-up, ping and move answer the card's mail."""
    card_id = post(inbox)
    for rendered in (
        *inbox.follow_up(CARD, make_follow_up()),
        inbox.ping(CARD, make_ping()),
        inbox.moved(CARD, "finance"),
    ):
        inbox.post(LEGAL, rendered, TAG.renewed(part=f"0/{rendered.part}"), card_id)
    _, note, ping, moved = ses.inbox("legal@company.example")
    assert {m.in_reply_to for m in (note, ping, moved)} == {card_id}
    assert {m.references for m in (note, ping, moved)} == {(card_id,)}
    assert "Customer followed up" in note.text
    assert ping.cc == ("manager@company.example",)
    assert moved.header("X-Ticket-Router") == "T-7K2M9QWX/1/0/moved"


def test_a_second_copy_is_marked(inbox: InboxChannel, ses: NotSes) -> None:
    """After a lost answer it goes out again and says so."""
    ses.fail("drop_after")
    assert isinstance(trouble(inbox), OutcomeUnknown)
    inbox.post(LEGAL, inbox.card(CARD)[0].renewed(second_copy=True), TAG, "")
    first, second = ses.inbox("legal@company.example")
    assert "second copy" not in first.subject
    assert second.subject.endswith("(possible second copy)")
    assert len(ses.calls) == 2


def test_a_rate_limit_is_a_refusal_with_its_wait(inbox: InboxChannel, ses: NotSes) -> None:
    """Nothing was sent, nothing was retried by the SDK."""
    ses.fail("429", retry_after=7)
    refused = trouble(inbox)
    assert isinstance(refused, Refused)
    assert (refused.after, refused.for_good) == (7.0, False)
    assert (len(ses.calls), ses.mails) == (1, [])


def test_a_used_up_day_is_a_refusal_that_waits(inbox: InboxChannel, ses: NotSes) -> None:
    """The daily quota is no reason to give the inbox up for good."""
    ses.per_day = 0
    refused = trouble(inbox)
    assert isinstance(refused, Refused)
    assert (refused.after, refused.for_good) == (60.0, False)


@pytest.mark.parametrize("fault", ["500", "timeout", "drop"])
def test_no_answer_means_unknown(inbox: InboxChannel, ses: NotSes, fault: str) -> None:
    """One try and no more."""
    ses.fail(fault)
    assert isinstance(trouble(inbox), OutcomeUnknown)
    assert len(ses.calls) == 1


def test_a_sender_that_is_not_verified_is_refused_for_good(ses: NotSes) -> None:
    """Setting up SES is not finished: fall back at once."""
    ses.clear()
    ses._verified.clear()
    refused = trouble(make_inbox(ses, "us-east-1"))
    assert isinstance(refused, Refused)
    assert refused.for_good
    assert "MessageRejected" in str(refused)


def test_a_broken_mail_from_is_refused_for_good(inbox: InboxChannel, ses: NotSes) -> None:
    """So does a MAIL FROM domain that lost its record."""
    ses.verify("company.example", mail_from_ok=False)
    refused = trouble(inbox)
    assert isinstance(refused, Refused)
    assert refused.for_good


@pytest.mark.parametrize("bad", ["", "legal", "legal@company.example\r\nBcc: x@evil.example", "no one@company.example"])
def test_an_inbox_that_is_no_address_is_refused_before_anything_is_sent(
    inbox: InboxChannel, ses: NotSes, bad: str
) -> None:
    """A typing mistake in the Teams tab falls back at once."""
    with pytest.raises(Refused) as caught:
        inbox.post(LEGAL.renewed(address=bad), inbox.card(CARD)[0], TAG, "")
    assert caught.value.for_good
    assert ses.calls == []


def test_nobody_can_look_into_an_inbox(inbox: InboxChannel, clock: StoppedClock) -> None:
    """Looking for a mail never says that it is not there."""
    with pytest.raises(OutcomeUnknown):
        inbox.find(LEGAL, TAG, "", clock.now())
    with pytest.raises(Refused):
        inbox.update(LEGAL, "<x@y>", inbox.card(CARD)[0])
