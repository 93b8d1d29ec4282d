"""Which id a channel's name stands for: reading a channel takes the id, while the workbook has names."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ticket_router.adapters.slack.errors import CodedRefusal, translated
from ticket_router.domain.errors import OutcomeUnknown
from ticket_router.ports import Clock

Call = Callable[..., Any]

_KEPT = timedelta(minutes=10)
_PAGES = 50
_ID = re.compile(r"[CGD][A-Z0-9]{6,}")
"""Names are all lower case (docs.slack.dev, conversations.rename), so an id is never taken for one."""
_KINDS = ("public_channel,private_channel", "public_channel")
"""Private channels need a scope of their own; without it the public ones are still found."""


class ChannelIds:
    """Names to ids, learned from Slack's answers to posts, else listed; kept for ten minutes (channels are renamed)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, tuple[str, datetime]] = {}

    def learn(self, address: str, channel_id: str) -> None:
        """A post to `address` came out in `channel_id`."""
        self._known[_name(address)] = (channel_id, self._clock.now() + _KEPT)

    def of(self, address: str, list_channels: Call) -> str:
        """The id behind `#finance`, `finance` or an id itself; `list_channels` is WebClient.conversations_list.

        Raises Refused for good when there is no such channel, else as posting does.
        """
        if _ID.fullmatch(address):
            return address
        name = _name(address)
        if not self._fresh(name):
            self._list(list_channels)
        if not self._fresh(name):
            raise CodedRefusal("channel_not_found", f"Slack has no channel {address}", for_good=True)
        return self._known[name][0]

    def _fresh(self, name: str) -> bool:
        known = self._known.get(name)
        return known is not None and self._clock.now() < known[1]

    def _list(self, list_channels: Call) -> None:
        for kinds in _KINDS:
            try:
                self._list_kinds(list_channels, kinds)
                return
            except CodedRefusal as refusal:
                if refusal.code != "missing_scope" or kinds == _KINDS[-1]:
                    raise

    def _list_kinds(self, list_channels: Call, kinds: str) -> None:
        cursor = ""
        for _ in range(_PAGES):
            with translated():
                answer = list_channels(types=kinds, exclude_archived=True, limit=1000, cursor=cursor or None)
            for channel in answer.get("channels") or []:
                self.learn(channel["name"], channel["id"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise OutcomeUnknown("Slack has more channels than can be listed in one go")


def _name(address: str) -> str:
    return address.removeprefix("#").lower()
