"""Queue boards in Slack: one pinned message a channel that pings nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ticket_router.adapters import wording
from ticket_router.adapters.slack import parts
from ticket_router.adapters.slack.channel import SlackChannel
from ticket_router.adapters.slack.errors import CodedRefusal, translated
from ticket_router.adapters.slack.rich import Json, header, lines, link, run, small
from ticket_router.adapters.slack.text import escape, line
from ticket_router.domain.base import Move
from ticket_router.domain.board import Board, Line
from ticket_router.domain.errors import LandingTrouble, NotFound
from ticket_router.domain.rendered import Rendered

_TEAMS = 100
_TITLE = 90
_NAME = 60


def render_board(board: Board, workspace_url: str = "") -> Rendered:
    """Part `board`: a line or two for each ticket. `workspace_url` (`https://company.slack.com/`) makes them links.

    Words from outside stand in rich text alone, where nothing in them has a meaning.
    """
    title = f"Open tickets for {line(board.title, _TEAMS)} · {board.total:,}"
    blocks = [header(title), *(_line(one, workspace_url) for one in board.lines)]
    if board.more:
        blocks.append(small(f"and {board.more:,} more"))
    if not board.total:
        blocks.append(small("✨ Nothing is waiting. New tickets appear here by themselves."))
    return parts.rendered("board", escape(title), blocks)


def _line(one: Line, workspace_url: str) -> Json:
    """What it is about; below it the move in a word (an ordinary one needs none), who waits since when, who has it."""
    title = line(one.title, _TITLE) or "(no subject)"
    word = "" if one.move is Move.route else f"{wording.LABELS[one.move]} · "
    who = line(one.customer, _NAME) or "unknown sender"
    at = f"🙋 taken by {line(one.taken_by, _NAME)}" if one.taken_by else "not taken yet"
    first = [run(f"{wording.SIGNS[one.move]} "), _linked(one, title, workspace_url)]
    return lines(first, [run(f"{word}{who} · "), _since(one.since), run(f" · {at}")])


def _linked(one: Line, title: str, workspace_url: str) -> Json:
    """A permalink in the form that chat.getPermalink answers (docs.slack.dev), which spares a call for each line."""
    channel, _, ts = one.card.rpartition(":")
    if not workspace_url or not channel:
        return run(title, bold=True)
    return link(f"{workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}", title, bold=True)


def _since(moment: datetime) -> Json:
    """In each reader's own time (docs.slack.dev/reference/block-kit/block-elements/date-element). `since` is part of
    the format, so that `today` and `yesterday` stand inside a sentence."""
    return {
        "type": "date",
        "timestamp": int(moment.timestamp()),
        "format": "since {date_short_pretty} at {time}",
        "fallback": f"since {wording.when(moment, 'UTC')}",
    }


class SlackBoards(SlackChannel):
    """Serves the `BoardChannel` port."""

    _workspace_url = ""

    def board(self, board: Board) -> Rendered:
        """See the port."""
        return render_board(board, self._workspace())

    def delete(self, message_id: str) -> None:
        """chat.delete, which unpins too; raises Refused or OutcomeUnknown."""
        channel, _, ts = message_id.rpartition(":")
        try:
            with translated():
                self._web().chat_delete(channel=channel, ts=ts)
        except CodedRefusal as refusal:
            if refusal.code != "message_not_found":
                raise

    def pin(self, message_id: str) -> None:
        """pins.add; raises Refused or OutcomeUnknown, and NotFound when somebody deleted the post."""
        channel, _, ts = message_id.rpartition(":")
        try:
            with translated():
                self._web().pins_add(channel=channel, timestamp=ts)
        except CodedRefusal as refusal:
            if refusal.code == "message_not_found":
                raise NotFound("the board is not in Slack any more") from refusal
            if refusal.code != "already_pinned":
                raise

    def _workspace(self) -> str:
        """The workspace's own address, by auth.test, once a container; without it a board has no links this time."""
        if not self._workspace_url:
            try:
                with translated():
                    answer: Any = self._web().auth_test()
            except LandingTrouble:
                return ""
            self._workspace_url = str(answer.get("url") or "")
        return self._workspace_url
