"""What Slack is told at once when somebody clicks: a modal opens, or one person reads a sentence."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from ticket_router.adapters.slack.errors import translated
from ticket_router.adapters.slack.rich import Json
from ticket_router.adapters.slack.text import escape

if TYPE_CHECKING:
    from slack_sdk import WebClient


class SlackReplies:
    """`token` is asked at every call; `timeout` is in seconds, and short: the person waits three seconds at most."""

    def __init__(self, token: Callable[[], str], base_url: str, timeout: int = 2) -> None:
        self._token = token
        self._base_url = base_url
        self._timeout = timeout

    def open(self, trigger: str, view: Json) -> None:
        """views.open. Raises Refused (the click is too old, or was answered before) or OutcomeUnknown."""
        with translated():
            self._web().views_open(trigger_id=trigger, view=view)

    def change(self, view_id: str, seen: str, view: Json) -> None:
        """views.update of a modal that is still as it was `seen` (its hash). Raises as `open` does: it may be closed or
        have changed since, and is then left alone."""
        with translated():
            self._web().views_update(view_id=view_id, hash=seen, view=view)

    def tell(self, channel: str, user: str, text: str, thread: str = "") -> None:
        """chat.postEphemeral: a sentence that only this person sees. Raises as `open` does."""
        with translated():
            self._web().chat_postEphemeral(channel=channel, user=user, text=escape(text), thread_ts=thread or None)

    def _web(self) -> WebClient:
        from slack_sdk import WebClient

        logger = logging.getLogger("ticket_router.slack")
        logger.setLevel(logging.CRITICAL)  # the SDK would log customers' words when it debugs or fails
        return WebClient(self._token(), self._base_url, self._timeout, logger=logger, retry_handlers=[])
