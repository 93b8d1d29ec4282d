"""How several readings of one ticket become one understanding."""

from __future__ import annotations

from tests.unit.domain.samples import reading_of
from ticket_router.domain.base import Tone, Urgency
from ticket_router.domain.reading import Flag, fold


def test_nothing_read_is_no_understanding() -> None:
    """Without a reading there is nothing to decide on, which is not the same as unsure."""
    assert fold([]) is None


def test_the_topic_is_the_first_message_that_has_one() -> None:
    """Messages count in the order in which they were written, not in which they were read; unsure is passed over."""
    late, early, vague = reading_of("3", "bug"), reading_of("2", "login"), reading_of("1", "unsure", confidence=0.2)
    understood = fold([late, early, vague])
    assert understood is not None
    assert (understood.topic, understood.topic_confidence) == ("login", 0.9)


def test_a_ticket_that_is_unsure_throughout_stays_unsure() -> None:
    """Two unsure readings make no topic, and the confidence shown is the first one's."""
    understood = fold([reading_of("1", "unsure", confidence=0.3), reading_of("2", "unsure", confidence=0.8)])
    assert understood is not None
    assert (understood.topic, understood.topic_confidence) == ("unsure", 0.3)


def test_urgency_and_tone_are_the_highest_with_their_own_confidence() -> None:
    """Each of them comes from the message in which it was highest."""
    understood = fold(
        [
            reading_of("1", urgency=Urgency.high, tone=Tone.confused, confidence=0.6),
            reading_of("2", urgency=Urgency.high, tone=Tone.angry, confidence=0.8),
            reading_of("3", urgency=Urgency.medium, tone=Tone.calm, confidence=1.0),
        ]
    )
    assert understood is not None
    assert (understood.urgency, understood.urgency_confidence) == (Urgency.high, 0.8)
    assert (understood.tone, understood.tone_confidence) == (Tone.angry, 0.8)


def test_other_topics_are_kept_with_the_words_that_suggested_them() -> None:
    """A second topic of a message and the topic of a later message both show as "may also be about", once each."""
    understood = fold(
        [
            reading_of("1", "bug", second=("billing", "and where is my invoice")),
            reading_of("2", "billing", summary="asks for an invoice", second=("bug", "the export again")),
            reading_of("3", "sales", summary="wants more seats"),
        ]
    )
    assert understood is not None
    assert understood.also == (("billing", "and where is my invoice"), ("sales", "wants more seats"))


def test_flags_add_up_but_only_the_first_message_makes_spam() -> None:
    """Every flag is shown once; a later message cannot turn a customer's ticket into spam."""
    later = fold(
        [reading_of("1"), reading_of("2", flags=(Flag.spam, Flag.abuse)), reading_of("3", flags=(Flag.abuse,))]
    )
    first = fold([reading_of("1", flags=(Flag.spam,)), reading_of("2")])
    assert later is not None
    assert first is not None
    assert (later.flags, later.spam) == ((Flag.spam, Flag.abuse), False)
    assert first.spam


def test_malformed_only_when_nothing_was_read_well() -> None:
    """One good reading is enough to understand a ticket."""
    bad = reading_of("1", "unsure").model_copy(update={"malformed": True})
    alone, helped = fold([bad]), fold([bad, reading_of("2", "login")])
    assert alone is not None
    assert helped is not None
    assert alone.malformed
    assert (helped.malformed, helped.topic) == (False, "login")
