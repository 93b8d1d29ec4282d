"""How a text becomes features: word stems, pairs of stems and pieces of words, as measured on public tickets.

Words cut to six letters without stop words, plus pairs, plus four-letter pieces inside words did best among the small
readers tried (banking, CLINC150, IT tickets, airline complaints).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+")
_SENTENCE = re.compile(r"[^.!?\n\u3002\uff01\uff1f]+[.!?\u3002\uff01\uff1f]*")
STOP = frozenset(
    (
        "a about after all also am an and any are as at be "
        "because been before but by can could did do does doing "
        "done for from get got had has have having hello help here hi how i if in into is it it's its just "
        "me my need no not of on or our out please regards she so "
        "some still thank thanks that the their them then "
        "there see these they this to too up us very was we we're were "
        "what when where which who why will with would you your"
    ).split()
)


def folded(text: str) -> str:
    """Lower case without accents, for comparing words across keyboards."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(folded(text))


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, as they stand in it."""
    return [found.strip() for found in _SENTENCE.findall(text) if len(found.strip()) > 1]


def features(text: str) -> Iterator[str]:
    """Features of a text; scripts without spaces give pairs of characters instead of words."""
    for run in _NO_SPACES.findall(text):
        yield from (run[i : i + 2] for i in range(max(1, len(run) - 1)))
    all_words = words(_NO_SPACES.sub(" ", text))
    told = [word for word in all_words if word not in STOP]
    stems = [stem(word) for word in told]
    yield from stems
    yield from (f"{a} {b}" for a, b in pairwise(stems))
    for word in told:
        if len(word) > 3:
            framed = f"#{word}#"
            yield from (f"~{framed[i : i + 4]}" for i in range(len(framed) - 3))


def stem(word: str) -> str:
    """The six letters that stand for a word."""
    return word[:6]
