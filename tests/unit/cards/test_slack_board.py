"""A queue board as Slack would take it: within all limits, with links of ours, and outside words that do nothing."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.sandbox.not_slack.blocks import check_message_blocks
from scripts.sandbox.not_slack.mentions import notified
from tests.unit.cards.gallery import HOSTILE, RECEIVED
from ticket_router.adapters.slack.board import render_board
from ticket_router.adapters.slack.rich import total
from ticket_router.domain.base import Move
from ticket_router.domain.board import SHOWN, Board, Line
from ticket_router.domain.rendered import Rendered

HOME = "https://company.slack.com/"
ORDER_MARKS = "".join(chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
AWKWARD = [
    HOSTILE,
    "<@U1> <!channel> <!here|x> <#C1> @everyone",
    "*bold* _soft_ ~gone~ `code` :tada: > quote",
    "<https://evil.example|our bank> https://evil.example",
    "first line\nsecond line\r\nthird\u2028fourth\u2029fifth\x0bsixth",
    f"invoice {ORDER_MARKS}gpj.exe",
    "\x00\x07\x1b[31m\ud800",
    "&<>" * 400,
    "👩‍👩‍👧‍👦" * 400,
    "x" * 5_000,
]


def make_line(**changes: Any) -> Line:
    """An ordinary open ticket with a card in Slack, unless `changes` say otherwise."""
    values: dict[str, Any] = {
        "ticket_id": "T-7K2M9QWX",
        "move": Move.route,
        "title": "Invoice",
        "customer": "Ana López",
        "since": RECEIVED,
        "card": "C0FINANCE:1795722351.095151",
    }
    return Line(**(values | changes))


def make_board(*lines: Line, total: int | None = None, title: str = "Finance") -> Board:
    """A board of these lines."""
    return Board(title=title, total=len(lines) if total is None else total, lines=lines)


def runs(rendered: Rendered) -> list[list[dict[str, Any]]]:
    """The inline elements of each line."""
    blocks = [block for block in rendered.payload["blocks"] if block["type"] == "rich_text"]
    return [block["elements"][0]["elements"] for block in blocks]


def rows(rendered: Rendered) -> list[str]:
    """What people read, block by block, each row on a line of its own; a moment as its fallback."""
    read = ["".join(run.get("text") or run["fallback"] for run in one) for one in runs(rendered)]
    others = rendered.payload["blocks"]
    return [others[0]["text"]["text"], *read, *(b["elements"][0]["text"] for b in others if b["type"] == "context")]


def check(rendered: Rendered) -> None:
    """Slack would take it, whole, and tell nobody."""
    blocks = rendered.payload["blocks"]
    check_message_blocks(blocks)
    assert len(blocks) <= 50
    assert len(blocks[0]["text"]["text"]) <= 150
    assert total(blocks) <= 12_000
    assert 0 < len(rendered.payload["text"]) <= 3_000
    assert json.loads(json.dumps(rendered.payload)) == rendered.payload
    assert notified(rendered.payload) == []
    assert rendered.pinged == ()


def test_a_line_says_what_it_is_about_who_waits_since_when_and_who_has_it() -> None:
    """Two rows each, in the order given, the title bold; what is not ordinary says so in a word too."""
    board = make_board(
        make_line(move=Move.escalate, title="Store is down", taken_by="@dana"),
        make_line(move=Move.priority),
        make_line(),
        make_line(move=Move.hold, title="", customer=""),
    )
    since = "since Sat 21 Nov 2026, 09:15 (UTC)"
    rendered = render_board(board, HOME)
    assert rows(rendered) == [
        "Open tickets for Finance · 4",
        f"🔴 Store is down\nESCALATE · Ana López · {since} · 🙋 taken by @dana",
        f"🟠 Invoice\nPRIORITY · Ana López · {since} · not taken yet",
        f"🔵 Invoice\nAna López · {since} · not taken yet",
        f"🟣 (no subject)\nHELD · unknown sender · {since} · not taken yet",
    ]
    assert all(one[1]["style"] == {"bold": True} for one in runs(rendered))
    assert (rendered.part, rendered.payload["text"]) == ("board", "Open tickets for Finance · 4")
    check(rendered)


def test_a_moment_is_shown_in_each_readers_own_time() -> None:
    """It goes to Slack as a moment, in a form that Slack knows."""
    (moment,) = [run for run in runs(render_board(make_board(make_line())))[0] if run["type"] == "date"]
    assert moment["timestamp"] == RECEIVED.timestamp()
    assert moment["format"] == "since {date_short_pretty} at {time}"


@pytest.mark.parametrize("home", [HOME, HOME.rstrip("/")])
def test_a_title_links_to_its_card(home: str) -> None:
    """By the card's permalink, whether the workspace's address ends with a slash or not."""
    link = runs(render_board(make_board(make_line()), home))[0][1]
    assert link["url"] == "https://company.slack.com/archives/C0FINANCE/p1795722351095151"


@pytest.mark.parametrize(("home", "card"), [("", "C0FINANCE:1795722351.095151"), (HOME, ""), (HOME, "no-id")])
def test_without_an_address_or_a_card_in_slack_a_title_is_no_link(home: str, card: str) -> None:
    """The line is there all the same, and as bold."""
    (line,) = runs(render_board(make_board(make_line(card=card)), home))
    assert line[1] == {"type": "text", "text": "Invoice", "style": {"bold": True}}


def test_what_has_no_line_is_counted() -> None:
    """The head counts all, the foot those that are not shown."""
    rendered = render_board(make_board(*[make_line()] * SHOWN, total=1_240))
    assert rows(rendered)[0] == "Open tickets for Finance · 1,240"
    assert rows(rendered)[-1] == "and 1,225 more"
    assert len(rendered.payload["blocks"]) == SHOWN + 2
    assert "more" not in rows(render_board(make_board(*[make_line()] * SHOWN)))[-1]


def test_an_empty_board_says_so() -> None:
    """It stays in its place, and promises what it keeps."""
    rendered = render_board(make_board())
    assert rows(rendered) == [
        "Open tickets for Finance · 0",
        "✨ Nothing is waiting. New tickets appear here by themselves.",
    ]
    check(rendered)


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("words", AWKWARD)
def test_words_from_outside_do_nothing(words: str, move: Move) -> None:
    """A full board of them keeps to the limits and its rows, pings nobody, links nowhere else and reorders nothing."""
    line = make_line(title=words, customer=words, taken_by=words, move=move)
    rendered = render_board(make_board(*[line] * SHOWN, total=10**9, title=words), HOME)
    check(rendered)
    for elements in runs(rendered):
        assert [run["type"] for run in elements] == ["text", "link", "text", "text", "date", "text"]
        assert elements[1]["url"].startswith(f"{HOME}archives/C0FINANCE/")
        read = "".join(str(run.get("text", "")) for run in elements)
        assert len(read.splitlines()) == 2
        assert not set(ORDER_MARKS) & set(read)
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in read if c != "\n")
    assert not set("<>") & set(rendered.payload["text"])
    assert rows(rendered)[0].endswith(" · 1,000,000,000")


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=100), st.sampled_from(Move))
def test_any_words_make_a_board(title: str, customer: str, taken_by: str, move: Move) -> None:
    """Whatever a ticket is called and whoever it is from, Slack takes the board."""
    check(render_board(make_board(make_line(title=title, customer=customer, taken_by=taken_by, move=move)), HOME))


def test_the_digest_tells_boards_apart() -> None:
    """What people see decides whether a board is written again: also who has a ticket, and whether it can be opened."""
    line = make_line()
    seen = [
        make_board(line),
        make_board(line, total=2),
        make_board(make_line(taken_by="@dana")),
        make_board(make_line(move=Move.priority)),
    ]
    digests = {render_board(board, home).digest for board in seen for home in ("", HOME)}
    assert len(digests) == 8
    assert render_board(make_board(make_line())).digest == render_board(make_board(line)).digest
