"""Deliveries as the lanes hand them over, with everything a test does not care about filled in."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.clock import STARTED
from ticket_router.adapters.lanes.chat import parse_chat
from ticket_router.domain.base import Source
from ticket_router.domain.inbound import Customer, Inbound

ANA = Customer(address="ana@studio.example", name="Ana")


def mail(text: str = "How do I change the address on my invoices?", number: int = 1, **more: Any) -> Inbound:
    """A mail; `number` tells different ones apart, the same number is the same delivery."""
    sender = more.get("customer", ANA).address
    values: dict[str, Any] = {
        "source": Source.mail,
        "identity": f"mail|{sender}|<{number}@mail.example>",
        "customer": ANA,
        "subject": "A question",
        "text": text,
        "full_text": text,
        "received_at": STARTED + timedelta(seconds=number),
        "message_id": f"<{number}@mail.example>",
        "raw_key": f"in/{number}",
        **more,
    }
    return Inbound.model_validate(values)


def form(text: str = "How do I change the address on my invoices?", number: int = 1, **more: Any) -> Inbound:
    """A form post."""
    values: dict[str, Any] = {
        "source": Source.form,
        "identity": f"form|{number}",
        "customer": ANA,
        "subject": "A question",
        "text": text,
        "full_text": text,
        "received_at": STARTED + timedelta(minutes=1, seconds=number),
        "page": "https://shop.example/account",
        **more,
    }
    return Inbound.model_validate(values)


def chat(*lines: str, number: int = 1, at: datetime = STARTED) -> Inbound:
    """A conversation; a line is the visitor's unless it begins with `bot: ` or `agent: `."""
    entries = []
    for line in lines:
        speaker, _, text = line.partition(": ")
        known = speaker in ("bot", "agent")
        entries.append({"from": speaker if known else "visitor", "text": text if known else line})
    given = {
        "conversation_id": f"c-{number}",
        "customer": {"name": ANA.name, "email": ANA.address},
        "messages": entries,
    }
    return parse_chat(json.dumps(given).encode(), at)
