"""A split loses nothing: what was joined is a ticket of its own again, and what the customer wrote later stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.deliveries import chat, form, mail
from tests.fakes.reader import by_words, filled
from tests.fakes.small import FakeLinks
from tests.fakes.values import message
from tests.fakes.world import World
from ticket_router.domain.base import Status
from ticket_router.domain.change import Change
from ticket_router.domain.correction import Answer, Wish
from ticket_router.domain.inbound import Customer
from ticket_router.domain.two_texts import two_texts
from ticket_router.services import splitting
from ticket_router.services.compose import Composer
from ticket_router.services.correct import Correct

TWO = {"first": "My invoices are wrong", "second": "I cannot sign in"}
BILLING = "My invoices are wrong, and I cannot see the receipts"
OPENING = "My invoices are wrong, and I cannot sign in"


def halves(world: World, ticket_id: str) -> tuple[str, str]:
    """The two tickets that it was split into."""
    ticket = world.file(ticket_id).ticket
    first, second = (one for one in ticket.linked if one not in ticket.apart)
    return first, second


def texts(world: World, ticket_id: str) -> list[str]:
    """What they say."""
    return [world.file(half).opening.text for half in halves(world, ticket_id)]


def test_split_keeps_what_was_joined(world: World, ask: Callable[..., Answer]) -> None:
    """The joined ticket is one of its own again in the same step, with a card, and the old card says so."""
    whole = world.deliver(mail(BILLING))
    joined = world.deliver(form("Please refund invoice 77", 2))
    assert world.file(joined).ticket.merged_into == whole
    assert ask(whole, "split", **TWO).done
    ticket, other = world.file(joined).ticket, world.file(whole).ticket
    assert (ticket.status, ticket.merged_into, ticket.apart) == (Status.delivered, "", (whole, *halves(world, whole)))
    assert world.card(joined).rendered.payload["text"] == "Please refund invoice 77"
    assert (other.apart, other.linked) == ((joined,), (*halves(world, whole), joined))
    (shown,) = Composer(links=FakeLinks()).follow_ups(world.file(whole), world.rules.book, world.clock.at)
    assert shown.apart
    assert ask(joined, "separate", joined_to=whole).text == f"it was so already: apart from {whole}"


def test_what_was_joined_may_stay_one_problem(world: World, ask: Callable[..., Answer]) -> None:
    """Nobody has told two joined tickets apart: the one is on the other's card, and people read both."""
    whole = world.deliver(mail(BILLING))
    first, second = (world.deliver(form(f"Please refund invoice {n}", n)) for n in (2, 3))
    ask(whole, "split", **TWO)
    assert world.file(second).ticket.merged_into == first
    assert world.card(first).rendered.payload["text"] == "Please refund invoice 2"
    assert world.said(first) == ["Please refund invoice 3"]


def test_nothing_that_was_apart_becomes_one_again(world: World, ask: Callable[..., Answer]) -> None:
    """Neither half joins what a person or this split took off the whole, nor the other way round, though all read
    alike and one of them has the claim."""
    whole = world.deliver(mail())
    before = world.deliver(form("My invoices again, two", 2))
    ask(before, "separate")
    joined = world.deliver(form("My invoices again, three", 3))
    ask(whole, "split", first="My invoices, one", second="My invoices, two")
    everyone = (*halves(world, whole), before, joined)
    assert [world.file(one).ticket.status for one in everyone] == [Status.delivered] * 4
    assert all({whole, before, joined} < set(world.file(half).ticket.apart) for half in halves(world, whole))


def test_what_was_joined_and_is_unread_is_read(world: World, ask: Callable[..., Answer]) -> None:
    """Its wake-up is sent with those of the halves, and again when the same wish comes again."""
    whole = world.deliver(mail())
    joined = world.deliver(form("My invoices again", 2))
    world.desk.commit(Change(messages=((joined, message("20260302T100000000000Z-cccccccccc", "I cannot sign in")),)))
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    wish = Wish(id="w", ticket_id=whole, action="split", by="@dana", origin="slack", **TWO)
    for _ in range(2):
        world.intake.waiting.clear()
        assert correct(wish).done
        assert sorted(sent.ticket_id for sent in world.intake.waiting) == sorted((*halves(world, whole), joined))
    world.run()
    assert world.file(joined).ticket.status is Status.delivered and not world.file(joined).unread


def test_more_than_one_step_can_hold_is_refused(
    world: World, ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is changed, and the answer says what to do first."""
    whole = world.deliver(mail(BILLING))
    joined = [world.deliver(form(f"My invoices again, {n}", n)) for n in (2, 3)]
    before = world.file(whole)
    monkeypatch.setattr(splitting, "MOST_WRITES", 14)
    assert ask(whole, "split", **TWO) == Answer(done=False, text=splitting.TOO_MUCH)
    assert world.file(whole) == before
    ask(joined[0], "separate")
    assert ask(whole, "split", **TWO).done


def test_split_keeps_a_reply(world: World, ask: Callable[..., Answer]) -> None:
    """What came later and stands in neither text goes with the first, where people read it."""
    whole = world.deliver(mail(OPENING))
    assert world.follow_up("PS: the order number is 4711") == whole
    ask(whole, "split", **TWO)
    assert texts(world, whole) == ["My invoices are wrong\n\nPS: the order number is 4711", "I cannot sign in"]


@pytest.mark.parametrize("half", ["first", "second"])
def test_a_reply_that_stands_in_a_text_is_not_repeated(world: World, ask: Callable[..., Answer], half: str) -> None:
    """However its lines were broken on the way."""
    whole = world.deliver(mail(OPENING))
    world.follow_up("PS: the order\nnumber is 4711")
    given = TWO | {half: f"{TWO[half]}\r\nPS: the order number is 4711"}
    ask(whole, "split", **given)
    assert texts(world, whole) == list(given.values())


def test_what_somebody_had_before_them_is_theirs_to_leave_out(world: World, ask: Callable[..., Answer]) -> None:
    """The marks of what was offered tell that they saw it."""
    whole = world.deliver(mail(OPENING))
    world.follow_up("Thanks!")
    ask(whole, "split", **TWO, made_of=two_texts(world.file(whole)).made_of)
    assert texts(world, whole) == list(TWO.values())


def test_what_comes_while_somebody_splits_is_kept(world: World, ask: Callable[..., Answer]) -> None:
    """It has no mark; what was offered and left out stays out."""
    whole = world.deliver(mail(OPENING))
    world.follow_up("Thanks!")
    made_of = two_texts(world.file(whole)).made_of
    world.follow_up("PS: the order number is 4711", 3)
    ask(whole, "split", **TWO, made_of=made_of)
    assert texts(world, whole)[0] == "My invoices are wrong\n\nPS: the order number is 4711"


def test_a_text_left_empty_is_all_the_rest_with_every_reply(world: World, ask: Callable[..., Answer]) -> None:
    """For what is longer than a field takes."""
    whole = world.deliver(mail(OPENING))
    world.follow_up("PS: the order number is 4711")
    ask(whole, "split", second="and I cannot sign in", rest=True)
    assert texts(world, whole) == ["My invoices are wrong,\n\nPS: the order number is 4711", "and I cannot sign in"]


def test_workbook_split_wrapped_quote(world: World, ask: Callable[..., Answer]) -> None:
    """From the workbook nobody writes texts, and a mail may break its lines anywhere."""
    quote = "I cannot sign in to the shop"
    world.reader.usual = by_words(
        {" and": {**filled("billing"), "t2": "login", "q2": quote}, "sign in": filled("login")}
    )
    whole = world.deliver(mail("My invoices are wrong and I cannot\nsign in to the shop"))
    assert ask(whole, "split", origin="workbook").done
    assert texts(world, whole) == ["My invoices are wrong and", "I cannot\nsign in to the shop"]


@pytest.mark.parametrize("typed", [{}, TWO])
def test_what_an_agent_asked_raises_no_half(world: World, ask: Callable[..., Answer], typed: dict[str, str]) -> None:
    """As it did not raise the whole: the halves hold the visitor's words, and the old card still has all."""
    tags = {**filled("billing"), "t2": "login", "q2": TWO["second"]}
    world.reader.usual = by_words({"invoices": tags, "sign in": filled("login")})
    said = ("agent: Bob here, were you hacked?", TWO["first"], TWO["second"])
    whole = world.deliver(chat(*said))
    assert ask(whole, "split", origin="workbook", **typed).done
    assert texts(world, whole) == list(TWO.values())
    assert "engineering" not in [world.route(half).decision.team for half in halves(world, whole)]
    assert "Bob here" in world.card(whole).rendered.payload["text"]


def test_a_text_that_somebody_typed_stays_as_typed(world: World, ask: Callable[..., Answer]) -> None:
    """Also with speakers in it, which they copied from the card."""
    whole = world.deliver(chat("agent: what is wrong?", "My invoices", "I cannot sign in"))
    given = TWO | {"first": "Agent: what is wrong?\nVisitor: My invoices"}
    ask(whole, "split", **given)
    assert texts(world, whole) == list(given.values())


def test_a_half_that_is_split_again_loses_no_mail_and_no_name(world: World, ask: Callable[..., Answer]) -> None:
    """What its text may come from is what the whole's came from, and what was joined to that."""
    whole = world.deliver(mail(BILLING))
    full = Customer(address="ana@studio.example", name="Ana Kowalska")
    colleague = Customer(address="zoe@studio.example", name="Zoe")
    for number, author in ((2, full), (3, colleague)):
        world.clock.advance(minutes=1)
        reply = mail(f"PS {number}", number, customer=author, references=("<1@mail.example>",))
        assert world.deliver(reply.renewed(received_at=world.clock.at, cc=("zoe@studio.example",))) == whole
    assert world.file(world.deliver(form("Please refund invoice 77", 4))).ticket.merged_into == whole
    ask(whole, "split", **TWO)
    half, _ = halves(world, whole)
    ask(half, "split", first="My invoices", second="wrong")
    for part in (half, *(one for one in world.file(half).ticket.linked if one != whole)):
        opening = world.file(part).opening
        assert (opening.raw_key, opening.more_raw) == ("in/1", ("in/2", "in/3"))
        assert opening.more_authors == (full, colleague)


def test_a_split_without_texts_says_what_it_lacks(world: World, ask: Callable[..., Answer]) -> None:
    """A second problem that was seen but not quoted is not called one problem only."""
    world.reader.usual = by_words({"": {**filled("billing"), "t2": "login", "q2": "trouble signing in"}})
    whole = world.deliver(mail(OPENING))
    answer = ask(whole, "split", origin="workbook")
    assert not answer.done and answer.text.startswith("the reader saw a second problem (login), but quoted no words")


def test_halves_never_meet_in_a_third_ticket(world: World, ask: Callable[..., Answer]) -> None:
    """Where another ticket of the customer is about the problem of both, only one of them joins it."""
    third = world.deliver(form("My invoices again"))
    whole = world.deliver(mail("I cannot sign in, and more", 2))
    assert ask(whole, "split", first="My invoices, one", second="My invoices, two").done
    into = [world.file(half).ticket.merged_into for half in halves(world, whole)]
    assert sorted(into) == ["", third]


def test_a_half_and_what_was_joined_never_meet(world: World, ask: Callable[..., Answer]) -> None:
    """Nor do a half and what the split gave its own row back, in whichever order they are decided."""
    whole = world.deliver(mail("My invoices are wrong"))
    joined = world.deliver(form("Please refund invoice 77", 2))
    assert world.file(joined).ticket.merged_into == whole
    world.clock.advance(days=2)  # the window of the whole's claim is over
    third = world.deliver(form("My invoices once more", 3, received_at=world.clock.at))
    assert ask(whole, "split", **TWO).done
    into = [world.file(one).ticket.merged_into for one in (joined, *halves(world, whole))]
    assert into.count(third) == 1
