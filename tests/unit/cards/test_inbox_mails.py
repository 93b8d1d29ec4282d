"""Hand-off mails as a receiver's mail program reads them."""

from __future__ import annotations

import email.policy
import html
import re
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.cards.gallery import HOSTILE, MANAGER, cards, make_card, make_follow_up, make_ping
from ticket_router.adapters.inbox.address import address, message_id, named, words
from ticket_router.adapters.inbox.mime import build
from ticket_router.adapters.inbox.render import render_card, render_follow_up, render_moved, render_ping
from ticket_router.adapters.inbox.view import clean
from ticket_router.domain.base import Move
from ticket_router.domain.card import CardFile, Wake
from ticket_router.domain.inbound import Customer
from ticket_router.domain.rendered import Rendered, Tag

GALLERY = cards()
EVERY = pytest.mark.parametrize("name", GALLERY)
TAG = Tag(ticket_id="T-7K2M9QWX", n=1, part="0/card")
KNOWN_HEADERS = {
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Subject",
    "In-Reply-To",
    "References",
    "Importance",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Ticket-Router",
    "MIME-Version",
    "Content-Type",
}


class Shown(HTMLParser):
    """What a page shows and links to, and which elements it is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._hidden += tag in ("style", "title")
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "background")]
        self.words += ["\n"] if tag == "br" else []

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words).replace("\xa0", " "))


def received(rendered: Rendered, thread: str = "") -> EmailMessage:
    """The mail as the standard library parses it."""
    mail = build(rendered, TAG, sender="router@company.example", to="legal@company.example", thread=thread)
    assert all(len(row) <= 998 for row in mail.raw.split(b"\r\n"))
    assert b"\n" not in mail.raw.replace(b"\r\n", b"")
    parsed = BytesParser(policy=email.policy.default).parsebytes(mail.raw)
    assert isinstance(parsed, EmailMessage)
    return parsed


def bodies(message: EmailMessage) -> tuple[str, str]:
    """Plain text and HTML."""
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    return plain.get_content().replace("\r\n", "\n"), page.get_content().replace("\r\n", "\n")


@EVERY
def test_every_mail_parses_and_has_its_headers_alone(name: str) -> None:
    """Whatever a customer writes, the mail has our headers, each once, and two bodies."""
    message = received(render_card(GALLERY[name]))
    assert set(message.keys()) <= KNOWN_HEADERS
    assert len(message.keys()) == len(set(message.keys()))
    assert not message.defects
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert str(message["To"]) == "legal@company.example"
    assert str(message["From"]) == "Ticket router <router@company.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Ticket-Router"] == "T-7K2M9QWX/1/0/card"


@EVERY
def test_the_whole_message_is_in_both_bodies(name: str) -> None:
    """Neither alternative loses a word of what the customer wrote."""
    card = GALLERY[name]
    plain, page = bodies(received(render_card(card)))
    quoted = "\n".join(f"> {row}".rstrip() for row in clean(card.text).split("\n"))
    assert (quoted if card.text else "> (no text)") in plain
    assert re.sub(r"\s+", " ", clean(card.text)).strip() in Shown(page).text


@EVERY
def test_customer_text_adds_no_markup(name: str) -> None:
    """The page has our elements only, and loads nothing from anywhere."""
    shown = Shown(bodies(received(render_card(GALLERY[name])))[1])
    assert shown.tags <= set("html head meta title style body table tr td div a bdi span h2 h3 ul li p i br".split())
    assert all(link.startswith(("mailto:", "https://")) for link in shown.links)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=120), st.text(max_size=40))
def test_any_text_makes_a_mail_that_reads_back(text: str, name: str, subject: str, local: str) -> None:
    """For any text, name, subject and address: our headers only, and the text as it was."""
    card = make_card(text=text, subject=subject, customer=Customer(name=name, address=f"{local}@b.example"))
    message = received(render_card(card))
    assert set(message.keys()) <= KNOWN_HEADERS
    plain, page = bodies(message)
    assert "\n".join(f"> {row}".rstrip() for row in clean(text).split("\n")) in plain or not text.strip()
    assert "".join(clean(text).split()) in "".join(Shown(page).text.split())
    assert str(message["Subject"]).startswith("[escalate] Outage: ")
    assert str(message["Subject"]).endswith("[T-7K2M9QWX]")


@given(st.text(max_size=200))
def test_a_subject_reads_back(text: str) -> None:
    """Encoded words decode to the subject, whatever it holds, and fold below the limits of RFC 2047."""
    flat = " ".join(text.split())
    value = words(text)
    assert value.isascii()
    assert all(len(row) <= 150 for row in value.split("\r\n"))
    parsed = BytesParser(policy=email.policy.default).parsebytes(f"Subject: {value}\r\n\r\n".encode())
    if "\ufffd" not in words(text) and flat.isprintable():
        assert str(parsed["Subject"]) == flat


@given(st.text(max_size=120))
def test_a_display_name_reads_back(text: str) -> None:
    """A name stays one name of one address, quotes, commas and encoded words included."""
    parsed = BytesParser(policy=email.policy.default).parsebytes(
        f"Reply-To: {named(text, 'a@b.example')}\r\n\r\n".encode()
    )
    assert [one.addr_spec for one in parsed["Reply-To"].addresses] == ["a@b.example"]


def test_the_subject_has_move_topic_subject_and_mark() -> None:
    """What an inbox shows in one line."""
    card = make_card(move=Move.priority, topic="login", subject="cannot sign in")
    assert str(received(render_card(card))["Subject"]) == "[priority] Login: cannot sign in [T-7K2M9QWX]"


def test_a_subject_that_has_the_mark_keeps_one() -> None:
    """A reply's subject already names the ticket; it is not named twice."""
    card = make_card(subject="Re: help [T-7K2M9QWX]")
    assert str(received(render_card(card))["Subject"]) == "[escalate] Outage: Re: help [T-7K2M9QWX]"


def test_an_answer_goes_to_the_customer_and_a_copy_to_whom_we_ping() -> None:
    """Reply-To is the customer, Cc the pinged people, each once and never the inbox itself."""
    pings = (
        MANAGER,
        Wake(handle="@twin", email="Manager@company.example"),
        Wake(handle="@legal", email="legal@company.example"),
    )
    post = render_card(make_card(pings=(*pings, Wake(handle="@nobody"))))
    message = received(post)
    (customer,) = message["Reply-To"].addresses
    assert (customer.display_name, customer.addr_spec) == ("Ana López", "ana@northwind.example")
    assert [one.addr_spec for one in message["Cc"].addresses] == ["Manager@company.example"]
    assert post.pinged == ("@oncall-manager", "@twin", "@legal", "@nobody")
    assert "@nobody (no address in the People tab)" in bodies(message)[0]


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "no at sign",
        "a@b\r\nBcc: c@d.example",
        "ü@b.example",
        "a b@c.example",
        "a@b",
        "a@-b.example",
        "a..b@c.example",
    ],
)
def test_an_address_that_cannot_be_answered_gets_no_reply_to(bad: str) -> None:
    """Better no Reply-To than a mail that SES refuses, or a second header."""
    message = received(render_card(make_card(customer=Customer(name="Ana", address=bad))))
    assert message["Reply-To"] is None
    assert message["Bcc"] is None


def test_a_domain_in_another_script_is_written_in_ascii() -> None:
    """Such customers can be answered too."""
    assert address("ana@bücher.example") == "ana@xn--bcher-kva.example"


def test_the_mail_says_everything_there_is() -> None:
    """Both bodies hold the card's content."""
    plain, page = bodies(received(render_card(GALLERY["everything"])))
    shown = Shown(page)
    for expected in (
        "ESCALATE · outage",
        "T-7K2M9QWX · by mail · Sat 21 Nov 2026, 10:15 (Europe/Berlin)",
        "Ana López <ana@northwind.example>",
        "⭐ VIP · ⚠️ sender not verified",
        "outage (0.94) · urgency high · tone angry · language en",
        "engineering, @dana",
        "https://shop.northwind.example/checkout?step=2",
        "Their shop has been unreachable",
        "Customer chose “Billing question”, reads as “outage”.",
        "May also be about billing: “and I was charged twice”",
        "Reads like spam",
        "T-AAAA, T-BBBB",
        "channel_not_found",
        "checkout error.png",
        "Quoted history or a signature is not shown",
        "rules v41",
        "topic outage (0.94), Topics row 5",
        "help@company.example",
    ):
        assert expected in plain, expected
        assert expected in shown.text, expected
    card = GALLERY["everything"]
    for link in (card.raw_link, card.playbook, card.reply_link, card.attachments[0].link):
        assert link in plain
        assert link in shown.links


def test_withheld_files_have_no_link() -> None:
    """A virus keeps the files closed, and the mail says why."""
    plain, page = bodies(received(render_card(GALLERY["withheld"])))
    assert "invoice.exe (99 B, withheld)" in plain
    assert "The virus check failed" in Shown(page).text


def test_a_second_copy_says_so() -> None:
    """After a lost answer the mail goes out again, and nobody wonders why there are two."""
    post = render_card(make_card()).renewed(second_copy=True)
    message = received(post)
    plain, page = bodies(message)
    assert str(message["Subject"]).endswith("(possible second copy)")
    assert "possibly a second copy" in plain
    assert "possibly a second copy" in Shown(page).text
    assert "second copy" not in bodies(received(render_card(make_card())))[0]


def test_a_customer_cannot_place_the_second_copy_note() -> None:
    """The mark that the note replaces is ours alone."""
    post = render_card(make_card(subject="<!-- second copy -->", topic="<!-- second copy -->")).renewed(
        second_copy=True
    )
    assert Shown(bodies(received(post))[1]).text.count("possibly a second copy") == 1


def test_the_same_post_is_the_same_bytes() -> None:
    """Sent twice it can be compared, and another ticket's mail has another boundary."""
    build_one = [
        build(render_card(make_card()), tag, sender="a@b.example", to="c@d.example", thread="").raw
        for tag in (TAG, TAG, Tag(ticket_id="T-OTHER", n=1, part="0/card"))
    ]
    assert build_one[0] == build_one[1] != build_one[2]


def test_a_digest_changes_with_what_is_shown_and_with_nothing_else() -> None:
    """New signed links are no change; a new fact is. An ampersand in a link is written differently in HTML."""
    card = make_card(raw_link="https://files.example/?a=1&b=2", ways=(("take", "https://do.example/do/1"),))
    later = card.renewed(
        raw_link="https://files.example/?a=9&b=8",
        ways=(("take", "https://do.example/do/9"),),
        attachments=(CardFile(name="checkout error.png", size=348_112, link="https://files.example/b"),),
    )
    assert render_card(card).digest == render_card(later).digest
    assert render_card(card).digest != render_card(card.renewed(summary="Else.")).digest


def test_a_follow_up_answers_the_cards_mail() -> None:
    """Mail programs show it in the same thread."""
    post = render_follow_up(make_card(), make_follow_up())
    message = received(post, thread="<0100abc@email.amazonses.com>")
    assert message["In-Reply-To"] == message["References"] == "<0100abc@email.amazonses.com>"
    assert str(message["Subject"]) == "Re: [escalate] Outage: Store is down [T-7K2M9QWX]"
    plain, page = bodies(message)
    for expected in ("Customer followed up", "by chat", "came in as T-OTHER", "Still down. Anybody there?"):
        assert expected in plain
        assert expected in Shown(page).text
    assert post.part == "note:20261121T092500-ab12"
    assert message["Cc"] is None


@pytest.mark.parametrize("thread", ["", "x", "<a@b>\r\nBcc: c@d.example", "<>", "<a b@c>"])
def test_an_odd_thread_id_is_left_out(thread: str) -> None:
    """A header is never built from what is no Message-ID."""
    assert message_id(thread) == ""
    assert received(render_card(make_card()), thread=thread)["In-Reply-To"] is None


def test_a_ping_copies_the_people_and_is_marked_important() -> None:
    """A raise reaches the manager's own inbox."""
    post = render_ping(make_card(move=Move.route), make_ping())
    message = received(post)
    assert [one.addr_spec for one in message["Cc"].addresses] == ["manager@company.example"]
    assert message["Importance"] == "high"
    assert "Raised to escalate" in bodies(message)[0]
    assert (post.part, post.pinged) == ("ping:7", ("@oncall-manager",))


def test_a_mail_to_a_named_person_says_whom_it_is_for() -> None:
    """Nothing was raised, so nothing says so."""
    plain, page = bodies(received(render_ping(make_card(move=Move.route), make_ping(move=Move.route, named=True))))
    assert "🔵 For @oncall-manager" in plain and "🔵 For @oncall-manager" in Shown(page).text
    assert "Raised" not in plain


def test_every_later_mail_offers_what_the_card_does() -> None:
    """A mail that is out cannot be changed, so the newest has the links that hold; a merge is undone where it shows."""
    ways = (("take", "https://do.example/do/1"), ("reassign", "https://do.example/do/2"))
    card, undo = make_card(ways=ways), "https://do.example/do/3"
    joined = received(render_follow_up(card, make_follow_up(undo=undo)))
    for message in (received(render_card(card)), joined, received(render_ping(card, make_ping()))):
        plain, page = bodies(message)
        for label, (_, link) in zip(("Take", "Reassign"), ways, strict=True):
            assert f"{label}: {link}" in plain
            assert link in Shown(page).links
    plain, page = bodies(joined)
    assert f"Not the same problem: {undo}" in plain
    assert undo in Shown(page).links
    assert (
        "Send on: https://do.example/do/2"
        in bodies(received(render_follow_up(card.renewed(move=Move.hold), make_follow_up())))[0]
    )
    assert "/do/" not in bodies(received(render_moved(card, "slack:#finance")))[0]


def test_a_moved_ticket_is_told_shortly() -> None:
    """The inbox hears where the ticket went."""
    post = render_moved(make_card(), "email:finance@company.example <b>")
    plain, page = bodies(received(post))
    assert "Moved to finance@company.example <b>" in plain
    assert "Moved to finance@company.example <b>" in Shown(page).text
    assert HOSTILE not in html.unescape(page)
    assert post.part == "moved"
