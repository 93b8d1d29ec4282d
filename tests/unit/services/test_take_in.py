"""Taking in: one ticket for one request, however often and in whatever form it is delivered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.deliveries import ANA, chat, form, mail
from tests.fakes.desk_rows import Rows
from tests.fakes.wire import BreaksAt
from tests.fakes.world import World
from ticket_router.domain.base import Source, Status
from ticket_router.domain.errors import Conflict, Retryable
from ticket_router.domain.inbound import Inbound, InboundAttachment, MailKind, Verdicts
from ticket_router.domain.owing import PATIENCE, Step
from ticket_router.domain.ticket import MessageKind


@pytest.fixture
def world() -> World:
    """A desk that has seen nothing yet."""
    return World()


@pytest.mark.parametrize("inbound", [mail(), form(), chat("Hello, I was charged twice")])
def test_a_delivery_becomes_a_ticket_that_owes_its_reading(world: World, inbound: Inbound) -> None:
    """All lanes alike: the ticket, its first message, and a wake-up for the reader."""
    taken = world.take_in(inbound)
    assert taken.outcome == "opened"
    file = world.file(taken.ticket_id)
    assert (file.ticket.status, file.ticket.source, file.ticket.customer) == (Status.received, inbound.source, ANA)
    assert (file.ticket.owes, file.ticket.due_at) == (Step.read, STARTED + PATIENCE[Step.read])
    assert [(m.kind, m.text, m.page) for m in file.messages] == [(MessageKind.customer, inbound.text, inbound.page)]
    assert [sent.ticket_id for sent in world.intake.sent] == [taken.ticket_id]


def test_the_whole_text_is_kept_beside_the_new_text(world: World) -> None:
    """A mail shows what is new in it, a chat shows who said what, and neither loses the rest."""
    quoted = world.take_in(mail("New words", full_text="New words\n> old words")).ticket_id
    talked = world.take_in(chat("Hello", "bot: How can I help?", "I cannot sign in")).ticket_id
    (letter,), (talk,) = world.file(quoted).messages, world.file(talked).messages
    assert (letter.shown, letter.full_text) == ("New words", "New words\n> old words")
    assert talk.text == "Hello\nI cannot sign in"
    assert talk.shown == "Visitor: Hello\nBot: How can I help?\nVisitor: I cannot sign in"


@pytest.mark.parametrize("inbound", [mail(), form(), chat("Hello, I was charged twice")])
def test_the_same_delivery_twice_is_one_ticket(world: World, inbound: Inbound) -> None:
    """A second delivery adds nothing, also when it arrives later and after the ticket moved on."""
    first = world.take_in(inbound)
    again = world.take_in(inbound.renewed(received_at=STARTED + timedelta(minutes=5)))
    world.run()
    late = world.take_in(inbound)
    assert [taken.ticket_id for taken in (again, late)] == [first.ticket_id] * 2
    assert [taken.outcome for taken in (first, again, late)] == ["opened", "known", "known"]
    assert len(world.file(first.ticket_id).messages) == 1
    assert len(world.desk.rows.tickets) == 1


def test_the_wake_up_is_sent_again_while_the_ticket_is_unread(world: World) -> None:
    """The first one may have been lost with the worker that sent it; once read there is nothing to wake."""
    ticket_id = world.take_in(mail()).ticket_id
    world.take_in(mail())
    assert [sent.ticket_id for sent in world.intake.sent] == [ticket_id] * 2
    world.run()
    world.take_in(mail())
    assert len(world.intake.sent) == 2


def test_a_queue_out_of_reach_refuses_the_delivery(world: World) -> None:
    """The sender tries again, and the ticket that was saved already is woken then."""
    inbound = mail()
    calls = calls_of_a_delivery(inbound)
    world.wire = BreaksAt(calls.index("FakeQueue.send"), Retryable("SQS is away"), after=False)
    with pytest.raises(Retryable):
        world.take_in(inbound)
    taken = world.take_in(inbound)
    assert taken.outcome == "known"
    assert [sent.ticket_id for sent in world.intake.sent] == [taken.ticket_id]


def calls_of_a_delivery(inbound: Inbound) -> list[str]:
    """What taking it in asks of the world."""
    other = World()
    other.take_in(inbound)
    return other.wire.calls


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("k", range(len(calls_of_a_delivery(mail()))))
def test_trouble_at_any_call_is_raised_and_cured_by_the_next_delivery(world: World, k: int, after: bool) -> None:
    """Saving succeeds or raises; one more delivery makes it whole: one ticket, one message, one wake-up at least."""
    world.wire = BreaksAt(k, Retryable("away"), after=after)
    with pytest.raises(Retryable):
        world.take_in(mail())
    taken = world.take_in(mail())
    assert len(world.file(taken.ticket_id).messages) == 1
    assert taken.ticket_id in [sent.ticket_id for sent in world.intake.sent]


def test_two_deliveries_at_once_are_one_ticket(world: World) -> None:
    """The one that is beaten looks again, and finds what the other one saved."""
    inbound, beaten = mail(), []
    commit = world.desk.commit

    def overtaken(change: object) -> None:
        if not beaten:
            beaten.append(True)
            world.take_in(inbound)
        commit(change)  # type: ignore[arg-type]

    world.desk.commit = overtaken  # type: ignore[method-assign, assignment]
    assert world.take_in(inbound).outcome == "known"
    assert len(world.desk.rows.tickets) == 1


def test_whoever_is_always_beaten_gives_up_for_now(world: World) -> None:
    """The lane is told to send again; nothing loops for ever."""
    rows, tried = Rows(), []

    def conflict(change: object) -> str:
        tried.append(change)
        return "somebody was quicker"

    rows.conflict = conflict  # type: ignore[method-assign]
    world.desk.rows = rows
    with pytest.raises(Retryable) as raised:
        world.take_in(mail())
    assert not isinstance(raised.value, Conflict)
    assert 1 < len(tried) < 20


def test_attachments_are_kept_before_the_ticket_names_them(world: World) -> None:
    """Bytes are in the store under the key that the message holds; a withheld file is named without bytes."""
    files = (
        InboundAttachment(name="bill.pdf", content_type="application/pdf", size=3, content=b"pdf"),
        InboundAttachment(name="virus.exe", content_type="application/x-dosexec", size=9, content=None),
    )
    ticket_id = world.take_in(mail(attachments=files)).ticket_id
    bill, virus = world.file(ticket_id).messages[0].attachments
    assert bill.key is not None and virus.key is None
    assert world.files.kept[bill.key] == (b"pdf", "application/pdf", "bill.pdf")
    assert (virus.name, virus.size) == ("virus.exe", 9)


def test_a_second_delivery_stores_no_file_twice(world: World) -> None:
    """Forty megabytes are kept once, whether the mail opened a ticket or joined one."""
    file = InboundAttachment(name="a.pdf", content_type="application/pdf", size=3, content=b"pdf")
    world.take_in(mail(attachments=(file,)))
    reply = mail("More about it", number=2, references=("<1@mail.example>",), attachments=(file,))
    for minutes in range(3):
        world.take_in(reply.renewed(received_at=STARTED + timedelta(minutes=minutes)))
        world.take_in(mail(attachments=(file,), received_at=STARTED + timedelta(minutes=minutes)))
    assert len(world.files.kept) == 2


@pytest.mark.parametrize("kind", [MailKind.automatic, MailKind.bounce])
def test_automatic_mail_is_kept_and_ignored(world: World, kind: MailKind) -> None:
    """It is a row that can be looked up, never read, never routed, and it wakes nobody."""
    taken = world.take_in(mail(kind=kind, problem="out of office"))
    assert taken.outcome == "ignored"
    world.run()
    file = world.file(taken.ticket_id)
    assert (file.ticket.status, file.ticket.owes, file.route) == (Status.ignored, None, None)
    assert file.messages[0].text
    assert (world.intake.sent, world.reader.prompts) == ([], [])


@pytest.mark.parametrize(
    ("kind", "problem", "reason"),
    [
        (MailKind.bulk, "", "list or bulk mail"),
        (MailKind.unparsable, "the MIME structure is broken", "could not be read: the MIME structure is broken"),
    ],
)
def test_bulk_and_unreadable_mail_is_held_with_the_reason(
    world: World, kind: MailKind, problem: str, reason: str
) -> None:
    """A person sees it in triage, and why."""
    ticket_id = world.deliver(mail(kind=kind, problem=problem))
    file = world.file(ticket_id)
    assert file.ticket.status is Status.held
    assert file.route is not None and reason in file.route.decision.sentence
    assert world.card(ticket_id).landing.address == "#triage"


def test_a_virus_verdict_withholds_the_raw_mail(world: World) -> None:
    """The card of such a ticket never links the mail itself."""
    ticket_id = world.deliver(mail(verdicts=Verdicts(virus=True)))
    assert world.file(ticket_id).ticket.raw_withheld
    assert world.card(ticket_id).rendered.payload["withheld"]


def test_a_form_that_fell_into_the_honeypot_is_ignored(world: World) -> None:
    """Robots make rows, not work."""
    taken = world.take_in(form(kind=MailKind.automatic))
    assert (taken.outcome, world.file(taken.ticket_id).ticket.source) == ("ignored", Source.form)


def test_a_chat_that_went_on_adds_only_what_is_new(world: World) -> None:
    """The second delivery holds the first one too; what was said before is not said twice."""
    ticket_id = world.deliver(chat("Hello", "bot: How can I help?", "I cannot sign in"))
    world.clock.advance(minutes=5)
    longer = chat(
        "Hello", "bot: How can I help?", "I cannot sign in", "agent: Which browser?", "Firefox", at=world.clock.at
    )
    assert world.deliver(longer) == ticket_id
    assert world.deliver(longer) == ticket_id
    assert [m.shown for m in world.file(ticket_id).messages][1:] == ["Agent: Which browser?\nVisitor: Firefox"]
    assert world.said(ticket_id) == ["Agent: Which browser?\nVisitor: Firefox"]
    assert len(world.reader.prompts) == 2


def test_a_chat_in_which_only_agents_went_on_is_a_note(world: World) -> None:
    """Their words are shown and not read: they cannot raise the customer's urgency."""
    ticket_id = world.deliver(chat("Hello", "I cannot sign in"))
    world.deliver(chat("Hello", "I cannot sign in", "agent: It is down, I am angry", at=STARTED + timedelta(minutes=1)))
    assert world.file(ticket_id).messages[1].kind is MessageKind.note
    assert world.said(ticket_id) == ["Agent: It is down, I am angry"]
    assert len(world.reader.prompts) == 1


def test_the_same_words_again_in_a_chat_are_new_words(world: World) -> None:
    """Somebody who says it twice said it twice."""
    ticket_id = world.deliver(chat("Hello there, anybody?"))
    world.deliver(chat("Hello there, anybody?", "Hello there, anybody?", at=STARTED + timedelta(minutes=1)))
    assert len(world.file(ticket_id).messages) == 2
