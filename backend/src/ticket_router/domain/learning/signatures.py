"""Where a message is signed: the short lines below a farewell or a dash, and a name alone at the very end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ticket_router.domain.learning.name_words import FAREWELL, FULL, NAME, NO_NAMES, PART, is_name, plain

_RULE = r"--+|__+|[\u2013\u2014]+"
_BYE = re.compile(
    rf"(?:^[ \t>*_]*|(?<=[.!?][ \t]))(?P<bye>(?i:{FAREWELL})(?![^\W_])|(?:(?<=\n)|(?<=\n> )){_RULE})[*_]*"
    r"(?P<rest>[ \t]*[,.!;:\u2013\u2014-]?[*_]*[ \t]*)(?P<same>[^\n]*)$",
    re.MULTILINE,
)
_BYE_INLINE = re.compile(
    rf"(?P<before>[.!?,][ \t]+(?i:{FAREWELL})[ \t]*[,.!\u2013\u2014-]?[ \t]+)(?P<name>{FULL})(?=[ \t]*[.!]?[ \t]*$)",
    re.MULTILINE,
)
_NEEDS_A_COMMA = re.compile(r"best|yours|br|kr|ty|tia|att|atte|dank", re.IGNORECASE)
"""Before anything else on their line these are mostly no farewell: `Best plan`."""
_THANKS = re.compile(r"than|thx|tia|ty|dank|merci|gracias|grazie|obrigad|bedankt|[-_\u2013\u2014]", re.IGNORECASE)
"""Behind these what was still to be said may follow: two words in small letters are no name there."""
_SIGNED_WORD = re.compile(rf"{PART}\.?|of|at|for|and|und|für|[&|,\u2013\u2014-]|[^\W\d_][\w'’-]*,")
_SMALL_NAME = re.compile(r"[^\W\d_]{2,15}(?: [^\W\d_]{1,15}\.?){0,2}")
_LINES_OF_SIGNATURE = 3
_LONGEST_SIGNATURE_LINE = 40
_BELOW = 600
"""Characters below a farewell that are looked at."""
_MARKUP = " \t*_~"


def without_signatures(text: str) -> str:
    """The text with `[name]` for signatures."""
    text = _BYE_INLINE.sub(_renamed, _unsigned(text))
    return _without_last_line(text)


def _renamed(found: re.Match[str]) -> str:
    known = any(plain(word) in NO_NAMES for word in found["name"].split())
    return found[0] if known else f"{found['before']}{NAME}"


def _unsigned(text: str) -> str:
    """The short lines below a farewell, up to the first that is a sentence, and what stands behind it on its line."""
    pieces: list[str] = []
    at = 0
    for bye in _BYE.finditer(text):
        if bye.start() < at:
            continue
        if bye["same"].strip():
            if _signs_beside(bye):
                pieces += [text[at : bye.start("same")], NAME]
                at = bye.end()
            continue
        end = bye.end()
        for line in _signature(text[end : end + _BELOW], small=not _THANKS.match(bye["bye"])):
            end += len(line)
        if end > bye.end():
            tail = "\n" if text[end - 1] == "\n" and end < len(text) else ""
            pieces += [text[at : bye.end()], f"\n{NAME}{tail}"]
            at = end
    return "".join([*pieces, text[at:]])


def _signs_beside(bye: re.Match[str]) -> bool:
    """Whether what stands behind a farewell on its own line is a name; without a comma it has to look like one."""
    same = bye["same"].strip(f"{_MARKUP}!.")
    if bye["rest"].strip(" \t"):
        small = not (_THANKS.match(bye["bye"]) or _NEEDS_A_COMMA.fullmatch(bye["bye"]))
        return (same[:1].isupper() and _looks_signed(same)) or (small and _is_small_name(same))
    return not _NEEDS_A_COMMA.fullmatch(bye["bye"]) and is_name(same)


def _signature(below: str, *, small: bool) -> Iterator[str]:
    """The lines of a signature with their line ends, blank ones between included; nothing when there is none."""
    waiting: list[str] = []
    taken = 0
    for line in below.splitlines(keepends=True):
        if not line.strip():
            waiting.append(line)
            continue
        signed = _looks_signed(line) or (small and not taken and _is_small_name(line))
        if taken == _LINES_OF_SIGNATURE or not signed:
            return
        yield from waiting
        waiting.clear()
        yield line
        taken += 1


def _looks_signed(line: str) -> bool:
    """Whether a line is a name, a job or a firm rather than something that was still to be said."""
    text = line.strip(f"{_MARKUP}>\r\n").rstrip(".")
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > _LONGEST_SIGNATURE_LINE or text[-1] in "?!:":
        return False
    if NAME in text or all(plain(word) in NO_NAMES for word in words):
        return False
    lone = len(words) == 1 and text.isalpha() and plain(text) not in NO_NAMES
    return lone or all(_SIGNED_WORD.fullmatch(word) or _SIGNED_WORD.fullmatch(word.rstrip(",")) for word in words)


def _is_small_name(line: str) -> bool:
    """Whether a line may be a name that was typed without capitals."""
    text = line.strip(f"{_MARKUP}>\r\n")
    return bool(_SMALL_NAME.fullmatch(text)) and not any(plain(word) in NO_NAMES for word in text.split())


def _without_last_line(text: str) -> str:
    """Without a name that stands alone at the end, perhaps with a job and a firm below it, and no farewell before.

    One word counts only apart from the text and behind a whole sentence; a line that ends in a colon leads to it.
    """
    body = text.rstrip()
    lines = body[-_BELOW:].split("\n")
    for count in range(min(_LINES_OF_SIGNATURE, len(lines) - 1), 0, -1):
        first, *below = (line.strip(_MARKUP) for line in lines[-count:])
        before = [line.strip() for line in lines[:-count]]
        said = next((line for line in reversed(before) if line), "")
        sentence, apart = said.endswith((".", "!", "?")), not before[-1]
        if not said or not all(map(_looks_signed, below)) or said.endswith((":", ",")) or not (sentence or apart):
            continue
        if is_name(first, fewest=2) or (count == 1 and sentence and apart and is_name(first) and first.istitle()):
            kept = len(body) - len("\n".join(lines[-count:]))
            return f"{body[:kept]}{NAME}{text[len(body) :]}"
    return text
