"""The card's content: the reply link, what is said of the text, and who is still to be woken."""

from __future__ import annotations

from datetime import datetime
from email.header import Header
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.reader import filled
from tests.fakes.small import FakeLinks
from tests.fakes.world import World
from ticket_router.domain.base import Status
from ticket_router.domain.card import Card
from ticket_router.domain.correction import Action, Wish
from ticket_router.domain.inbound import Customer, InboundAttachment, Verdicts
from ticket_router.services.compose import ACTIONS, Composer, reply_link
from ticket_router.services.correct import Correct


class Answered(FakeLinks):
    """Links to actions, in the clear."""

    def to_action(self, ticket_id: str, n: int, rev: int, action: str, now: datetime) -> str:
        """See the port."""
        return f"https://do.example/{ticket_id}/{n}/{rev}/{action}"


def card_of(world: World, ticket_id: str) -> Card:
    """The card as it would be rendered now."""
    file = world.file(ticket_id)
    assert file.route is not None
    return world.dispatch._composer.card(file, file.route, world.rules.book, world.clock.at)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("A question", "Re: A question [{id}]"),
        ("Re: A question", "Re: A question [{id}]"),
        ("Re: A question [{id}]", "Re: A question [{id}]"),
        ("", "Re: [{id}]"),
        ("100% & more? \r\nBcc: evil@x.example", "Re: 100% & more? Bcc: evil@x.example [{id}]"),
    ],
)
def test_the_reply_link_writes_to_the_customer_with_the_mark(subject: str, expected: str) -> None:
    """Whatever stands in the subject stays there: no field of the mail can be added through it."""
    world = World()
    ticket_id = world.deliver(mail())
    file = world.file(ticket_id)
    ticket = file.ticket.renewed(subject=subject.format(id=ticket_id))
    link = urlsplit(reply_link(file.renewed(ticket=ticket), world.rules.book))
    fields = parse_qs(link.query)
    assert (link.scheme, unquote(link.path)) == ("mailto", "ana@studio.example")
    assert fields == {"subject": [expected.format(id=ticket_id)], "cc": ["support@company.example"]}
    assert Header(fields["subject"][0]).encode()


def test_a_very_long_subject_keeps_the_mark() -> None:
    """Without it the customer's answer would not find its ticket."""
    world = World()
    ticket_id = world.deliver(mail(subject="long " * 200))
    link = urlsplit(reply_link(world.file(ticket_id), world.rules.book))
    (subject,) = parse_qs(link.query)["subject"]
    assert subject.endswith(f"[{ticket_id}]") and len(subject) <= 200


def test_without_an_address_there_is_no_reply_link() -> None:
    """A button that leads nowhere is worse than none."""
    world = World()
    ticket_id = world.deliver(mail(customer=Customer(name="Ana")))
    assert card_of(world, ticket_id).reply_link == ""


def test_a_card_says_when_more_was_set_aside() -> None:
    """Quoted history is not shown, and people know that there is some."""
    world = World()
    short, quoted = mail("Just this text here"), mail("Another text here", 2, full_text="Another text here\n> old")
    assert not card_of(world, world.deliver(short)).has_more
    other = Customer(address="ben@studio.example")
    assert card_of(world, world.deliver(quoted.renewed(customer=other))).has_more


def test_a_held_card_shows_the_best_guess() -> None:
    """The person who sorts it need not start from nothing; unsure is no guess."""
    for topic, guess in (("login", "login"), ("unsure", "")):
        world = World()
        world.reader.script = [filled(topic, sure=30)]
        assert card_of(world, world.deliver(mail())).guess == guess


def test_what_the_customer_chose_is_compared_with_what_it_reads_as() -> None:
    """A different category is said, the same one is not."""
    for category, differs in (("Billing", False), ("sales", True), ("", False)):
        world = World()
        assert card_of(world, world.deliver(mail(category=category))).reads_differently is differs


@pytest.mark.parametrize("virus", [False, True], ids=["clean", "withheld"])
def test_both_halves_of_a_split_show_the_files_and_raw_mails_of_every_message(*, virus: bool) -> None:
    """Nobody can tell which text a file goes with. Later raw mails stand among the files, withheld where all are."""
    world = World()
    scan, photo = (InboundAttachment(name=n, content_type="image/png", size=3, content=b"png") for n in ("a", "b"))
    whole = world.deliver(mail("Two things", attachments=(scan,), verdicts=Verdicts(virus=virus)))
    world.clock.advance(minutes=5)
    late = {"references": ("<1@mail.example>",), "received_at": world.clock.at, "attachments": (photo,)}
    assert world.deliver(mail("PS: here is a photo", 2, **late)) == whole
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    correct(Wish(id="w", ticket_id=whole, action=Action.divide, first="one", second="two", by="@dana", origin="slack"))
    world.run()
    for half in world.file(whole).ticket.linked:
        card = card_of(world, half)
        assert [(file.name, file.size) for file in card.attachments] == [("a", 3), ("b", 3), ("message 2.eml", None)]
        raw = [card.raw_link, card.attachments[-1].link]
        assert ["in/1" in raw[0], "in/2" in raw[1]] == ([False, False] if virus else [True, True])


@pytest.mark.parametrize(("closed", "offered"), [("", ACTIONS), ("closed by @dana", ("why",))])
def test_links_are_offered_for_what_can_be_done(closed: str, offered: tuple[str, ...]) -> None:
    """A finished ticket is only explained; every link names the card and where the ticket stands."""
    world = World()
    file = world.file(world.deliver(mail()))
    assert file.route is not None
    file = file.renewed(ticket=file.ticket.renewed(closed=closed))
    card = Composer(links=Answered()).card(file, file.route, world.rules.book, world.clock.at)
    base = f"https://do.example/{card.ticket_id}/1/{file.ticket.rev}"
    assert card.ways == tuple((action, f"{base}/{action}") for action in offered)


def test_only_a_merge_that_holds_can_be_undone() -> None:
    """A message that joined another ticket says which ticket it was; the customer's own answer is none."""
    world = World()
    ticket_id = world.deliver(mail())
    joined = world.deliver(mail("Another question about the invoice", 2))
    world.follow_up("And one more thing", 3)
    file = world.file(ticket_id)

    def offered(**changes: object) -> list[str]:
        changed = file.renewed(ticket=file.ticket.renewed(**changes))
        notes = Composer(links=Answered()).follow_ups(changed, world.rules.book, world.clock.at)
        return [note.undo for note in notes]

    assert (
        offered() == offered(status=Status.divided) == [f"https://do.example/{joined}/1/{file.ticket.rev}/separate", ""]
    )
    assert offered(apart=(joined,)) == ["", ""]
