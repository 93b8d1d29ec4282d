"""Posts to Slack. There is no idempotency key, so every post carries a tag by which it can be found again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ticket_router.adapters.slack.card import render_card
from ticket_router.adapters.slack.channels import ChannelIds
from ticket_router.adapters.slack.errors import CodedRefusal, translated
from ticket_router.adapters.slack.thread import render_follow_up, render_moved, render_ping
from ticket_router.domain.card import Card, FollowUp, Ping
from ticket_router.domain.errors import NotFound, OutcomeUnknown
from ticket_router.domain.rendered import Rendered, Tag
from ticket_router.domain.route import Landing, LandingKind
from ticket_router.ports import Clock

if TYPE_CHECKING:
    from slack_sdk import WebClient

EVENT_TYPE = "ticket_router_post"
_SLACK = "https://slack.com/api/"
_PAGES = 25
_SKEW = timedelta(minutes=1)
"""How far Slack's clock may be behind ours when looking for a post."""


class SlackChannel:
    """Serves `ports.Channel`. Ids of posts are `<channel id>:<ts>`, so that threads and changes need no look-up.

    `token` is asked at every call (it may be rotated), `timeout` is in seconds per call. The SDK retries nothing:
    its own retry after a lost answer would post twice.
    """

    kind = LandingKind.slack
    can_look_up = True
    can_update = True

    def __init__(self, token: Callable[[], str], clock: Clock, base_url: str = _SLACK, timeout: int = 8) -> None:
        self._token = token
        self._base_url = base_url
        self._timeout = timeout
        self._ids = ChannelIds(clock)
        self._client: WebClient | None = None

    def card(self, card: Card) -> Sequence[Rendered]:
        """The card (part `card`) and its continuations (`more:1`, ...)."""
        return render_card(card)

    def follow_up(self, card: Card, follow_up: FollowUp) -> Sequence[Rendered]:
        """Parts `note:<key>`, `note:<key>:1`, ..."""
        return render_follow_up(card, follow_up)

    def ping(self, card: Card, ping: Ping) -> Rendered:
        """Part `ping:<call>`."""
        return render_ping(ping)

    def moved(self, card: Card, to: str) -> Rendered:
        """Part `card` again, in its last form."""
        return render_moved(card, to)

    def post(self, landing: Landing, rendered: Rendered, tag: Tag, thread: str) -> str:
        """chat.postMessage; raises Refused or OutcomeUnknown."""
        channel, _, parent = thread.rpartition(":")
        place: dict[str, Any] = {"channel": channel or landing.address}
        if parent:
            place["thread_ts"] = parent
        with translated():
            answer = self._web().chat_postMessage(
                **place,
                **rendered.payload,
                metadata={"event_type": EVENT_TYPE, "event_payload": tag.model_dump()},
                unfurl_links=False,
                unfurl_media=False,
            )
        came_out, ts = answer.get("channel"), answer.get("ts")
        if not came_out or not ts:
            raise OutcomeUnknown("Slack's answer names no message")
        self._ids.learn(landing.address, str(came_out))
        return f"{came_out}:{ts}"

    def update(self, landing: Landing, message_id: str, rendered: Rendered) -> None:
        """chat.update; raises Refused or OutcomeUnknown, and NotFound when somebody deleted the post."""
        channel, _, ts = message_id.rpartition(":")
        channel = channel or self._ids.of(landing.address, self._web().conversations_list)
        try:
            with translated():
                self._web().chat_update(channel=channel, ts=ts, **rendered.payload)
        except CodedRefusal as refusal:
            if refusal.code == "message_not_found":
                raise NotFound("the post is not in Slack any more") from refusal
            raise

    def find(self, landing: Landing, tag: Tag, thread: str, since: datetime) -> str | None:
        """conversations.history, or conversations.replies for a thread, from `since` on, by metadata."""
        channel, _, parent = thread.rpartition(":")
        channel = channel or self._ids.of(landing.address, self._web().conversations_list)
        wanted = tag.model_dump()
        try:
            for message in self._messages(channel, parent, since):
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload") == wanted:
                    return f"{channel}:{message['ts']}"
        except CodedRefusal as refusal:
            if refusal.code != "thread_not_found":
                raise
        return None

    def _messages(self, channel: str, parent: str, since: datetime) -> Iterator[dict[str, Any]]:
        web, cursor = self._web(), ""
        for _ in range(_PAGES):
            asked: dict[str, Any] = {
                "channel": channel,
                "oldest": f"{(since - _SKEW).timestamp():.6f}",
                "include_all_metadata": True,
                "limit": 200,
            }
            with translated():
                if parent:
                    answer = web.conversations_replies(ts=parent, cursor=cursor or None, **asked)
                else:
                    answer = web.conversations_history(cursor=cursor or None, **asked)
            yield from answer.get("messages") or []
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise OutcomeUnknown("too much was said in Slack since then to look through")

    def _web(self) -> WebClient:
        token = self._token()
        if self._client is None or self._client.token != token.strip():
            from slack_sdk import WebClient

            logger = logging.getLogger("ticket_router.slack")
            logger.setLevel(logging.CRITICAL)  # the SDK would log customers' words when it debugs or fails
            self._client = WebClient(token, self._base_url, self._timeout, logger=logger, retry_handlers=[])
        return self._client
