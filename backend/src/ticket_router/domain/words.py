"""How customer text is compared with words from the sheet: whole words, case and accents folded."""

from __future__ import annotations

import re
import unicodedata

_GREETINGS = frozenset(
    """hi hello hey dear thanks thank you please regards best kind cheers
    hallo bonjour merci hola gracias ciao grazie""".split()
)
_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
)
"""Scripts that write no spaces between words: kana and Han; Thai, Lao, Burmese, Khmer."""
_SIGNS = "\u0900-\u0963\u0966-\u0dff"
"""Indic scripts with their vowel signs, which `\\w` leaves out although they are part of the word."""

_VOICED = "\u3099\u309a"
"""The marks that make another letter of a kana; they are no accents."""
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"))

_TOKEN = re.compile(rf"[{_UNSPACED}]+|(?:[^\W_{_UNSPACED}]|[{_SIGNS}])+(?:'[^\W_{_UNSPACED}]+)?")
_ONLY_UNSPACED = re.compile(rf"[{_UNSPACED}]+")
_LETTER = rf"(?:[^\W_{_UNSPACED}]|[{_SIGNS}])"
_STARTS = rf"(?<!{_LETTER})(?<!{_LETTER}-)"
_ENDS = rf"(?!{_LETTER})(?!-{_LETTER})"


def folded(text: str) -> str:
    """The form in which texts are compared: lower case, no accents, straight apostrophes, dashes set apart.

    A hyphen stays: it makes one word of two. Invisible signs go (soft hyphens, zero-width spaces).
    """
    # Once before, since an acute accent alone would come apart, and once for those that only now appear.
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).translate(_APOSTROPHES)
    plain = plain.casefold().replace("\u0131", "i")
    kept = "".join(
        c for c in plain if c in _VOICED or not (unicodedata.combining(c) or unicodedata.category(c) == "Cf")
    )
    dashed = re.sub(r"[\u2012-\u2015]|--+", " - ", re.sub(r"[\u2010\u2011]", "-", kept))
    return unicodedata.normalize("NFKC", dashed)


def contains_phrase(haystack: str, phrase: str) -> bool:
    """Whether the folded text holds the phrase as whole words: not `down` in `download` or `drop-down`.

    Its words may be apart by spaces, line breaks or hyphens. Scripts without spaces have no word edges:
    there the phrase may stand anywhere, and a word of another script may touch them.
    """
    words = re.split(r"[\s\-]+", folded(phrase).strip(" -"))
    if not words[0]:
        return False
    if _ONLY_UNSPACED.fullmatch("".join(words)):
        return "".join(words) in haystack
    if not all(word in haystack for word in words):
        return False
    pattern = r"[\s\-]+".join(re.escape(word) for word in words)
    return re.search(f"{_STARTS}{pattern}{_ENDS}", haystack) is not None


def meaningful_words(text: str) -> int:
    """How many words say something: no greetings, no single characters; two unspaced signs are a word."""
    count = 0
    for token in _TOKEN.findall(folded(text)):
        if _ONLY_UNSPACED.fullmatch(token):
            count += max(1, len(token) // 2)
        elif token not in _GREETINGS and (len(token) > 1 or token in ("i", "a")):
            count += 1
    return count
