"""Why a ticket is held for a person instead of being routed: the first step of every decision."""

from __future__ import annotations

from dataclasses import dataclass

from ticket_router.domain.base import UNSURE
from ticket_router.domain.case import Case
from ticket_router.domain.decision import Reason
from ticket_router.domain.reading import Understanding
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.urgent import Words
from ticket_router.domain.words import meaningful_words


@dataclass(frozen=True)
class Hold:
    """One reason to hold; a topical one does not count for a customer who is pinned to a team."""

    reason: Reason
    topical: bool = False


def hold_reasons(case: Case, reading: Understanding | None, rulebook: RuleBook, words: Words) -> list[Hold]:
    """Every reason to hold, in the order of DESIGN 6.1.

    A person's topic or team overrules all of them, but for a mail that came back from where they sent it.
    """
    if case.sent_on:
        return []
    if case.ticket.override is not None and case.ticket.override.returned:
        return [Hold(Reason(text=case.ticket.override.returned))]
    holds = [Hold(Reason(text=text)) for text in case.ticket.hold_because]
    if case.ticket.verdicts.spam:
        holds.append(Hold(Reason(text="marked as spam by the mail check")))
    if case.ticket.verdicts.virus:
        holds.append(Hold(Reason(text="an attachment carries a virus, files withheld")))
    if reading and reading.spam:
        holds.append(Hold(Reason(text="reads as spam")))
    count, least = meaningful_words(case.text), rulebook.settings.min_words
    if count < least and not words.found and not case.has_attachment:
        holds.append(Hold(Reason(text=f"nearly empty: {count} meaningful words, {least} are needed", tab="Settings")))
    if reading is None:
        holds.append(Hold(Reason(text="reader unavailable")))
    elif reading.malformed:
        holds.append(Hold(Reason(text="reader unavailable: its answer was malformed twice")))
    else:
        holds.extend(_topical(reading, rulebook))
    return holds


def _topical(reading: Understanding, rulebook: RuleBook) -> list[Hold]:
    topic, confidence = reading.topic, reading.topic_confidence
    if topic == UNSURE:
        return [Hold(Reason(text="topic unsure"), topical=True)]
    row = rulebook.live_topics.get(topic)
    if row is None:
        return [Hold(Reason(text=f"topic '{topic}' has no live row in Topics", tab="Topics"), topical=True)]
    least = row.hold_below if row.hold_below is not None else rulebook.settings.hold_below
    if confidence < least:
        text = f"topic {topic} ({confidence:.2f}) is under its threshold of {least:.2f}"
        return [Hold(Reason(text=text, tab="Topics", row=row.row), topical=True)]
    return []
