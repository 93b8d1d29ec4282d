"""What a decision is made on: the reader's word, raised by urgent words, overruled by what a person said."""

from __future__ import annotations

from dataclasses import dataclass

from ticket_router.domain.base import Tone, Urgency
from ticket_router.domain.case import Case
from ticket_router.domain.reading import Understanding
from ticket_router.domain.rulebook import RuleBook, Vip
from ticket_router.domain.urgent import Words, urgent_words


@dataclass(frozen=True)
class InForce:
    """The values that rules look at, each with the words in which a Reason shows it."""

    topic: str
    topic_confidence: float
    topic_by: str
    urgency: Urgency
    urgency_by: str
    tone: Tone
    tone_by: str
    words: Words
    vip: Vip | None
    source: str


def in_force(case: Case, reading: Understanding | None, rulebook: RuleBook, vip: Vip | None) -> InForce:
    """The values that count for this ticket under these rules."""
    read = reading or Understanding()
    said = case.ticket.override
    topic, confidence = read.topic, read.topic_confidence
    topic_by = f"topic {topic} ({confidence:.2f})"
    if said and said.topic:
        confidence = read.topic_confidence if said.stays and said.topic == topic else 1.0
        topic, topic_by = said.topic, f"topic {said.topic} ({said.place})"
    words = urgent_words(case.text, topic, rulebook)
    urgency, urgency_by = read.urgency, f"urgency {read.urgency.value} ({read.urgency_confidence:.2f})"
    if said and said.urgency:
        urgency, urgency_by = said.urgency, f"urgency {said.urgency.value} ({said.hurry})"
    elif word := words.raising(urgency):
        urgency = word.raises_to or urgency
        urgency_by = f"urgency {urgency.value} (word '{word.phrase}', Urgent words row {word.row})"
    elif word := words.asking_for(urgency):
        sure = f"{read.urgency_confidence:.2f}"
        urgency_by = f"urgency {urgency.value} ({sure}; word '{word.phrase}', Urgent words row {word.row})"
    return InForce(
        topic=topic,
        topic_confidence=confidence,
        topic_by=topic_by,
        urgency=urgency,
        urgency_by=urgency_by,
        tone=read.tone,
        tone_by=f"tone {read.tone.value} ({read.tone_confidence:.2f})",
        words=words,
        vip=vip,
        source=case.ticket.source.value,
    )
