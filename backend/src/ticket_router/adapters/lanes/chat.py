"""A finished conversation from the chat system, folded into one body with speakers."""

from __future__ import annotations

import json
from datetime import datetime

from ticket_router.adapters.lanes import fields
from ticket_router.domain.base import Source
from ticket_router.domain.errors import BadRequest
from ticket_router.domain.identity import short_digest
from ticket_router.domain.inbound import ChatEntry, Customer, Inbound, folded_chat, visitor_text

LARGEST = 1024 * 1024
"""Bytes of a post."""
MOST_ENTRIES = 1000
SPEAKERS = ("visitor", "agent", "bot")


def parse_chat(body: bytes, received_at: datetime) -> Inbound:
    """The Inbound of `{"conversation_id", "customer": {"name", "email"}, "messages": [{"from", "text", "at"?}], ...}`.

    Raises BadRequest with one sentence per bad field.
    """
    if len(body) > LARGEST:
        raise BadRequest({"body": f"The conversation may have at most {LARGEST // 1024} KB."})
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest({"body": "The post could not be read as JSON."}) from None
    if not isinstance(given, dict):
        raise BadRequest({"body": "The JSON must be an object."})
    check = fields.Fields()
    conversation = check.line("conversation_id", given.get("conversation_id"), fields.KEY, needed=True)
    customer = given.get("customer")
    if not isinstance(customer, dict):
        customer = {}
        check.problems["customer"] = "customer must be an object with name and email."
    name = check.line("customer.name", customer.get("name"), fields.NAME)
    address = check.address("customer.email", customer.get("email"))
    subject = check.line("subject", given.get("subject"), fields.SUBJECT)
    page = check.line("page", given.get("page"), fields.PAGE)
    category = check.line("category", given.get("category"), fields.CATEGORY)
    entries = _entries(given.get("messages"), check)
    if check.problems:
        raise BadRequest(check.problems)
    return Inbound(
        source=Source.chat,
        identity=f"chat|{conversation}",
        customer=Customer(address=address, name=name),
        subject=subject,
        text=visitor_text(entries),
        full_text=folded_chat(entries),
        received_at=received_at,
        page=page,
        category=category,
        chat=entries,
    )


def _entries(given: object, check: fields.Fields) -> tuple[ChatEntry, ...]:
    if not isinstance(given, list) or not given:
        check.problems["messages"] = "messages must be a list with at least one message."
        return ()
    if len(given) > MOST_ENTRIES:
        check.problems["messages"] = f"messages may have at most {MOST_ENTRIES:,} entries."
        return ()
    entries = []
    told: dict[str, int] = {}
    for place, entry in enumerate(given):
        name = f"messages[{place}]"
        if not isinstance(entry, dict) or entry.get("from") not in SPEAKERS:
            check.problems[f"{name}.from"] = f"{name}.from must be one of {', '.join(SPEAKERS)}."
            continue
        text = check.text(f"{name}.text", entry.get("text"), fields.MESSAGE)
        at = check.line(f"{name}.at", entry.get("at"), fields.KEY)
        # The same words can be said twice; the how-manyth time they are said tells the entries apart.
        same = short_digest(entry["from"], text, at)
        told[same] = told.get(same, 0) + 1
        if text:
            entries.append(ChatEntry(speaker=entry["from"], text=text, at=at, digest=f"{same[:10]}{told[same]}"))
    if not entries and not check.problems:
        check.problems["messages"] = "messages must hold at least one message with text."
    return tuple(entries)
