"""Every card of the gallery as Slack would take it: within all limits, whole, and pinging nobody for a customer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from scripts.sandbox.not_slack.blocks import check_message_blocks
from scripts.sandbox.not_slack.mentions import notified
from tests.unit.cards.gallery import FILE_LINK, HOSTILE, MANAGER, RECEIVED, cards, make_card, make_follow_up, make_ping
from ticket_router.adapters.slack.card import render_card
from ticket_router.adapters.slack.rich import total
from ticket_router.adapters.slack.text import clean
from ticket_router.adapters.slack.thread import render_follow_up, render_moved, render_ping
from ticket_router.domain.base import Move
from ticket_router.domain.card import CardFile, Wake
from ticket_router.domain.inbound import Customer
from ticket_router.domain.rendered import Rendered
from ticket_router.domain.ticket import MessageKind

GALLERY = cards()
EVERY = pytest.mark.parametrize("name", GALLERY)


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a payload, depth first."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from dicts(item)


def check(posts: Sequence[Rendered]) -> None:
    """Slack would take each of the posts."""
    for post in posts:
        blocks = post.payload["blocks"]
        check_message_blocks(blocks)
        for block in blocks:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.to_dict()
        assert len(blocks) <= 50
        assert total(blocks) <= 12_000
        assert 0 < len(post.payload["text"]) <= 3_000
        json.dumps(post.payload)


def shown_text(posts: Sequence[Rendered]) -> str:
    """The customer's text as it stands in the posts, in order."""
    quotes = [b for post in posts for b in post.payload["blocks"] if b.get("block_id") == "tr_text"]
    return "".join(run["text"] for quote in quotes for run in quote["elements"][0]["elements"])


def words(post: Rendered) -> str:
    """Everything that people can read in a post."""
    found = (d.get(key) for d in dicts(post.payload["blocks"]) for key in ("text", "url", "user_id"))
    return "\n".join(text for text in found if isinstance(text, str))


def pinged(post: Rendered) -> list[str]:
    """Whom Slack would notify."""
    return notified(post.payload)


@EVERY
def test_every_post_is_within_slacks_limits(name: str) -> None:
    """Blocks, texts, buttons and the whole message, counted as strictly as can be."""
    check(render_card(GALLERY[name]))


@EVERY
def test_nothing_of_the_message_is_lost(name: str) -> None:
    """Card and continuations joined are the message."""
    card = GALLERY[name]
    assert shown_text(render_card(card)) == clean(card.text)


@EVERY
def test_only_our_own_pings_ping(name: str) -> None:
    """Whom a card notifies comes from its pings alone, whatever the text says."""
    card = GALLERY[name]
    known = {wake.slack_id for wake in card.pings if re.fullmatch(r"U[A-Z0-9]+", wake.slack_id)}
    first, *others = render_card(card)
    assert set(pinged(first)) == known
    assert not any(pinged(post) for post in others)


@EVERY
def test_text_from_outside_never_stands_in_markup(name: str) -> None:
    """What Slack parses holds nothing but our own words, date tokens and mentions."""
    ours = re.compile(r"\*T-[A-Z0-9-]+\* · by (mail|form|chat) · <!date\^\d+\^[^<>|]*\|[^<>]*>")
    for post in render_card(GALLERY[name]):
        for element in dicts(post.payload["blocks"]):
            if element.get("type") == "mrkdwn":
                assert ours.fullmatch(element["text"])
        bare = re.sub(r"<@U[A-Z0-9]+>", "", post.payload["text"])
        assert not set("<>") & set(bare)


@EVERY
def test_links_lead_where_they_say(name: str) -> None:
    """A link is our own, or a web page that shows its own address; nothing else can be clicked."""
    card = GALLERY[name]
    own = {card.raw_link, card.playbook, *(file.link for file in card.attachments)}
    for post in render_card(card):
        for element in dicts(post.payload["blocks"]):
            url = element.get("url")
            if url is None or url in own or url.startswith("mailto:"):
                continue
            assert url == element["text"] == card.page
            assert url.startswith("https://")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=3_000), st.text(max_size=60), st.text(max_size=200))
def test_any_text_makes_a_card_that_slack_takes(text: str, name: str, subject: str) -> None:
    """For any text, name and subject: no limit is broken, nothing is lost, nobody is pinged by them."""
    text = text * 7
    card = make_card(text=text, subject=subject, customer=Customer(name=name, address="a@b.example"), pings=())
    posts = render_card(card)
    check(posts)
    assert shown_text(posts) == clean(text)
    assert not any(pinged(post) for post in posts)
    assert not any("<!" in p.payload["text"] or "<@" in p.payload["text"] for p in posts)


def test_the_four_moves_look_different() -> None:
    """Colour and word tell the moves apart at a glance."""
    heads = [
        render_card(GALLERY[name])[0].payload["blocks"][0]["text"]["text"] for name in ("escalate", "priority", "route")
    ]
    assert heads == ["🔴 ESCALATE · outage", "🟠 PRIORITY · login", "🔵 ROUTE · billing"]


def test_a_held_card_says_so_and_offers_to_send_it_on() -> None:
    """In triage the first line says what is wanted, and Reassign reads as what it does there."""
    (held,) = render_card(GALLERY["hold"])
    assert held.payload["blocks"][0]["text"]["text"] == "🟣 HELD · waits in triage to be sent on · best guess: billing"
    labels = {d["action_id"]: d["text"]["text"] for d in dicts(held.payload["blocks"]) if d.get("type") == "button"}
    assert labels["tr_reassign"] == "Send on"


def test_the_buttons_know_their_ticket() -> None:
    """Each button names ticket, card number, topic and team, so that a click needs no look-up."""
    buttons = [d for d in dicts(render_card(make_card(n=3))[0].payload) if d.get("type") == "button"]
    assert [b["action_id"] for b in buttons] == ["tr_take", "tr_reassign", "tr_bump", "tr_done", "tr_split", "tr_why"]
    assert [b["text"]["text"] for b in buttons] == ["Take", "Reassign", "Bump", "Done", "Split", "Why?"]
    assert {b["value"] for b in buttons} == {'{"t":"T-7K2M9QWX","n":3,"topic":"outage","team":"engineering"}'}


def test_the_card_says_everything_there_is() -> None:
    """Customer, marks, reading, page, doubts, files, reasons, landing and links are all there."""
    said = words(render_card(GALLERY["everything"])[0])
    for expected in (
        "Ana López",
        "mailto:ana@northwind.example",
        "⭐ VIP",
        "sender not verified",
        "T-7K2M9QWX* · by mail",
        "outage",
        "(0.94)",
        "high",
        "angry",
        "engineering",
        "@dana",
        "https://shop.northwind.example/checkout?step=2",
        "Their shop has been unreachable",
        "Customer chose “Billing question”, reads as “outage”.",
        "May also be about billing: “and I was charged twice”",
        "May also be about privacy",
        "Reads like spam",
        "Abusive language",
        "addresses the automatic reader",
        "something_new",
        "T-AAAA, T-BBBB",
        "channel_not_found",
        "Store is down",
        "checkout error.png",
        "(348 KB)",
        "Quoted history or a signature is not shown",
        "Why: ",
        "rules v41",
        "topic outage (0.94), Topics row 5",
        "✉️ Reply to the customer",
        "📖 Playbook",
        "🗄️ Raw mail",
        "(not pinged: no Slack id in the People tab)",
    ):
        assert expected in said, expected


def test_received_shows_in_the_readers_own_time_zone() -> None:
    """Slack renders the date token; the fallback has the company's time zone."""
    said = words(render_card(make_card())[0])
    assert (
        f"<!date^{int(RECEIVED.timestamp())}^{{date_short_pretty}} at {{time}}|Sat 21 Nov 2026, 10:15 (Europe/Berlin)>"
        in said
    )


def test_an_unknown_time_zone_is_utc() -> None:
    """A typing mistake in the workbook does not stop a card."""
    assert "09:15 (UTC)" in words(render_card(make_card(time_zone="Europe/Nowhere"))[0])


def test_a_long_message_goes_on_in_the_thread() -> None:
    """The parts are numbered, and the card says how many follow."""
    first, *others = render_card(GALLERY["long"])
    assert first.part == "card"
    assert [post.part for post in others] == [f"more:{i}" for i in range(1, len(others) + 1)]
    assert f"Goes on in the thread: {len(others)} more messages" in words(first)
    assert others[0].payload["text"] == f"T-7K2M9QWX goes on, part 2 of {len(others) + 1}"


def test_a_mail_bomb_ends_with_the_raw_mail() -> None:
    """Beyond 360,000 characters the thread points to the raw mail, and says how much is there."""
    text = "0123456789" * 50_000
    posts = render_card(make_card(text=text))
    shown = shown_text(posts)
    assert text.startswith(shown)
    assert f"{len(text) - len(shown):,} more characters: open the raw mail" in words(posts[-1])
    assert len(posts) == 42


def test_all_files_and_reasons_are_somewhere() -> None:
    """Lists that are too long for the card go on in the thread too."""
    said = "\n".join(words(post) for post in render_card(GALLERY["40 files"]))
    assert all(f"scan {n} of the contract.pdf" in said and f"{FILE_LINK}{n:03}" in said for n in range(40))
    said = "\n".join(words(post) for post in render_card(GALLERY["300 reasons"]))
    assert all(f"Priority rules row {n}\n" in f"{said}\n" for n in range(300))


def test_withheld_files_say_so() -> None:
    """A virus keeps the files closed, and the card says why."""
    said = words(render_card(GALLERY["withheld"])[0])
    assert "invoice.exe (99 B, withheld)" in said
    assert "unnamed file (0 B, withheld)" in said
    assert "The virus check failed" in said


def test_a_file_name_cannot_turn_itself_around() -> None:
    """Direction marks would let an .exe look like a .pdf."""
    assert "\u202e" not in words(render_card(GALLERY["hostile"])[0])


def test_an_ill_formed_slack_id_is_not_sent() -> None:
    """Slack would refuse the whole card for one bad id in the workbook."""
    (post,) = render_card(make_card(pings=(Wake(handle="@x", slack_id="U1 oops"),)))
    assert not [d for d in dicts(post.payload) if d.get("type") == "user"]
    assert post.payload["text"].endswith(" @x")


def test_pings_are_in_the_notification_and_on_the_card() -> None:
    """The manager is mentioned where Slack looks for mentions, and recorded as woken."""
    (post,) = render_card(make_card())
    assert post.payload["text"] == "🔴 ESCALATE · outage · Ana López: Store is down [T-7K2M9QWX] <@U0MANAGER1>"
    assert post.pinged == ("@oncall-manager",)
    assert pinged(post) == ["U0MANAGER1"]


def test_a_digest_changes_with_what_is_shown_and_with_nothing_else() -> None:
    """New signed links are no reason to touch a card; a new fact is."""
    card = make_card()
    later = card.renewed(
        raw_link="https://files.example/b3RoZXI.c2ln",
        attachments=(CardFile(name="checkout error.png", size=348_112, link="https://files.example/b.c"),),
    )
    assert render_card(card)[0].digest == render_card(later)[0].digest
    assert render_card(card)[0].digest != render_card(card.renewed(summary="Else."))[0].digest
    assert render_card(card)[0].digest != render_card(card.renewed(raw_link=""))[0].digest


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (MessageKind.customer, "Customer followed up"),
        (MessageKind.note, "A colleague answered"),
        (MessageKind.bounce, "A delivery failed"),
    ],
)
def test_a_follow_up_says_who_speaks(kind: MessageKind, expected: str) -> None:
    """The three kinds of later messages are told apart, with lane, time and the ticket they came in as."""
    (post,) = render_follow_up(make_card(), make_follow_up(kind=kind))
    check([post])
    said = words(post)
    assert expected in said
    assert expected in post.payload["text"]
    assert "by chat · <!date^" in said
    assert "came in as T-OTHER" in said
    assert shown_text([post]) == "Still down. Anybody there?"
    assert post.part == "note:20261121T092500-ab12"


def test_a_follow_up_names_another_author_and_a_new_subject() -> None:
    """A colleague's name and a changed subject are shown; what the card has already is not repeated."""
    known = words(render_follow_up(make_card(), make_follow_up(subject="Re: Store is down"))[0])
    assert "Store is down" not in known
    assert "ana@northwind.example" not in known
    new = make_follow_up(author=Customer(address="bo@company.example", name="Bo"), subject="Invoice?")
    said = words(render_follow_up(make_card(), new)[0])
    assert "Bo " in said
    assert "bo@company.example" in said
    assert "Invoice?" in said


def test_a_follow_up_of_a_split_ticket_keeps_its_way_back() -> None:
    """Another ticket's words are never hidden behind a card that is over: the button stays until it was pressed."""
    over = make_card(over=True, closed="split into T-1 and T-2 by @dana")
    for apart, expected in ((False, "Not the same problem"), (True, "it has a card of its own, as T-OTHER")):
        (post,) = render_follow_up(over, make_follow_up(apart=apart))
        assert expected in json.dumps(post.payload["blocks"], ensure_ascii=False)


def test_a_long_follow_up_continues_under_its_own_key() -> None:
    """Continuations of a follow-up are parts of their own, files and all."""
    files = GALLERY["40 files"].attachments
    posts = render_follow_up(make_card(), make_follow_up(text=HOSTILE * 400, attachments=files, raw_link=FILE_LINK))
    check(posts)
    assert [post.part for post in posts[1:3]] == ["note:20261121T092500-ab12:1", "note:20261121T092500-ab12:2"]
    assert shown_text(posts) == HOSTILE * 400
    assert not any(pinged(post) for post in posts)
    assert all(any(file.name in words(post) for post in posts) for file in files)


def test_a_ping_wakes_and_says_why() -> None:
    """A raise in the thread mentions the people and carries the decision's sentence."""
    post = render_ping(make_ping(people=(MANAGER, Wake(handle="@bo"))))
    check([post])
    assert post.part == "ping:7"
    assert post.pinged == ("@oncall-manager", "@bo")
    assert pinged(post) == ["U0MANAGER1"]
    assert "Raised to escalate" in words(post)
    assert "rules v41" in words(post)


@pytest.mark.parametrize(
    ("move", "named", "said"),
    [
        (Move.route, True, "🔵 For"),
        (Move.priority, True, "🟠 For"),
        (Move.priority, False, "🟠 Raised to priority:"),
        (Move.hold, False, "🟣 Waits in triage for"),
    ],
)
def test_a_ping_says_what_it_wakes_for(move: Move, named: bool, said: str) -> None:
    """Nobody who was named reads that a calm ticket was raised, and nothing is raised to a hold."""
    post = render_ping(make_ping(move=move, named=named))
    check([post])
    assert said in words(post) and post.payload["text"].startswith(said)


def test_a_moved_card_is_short_and_has_no_buttons() -> None:
    """After a move the old card only says where the ticket went."""
    post = render_moved(make_card(), "slack:#finance by <@U0DANA0000>")
    check([post])
    assert not [d for d in dicts(post.payload) if d.get("type") == "button"]
    assert "Moved to #finance by" in words(post)
    assert "T-7K2M9QWX · Ana López: Store is down" in words(post)
    assert pinged(post) == []
    assert post.digest != render_card(make_card())[0].digest


def test_a_move_without_a_known_topic_still_has_a_first_line() -> None:
    """Missing pieces leave no empty text behind, which Slack would refuse."""
    (post,) = render_card(GALLERY["bare"])
    assert post.payload["blocks"][0]["text"]["text"] == "🔴 ESCALATE · unsure"
    assert "(no text)" in words(post)
    assert post.payload["text"] == "🔴 ESCALATE · unsure · unknown sender: (no text) [T-7K2M9QWX]"
    assert GALLERY["bare"].move is Move.escalate
