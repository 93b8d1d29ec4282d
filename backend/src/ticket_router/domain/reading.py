"""What the model returned for one message, and the one view of all readings of a ticket that a decision is made on."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from ticket_router.domain.base import UNSURE, Moment, Tone, Urgency, Value


class Flag(StrEnum):
    """What the reader noticed beside the three tags; shown on the card, never hidden."""

    spam = "spam"
    abuse = "abuse"
    addresses_reader = "addresses_reader"


Confidence = Field(ge=0.0, le=1.0)


class Tags(Value):
    """The reader's answer about one message, already checked against the live topics."""

    topic: str
    topic_confidence: float = Confidence
    urgency: Urgency
    urgency_confidence: float = Confidence
    tone: Tone
    tone_confidence: float = Confidence
    language: str = ""
    """ISO 639-1 code, or empty when the reader could not tell."""
    summary: str = ""
    second_topic: str = ""
    second_quote: str = ""
    flags: tuple[Flag, ...] = ()


class Reading(Value):
    """Tags of one message with everything needed to reproduce them: the reading is stored once and never rewritten."""

    message_key: str
    tags: Tags
    read_at: Moment
    malformed: bool = False
    """The reader answered twice outside its form; the tags are then `unsure`."""
    model_id: str = ""
    prompt_hash: str = ""
    rules_version: int = 0
    example_ids: tuple[str, ...] = ()
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    latency_ms: int = 0
    calls: int = 1


class Understanding(Value):
    """All readings of a ticket folded into one; the fold does not depend on the order in which readings arrived."""

    topic: str = UNSURE
    topic_confidence: float = 0.0
    urgency: Urgency = Urgency.low
    urgency_confidence: float = 0.0
    tone: Tone = Tone.calm
    tone_confidence: float = 0.0
    language: str = ""
    summary: str = ""
    also: tuple[tuple[str, str], ...] = ()
    """Other topics seen, each with the words that suggested it: "may also be about X"."""
    flags: tuple[Flag, ...] = ()
    malformed: bool = False
    spam: bool = False
    """The reader took the ticket's first message for spam; a later one cannot make a known customer's ticket spam."""


def fold(readings: Sequence[Reading]) -> Understanding | None:
    """One understanding of a ticket, or None when nothing of it was read yet.

    Urgency and tone by maximum, topic from the first message (by key, not by arrival) whose reading is not unsure.
    """
    ordered = sorted(readings, key=lambda reading: reading.message_key)
    if not ordered:
        return None
    first = ordered[0]
    topical = next((r for r in ordered if r.tags.topic != UNSURE), first)
    urgent = max(ordered, key=lambda r: (r.tags.urgency.rank, r.tags.urgency_confidence))
    toned = max(ordered, key=lambda r: (r.tags.tone.rank, r.tags.tone_confidence))
    also: dict[str, str] = {}
    for reading in ordered:
        if reading.tags.topic not in (UNSURE, topical.tags.topic):
            also.setdefault(reading.tags.topic, reading.tags.summary)
        if reading.tags.second_topic not in ("", UNSURE, topical.tags.topic):
            also.setdefault(reading.tags.second_topic, reading.tags.second_quote)
    return Understanding(
        topic=topical.tags.topic,
        topic_confidence=topical.tags.topic_confidence,
        urgency=urgent.tags.urgency,
        urgency_confidence=urgent.tags.urgency_confidence,
        tone=toned.tags.tone,
        tone_confidence=toned.tags.tone_confidence,
        language=first.tags.language,
        summary=topical.tags.summary or first.tags.summary,
        also=tuple(also.items()),
        flags=tuple(dict.fromkeys(flag for r in ordered for flag in r.tags.flags)),
        malformed=all(r.malformed for r in ordered),
        spam=Flag.spam in first.tags.flags,
    )
