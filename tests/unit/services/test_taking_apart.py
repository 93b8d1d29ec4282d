"""Not the same problem: each of the two is left with what was said to it, and with what that alone brings about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fakes.deliveries import chat, form, mail
from tests.fakes.world import World
from ticket_router.domain.base import Move, Status, Tone, Urgency
from ticket_router.domain.change import MOST_WRITES
from ticket_router.domain.correction import Action, Answer, Wish
from ticket_router.domain.inbound import Customer, Inbound, MailKind
from ticket_router.services.correct import Correct
from ticket_router.services.explain import Explain

STAFF = Customer(address="sam@company.example", name="Sam")
ANGRY = "I am furious about my invoices"
CALM = "My invoices are wrong"


def joined(
    world: World, first: str = CALM, second: str = "Please change the address on my invoices"
) -> tuple[str, str]:
    """Two mails of one customer, of which the second joined the first."""
    one = world.deliver(mail(first))
    other = world.deliver(mail(second, 2))
    assert world.file(other).ticket.merged_into == one
    return one, other


def answering(world: World, answered: int, text: str, number: int, **more: Any) -> Inbound:
    """A mail that answers the mail with the number `answered`, five minutes later."""
    world.clock.advance(minutes=5)
    return mail(text, number, references=(f"<{answered}@mail.example>",), received_at=world.clock.at, **more)


def texts(world: World, ticket_id: str) -> list[str]:
    """What counts as said in a ticket."""
    return [message.text for message in world.file(ticket_id).case.customer_messages]


def test_replies_go_with_the_ticket_they_were_for(world: World, ask: Callable[..., Answer]) -> None:
    """Replies, replies to them and a colleague's note, with what was read of them; each counts in one ticket alone."""
    one, other = joined(world)
    for delivery in (
        answering(world, 2, "It is Elm street 5", 3),
        answering(world, 3, "In Berlin", 4),
        answering(world, 2, "I change it", 5, kind=MailKind.staff, customer=STAFF),
        answering(world, 1, "The third invoice, that is", 6),
    ):
        assert world.deliver(delivery) == one
    assert ask(other, "separate").done
    assert texts(world, one) == [CALM, "The third invoice, that is"]
    assert texts(world, other) == ["Please change the address on my invoices", "It is Elm street 5", "In Berlin"]
    assert world.said(other) == ["It is Elm street 5", "In Berlin", "I change it"]
    assert len(world.reader.prompts) == 5
    assert not world.file(other).unread


def test_what_is_answered_after_that_finds_the_right_ticket(world: World, ask: Callable[..., Answer]) -> None:
    """A reply to a reply that went along, and that reply once more."""
    _, other = joined(world)
    reply = answering(world, 2, "It is Elm street 5", 3)
    world.deliver(reply)
    ask(other, "separate")
    assert world.deliver(answering(world, 3, "In Berlin", 4)) == other
    assert world.deliver(reply) == other
    assert texts(world, other)[1:] == ["It is Elm street 5", "In Berlin"]


def test_a_reply_to_a_joined_ticket_is_known_for_ever(world: World, ask: Callable[..., Answer]) -> None:
    """Delivered again when all is long closed, it opens nothing."""
    one, _ = joined(world)
    reply = answering(world, 2, "It is Elm street 5", 3)
    world.deliver(reply)
    ask(one, "done")
    world.clock.advance(days=30)
    taken = world.take_in(reply.renewed(received_at=world.clock.at))
    assert (taken.ticket_id, taken.outcome) == (one, "known")


def test_every_follow_up_of_it_takes_it_apart(world: World, ask: Callable[..., Answer]) -> None:
    """Each names the ticket that its button gives back; afterwards each says that it is another problem."""
    one, other = joined(world)
    world.deliver(answering(world, 2, "It is Elm street 5", 3))
    notes = [post for post in world.slack.shown if post.part.startswith("note:")]
    assert [(note.tag.ticket_id, note.rendered.payload["from_ticket"]) for note in notes] == [(one, other)] * 2
    assert ask(notes[1].rendered.payload["from_ticket"], "separate").done
    assert [note.rendered.payload["apart"] for note in notes] == [True, True]
    assert ask(notes[0].rendered.payload["from_ticket"], "separate").text == f"it was so already: apart from {one}"


def test_a_reply_that_was_not_read_yet_is_read_where_it_belongs(world: World, ask: Callable[..., Answer]) -> None:
    """It may raise its own ticket, and the other stays as it was."""
    one, other = joined(world)
    world.take_in(answering(world, 2, "I am furious", 3))
    world.intake.waiting.clear()
    ask(other, "separate")
    assert (world.route(other).decision.move, world.route(one).decision.move) == (Move.escalate, Move.route)
    assert [world.file(ticket_id).ticket.owes for ticket_id in (one, other)] == [None, None]


def test_a_long_conversation_goes_along_whole(world: World, ask: Callable[..., Answer]) -> None:
    """More messages than one transaction takes."""
    one = world.deliver(mail("I cannot sign in to the shop"))
    lines = [f"I cannot sign in, said {number} times" for number in range(MOST_WRITES // 2 + 5)]
    for said in range(1, len(lines) + 1):
        world.clock.advance(minutes=1)
        own = world.take_in(chat(*lines[:said], at=world.clock.at)).ticket_id
        world.run()
        assert said == 1 or own == one
    other = next(t.ticket_id for t in world.desk.rows.tickets.values() if t.status is Status.merged)
    sizes, commit = [], world.desk.commit

    def measured(change: Any) -> None:
        sizes.append(change.writes)
        commit(change)

    world.desk.commit = measured  # type: ignore[method-assign]
    looked = Wish(id="link", ticket_id=other, action=Action.separate, by="@dana", origin="email")
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    assert correct.hindrance(world.file(other), looked) is None and not sizes, "looking writes nothing"
    assert ask(other, "separate").done
    assert texts(world, other) == lines
    assert len(sizes) > 2 and max(sizes) <= MOST_WRITES


def test_the_other_falls_back_to_what_it_is_by_itself(world: World, ask: Callable[..., Answer]) -> None:
    """Its queue place, its card and Why? tell of its own words alone, and nobody is called."""
    one, other = joined(world, CALM, ANGRY)
    assert world.route(one).decision.move is Move.escalate
    pinged = world.pinged(one)
    ask(other, "separate")
    route = world.route(one)
    assert (route.decision.move, route.decision.tone, route.decision.urgency) == (Move.route, Tone.calm, Urgency.low)
    assert (route.n, route.decided_by, route.queue_key[0]) == (1, "", "2")
    assert world.card(one).rendered.payload["move"] == "route"
    assert world.pinged(one) == pinged
    told = " ".join(Explain(desk=world.desk, rules=world.rules)(one))
    assert "angry" not in told and "Message 1" in told and "Message 2" not in told
    assert world.route(other).decision.move is Move.escalate
    written = [write for (owner, _), write in world.desk.rows.audit.items() if owner == one and write.by == "@dana"]
    assert written[-1].note.startswith(f"{other} is another problem: route: ")


def test_nobody_is_called_twice_for_what_it_was_before(world: World, ask: Callable[..., Answer]) -> None:
    """A ticket that was urgent by itself, and falls back to that, wakes its lead no more."""
    one, other = joined(world, "My invoices must be right today", ANGRY)
    assert (world.route(one).decision.move, world.pinged(one)) == (
        Move.escalate,
        ["@finance-lead", "@finance-manager"],
    )
    ask(other, "separate")
    assert world.route(one).decision.move is Move.priority
    assert world.pinged(one) == ["@finance-lead", "@finance-manager"]


def test_a_team_that_only_the_other_had_called_for_gives_it_back(world: World, ask: Callable[..., Answer]) -> None:
    """The card goes where its own words belong, and whoever looks at the old one hears who moved it."""
    angry, *rules = world.rules.book.priority_rules
    assert angry.move is Move.escalate
    world.rules.book = world.rules.book.renewed(priority_rules=(angry.renewed(team="legal"), *rules))
    one, other = joined(world, CALM, ANGRY)
    assert world.route(one).decision.team == "legal"
    ask(other, "separate")
    route = world.route(one)
    assert (route.decision.team, route.decision.move, route.n, len(world.cards(one))) == ("finance", Move.route, 3, 1)
    assert ask(one, "take", n=2, by="@sam").text.startswith("moved to finance by @dana ")


def test_its_own_anger_stays(world: World, ask: Callable[..., Answer]) -> None:
    """What it is by itself was decided before, and is not decided once more."""
    one, other = joined(world, ANGRY, CALM)
    before = world.route(one)
    world.clock.advance(minutes=60)
    ask(other, "separate")
    assert (world.route(one).decision, world.route(one).decided_at) == (before.decision, before.decided_at)


def test_what_had_not_raised_it_yet_does_not_count(world: World, ask: Callable[..., Answer]) -> None:
    """An angry reply that was read in the wrong ticket and not decided on raises the right one, and nothing else."""
    one, other = joined(world)
    before = world.route(one)
    world.take_in(answering(world, 2, ANGRY, 3))
    world.read_ticket(one)
    ask(other, "separate")
    assert world.route(other).decision.move is Move.escalate
    assert (world.route(one).decision, world.route(one).decided_at) == (before.decision, before.decided_at)
    assert len(world.reader.prompts) == 3


def test_a_decision_that_was_owed_is_made_at_once(world: World, ask: Callable[..., Answer]) -> None:
    """A calm word of its own that was just read is in what it falls back to."""
    one, other = joined(world, CALM, ANGRY)
    world.take_in(answering(world, 1, "The third invoice, that is", 3))
    world.read_ticket(one)
    ask(other, "separate")
    assert (world.route(one).decision.move, world.file(one).ticket.owes) == (Move.route, None)
    made = [write.action for (owner, _), write in sorted(world.desk.rows.audit.items()) if owner == one]
    assert made[-2:] == ["read", "separated"]


def test_nothing_goes_into_triage_over_it(world: World, ask: Callable[..., Answer]) -> None:
    """Rules that would hold it today are no reason to take it from its team."""
    one, other = joined(world, CALM, ANGRY)
    topics = tuple(topic.renewed(hold_below=0.99) for topic in world.rules.book.topics)
    world.rules.book = world.rules.book.renewed(topics=topics)
    ask(other, "separate")
    assert (world.file(one).ticket.status, world.route(one).decision.team) == (Status.delivered, "finance")


def test_a_persons_word_stays_too(world: World, ask: Callable[..., Answer]) -> None:
    """Only what the other's words had brought about is taken away; the topic that somebody chose remains theirs."""
    one, other = joined(world, CALM, ANGRY)
    ask(one, "reassign", topic="login")
    assert world.route(one).decision.move is Move.escalate
    ask(other, "separate")
    route = world.route(one)
    assert (route.decision.topic, route.decision.move, route.decided_by) == ("login", Move.route, "@dana")
    assert len(world.cards(one)) == 1


def test_a_closed_ticket_stays_closed(world: World, ask: Callable[..., Answer]) -> None:
    """Nothing is decided about it, and it takes no claim."""
    one, other = joined(world, CALM, ANGRY)
    ask(one, "done")
    before = world.route(one)
    ask(other, "separate")
    assert (world.file(one).ticket.status, world.route(one).decision) == (Status.done, before.decision)
    assert world.desk.rows.claims["ana@studio.example#billing"][0] == other


def test_a_ticket_in_somebodys_hands_stays_theirs(world: World, ask: Callable[..., Answer]) -> None:
    """It is calmer than it looked, and still taken."""
    one, other = joined(world, CALM, ANGRY)
    ask(one, "take")
    ask(other, "separate")
    route = world.route(one)
    assert (world.file(one).ticket.status, route.taken_by, route.decision.move) == (Status.taken, "@dana", Move.route)


def test_a_reopened_ticket_has_its_problem_again(world: World, ask: Callable[..., Answer]) -> None:
    """What the customer says next about it joins its card."""
    one = world.deliver(mail(CALM))
    ask(one, "done")
    assert world.follow_up("My invoices are still wrong") == one
    assert world.route(one).claim_key == "ana@studio.example#billing"
    assert world.file(world.deliver(form("Please look at my invoices again", 2))).ticket.merged_into == one


def test_a_reopened_ticket_leaves_the_problem_to_who_has_it(world: World, ask: Callable[..., Answer]) -> None:
    """A ticket that was opened about it meanwhile keeps it; both are open."""
    one = world.deliver(mail(CALM))
    ask(one, "done")
    meanwhile = world.deliver(form("My invoices are wrong again", 2))
    assert world.follow_up("My invoices are still wrong") == one
    assert (world.file(one).ticket.status, world.route(one).claim_key) == (Status.delivered, "")
    assert world.file(world.deliver(form("Please look at my invoices", 3))).ticket.merged_into == meanwhile


def test_a_long_conversation_that_fits_into_no_other_has_a_card(world: World, ask: Callable[..., Answer]) -> None:
    """Where one step cannot join all of it to another ticket, both have cards, and each names the other."""
    one = world.deliver(mail("I cannot sign in to the shop"))
    lines = [f"I cannot sign in, said {number} times" for number in range(MOST_WRITES // 2 + 5)]
    for said in range(1, len(lines) + 1):
        world.clock.advance(minutes=1)
        world.take_in(chat(*lines[:said], at=world.clock.at))
        world.run()
    long = next(t.ticket_id for t in world.desk.rows.tickets.values() if t.status is Status.merged)
    ask(one, "done")
    other = world.deliver(form("I cannot sign in either", 7, received_at=world.clock.at))
    ask(long, "separate")
    ticket = world.file(long).ticket
    assert (ticket.status, ticket.owes, len(world.cards(long))) == (Status.delivered, None, 1)
    assert other in ticket.linked and long in world.file(other).ticket.linked


def test_cc_of_a_reply_goes_with_the_ticket(world: World, ask: Callable[..., Answer]) -> None:
    """Whoever was put on Cc of a reply to a joined ticket may answer that one after it is taken apart."""
    _, other = joined(world)
    world.deliver(answering(world, 2, "Zoe knows more", 3, cc=("zoe@x.example",)))
    ask(other, "separate")
    zoe = Customer(address="zoe@x.example", name="Zoe")
    assert world.deliver(answering(world, 2, "Here is what I know", 4, customer=zoe)) == other


def test_a_press_too_many_takes_nothing_off_another_ticket(world: World, ask: Callable[..., Answer]) -> None:
    """Once free it joined a third ticket; the button in the first one's thread is about the first one alone."""
    one, other = joined(world)
    ask(one, "done")
    third = world.deliver(form("My invoices again", 3))
    assert ask(other, "separate", joined_to=one).done
    assert world.file(other).ticket.merged_into == third
    assert ask(other, "separate", joined_to=one).already
    assert world.file(other).ticket.merged_into == third
    assert ask(other, "separate", joined_to=third).done
    assert world.file(other).ticket.merged_into == ""
