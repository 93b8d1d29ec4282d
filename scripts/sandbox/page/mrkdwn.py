"""Slack's mrkdwn as HTML: the tokens it acts on become elements, and everything else is escaped text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from markupsafe import Markup, escape

_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_TOKEN = re.compile(r"<([^<>\n]+)>")
_BOLD = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])")
_STRIKE = re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])")
_QUOTE = re.compile(r"(?:^&gt; ?.*(?:\n|$))+", re.MULTILINE)
_KEPT = re.compile("\ue000(\\d+)\ue001")
_RESERVED = {0xE000: None, 0xE001: None}
_PERMALINK = re.compile(r"([A-Z0-9]+)/p(\d+)(\d{6})")
_DAY = "{day}"
_DATE = re.compile(r"!date\^(\d{1,12})\^([^|^]*)(?:\^[^|]*)?\|?(.*)")


@dataclass(frozen=True)
class Names:
    """What ids stand for: `users` by id without the @, `channels` by id without the #.

    `archives` is how permalinks of the workspace begin: they lead to its messages, which are on this very page.
    """

    users: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    archives: str = ""

    def place(self, url: str) -> str:
        """The page's own address of the message that a permalink leads to; empty for any other link."""
        found = _PERMALINK.fullmatch(url.removeprefix(self.archives)) if self.archives else None
        name = self.channels.get(found[1]) if found and url.startswith(self.archives) else None
        return f"#channel/{name}/{found[2]}.{found[3]}" if found and name else ""


def mrkdwn(text: str, names: Names) -> Markup:
    """A mrkdwn text as Slack shows it (docs.slack.dev/messaging/formatting-message-text)."""
    kept: list[str] = []

    def keep(html: object) -> str:
        kept.append(str(html))
        return f"\ue000{len(kept) - 1}\ue001"

    text = text.translate(_RESERVED)
    text = _FENCE.sub(lambda m: keep(Markup("<pre>{}</pre>").format(entities(m[1]))), text)
    text = _CODE.sub(lambda m: keep(Markup("<code>{}</code>").format(entities(m[1]))), text)
    text = _TOKEN.sub(lambda m: keep(_token(m[1], names)), text)
    html = str(escape(entities(text)))
    for pattern, tag in ((_BOLD, "b"), (_ITALIC, "i"), (_STRIKE, "s")):
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    html = _QUOTE.sub(
        lambda m: f"<blockquote>{re.sub('^&gt; ?', '', m[0], flags=re.MULTILINE).rstrip()}</blockquote>", html
    )
    while _KEPT.search(html):  # what was kept may hold only what was kept before it, so this ends
        html = _KEPT.sub(lambda m: kept[int(m[1])], html)
    return Markup(html)  # noqa: S704 - every piece was escaped above


def entities(text: str) -> str:
    """The three characters that Slack wants escaped, as they were meant; the ampersand last."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(token: str, names: Names) -> Markup:
    target, _, label = token.partition("|")
    label = entities(label)
    first = target[:1]
    if first == "@":
        return mention(f"@{names.users.get(target[1:], label or target[1:])}")
    if first == "#":
        return mention(f"#{names.channels.get(target[1:], label or target[1:])}")
    if target.startswith("!date^"):
        return _date(token)
    if first == "!":
        return mention(f"@{label or target[1:].partition('^')[0]}")
    return link(entities(target), label or entities(target).removeprefix("mailto:"))


def mention(name: str) -> Markup:
    """A name that Slack makes a mention of."""
    return Markup('<span class="bk-mention">{}</span>').format(name)


def link(url: str, text: str, wrap: Callable[[Markup], Markup] = lambda html: html) -> Markup:
    """A link where the address is one that may be opened; its text otherwise."""
    if not url.startswith(("https://", "http://", "mailto:")):
        return wrap(escape(text))
    html = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
    return html.format(url, wrap(escape(text)))


def moment(seconds: float, form: str, fallback: str = "") -> Markup:
    """A moment in Slack's own date format, in UTC, which is the local world's time zone.

    What "today" is changes with the world's clock, so the page puts such words into `data-said` itself.
    """
    at = datetime.fromtimestamp(seconds, UTC)
    short, long = f"{at:%b} {at.day}, {at.year}", f"{at:%A}, {at:%B} {at.day}, {at.year}"
    plain = f"{at:%B} {at.day}, {at.year}"
    shown, day = form, None
    for name, value in {"date_long_pretty": long, "date_short_pretty": short, "date_pretty": plain}.items():
        if f"{{{name}}}" in shown:
            shown, day = shown.replace(f"{{{name}}}", _DAY), value
    for name, value in {
        "date_num": f"{at:%Y-%m-%d}",
        "date_slash": f"{at:%m/%d/%Y}",
        "date_long": long,
        "date_short": short,
        "date": plain,
        "time_secs": f"{at:%H:%M:%S}",
        "time": f"{at:%H:%M}",
    }.items():
        shown = shown.replace(f"{{{name}}}", value)
    title = fallback or f"{at:%d %b %Y, %H:%M:%S} UTC"
    if day is None:
        return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), title, shown)
    html = Markup('<time class="day" datetime="{}" title="{}" data-at="{}" data-day="{}" data-said="{}">{}</time>')
    return html.format(at.isoformat(), title, int(seconds), day, shown, shown.replace(_DAY, day))


def _date(token: str) -> Markup:
    found = _DATE.fullmatch(token)
    return moment(int(found[1]), found[2], entities(found[3])) if found else escape(entities(token))
