"""Near misses: what somebody who typed a name that is none probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ticket_router.domain.words import folded

LONGEST_NAME = 60
"""Characters of a name; what is longer is a pasted text, and comparing it would take long for nothing."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that looks most like `word` (case, accents and spaces aside), or an empty string."""
    if len(word) > LONGEST_NAME:
        return ""
    by_look = {look(name): name for name in known if len(name) <= LONGEST_NAME}
    near = get_close_matches(look(word), by_look, n=1, cutoff=0.6)
    return by_look[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'finance'?`, or nothing when nothing is near."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


def same_name(word: str, known: Iterable[str]) -> str:
    """The known name that `word` is, whatever its case and spaces, or an empty string."""
    wanted = look(word)
    return next((name for name in known if wanted and look(name) == wanted), "")


def look(name: str) -> str:
    """A name as names are compared: without case, accents, invisible signs or doubled spaces."""
    return " ".join(folded(name).split())
