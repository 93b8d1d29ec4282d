"""The few parts of Block Kit that cards are made of.

Text from outside goes into rich text and plain text alone, where nothing in it has a meaning: rich text can only ping,
link or format through elements of its own, which only we write. The mrkdwn here is ours from end to end.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from ticket_router.adapters.slack.text import RUN, clean, escape, fit, line, pieces, weight
from ticket_router.adapters.wording import safe_url, when
from ticket_router.domain.card import Wake

Json = dict[str, Any]

_USER = re.compile(r"[UW][A-Z0-9]{2,30}")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%'*+/=_~-]{1,64}@[A-Za-z0-9.-]{1,253}")


def run(text: str, *, bold: bool = False, italic: bool = False) -> Json:
    """A stretch of literal text; must not be empty."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def link(url: str, text: str, *, bold: bool = False) -> Json:
    """A link that we vouch for."""
    return {"type": "link", "url": url, "text": text} | ({"style": {"bold": True}} if bold else {})


def web(url: str, limit: int, text: str = "") -> Json:
    """A link from outside, made only when it is what it says: without a text of ours it shows itself."""
    fits = weight(url) <= limit and safe_url(url)
    return link(url, text or url) if fits else run(line(url, limit) or "…")


def mail_address(address: str) -> Json:
    """An address that can be clicked, when it is an ordinary one."""
    return link(f"mailto:{address}", address) if _ADDRESS.fullmatch(address) else run(address)


def wakes(people: tuple[Wake, ...]) -> list[Json]:
    """A row that pings everybody in it."""
    row = [run("🔔 ")]
    for index, wake in enumerate(people):
        row += [run(", "), _person(wake)] if index else [_person(wake)]
    return row


def _person(wake: Wake) -> Json:
    """Plain words for whom Slack would not know: an id that is none would fail the whole post."""
    if _USER.fullmatch(wake.slack_id):
        return {"type": "user", "user_id": wake.slack_id}
    return run(f"{line(wake.handle, 40)} (not pinged: no Slack id in the People tab)")


def mentions(people: tuple[Wake, ...]) -> str:
    """The same in mrkdwn, for the notification."""
    return " ".join(
        f"<@{wake.slack_id}>" if _USER.fullmatch(wake.slack_id) else escape(line(wake.handle, 40)) for wake in people
    )


def date_token(moment: datetime, time_zone: str) -> str:
    """A moment in each reader's own time zone, as mrkdwn (docs.slack.dev/messaging/formatting-message-text, dates)."""
    shown = f"{{date_short_pretty}} at {{time}}|{escape(line(when(moment, time_zone), 80))}"
    return f"<!date^{int(moment.timestamp())}^{shown}>"


def lines(*rows: list[Json]) -> Json:
    """A block of rows of runs, one below the other; empty rows are left out."""
    elements: list[Json] = []
    for row in rows:
        if row:
            elements += [run("\n"), *row] if elements else row
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def bullets(*rows: list[Json]) -> Json:
    """A block with a list."""
    items = [{"type": "rich_text_section", "elements": row} for row in rows]
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}]}


def quoted(text: str) -> Json:
    """A block with somebody else's words, all of them and nothing but them."""
    runs = [run(piece) for piece in pieces(clean(text), RUN, RUN)]
    return {
        "type": "rich_text",
        "block_id": "tr_text",
        "elements": [{"type": "rich_text_quote", "elements": runs}],
    }


def header(text: str) -> Json:
    """The one line in large letters, at most 150 characters."""
    return {"type": "header", "text": {"type": "plain_text", "text": fit(text, 140), "emoji": True}}


def small(text: str, *, ours: bool = False) -> Json:
    """A line in small letters; mrkdwn only if it is `ours` from end to end."""
    kind = {"type": "mrkdwn", "text": text} if ours else {"type": "plain_text", "text": text, "emoji": False}
    return {"type": "context", "elements": [kind]}


def total(value: Any) -> int:
    """What blocks may count for against Slack's limit on a whole message (all their strings)."""
    if isinstance(value, dict):
        return sum(total(member) for key, member in value.items() if key != "type")
    if isinstance(value, list):
        return sum(map(total, value))
    return weight(value) if isinstance(value, str) else 0
