"""Boards in Slack through the real slack_sdk: their links, their pins, and what every failure becomes."""

from __future__ import annotations

import pytest

from scripts.sandbox.not_slack import NotSlack
from scripts.sandbox.not_slack.server import SCOPES
from tests.integration.channels.conftest import StoppedClock
from ticket_router.adapters.slack.board import SlackBoards
from ticket_router.domain.base import Move
from ticket_router.domain.board import Board, Line, place
from ticket_router.domain.errors import LandingTrouble, OutcomeUnknown, Refused
from ticket_router.domain.rendered import Rendered, Tag

FINANCE = place("#finance")
TAG = Tag(ticket_id="board:#finance", n=0, part="board")
WORDS = "<!channel> <@U0MANAGER1> @here *urgent*"


@pytest.fixture
def boards(slack: NotSlack, clock: StoppedClock) -> SlackBoards:
    """The channel of boards as the bootstrap builds it, with a short timeout."""
    return SlackBoards(lambda: slack.token, clock, slack.api_url, timeout=1)


def make_board(clock: StoppedClock, card: str = "", title: str = "Invoice") -> Board:
    """A board with one line."""
    line = Line(ticket_id="T-1", move=Move.escalate, title=title, customer=title, since=clock.now(), card=card)
    return Board(title="Finance", total=1, lines=(line,))


def post(boards: SlackBoards, clock: StoppedClock, **changes: str) -> str:
    """Post a board; returns its id."""
    return boards.post(FINANCE, boards.board(make_board(clock, **changes)), TAG, "")


def url(board: Rendered) -> str | None:
    """Where the one line of a board leads."""
    (line,) = [block for block in board.payload["blocks"] if block["type"] == "rich_text"]
    found: str | None = line["elements"][0]["elements"][1].get("url")
    return found


def test_a_line_leads_where_slack_says_its_card_is(boards: SlackBoards, slack: NotSlack, clock: StoppedClock) -> None:
    """The link is what chat.getPermalink would answer, and the workspace is asked for its address once."""
    card = post(boards, clock)
    channel, _, ts = card.partition(":")
    permalink = boards._web().chat_getPermalink(channel=channel, message_ts=ts)["permalink"]
    assert [url(boards.board(make_board(clock, card))) for _ in range(3)] == [permalink] * 3
    assert [call.call for call in slack.calls].count("auth.test") == 1


def test_without_the_workspaces_address_a_board_has_no_links_this_time(
    boards: SlackBoards, slack: NotSlack, clock: StoppedClock
) -> None:
    """It is drawn all the same, and the next one has them; their digests differ, so the next one is written."""
    slack.fail("500", call="auth.test")
    bare, linked = (boards.board(make_board(clock, "C1:1.000001")) for _ in range(2))
    assert (url(bare), url(linked)) == (None, "https://company.slack.com/archives/C1/p1000001")
    assert bare.digest != linked.digest


def test_a_board_pings_nobody(boards: SlackBoards, slack: NotSlack, clock: StoppedClock) -> None:
    """Neither when it is posted nor when it is changed, whatever customers are called."""
    message_id = post(boards, clock, title=WORDS)
    boards.update(FINANCE, message_id, boards.board(make_board(clock, title=f"{WORDS} again")))
    boards.pin(message_id)
    assert slack.pings("#finance") == []
    (shown,) = slack.messages("#finance")
    assert f"{WORDS} again" in str(shown.blocks)


@pytest.mark.parametrize("trouble", ["archived", "left", "scope", "full"])
def test_a_pin_that_slack_does_not_allow_is_refused_for_good(
    boards: SlackBoards, slack: NotSlack, clock: StoppedClock, trouble: str
) -> None:
    """The board stands without a pin: no retry helps, and whoever asked is told so."""
    message_id = post(boards, clock)
    room = slack.channel("#finance")
    if trouble == "scope":
        slack.scopes = SCOPES - {"pins:write"}
    room.archived, room.member = trouble == "archived", trouble != "left"
    room.pins = [f"{number}.000001" for number in range(100 if trouble == "full" else 0)]
    with pytest.raises(Refused) as caught:
        boards.pin(message_id)
    assert caught.value.for_good
    assert message_id.rpartition(":")[2] not in room.pins


def test_a_rate_limit_on_pins_says_how_long(boards: SlackBoards, slack: NotSlack, clock: StoppedClock) -> None:
    """Slack's own wait reaches whoever asked."""
    message_id = post(boards, clock)
    slack.fail("429", call="pins.add", retry_after=7)
    with pytest.raises(Refused) as caught:
        boards.pin(message_id)
    assert (caught.value.after, caught.value.for_good) == (7, False)
    boards.pin(message_id)


@pytest.mark.parametrize(("fault", "done"), [("drop_after", 1), ("500", 0), ("drop", 0)])
def test_a_pin_without_an_answer_may_be_tried_again(
    boards: SlackBoards, slack: NotSlack, clock: StoppedClock, fault: str, done: int
) -> None:
    """Nobody knows whether it was done; trying again settles it either way."""
    message_id = post(boards, clock)
    slack.fail(fault, call="pins.add")
    with pytest.raises(OutcomeUnknown):
        boards.pin(message_id)
    assert len(slack.channel("#finance").pins) == done
    boards.pin(message_id)
    assert slack.channel("#finance").pins == [message_id.rpartition(":")[2]]


def test_a_board_whose_answer_was_lost_is_found(boards: SlackBoards, slack: NotSlack, clock: StoppedClock) -> None:
    """By its tag, from the moment on at which it was claimed."""
    since = clock.now()
    slack.fail("drop_after", call="chat.postMessage")
    with pytest.raises(LandingTrouble):
        post(boards, clock)
    (arrived,) = slack.messages("#finance")
    assert boards.find(FINANCE, TAG, "", since) == f"{arrived.channel}:{arrived.ts}"
