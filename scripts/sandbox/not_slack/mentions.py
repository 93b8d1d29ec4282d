"""Who a message notifies: the tokens Slack acts on, so that a test can prove customer text never pings anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(r"<(?:@([UW][A-Z0-9]+)|!(channel|here|everyone)|!subteam\^(S[A-Z0-9]+))(?:\|[^<>]*)?>")
_BARE = re.compile(r"(?<![\w@])@(channel|here|everyone)\b")


@dataclass(frozen=True)
class Ping:
    """One notification: `who` is a user id, or channel, here, everyone, or a group's id; `name` as people read it."""

    ts: str
    thread_ts: str | None
    who: str
    name: str


def notified(posted: Mapping[str, Any]) -> list[str]:
    """Whom a post notifies, in order and once each: user ids and the words channel, here, everyone.

    Tokens count in `text` and in every mrkdwn or rich text of the blocks; escaped ones (`&lt;!channel&gt;`) and
    plain_text never do. With `parse=full` a bare @channel counts too, as Slack then links names.
    """
    found: dict[str, None] = {}
    for text in _live_texts(posted):
        for match in _TOKEN.finditer(text):
            found[match.group(1) or match.group(2) or match.group(3)] = None
        if posted.get("parse") == "full":
            found.update(dict.fromkeys(_BARE.findall(text)))
    for element in _dicts([posted.get("blocks"), posted.get("attachments")]):
        if element.get("type") == "user" and isinstance(element.get("user_id"), str):
            found[element["user_id"]] = None
        if element.get("type") == "broadcast" and isinstance(element.get("range"), str):
            found[element["range"]] = None
    return list(found)


def _live_texts(posted: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(posted.get("text"), str):
        yield posted["text"]
    for element in _dicts([posted.get("blocks"), posted.get("attachments")]):
        if element.get("type") in ("mrkdwn", "markdown") and isinstance(element.get("text"), str):
            yield element["text"]
    for attachment in posted.get("attachments") or []:
        yield from (v for k, v in attachment.items() if k in ("text", "pretext") and isinstance(v, str))


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _dicts(item)
