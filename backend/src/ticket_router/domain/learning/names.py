"""Where people's names stand in a message: behind a greeting, in an introduction, below a farewell.

Names cannot be told from other words by themselves (Mark, Rose, Summer), so only these places are looked at, and those
names that are known to be the customer's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ticket_router.domain.learning.name_words import FULL, GREETING, INTRODUCTION, NAME, NO_NAMES, TITLE, plain
from ticket_router.domain.learning.signatures import without_signatures

_HELLO = re.compile(
    rf"(?P<before>^[ \t>]*(?i:{GREETING})[ \t,]+(?:(?i:{TITLE})\.?[ \t]+)*)(?P<name>{FULL}|[^\W\d_]{{2,15}}(?=,))"
    r"(?=[ \t]*(?:[,!:;\n]|[–—-][ \t]|\.(?:\s|$)|$))",
    re.MULTILINE,
)
_I_AM = re.compile(rf"(?P<before>\b(?i:{INTRODUCTION})[ \t]+)(?P<name>{FULL})")
_I_AM_FROM = re.compile(
    rf"(?P<before>\b(?i:this is|i am|i['’]m|hier (?:ist|spricht)|ich bin|ici|je suis|soy|sono|sou|met) )"
    rf"(?P<name>{FULL}?)"
    r"(?= (?:from|of|with|here|speaking|von|vom|aus|chez|de|di|da|van)\b)"
)
"""Introductions that are plain words too: only before a firm or a place does a capital make a name of what follows."""
_MOST_NAMES = 12
_MOST_PARTS = 8
"""Whoever writes chooses what they are called: beyond this it is no name, and looking for it would take time."""


def without_names(text: str, known: Sequence[str] = ()) -> str:
    """The text with `[name]` for names where names stand, and for those that are `known`."""
    text = _HELLO.sub(_renamed, text)
    text = _I_AM.sub(_renamed, text)
    text = _I_AM_FROM.sub(_renamed, text)
    text = without_signatures(text)
    for name in list(dict.fromkeys(known))[:_MOST_NAMES]:
        text = _without(text, name)
    return text


def _renamed(found: re.Match[str]) -> str:
    words = found["name"].split()
    if any(plain(word) in NO_NAMES for word in words):
        return found[0]
    stop = "." if found["name"].endswith(".") and len(words[-1]) > 2 else ""
    return f"{found['before']}{NAME}{stop}"


def _without(text: str, name: str) -> str:
    """Without a known name: as a whole in any case, and its parts in any case where they are alone on a line.

    Elsewhere its parts have to be capitalised, and not where a sentence begins.
    """
    words = re.split(r"[\s,]+", name.strip(" \"'"), maxsplit=_MOST_PARTS)[:_MOST_PARTS]
    parts = [word for word in words if len(word) > 2 and plain(word) not in NO_NAMES]
    whole = words if not any(plain(word) in NO_NAMES for word in words) else parts
    if len(whole) > 1 and parts:
        orders = (whole, [*whole[-1:], *whole[:-1]])
        either = "|".join(r"[\s,]+".join(map(re.escape, order)) for order in orders)
        text = re.sub(rf"(?<!\w)(?:{either})(?!\w)", NAME, text, flags=re.IGNORECASE)
    if parts:
        either = "|".join(map(re.escape, parts))
        alone = re.compile(rf"^([ \t>*_~-]*)(?:{either})(?=[ \t*_~.!,]*$)", re.IGNORECASE | re.MULTILINE)
        text = alone.sub(rf"\g<1>{NAME}", text)
    written = {form for part in parts for form in (part, part.title()) if form[:1].isupper()}
    if written:
        either = "|".join(re.escape(form) for form in sorted(written, key=lambda form: (-len(form), form)))
        text = re.sub(rf"(?<=[^\W_]|[,;:(]) (?:{either})(?!\w)", f" {NAME}", text)
    return text
