"""Customer text on its way into Slack: nothing in it may act, and none of it may get lost when it is long.

Slack counts limits on escaped text and does not say in which units, so a character weighs what it takes once escaped,
in UTF-16 units: the most that it can be counted as.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ticket_router.adapters.wording import one_line

RUN = 2_900
"""Most that one text object takes; Slack's own limit is 3,000 (docs.slack.dev, text object)."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BREAKS = re.compile(r"\r\n?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_IDEOGRAPHIC_STOPS = "。、！？；：」』）"
_JOINER = "\u200d"
_LOOK_BACK = 64


def escape(text: str) -> str:
    """Text that stays text where Slack parses mrkdwn: no mention, no link, no special command survives.

    The three characters of docs.slack.dev/messaging/formatting-message-text, the ampersand first.
    """
    for character, entity in _ENTITIES.items():
        text = text.replace(character, entity)
    return text


def clean(text: str) -> str:
    """The same text with one kind of line break, and a visible mark where a control character stood."""
    return _UNPRINTABLE.sub("\ufffd", _BREAKS.sub("\n", text))


def weight(text: str) -> int:
    """What the text may count for against one of Slack's limits."""
    escaped = 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))
    return len(text) + escaped + (0 if text.isascii() else sum(c > "\uffff" for c in text))


def fit(text: str, limit: int) -> str:
    """The beginning of a text, at most `limit` heavy, with an ellipsis where something is missing."""
    return text if weight(text) <= limit else f"{text[: _fitting(text, 0, limit - 1)].rstrip()}…"


def line(text: str, limit: int) -> str:
    """Text from outside as part of a line of ours, at most `limit` heavy."""
    return fit(one_line(text, limit), limit)


def pieces(text: str, first: int, rest: int) -> list[str]:
    """Cuts a clean text so that the first piece weighs at most `first` and each other one at most `rest`.

    Joined, the pieces are the text. Cuts fall after a line, else a word, else at least not inside what people see as
    one character. No text, no pieces.
    """
    return list(_cut(text, first, rest))


def _cut(text: str, room: int, rest: int) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = max(_fitting(text, start, room), start + 1)  # or there would be no end to it
        if end < len(text):
            end = _good_place(text, start, end)
        yield text[start:end]
        start, room = end, rest


def _fitting(text: str, start: int, room: int) -> int:
    """The furthest end of a piece that fits."""
    end = start
    while end < len(text) and (room := room - weight(text[end])) >= 0:
        end += 1
    return end


def _good_place(text: str, start: int, end: int) -> int:
    """The best place to cut, at `end` or a little before it."""
    earliest = start + (end - start) * 3 // 4
    if (line := text.rfind("\n", earliest, end)) >= 0:
        return line + 1
    for place in range(end, earliest, -1):
        if text[place - 1].isspace() or text[place - 1] in _IDEOGRAPHIC_STOPS:
            return place
    for place in range(end, max(start + 1, end - _LOOK_BACK), -1):
        if not _inside_character(text, start, place):
            return place
    return end


def _inside_character(text: str, start: int, place: int) -> bool:
    """Whether a cut here would tear an accent, a joined emoji, its skin tone, or a flag apart."""
    after = text[place]
    return (
        unicodedata.category(after) in ("Mn", "Mc", "Me")
        or _JOINER in (text[place - 1], after)
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or (_is_flag_half(after) and _flag_halves_before(text, start, place) % 2 == 1)
    )


def _flag_halves_before(text: str, start: int, place: int) -> int:
    """Flags are pairs of letters: after an odd number of them one is half done."""
    first = place
    while first > start and _is_flag_half(text[first - 1]):
        first -= 1
    return place - first


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
