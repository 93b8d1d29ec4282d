"""Taking in replies: who joins which ticket, as what, and who gets a ticket of their own beside it."""

from __future__ import annotations

import pytest

from tests.fakes.deliveries import ANA, mail
from tests.fakes.reader import by_words, filled
from tests.fakes.values import ticket_write
from tests.fakes.world import World
from ticket_router.domain.base import Move, Status
from ticket_router.domain.change import Change
from ticket_router.domain.inbound import Customer, Inbound, MailKind
from ticket_router.domain.owing import Step
from ticket_router.domain.ticket import MessageKind, Ticket

BEN = Customer(address="ben@studio.example", name="Ben")
STAFF = Customer(address="sam@company.example", name="Sam")


@pytest.fixture
def world() -> World:
    """A desk that has seen nothing yet."""
    return World()


def reply(world: World, text: str = "One more thing about that", number: int = 2, **more: object) -> Inbound:
    """An answer to the first mail, which arrives a minute from now."""
    world.clock.advance(minutes=1)
    given = {"references": ("<1@mail.example>",), "subject": "Re: A question", "received_at": world.clock.at, **more}
    return mail(text, number, **given)


def changed(world: World, ticket_id: str, **changes: object) -> Ticket:
    """Change a ticket as a later step of the product would."""
    before = world.file(ticket_id).ticket
    after = before.renewed(rev=before.rev + 1, **changes)
    world.desk.commit(Change(tickets=(ticket_write(after, before),)))
    return after


def test_a_reply_joins_its_ticket_and_is_read(world: World) -> None:
    """It stands in the thread at once, and owes a reading that may raise the ticket."""
    ticket_id = world.deliver(mail())
    world.clock.advance(minutes=10)
    taken = world.take_in(reply(world))
    assert (taken.ticket_id, taken.outcome) == (ticket_id, "joined")
    assert world.file(ticket_id).ticket.owes is Step.read
    world.run()
    assert world.said(ticket_id) == ["One more thing about that"]
    assert len(world.reader.prompts) == 2
    assert len(world.desk.rows.tickets) == 1


def test_a_reply_twice_is_said_once(world: World) -> None:
    """With and without a Message-ID of its own."""
    ticket_id = world.deliver(mail())
    for one in (reply(world), reply(world, "No id", 3, message_id="")):
        for _ in range(2):
            world.clock.advance(minutes=1)
            assert world.deliver(one.renewed(received_at=world.clock.at)) == ticket_id
    assert world.said(ticket_id) == ["One more thing about that", "No id"]


def test_a_reply_to_a_reply_finds_the_ticket(world: World) -> None:
    """Every mail of a thread points to its ticket."""
    ticket_id = world.deliver(mail())
    world.deliver(reply(world))
    third = reply(world, "And another", 3, references=("<2@mail.example>", "<unknown@elsewhere.example>"))
    assert world.deliver(third) == ticket_id


def test_the_mark_in_the_subject_joins_too(world: World) -> None:
    """A customer who answers a colleague's own mail has no reference of ours, only the mark."""
    ticket_id = world.deliver(mail())
    assert world.deliver(reply(world, references=(), ticket_marks=("T-0000000000", ticket_id))) == ticket_id


@pytest.mark.parametrize("how", ["reference", "mark"])
def test_a_stranger_gets_a_ticket_that_links_there(world: World, how: str) -> None:
    """Knowing a Message-ID or a mark does not let anybody write into somebody else's ticket."""
    ticket_id = world.deliver(mail())
    there = {"references": ("<1@mail.example>",)} if how == "reference" else {"ticket_marks": (ticket_id,)}
    own = world.deliver(mail("Let me in please now", 2, customer=BEN, **there))
    assert own != ticket_id
    assert world.file(own).ticket.linked == (ticket_id,)
    assert world.card(own).rendered.payload["linked"] == [ticket_id]
    assert len(world.file(ticket_id).messages) == 1


def test_somebody_on_cc_may_answer(world: World) -> None:
    """Also when the customer put them there in a later mail."""
    ticket_id = world.deliver(mail(cc=("ben@studio.example",)))
    assert world.deliver(reply(world, customer=BEN)) == ticket_id
    cleo = Customer(address="cleo@studio.example")
    world.deliver(reply(world, "Cleo knows more", 3, cc=(cleo.address,)))
    assert world.deliver(reply(world, "I do", 4, customer=cleo)) == ticket_id


def test_a_reply_without_a_sender_joins_nothing(world: World) -> None:
    """An empty address is not the same person as another empty address."""
    nobody = Customer(name="Nobody")
    ticket_id = world.deliver(mail(customer=nobody))
    assert world.deliver(reply(world, customer=nobody)) != ticket_id


def test_a_colleagues_answer_is_a_note(world: World) -> None:
    """It is shown in the thread, never read and never decided on."""
    ticket_id = world.deliver(mail())
    before = world.file(ticket_id)
    taken = world.take_in(reply(world, "It is down! I am on it", kind=MailKind.staff, customer=STAFF))
    assert (taken.ticket_id, taken.outcome) == (ticket_id, "joined")
    world.run()
    file = world.file(ticket_id)
    assert file.messages[1].kind is MessageKind.note
    assert world.said(ticket_id) == ["It is down! I am on it"]
    assert len(world.reader.prompts) == 1
    assert file.route is not None and before.route is not None
    assert (file.route.decision, file.ticket.owes) == (before.route.decision, None)


def test_a_colleagues_own_mail_is_a_ticket_like_any_other(world: World) -> None:
    """Without a reference there is nothing to join."""
    ticket_id = world.deliver(mail(kind=MailKind.staff, customer=STAFF))
    assert world.file(ticket_id).ticket.status is Status.delivered


@pytest.mark.parametrize(("days", "joins"), [(6.9, True), (7.1, False)])
def test_a_finished_ticket_reopens_within_the_window(world: World, days: float, joins: bool) -> None:
    """Later the reply is a new ticket that links to the old one."""
    ticket_id = world.deliver(mail())
    changed(world, ticket_id, status=Status.done, done_at=world.clock.at)
    world.clock.advance(days=days)
    taken = world.deliver(reply(world))
    file = world.file(taken)
    if joins:
        assert taken == ticket_id
        assert (file.ticket.status, file.ticket.done_at) == (Status.delivered, None)
        assert world.said(ticket_id) == ["One more thing about that"]
    else:
        assert taken != ticket_id
        assert file.ticket.linked == (ticket_id,)
        assert world.file(ticket_id).ticket.status is Status.done


def test_a_reopened_ticket_is_in_its_teams_queue_again(world: World) -> None:
    """Both rows say that it is not finished."""
    ticket_id = world.deliver(mail())
    route = world.file(ticket_id).route
    assert route is not None
    changed(world, ticket_id, status=Status.done, done_at=world.clock.at)
    world.desk.rows.put_route(route.renewed(done_at=world.clock.at))
    world.deliver(reply(world))
    after = world.file(ticket_id).route
    assert after is not None and after.done_at is None


def test_a_colleagues_late_note_on_a_finished_ticket_opens_nothing(world: World) -> None:
    """An answer sent from the archive is a note there, however old the ticket; it reopens nothing."""
    ticket_id = world.deliver(mail())
    changed(world, ticket_id, status=Status.done, done_at=world.clock.at)
    world.clock.advance(days=30)
    assert world.deliver(reply(world, kind=MailKind.staff, customer=STAFF)) == ticket_id
    assert world.file(ticket_id).ticket.status is Status.done


@pytest.mark.parametrize("status", [Status.ignored, Status.forgotten, Status.divided])
def test_what_is_closed_for_good_is_not_joined(world: World, status: Status) -> None:
    """A reply to it is a new ticket, which links to a split one: there it says what became of the first."""
    ticket_id = world.deliver(mail())
    changed(world, ticket_id, status=status)
    own = world.deliver(reply(world))
    assert own != ticket_id
    assert world.file(own).ticket.linked == ((ticket_id,) if status is Status.divided else ())


def test_a_reply_to_a_merged_ticket_joins_the_one_it_became_part_of(world: World) -> None:
    """The customer need not know which of their tickets lives on."""
    first = world.deliver(mail())
    second = world.deliver(mail("The same thing once more", 2))
    assert world.file(second).ticket.merged_into == first
    assert world.deliver(reply(world, "Any news?", 3, references=("<2@mail.example>",))) == first
    assert world.said(first) == ["The same thing once more", "Any news?"]


def test_a_bounce_of_our_hand_off_puts_its_ticket_into_triage(world: World) -> None:
    """The team never got the mail, so a person has to see it, with the reason."""
    world.reader.usual = by_words({"my data": filled("privacy")})
    ticket_id = world.deliver(mail("Please delete my data today"))
    assert world.card(ticket_id).landing.address == "legal@company.example"
    daemon = Customer(address="mailer-daemon@company.example")
    bounce = mail("550 no such user", 9, kind=MailKind.bounce, customer=daemon, ticket_marks=(ticket_id,))
    world.clock.advance(minutes=1)
    taken = world.take_in(bounce.renewed(problem="550 no such user", received_at=world.clock.at))
    assert (taken.ticket_id, taken.outcome) == (ticket_id, "joined")
    world.run()
    file = world.file(ticket_id)
    assert file.ticket.status is Status.held
    assert file.route is not None and file.route.decision.move is Move.hold
    assert "the hand-off mail came back: 550 no such user" in file.route.decision.sentence
    assert world.card(ticket_id).landing.address == "#triage"
    assert world.said(ticket_id) == ["550 no such user"]
    assert len(world.reader.prompts) == 1


def test_a_bounce_does_not_make_a_customers_word_go_unread(world: World) -> None:
    """A follow-up that still waits to be read is read; the decision comes after it."""
    ticket_id = world.deliver(mail())
    world.take_in(reply(world))
    bounce = mail("550", 9, kind=MailKind.bounce, ticket_marks=(ticket_id,), problem="550", received_at=world.clock.at)
    world.take_in(bounce)
    assert world.file(ticket_id).ticket.owes is Step.read
    world.run()
    file = world.file(ticket_id)
    assert (file.unread, file.ticket.status) == ((), Status.held)


def test_a_bounce_of_something_else_is_ignored(world: World) -> None:
    """It names no ticket of ours."""
    taken = world.take_in(
        mail("550", kind=MailKind.bounce, bounce_of=("<x@y.example>",), ticket_marks=("T-0000000000",))
    )
    assert taken.outcome == "ignored"


def test_a_forged_message_id_takes_no_thread_over(world: World) -> None:
    """Replies go where the Message-ID was first seen; the forger's own mail is a ticket of its own."""
    ticket_id = world.deliver(mail(customer=ANA))
    forged = world.deliver(mail("Something else entirely here", 1, customer=BEN))
    assert forged != ticket_id
    assert world.deliver(reply(world)) == ticket_id
