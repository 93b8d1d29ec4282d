"""The answer: what fits the form becomes tags, anything else is said to be malformed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.reader import filled
from ticket_router.domain.answer import QUOTE_CHARACTERS, SUMMARY_WORDS, tags_from, unsure_tags
from ticket_router.domain.base import UNSURE, Tone, Urgency
from ticket_router.domain.errors import MalformedAnswer
from ticket_router.domain.reading import Flag, Tags

TOPICS = ("billing", "login")


def test_a_filled_form_becomes_tags() -> None:
    """Codes are spelled out, percents are shares of one."""
    payload = filled("billing", "h", "f", 87, t2="login", q2="and I cannot sign in", f=["abuse", "spam"], l="DE")
    assert tags_from(payload, TOPICS) == Tags(
        topic="billing",
        topic_confidence=0.87,
        urgency=Urgency.high,
        urgency_confidence=0.8,
        tone=Tone.confused,
        tone_confidence=0.8,
        language="de",
        summary="A question about billing.",
        second_topic="login",
        second_quote="and I cannot sign in",
        flags=(Flag.abuse, Flag.spam),
    )


def test_unsure_is_always_an_answer() -> None:
    """As the topic, and as a second topic it is the same as none."""
    assert tags_from(filled(UNSURE), TOPICS).topic == UNSURE
    assert tags_from(filled("billing", t2=UNSURE, q2="x"), TOPICS).second_topic == ""


@pytest.mark.parametrize("second", ["", None, "billing"])
def test_a_second_topic_is_another_one(second: str | None) -> None:
    """Nothing, null, or the same topic again is no second topic, and its quote goes with it."""
    tags = tags_from(filled("billing", t2=second, q2="x"), TOPICS)
    assert (tags.second_topic, tags.second_quote) == ("", "")


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"t": "shipping"}, "t "),
        ({"t": "Billing"}, "t "),
        ({"t": None}, "t "),
        ({"t": ["billing"]}, "t "),
        ({"tc": 101}, "tc"),
        ({"tc": -1}, "tc"),
        ({"tc": "90"}, "tc"),
        ({"tc": True}, "tc"),
        ({"tc": float("nan")}, "tc"),
        ({"u": "high"}, "u "),
        ({"u": ["h"]}, "u "),
        ({"uc": None}, "uc"),
        ({"o": "x"}, "o "),
        ({"oc": 1e9}, "oc"),
        ({"l": 7}, "l "),
        ({"s": None}, "s "),
        ({"t2": "shipping"}, "t2"),
        ({"t2": ["login"]}, "t2"),
        ({"t2": {"login": 1}}, "t2"),
        ({"t2": "login", "q2": 5}, "q2"),
        ({"f": "spam"}, "f "),
        ({"f": ["nice"]}, "f "),
        ({"f": [["spam"]]}, "f "),
        ({"f": None}, "f "),
    ],
)
def test_whatever_is_outside_the_form_is_malformed(change: dict[str, Any], about: str) -> None:
    """And the sentence names the field, for the second question."""
    with pytest.raises(MalformedAnswer) as raised:
        tags_from({**filled(), **change}, TOPICS)
    assert str(raised.value).startswith(about)


@pytest.mark.parametrize("missing", ["t", "tc", "u", "uc", "o", "oc", "l", "s"])
def test_a_form_cut_off_in_the_middle_is_malformed(missing: str) -> None:
    """A model that runs out of tokens leaves the rest of it empty."""
    payload = filled()
    del payload[missing]
    with pytest.raises(MalformedAnswer):
        tags_from(payload, TOPICS)


def test_no_answer_at_all_is_malformed() -> None:
    """That is how a text instead of the tool arrives."""
    with pytest.raises(MalformedAnswer):
        tags_from({}, TOPICS)


def test_texts_are_cut_to_what_a_card_shows() -> None:
    """Twenty words of summary, a quote of a paragraph, a language of a few letters."""
    payload = filled(t2="login", q2="q" * 2000, s="word " * 100, l="english language")
    tags = tags_from(payload, TOPICS)
    assert len(tags.summary.split()) == SUMMARY_WORDS
    assert (len(tags.second_quote), len(tags.language)) == (QUOTE_CHARACTERS, 8)


def test_texts_are_on_one_line_and_can_be_stored() -> None:
    """Also one that ends in half a character, as an answer that was cut off may."""
    tags = tags_from(filled(s="one\ntwo \ud83d"), TOPICS)
    assert tags.summary == "one two ?"
    tags.model_dump_json().encode()


def test_a_flag_twice_is_one_flag() -> None:
    """The card shows each once."""
    assert tags_from(filled(f=["spam", "spam"]), TOPICS).flags == (Flag.spam,)


def test_what_stands_in_for_a_malformed_answer_decides_nothing() -> None:
    """Unsure of everything, urgent in nothing."""
    tags = unsure_tags()
    assert (tags.topic, tags.urgency, tags.tone, tags.topic_confidence) == (UNSURE, Urgency.low, Tone.calm, 0.0)


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*filled(), "t2", "q2", "f", "x"]), JUNK))
def test_no_answer_breaks_the_form(change: dict[str, Any]) -> None:
    """It is tags that can be stored, or it is malformed."""
    try:
        tags = tags_from({**filled(), **change}, TOPICS)
    except MalformedAnswer:
        return
    assert tags.topic in (*TOPICS, UNSURE)
    tags.model_dump_json().encode()
