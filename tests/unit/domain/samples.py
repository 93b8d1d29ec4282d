"""Small made-up tickets and readings, so that a test shows only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime

from ticket_router.domain.base import Source, Tone, Urgency
from ticket_router.domain.case import Case
from ticket_router.domain.inbound import Customer
from ticket_router.domain.reading import Flag, Reading, Tags
from ticket_router.domain.ticket import Message, Ticket

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def case_of(text: str, address: str = "ana@studio.example", source: Source = Source.mail) -> Case:
    """A ticket with one message and no subject."""
    customer = Customer(address=address)
    ticket = Ticket(ticket_id="T-0000000001", source=source, customer=customer, received_at=NOW)
    message = Message(key="1", author=customer, text=text, received_at=NOW, source=source)
    return Case(ticket=ticket, messages=(message,))


def reading_of(
    key: str = "1",
    topic: str = "billing",
    *,
    urgency: Urgency = Urgency.low,
    tone: Tone = Tone.calm,
    confidence: float = 0.9,
    second: tuple[str, str] = ("", ""),
    flags: tuple[Flag, ...] = (),
    summary: str = "",
) -> Reading:
    """The reading of one message."""
    tags = Tags(
        topic=topic,
        topic_confidence=confidence,
        urgency=urgency,
        urgency_confidence=confidence,
        tone=tone,
        tone_confidence=confidence,
        second_topic=second[0],
        second_quote=second[1],
        flags=flags,
        summary=summary,
    )
    return Reading(message_key=key, tags=tags, read_at=NOW)
