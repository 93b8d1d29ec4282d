"""How tickets, messages, readings and routes look as DynamoDB items.

An item carries what conditions, indexes and stream filters need as plain attributes, and the value itself as one JSON
text in `doc`: compact (writes bill by size), readable in the console, and exactly the domain's own shape.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from ticket_router.domain.change import TicketWrite
from ticket_router.domain.correction import Correction
from ticket_router.domain.decision import Decision
from ticket_router.domain.owing import Owing
from ticket_router.domain.reading import Reading
from ticket_router.domain.route import HandOff, Post, Route
from ticket_router.domain.ticket import Message, Ticket

Item = dict[str, dict[str, Any]]

TICKET = "ticket"
POINTER = "pointer"
CLAIM = "claim"
LONGEST_ID = 1024
OWING = {"owes", "due_at", "tries", "trouble"}


def text(value: str) -> dict[str, str]:
    """A DynamoDB string."""
    return {"S": value}


def number(value: float) -> dict[str, str]:
    """A DynamoDB number."""
    return {"N": repr(value) if isinstance(value, int) else f"{value:.3f}"}


def ticket_item(ticket: Ticket) -> Item:
    """The row `item = ticket`."""
    return {
        "ticket_id": text(ticket.ticket_id),
        "item": text(TICKET),
        "rev": number(ticket.rev),
        "status": text(ticket.status.value),
        "doc": text(ticket.model_dump_json(exclude=OWING, exclude_defaults=True)),
        **owing_attributes(ticket),
    }


def ticket_from(item: Item) -> Ticket:
    """The ticket of its row; the handshake's attributes win over the document."""
    return Ticket.model_validate({**json.loads(item["doc"]["S"]), **owing_from(item)})


def owing_attributes(row: Owing) -> Item:
    """The handshake: absent altogether when nothing is owed, which keeps the index sparse."""
    if row.owes is None or row.due_at is None:
        return {}
    attributes: Item = {
        "owes": text(row.owes.value),
        "due": number(row.due_at.timestamp()),
        "tries": number(row.tries),
    }
    return {**attributes, "trouble": text(row.trouble)} if row.trouble else attributes


def owing_from(item: Item) -> dict[str, Any]:
    """The handshake's fields as the domain has them."""
    if "owes" not in item:
        return {}
    return {
        "owes": item["owes"]["S"],
        "due_at": moment(item["due"]),
        "tries": int(item.get("tries", {"N": "0"})["N"]),
        "trouble": item.get("trouble", {"S": ""})["S"],
    }


def moment(value: dict[str, str]) -> datetime:
    """A number of seconds since 1970 as a moment."""
    return datetime.fromtimestamp(float(value["N"]), UTC)


def pointer_key(message_id: str) -> str:
    """`msg#<Message-ID>`; one too long for a key (2,048 bytes, and a sender may write anything) by its hash."""
    if len(message_id.encode()) <= LONGEST_ID:
        return f"msg#{message_id}"
    return f"msg#sha256:{hashlib.sha256(message_id.encode()).hexdigest()}"


def message_item(ticket_id: str, message: Message) -> Item:
    """A message beside its ticket, under `m#<key>`."""
    doc = message.model_dump_json(exclude_defaults=True)
    return {"ticket_id": text(ticket_id), "item": text(f"m#{message.key}"), "doc": text(doc)}


def reading_item(ticket_id: str, reading: Reading) -> Item:
    """A reading beside its message, under `r#<message key>`."""
    doc = reading.model_dump_json(exclude_defaults=True)
    return {"ticket_id": text(ticket_id), "item": text(f"r#{reading.message_key}"), "doc": text(doc)}


def audit_item(write: TicketWrite) -> Item:
    """What a write did, for the audit: one row per rev of a ticket.

    Before and after are the ticket's status and, where another decision came into force, what was decided.
    """
    after, before = write.ticket, write.before
    return {
        "ticket_id": text(after.ticket_id),
        "rev": number(after.rev),
        "at": text(write.at.isoformat()),
        "action": text(write.action),
        "by_user": text(write.by),
        "before": text(_stands(before, write.was) if before else ""),
        "after": text(_stands(after, write.decision)),
        "note": text(write.note),
    }


def _stands(ticket: Ticket, decision: Decision | None) -> str:
    return f"{ticket.status.value}: {decision.outcome}" if decision else ticket.status.value


def correction_item(correction: Correction) -> Item:
    """One row per correction, under the rev that it gave its ticket."""
    item: Item = {"ticket_id": text(correction.ticket_id), "rev": number(correction.rev)}
    named = correction.model_dump(mode="json", exclude={"ticket_id", "rev", "by", "sorted", "teaches"})
    item |= {name: text(str(value)) for name, value in named.items()}
    flags = {"sorted": {"BOOL": correction.sorted}, "teaches": {"BOOL": correction.teaches}}
    return {**item, "by_user": text(correction.by), **flags}


def correction_from(item: Item) -> Correction:
    """The correction of its row."""
    plain: dict[str, Any] = {name: next(iter(value.values())) for name, value in item.items()}
    return Correction.model_validate({**{k: v for k, v in plain.items() if k != "by_user"}, "by": plain["by_user"]})


def route_attributes(route: Route) -> Item:
    """Everything of a route row but its key and its hand-offs."""
    attributes: Item = {
        "rev": number(route.rev),
        "n": number(route.n),
        "day": text(f"{route.decided_at:%Y-%m-%d}"),
        "decided_at": text(route.decided_at.isoformat()),
        "doc": text(route.model_dump_json(exclude=OWING | {"handoffs"}, exclude_defaults=True)),
        **owing_attributes(route),
    }
    if route.done_at is None:
        attributes |= {"queue": text(route.decision.team), "queue_key": text(route.queue_key)}
    return attributes


def route_from(item: Item) -> Route:
    """The route row with its hand-offs."""
    handoffs = {int(n): _handoff_from(int(n), entry["M"]) for n, entry in item.get("handoffs", {"M": {}})["M"].items()}
    return Route.model_validate({**json.loads(item["doc"]["S"]), **owing_from(item), "handoffs": handoffs})


def empty_handoff() -> dict[str, Any]:
    """A hand-off nothing has happened to yet."""
    return {"M": {"attempt": number(0), "doc": text("{}"), "posts": {"M": {}}}}


def handoff_doc(handoff: HandOff) -> str:
    """A hand-off without its posts, which have writes of their own."""
    return handoff.model_dump_json(exclude={"posts", "n"}, exclude_defaults=True)


def post_value(post: Post) -> dict[str, Any]:
    """One post; its token stands alone so that conditions can look at it."""
    return {"M": {"token": text(post.token), "doc": text(post.model_dump_json(exclude_defaults=True))}}


def _handoff_from(n: int, entry: Item) -> HandOff:
    posts = {part: json.loads(post["M"]["doc"]["S"]) for part, post in entry["posts"]["M"].items()}
    return HandOff.model_validate({**json.loads(entry["doc"]["S"]), "n": n, "posts": posts})
