"""Comparing customer text with words from the sheet, in every script that customers write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticket_router.domain.words import contains_phrase, folded, meaningful_words


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("it's down.", "down"),
        ("DOWN", "down"),
        ("down\u2014again", "down"),
        ("down--again", "down"),
        ("_down_", "down"),
        ("the site is\r\n\tdown", "is down"),
        ("a log-in problem", "log in"),
        ("a log in problem", "log-in"),
        ("ein log\u2011in", "log-in"),
        ("can\u00b4t pay", "can't pay"),
        ("stra\u00dfe", "STRASSE"),
        ("\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03cc\u03c2"),
        ("ARIZA", "ar\u0131za"),
        ("\u0130PTAL", "iptal"),
        ("\u0435\u043b\u043a\u0430", "\u0451\u043b\u043a\u0430"),
        ("API\u304cdown\u3067\u3059", "down"),
        ("\u30b5\u30fc\u30d0\u30fc\u30c0\u30a6\u30f3", "\u30c0\u30a6\u30f3"),
        ("\uff24\uff2f\uff37\uff2e", "down"),
        ("\u0938\u093e\u0907\u091f \u092c\u0902\u0926 \u0939\u0948", "\u092c\u0902\u0926"),
        ("re\u00adfund", "refund"),
        ("available 24/7?", "24/7"),
        ("why C++ (again)", "c++"),
    ],
)
def test_found(text: str, phrase: str) -> None:
    """The phrase stands in the text as whole words, however it is written."""
    assert contains_phrase(folded(text), phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("download", "down"),
        ("drop-down", "down"),
        ("down-market", "down"),
        ("refundable", "refund"),
        ("3down", "down"),
        ("is going down", "is down"),
        ("\u30cb\u30e5\u30fc\u30bf\u30a6\u30f3", "\u30c0\u30a6\u30f3"),
        ("\u092c\u0902\u0926\u0940", "\u092c\u0902\u0926"),
        ("anything", ""),
        ("anything - at all", " - "),
    ],
)
def test_not_found(text: str, phrase: str) -> None:
    """A part of a word, other words between, other letters, or no word at all."""
    assert not contains_phrase(folded(text), phrase)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Hi!", 0),
        ("Hello, dear all, thank you", 1),
        ("?!... 👍", 0),
        ("1 2 3", 0),
        ("500 error", 2),
        ("I can't", 2),
        ("ok", 1),
        ("\u8fd4\u91d1", 1),
        ("\u8fd4\u91d1\u3057\u3066\u304f\u3060\u3055\u3044", 4),
        ("\u041d\u0435 \u0440\u0430\u0431\u043e\u0442\u0430\u0435\u0442", 2),
        ("\u092a\u093e\u0938\u0935\u0930\u094d\u0921 \u092d\u0942\u0932 \u0917\u092f\u093e", 3),
    ],
)
def test_meaningful_words(text: str, count: int) -> None:
    """Greetings, signs and single characters say nothing; scripts without spaces count by their length."""
    assert meaningful_words(text) == count


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is in its final form, so it does not matter who folds."""
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_and_any_phrase_can_be_compared(text: str, phrase: str) -> None:
    """Whatever a manager or a customer types, the comparison answers and the count is no less than zero."""
    assert contains_phrase(folded(text), phrase) in (True, False)
    assert meaningful_words(text) >= 0
