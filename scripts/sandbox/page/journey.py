"""One ticket from its arrival to where it is now: every step with its time, and the reasons with their tab and row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from scripts.sandbox.page import activity, tickets
from ticket_router.domain.file import TicketFile
from ticket_router.domain.reading import Reading
from ticket_router.domain.route import HandOff, Post, PostState
from ticket_router.domain.ticket import Message, MessageKind

SAID = {
    MessageKind.customer: "",
    MessageKind.note: "a colleague's answer, shown and never read",
    MessageKind.bounce: "a delivery report about our own mail",
}
TITLES = {
    "received": "Arrived",
    "ignored": "Ignored",
    "read": "Read as",
    "decided": "Decided",
    "delivered": "Landed in",
    "merged": "Joined",
    "held": "Held",
    "given up on the reader": "Reader unavailable",
    "customer followed up": "Customer followed up",
    "a colleague answered": "A colleague answered",
    "the hand-off mail bounced": "The hand-off mail came back",
}


def journey(file: TicketFile, audit: Sequence[Mapping[str, str]], known: Mapping[str, TicketFile]) -> dict[str, Any]:
    """Everything a ticket's own page shows, as plain values; moments in seconds since 1970."""
    ticket, route = file.ticket, file.route
    return {
        "row": tickets.row(file),
        "customer": ticket.customer.label,
        "page": ticket.page,
        "category": ticket.category,
        "sender_verified": ticket.verdicts.sender_verified,
        "decision": _decision(file),
        "readings": [_reading(reading, file) for reading in file.readings],
        "steps": _steps(file, audit),
        "messages": [_message(message) for message in file.messages],
        "handoffs": [_handoff(handoff) for handoff in route.handoffs.values()] if route else [],
        "linked": [_neighbour(known, one) for one in ticket.linked],
        "joined": [_neighbour(known, one.ticket.ticket_id) for one in known.values() if _joined(one, ticket.ticket_id)],
        "merged_into": _neighbour(known, ticket.merged_into) if ticket.merged_into else None,
    }


def _joined(one: TicketFile, ticket_id: str) -> bool:
    return one.ticket.merged_into == ticket_id


def _neighbour(known: Mapping[str, TicketFile], ticket_id: str) -> dict[str, str]:
    file = known.get(ticket_id)
    return {"id": ticket_id, "subject": tickets.row(file)["subject"] if file else ""}


def _decision(file: TicketFile) -> dict[str, Any] | None:
    if file.route is None:
        return None
    decision = file.route.decision
    return {
        "sentence": decision.sentence,
        "reasons": [{"text": r.text, "tab": r.tab, "row": r.row} for r in decision.reasons],
        "runner_up": decision.runner_up,
        "rules_version": decision.rules_version,
        "pings": list(decision.pings),
        "fallback": list(file.route.handoff.fallback),
    }


def _reading(reading: Reading, file: TicketFile) -> dict[str, Any]:
    tags = reading.tags
    number = next((i for i, m in enumerate(file.messages, 1) if m.key == reading.message_key), 0)
    return {
        "message": number,
        "at": reading.read_at.timestamp(),
        "topic": tags.topic,
        "topic_confidence": tags.topic_confidence,
        "second_topic": tags.second_topic,
        "second_quote": tags.second_quote,
        "urgency": tags.urgency.value,
        "urgency_confidence": tags.urgency_confidence,
        "tone": tags.tone.value,
        "tone_confidence": tags.tone_confidence,
        "language": tags.language,
        "summary": tags.summary,
        "flags": [flag.value.replace("_", " ") for flag in tags.flags],
        "malformed": reading.malformed,
        "model": reading.model_id,
        "tokens": {"in": reading.input_tokens, "out": reading.output_tokens, "cached": reading.cached_tokens},
        "latency_ms": reading.latency_ms,
        "calls": reading.calls,
        "examples": len(reading.example_ids),
        "prompt": reading.prompt_hash[:12],
        "rules_version": reading.rules_version,
    }


def _steps(file: TicketFile, audit: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    steps = [
        {
            "at": datetime.fromisoformat(entry["at"]).timestamp(),
            "station": activity.STEPS.get(entry["action"], "router"),
            "title": TITLES.get(entry["action"], entry["action"].capitalize()),
            "text": activity.detail(entry) + _was(entry),
            "by": entry.get("by_user", ""),
        }
        for entry in audit
    ]
    for handoff in file.route.handoffs.values() if file.route else ():
        steps += [step for part, post in handoff.posts.items() if (step := _posted(part, post))]
    return sorted(steps, key=lambda step: step["at"])


def _was(entry: Mapping[str, str]) -> str:
    """What was decided before, where an audit row says that it changed."""
    before = entry.get("before", "").partition(": ")[2]
    return f" (before: {before})" if before else ""


def _posted(part: str, post: Post) -> dict[str, Any] | None:
    """What people were shown; the card itself is told by the audit, unless it woke somebody."""
    name = part.partition("/")[2]
    where = post.landing.address if post.landing else ""
    if post.claimed_at is None or (name == "card" and not post.pinged and post.state is PostState.posted):
        return None
    told = f"card in {where}" if name == "card" else f"in the thread of its card in {where}"
    title = f"Pinged {', '.join(post.pinged)}" if post.pinged else "Shown to the team"
    if post.state is not PostState.posted:
        title, told = "Posting", f"{told} ({'outcome unknown, will be looked up' if post.state == 'unsure' else 'now'})"
    return {"at": post.claimed_at.timestamp(), "station": "dispatch", "title": title, "text": told, "by": ""}


def _handoff(handoff: HandOff) -> dict[str, Any]:
    card = handoff.post("card")
    landing = handoff.landing
    return {
        "n": handoff.n,
        "place": landing.address if landing else "",
        "href": tickets.link(landing, card.message_id if card else "") if landing and handoff.shipped else "",
        "live": handoff.live,
        "shipped": handoff.shipped,
        "pinged": sorted({name for post in handoff.posts.values() for name in post.pinged}),
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "at": message.received_at.timestamp(),
        "author": message.author.label,
        "lane": message.source.value,
        "note": SAID[message.kind],
        "text": message.shown,
        "full_text": message.full_text if message.full_text and message.full_text != message.shown else "",
        "attachments": [{"name": a.name, "size": a.size, "withheld": a.key is None} for a in message.attachments],
        "from_ticket": message.from_ticket,
        "subject": message.subject,
    }
