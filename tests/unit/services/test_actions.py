"""What people do with a card beside sending it elsewhere: take, finish, bump, split, take a merge back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.deliveries import form, mail
from tests.fakes.reader import by_words, filled
from tests.fakes.wire import BreaksAt, Wire
from tests.fakes.world import World
from tests.unit.services.situations import routing_world
from ticket_router.domain.base import Move, Status, Urgency
from ticket_router.domain.correction import Action, Answer, Level, Wish
from ticket_router.domain.errors import Conflict, Retryable
from ticket_router.services.correct import Correct

TWO = ("How do I change the address on my invoices?", "I cannot sign in to the shop")


def test_somebody_takes_a_ticket(world: World, ask: Callable[..., Answer]) -> None:
    """The first touch is kept in the route with the person, and the card shows who is at it, without moving."""
    ticket_id = world.deliver(mail())
    assert ask(ticket_id, "take") == Answer(done=True, text="taken by @dana")
    route = world.route(ticket_id)
    assert (world.file(ticket_id).ticket.status, route.taken_at, route.taken_by, route.n) == (
        Status.taken,
        world.clock.at,
        "@dana",
        1,
    )
    assert world.card(ticket_id).rendered.payload["taken"].startswith("taken by @dana ")


def test_a_ticket_is_taken_by_one(world: World, ask: Callable[..., Answer]) -> None:
    """Whoever comes second hears who was first; the first one's second click is no trouble."""
    ticket_id = world.deliver(mail())
    ask(ticket_id, "take")
    before = world.file(ticket_id)
    second = ask(ticket_id, "take", by="@sam")
    assert not second.done and second.text.startswith("taken by @dana ")
    assert ask(ticket_id, "take").text.startswith("it was so already: taken by @dana ")
    assert world.file(ticket_id) == before


def test_a_held_ticket_that_is_taken_stays_held_and_in_place(world: World, ask: Callable[..., Answer]) -> None:
    """Nobody has said where it belongs, and nothing moves it away from whoever is at it."""
    ticket_id = world.deliver(mail("blah blah to you all"))
    assert ask(ticket_id, "take").done
    assert world.follow_up("I cannot sign in") == ticket_id
    assert (world.file(ticket_id).ticket.status, world.route(ticket_id).decision.move) == (Status.held, Move.hold)


def test_an_answer_to_a_finished_ticket_makes_it_wait_again(world: World, ask: Callable[..., Answer]) -> None:
    """Taken, done, and reopened by its customer: on the same card, for whoever takes it next."""
    ticket_id = world.deliver(mail())
    ask(ticket_id, "take")
    ask(ticket_id, "done")
    assert world.follow_up("One more thing about my invoices") == ticket_id
    route = world.route(ticket_id)
    assert (world.file(ticket_id).ticket.status, route.taken_at, route.taken_by, route.done_at) == (
        Status.delivered,
        None,
        "",
        None,
    )
    assert len(world.cards(ticket_id)) == 1


def test_a_late_answer_to_a_finished_ticket_is_a_new_one(world: World, ask: Callable[..., Answer]) -> None:
    """After the days in which it reopens, a new ticket links to the old one, which stays closed."""
    ticket_id = world.deliver(mail())
    ask(ticket_id, "done")
    world.clock.advance(days=8)
    late = world.follow_up("One more thing about my invoices")
    assert late != ticket_id and world.file(late).ticket.linked == (ticket_id,)
    assert world.file(ticket_id).ticket.status is Status.done


def test_bumping_up_pings_the_lead_on_the_same_card(world: World, ask: Callable[..., Answer]) -> None:
    """The reason names the person, the lead is woken, and the urgency can be learned."""
    ticket_id = world.deliver(mail())
    assert ask(ticket_id, "bump", level="priority").text == "sent to finance (#finance), topic billing, priority"
    assert world.pinged(ticket_id) == ["@finance-lead"]
    decision = world.route(ticket_id).decision
    assert (decision.move, decision.urgency, world.route(ticket_id).n) == (Move.priority, Urgency.high, 1)
    (kept,) = world.desk.rows.corrections.values()
    assert (kept.action, kept.urgency, kept.teaches) == (Action.bump, Urgency.high, True)


def test_a_bump_counts_whatever_the_rules_say(world: World, ask: Callable[..., Answer]) -> None:
    """Without any priority rule a person's word is enough, and the card says whose it was."""
    world.rules.book = world.rules.book.renewed(priority_rules=())
    ticket_id = world.deliver(mail())
    ask(ticket_id, "bump", level="priority")
    assert world.route(ticket_id).decision.sentence.startswith("priority: raised to priority (said by @dana)")


def test_bumping_down_is_silent(world: World, ask: Callable[..., Answer]) -> None:
    """An angry and urgent ticket goes to the end of the queue, nobody more is pinged, and the lesson is its urgency."""
    ticket_id = world.deliver(mail("I am furious about my invoices"))
    pinged = world.pinged(ticket_id)
    assert ask(ticket_id, "bump", level="normal").done
    decision = world.route(ticket_id).decision
    assert (decision.move, decision.urgency, decision.pings) == (Move.route, Urgency.medium, ())
    assert "put back to normal (said by @dana)" in decision.sentence
    assert world.pinged(ticket_id) == pinged
    (kept,) = world.desk.rows.corrections.values()
    assert kept.teaches and (kept.orig_urgency, kept.urgency) == (Urgency.high, Urgency.medium)


@pytest.mark.parametrize(
    ("said", "move"), [("thank you for the invoices", Move.route), ("furious again", Move.escalate)]
)
def test_calm_lasts_as_long_as_the_customer_is_calm(
    world: World, ask: Callable[..., Answer], said: str, move: Move
) -> None:
    """What was put back to normal stays there until a new message is urgent or angry itself."""
    ticket_id = world.deliver(mail("I am furious about my invoices"))
    ask(ticket_id, "bump", level="normal")
    assert world.follow_up(said) == ticket_id
    assert world.route(ticket_id).decision.move is move


@pytest.mark.parametrize("level", list(Level))
def test_a_bump_to_where_it_is_writes_nothing(world: World, ask: Callable[..., Answer], level: Level) -> None:
    """It is answered kindly; so is one that forgot to say where to, with a question."""
    ticket_id = world.deliver(mail("I am furious about my invoices" if level is Level.priority else TWO[0]))
    before = world.file(ticket_id)
    assert ask(ticket_id, "bump", level=level.value).text.startswith("it was so already: ")
    assert ask(ticket_id, "bump") == Answer(done=False, text="say where to: priority or normal")
    assert world.file(ticket_id) == before


def test_a_split_makes_two_tickets(world: World, ask: Callable[..., Answer]) -> None:
    """Each half is read and routed for itself, all three are linked, and only the halves have live work."""
    ticket_id = world.deliver(mail(" ".join(TWO)))
    answer = ask(ticket_id, "split", first=TWO[0], second=TWO[1])
    ticket = world.file(ticket_id).ticket
    billing, login = ticket.linked
    assert answer.text == f"split into {billing} and {login}"
    assert (ticket.status, ticket.closed) == (Status.divided, f"{answer.text} by @dana")
    assert [world.file(half).ticket.linked for half in (billing, login)] == [(ticket_id, login), (ticket_id, billing)]
    assert [world.route(half).decision.topic for half in (billing, login)] == ["billing", "login"]
    assert [world.file(half).messages[0].text for half in (billing, login)] == list(TWO)
    assert [str(world.card(half).landing) for half in (billing, login)] == ["slack:#finance", "slack:#support"]
    assert world.card(ticket_id).rendered.payload["over"] is True


def test_halves_never_join_each_other(world: World, ask: Callable[..., Answer]) -> None:
    """The whole gives its claim back first: one half takes it, the other goes without, though both read alike."""
    ticket_id = world.deliver(mail())
    ask(ticket_id, "split", first="My invoices, one", second="My invoices, two")
    first, second = world.file(ticket_id).ticket.linked
    assert [world.file(half).ticket.status for half in (first, second)] == [Status.delivered] * 2
    assert world.desk.rows.claims["ana@studio.example#billing"][0] in (first, second)


def test_a_split_takes_two_texts(world: World, ask: Callable[..., Answer]) -> None:
    """One text is no split; without any, the reader must have quoted a second problem."""
    ticket_id = world.deliver(mail())
    assert ask(ticket_id, "split", first="a").text == "a split takes two texts: one of them is empty"
    assert ask(ticket_id, "split").text.startswith("the reader saw one problem only: ")
    assert world.file(ticket_id).ticket.status is Status.delivered


def test_a_split_without_texts_takes_what_the_reader_quoted(world: World, ask: Callable[..., Answer]) -> None:
    """From the workbook nobody writes texts: the quote is one problem, what is left of the message the other."""
    world.reader.usual = by_words(
        {" and ": {**filled("billing"), "t2": "login", "q2": "I cannot sign in"}, "sign in": filled("login")}
    )
    ticket_id = world.deliver(mail("My invoices are wrong and I cannot sign in"))
    assert ask(ticket_id, "split").done
    texts = [world.file(half).messages[0].text for half in world.file(ticket_id).ticket.linked]
    assert texts == ["My invoices are wrong and", "I cannot sign in"]


def test_a_merge_is_taken_back(world: World, ask: Callable[..., Answer]) -> None:
    """The follow-up gets a card of its own, both tickets name each other, and what it said counts there alone."""
    first = world.deliver(mail())
    second = world.deliver(mail("And furious about the invoices", 2))
    assert world.file(second).ticket.merged_into == first
    assert ask(second, "separate").text == f"a ticket of its own now, apart from {first}"
    mine, other = world.file(second), world.file(first)
    assert (mine.ticket.status, mine.ticket.merged_into, mine.ticket.apart) == (Status.delivered, "", (first,))
    assert (mine.ticket.linked, other.ticket.linked, other.ticket.apart) == ((first,), (second,), (second,))
    assert len(world.cards(first)) == len(world.cards(second)) == 1
    assert other.understanding is not None and other.understanding.urgency is Urgency.low


def test_what_was_taken_apart_stays_apart(world: World, ask: Callable[..., Answer]) -> None:
    """Decided again, or asked for again, it never joins; what the customer writes next still finds the first."""
    first = world.deliver(mail())
    second = world.deliver(mail("And the invoices again please", 2))
    ask(second, "separate")
    assert ask(second, "separate").text == f"it was so already: apart from {first}"
    third = world.deliver(mail("My invoices once more", 3))
    assert world.file(third).ticket.merged_into == first
    assert not world.file(second).ticket.merged_into


def test_only_what_was_joined_can_be_taken_apart(world: World, ask: Callable[..., Answer]) -> None:
    """A ticket of its own is told so."""
    assert ask(world.deliver(mail()), "separate") == Answer(
        done=False, text="it is a ticket of its own: nothing joined it to another"
    )


@pytest.mark.parametrize("action", ["reassign", "bump", "split", "take", "done", "spam"])
def test_a_stale_card_says_who_was_quicker(world: World, ask: Callable[..., Answer], action: str) -> None:
    """Of two people on one card the first wins; the second changes nothing and hears what the first did, and when."""
    ticket_id = world.deliver(mail())
    ask(ticket_id, "reassign", topic="login", n=1)
    before = world.file(ticket_id)
    wish = {"topic": "outage", "level": "priority", "first": "a", "second": "b", "n": 1, "by": "@sam"}
    answer = ask(ticket_id, action, **wish)
    assert answer == Answer(done=False, text=f"moved to support by @dana {world.clock.at:%H:%M}")
    assert world.file(ticket_id) == before


def test_ones_own_click_is_no_conflict(world: World, ask: Callable[..., Answer]) -> None:
    """The same click again, after it made the card stale itself, is the success that it was."""
    ticket_id = world.deliver(mail())
    first = ask(ticket_id, "reassign", id="click", topic="login", n=1)
    assert first.done and ask(ticket_id, "reassign", id="click", topic="login", n=1) == first.renewed(again=True)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("error", [Retryable("away"), Conflict("raced")], ids=["away", "raced"])
@pytest.mark.parametrize("action", ["split", "separate", "take", "bump"])
def test_a_broken_call_neither_loses_nor_repeats_an_action(action: str, error: Exception, *, after: bool) -> None:
    """Whichever call fails, before or after its effect, asking again leaves one row and no ticket without a card."""
    for k in range(15):  # more calls than any of them takes
        fresh = routing_world()
        first = fresh.deliver(mail())
        second = fresh.deliver(form("The invoices again please"))
        correct = Correct(desk=fresh.desk, rules=fresh.rules, queue=fresh.intake, clock=fresh.clock)
        wish = Wish(
            id="w",
            ticket_id=second if action == "separate" else first,
            action=Action(action),
            level=Level.priority,
            first=TWO[0],
            second=TWO[1],
            by="@dana",
            origin="slack",
        )
        fresh.wire = BreaksAt(k, error, after=after)
        for _ in range(2):
            try:
                correct(wish)
            except Retryable:
                continue
        fresh.wire = Wire()
        fresh.run()
        assert len(fresh.desk.rows.corrections) == 1, k
        for ticket_id, ticket in fresh.desk.rows.tickets.items():
            assert ticket.status in (Status.merged, Status.divided) or len(fresh.cards(ticket_id)) == 1, (k, ticket_id)
