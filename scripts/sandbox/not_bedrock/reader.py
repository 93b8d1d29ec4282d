"""The stand-in for the model's judgement: one reading from what the prompt shows, the same every time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scripts.sandbox.not_bedrock.language import NAMES, language_of
from scripts.sandbox.not_bedrock.prompt_view import Seen, Shown
from scripts.sandbox.not_bedrock.temper import flags_of, steers, tone_of, urgency_of
from scripts.sandbox.not_bedrock.topic_reader import TopicReader, confidence, cosine
from scripts.sandbox.not_bedrock.words import sentences, words

UNSURE_BELOW = 0.35
SECOND_FROM = 0.75
ALIKE_FROM = 0.7
"""Cosine from which a shown example is taken for the same case, so that its urgency and tone count too."""

_CLAUSE = re.compile(r"\s*[,;]\s+(?:and|but|also)\s+|\s+(?:and also|and|but|also|plus)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Judgement:
    """What the reader thinks of a ticket; `topic` is empty when it is unsure."""

    topic: str
    topic_confidence: float
    urgency: str
    urgency_confidence: float
    tone: str
    tone_confidence: float
    language: str
    summary: str
    second_topic: str
    second_quote: str
    flags: tuple[str, ...]


def read(seen: Seen) -> Judgement:
    """Read one ticket. Sentences that talk to the reader are flagged and otherwise left out of the reading."""
    body = " ".join(part for part in sentences(seen.body) if not steers(part))
    subject = "" if steers(seen.subject) else seen.subject
    whole = f"{subject}\n{subject}\n{body}".strip()  # a subject says what it is about: it counts twice
    language = language_of(whole or seen.body)
    foreign = language != "en"
    reader = TopicReader(seen.topics, [(shown.text, shown.topic) for shown in seen.examples])
    ranked = reader.ranked(whole, foreign=foreign)
    sure = confidence(ranked) if ranked and reader.overlaps(whole) else 0.0
    topic = ranked[0][0] if sure >= UNSURE_BELOW else ""
    second, quote = _second(reader, body, topic, foreign) if topic else ("", "")
    alike = _alike(reader, seen, whole, foreign)
    urgency, urgency_sure = _like(alike.urgency if alike else "", ("low", "medium", "high")) or urgency_of(whole)
    tone, tone_sure = _like(alike.tone if alike else "", ("calm", "confused", "angry")) or tone_of(whole)
    return Judgement(
        topic=topic,
        topic_confidence=sure,
        urgency=urgency,
        urgency_confidence=urgency_sure,
        tone=tone,
        tone_confidence=tone_sure,
        language=language,
        summary=_summary(subject, body or seen.body, language, topic),
        second_topic=second,
        second_quote=quote,
        flags=tuple(flags_of(f"{seen.subject}\n{seen.body}")),
    )


def _second(reader: TopicReader, body: str, topic: str, foreign: bool) -> tuple[str, str]:
    """A part of the text that reads surely as another topic, beside a part that reads as the first."""
    parts = [part for sentence in sentences(body) for part in (_CLAUSE.split(sentence) or [sentence])]
    found: list[tuple[float, str, str]] = []
    first_is_there = False
    for part in parts:
        if len(words(part)) < 3 and part.isascii():
            continue
        ranked = reader.ranked(part, foreign=foreign)
        sure = confidence(ranked) if ranked and reader.overlaps(part) else 0.0
        if ranked and ranked[0][0] == topic:
            first_is_there = True
        elif sure >= SECOND_FROM:
            found.append((sure, ranked[0][0], part.strip()))
    if not first_is_there or not found:
        return "", ""
    _, second, quote = max(found, key=lambda item: item[0])
    return second, quote


def _alike(reader: TopicReader, seen: Seen, whole: str, foreign: bool) -> Shown | None:
    ticket = reader.vector(whole, foreign=foreign)
    scored = [(cosine(ticket, reader.vector(shown.text, foreign=foreign)), shown) for shown in seen.examples]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE_FROM else None


def _like(tag: str, levels: tuple[str, ...]) -> tuple[str, float] | None:
    """The level that an example's tag names, as a word or as its first letter."""
    return next(((level, 0.7) for level in levels if tag and level.startswith(tag)), None)


def _of_the_customer(body: str) -> str:
    """A chat without what the desk's side said in it, and any other text as it is."""
    own = [line.removeprefix("Visitor: ") for line in body.splitlines() if not line.startswith(("Agent: ", "Bot: "))]
    return "\n".join(own)


def _summary(subject: str, body: str, language: str, topic: str) -> str:
    if language != "en":
        about = f"; reads as {topic.replace('_', ' ')}" if topic else ""
        return f"Customer writes in {NAMES.get(language, language)}{about}."
    told = next((part for part in sentences(_of_the_customer(body)) if len(words(part)) > 2), body) or subject
    shown = told.split()
    return " ".join(shown[:20]) if len(shown) <= 20 else " ".join(shown[:19]) + " ..."
