"""Long and hostile customer text on its way into Slack."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticket_router.adapters.slack.text import clean, escape, fit, line, pieces, weight

anything = st.text(max_size=400) | st.text("a &<>\n👍🏽👩‍👧é商。", max_size=400)


@given(anything)
def test_escaped_text_has_no_control_character_and_reads_back(text: str) -> None:
    """Nothing that Slack parses is left, and what people read is what the customer wrote."""
    assert not set("<>") & set(escape(text))
    assert escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(anything, st.integers(5, 80), st.integers(5, 80))
def test_pieces_fit_and_join_to_the_text(text: str, first: int, rest: int) -> None:
    """No piece is too heavy, none is empty, and joined they are the text."""
    cut = pieces(text, first, rest)
    assert "".join(cut) == text
    assert all(cut)
    assert all(weight(piece) <= (rest if index else first) for index, piece in enumerate(cut))


@given(anything)
def test_weight_is_the_escaped_length_in_utf16_units(text: str) -> None:
    """However Slack counts, it never counts more than we do."""
    assert weight(text) == len(escape(text).encode("utf-16-le", "surrogatepass")) // 2


@given(anything, st.integers(2, 50))
def test_a_fitted_text_fits(text: str, limit: int) -> None:
    """A clipped line keeps to its limit and to one line."""
    assert weight(fit(text, limit)) <= limit
    assert weight(line(text, limit)) <= limit
    assert len(line(text, limit).splitlines()) <= 1


def test_cuts_fall_between_words() -> None:
    """A word is not torn when there is a space to cut at."""
    assert pieces("one two three four five six", 15, 15) == ["one two three ", "four five six"]


def test_cuts_prefer_the_end_of_a_line() -> None:
    """A line is not torn when one ends a little earlier."""
    assert pieces("a first line\nb c d e f", 15, 15)[0] == "a first line\n"


@pytest.mark.parametrize("character", ["e\u0301", "👩‍👩‍👧‍👦", "👍🏽", "🇩🇪", "☺️"])
def test_cuts_do_not_tear_what_people_see_as_one_character(character: str) -> None:
    """Accents, joined emoji, skin tones and flags stay whole."""
    text = "x" + character * 60
    for room in range(weight(character) * 2, weight(character) * 4):
        for piece in pieces(text, room, room):
            assert piece.removeprefix("x").replace(character, "") == "", (room, piece)
            assert unicodedata.category(piece[0]) != "Mn"


def test_control_characters_leave_a_mark_and_line_breaks_are_one_kind() -> None:
    """A NUL would end the text for some readers; a carriage return is only a line break."""
    assert clean("a\r\nb\rc\x00d\te\x1b") == "a\nb\nc\ufffdd\te\ufffd"
