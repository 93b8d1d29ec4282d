"""Finds where quoted history begins: two libraries propose, and nothing is believed without evidence."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from re import Pattern

from ticket_router.adapters.mail.marks import (
    announces_forward,
    attribution_at,
    header_block_at,
    is_full_attribution,
    is_separator,
)

_SEARCHED_LINES = 20_000
"""History that begins further down is left in the text: nobody writes that much above a quote."""

_LIBRARY_LINES = 400
_LIBRARY_COLUMNS = 160
"""The libraries' patterns cost more than linear time in a line's length, so they see no more of a mail than this."""


@dataclass(frozen=True)
class History:
    """Quoted history found in a mail: its first line, the first line of what it quotes, and how it is set off."""

    start: int
    body: int
    marked: bool
    """True when its lines carry `>`, so that text between and below them is the writer's own."""
    forward: bool = False


def find_history(lines: list[str]) -> History | None:
    """The first announcement of history that has evidence below it; None when there is none."""
    proposed = {*_by_mail_parser_reply(lines), *_by_quotequail(lines)}
    for at, line in enumerate(lines[:_SEARCHED_LINES]):
        if not line.strip():
            continue
        found = _header_block(lines, at) or _attributed(lines, at) or (at in proposed and _quoted_below(lines, at))
        if found:
            return found
        if announces_forward(line):
            return History(at, at + 1, marked=False, forward=True)
    return None


def _header_block(lines: list[str], at: int) -> History | None:
    """A header block, with or without a separator line above it."""
    first = _next_line(lines, at + 1) if is_separator(lines[at]) else at
    length = header_block_at(lines, first) if first is not None else 0
    if not length or first is None:
        return None
    below = _next_line(lines, first + length)
    marked = lines[first].lstrip().startswith(">") or (below is not None and lines[below].lstrip().startswith(">"))
    return History(at, first + length, marked=marked, forward=at != first and announces_forward(lines[at]))


def _attributed(lines: list[str], end: int) -> History | None:
    start = attribution_at(lines, end)
    if start is None:
        return None
    below = _next_line(lines, end + 1)
    marked = below is not None and lines[below].lstrip().startswith(">")
    if marked or is_full_attribution(" ".join(lines[start : end + 1])):
        above = start - 1
        if above >= 0 and is_separator(lines[above]):
            start = above
        return History(start, end + 1, marked=marked)
    return None


def _quoted_below(lines: list[str], at: int) -> History | None:
    """What only a library recognised counts when `>` lines follow within the next three lines."""
    for end in range(at, min(at + 3, len(lines))):
        below = _next_line(lines, end + 1)
        if below is not None and lines[below].lstrip().startswith(">") and lines[end].strip():
            return History(at, end + 1, marked=True, forward=announces_forward(lines[at]))
    return None


def _next_line(lines: list[str], at: int) -> int | None:
    return next((number for number in range(at, min(at + 4, len(lines))) if lines[number].strip()), None)


def _by_mail_parser_reply(lines: list[str]) -> Iterator[int]:
    """Lines where mail-parser-reply sees a reply's header, in any of its languages."""
    window = [line.strip()[:_LIBRARY_COLUMNS] for line in lines[:_LIBRARY_LINES]]
    text = "\n".join(window)
    starts = [0]
    for line in window:
        starts.append(starts[-1] + len(line) + 1)
    number = 0
    for found in _header_pattern().finditer(text):
        first = found.start() + len(found[0]) - len(found[0].lstrip())
        while number + 1 < len(window) and starts[number + 1] <= first:
            number += 1
        yield number


@cache
def _header_pattern() -> Pattern[str]:
    from mailparser_reply.constants import MAIL_LANGUAGES
    from mailparser_reply.parser import EmailMessage

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its own use of re.sub
        pattern: Pattern[str] = EmailMessage(text="", languages=list(MAIL_LANGUAGES)).HEADER_REGEX
    return pattern


def _by_quotequail(lines: list[str]) -> Iterator[int]:
    """Lines where quotequail sees a reply's or forward's opening line, first to last."""
    from quotequail import quote

    window = [line.strip()[:_LIBRARY_COLUMNS] for line in lines[:_LIBRARY_LINES]]
    at = 0
    while at < len(window):
        parts = quote("\n".join(window[at:]), limit=len(window) + 1, quote_intro_line=True)
        if len(parts) < 2:
            return
        before = parts[0][1]
        at += before.count("\n") + 1 if before else 0
        yield at
        at += 1
