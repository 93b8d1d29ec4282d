"""Tickets, messages, readings and routes with everything a test does not care about filled in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.fakes.clock import STARTED
from tests.fakes.deliveries import ANA
from ticket_router.domain.base import Move, Source, Tone, Urgency
from ticket_router.domain.change import RouteWrite, TicketWrite
from ticket_router.domain.decision import Decision, Reason
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.reading import Reading, Tags
from ticket_router.domain.route import Post, PostState, Route
from ticket_router.domain.ticket import Message, Ticket


def ticket(ticket_id: str = "T-1", rev: int = 1, owes: Step | None = None, **more: Any) -> Ticket:
    """A ticket; with `owes` it is in debt since the start."""
    values = {"source": Source.mail, "customer": ANA, "received_at": STARTED, **debt(owes, STARTED), **more}
    return Ticket.model_validate({"ticket_id": ticket_id, "rev": rev, **values})


def ticket_write(after: Ticket, before: Ticket | None = None, action: str = "changed") -> TicketWrite:
    """The write that brings a ticket to `after`."""
    return TicketWrite(ticket=after, before=before, action=action, by="a test", at=STARTED)


def message(key: str = "20260302T090000000000Z-aaaaaaaaaa", text: str = "Hello there", **more: Any) -> Message:
    """A customer's message."""
    values = {"author": ANA, "received_at": STARTED, "source": Source.mail, **more}
    return Message.model_validate({"key": key, "text": text, **values})


def reading(message_key: str = "20260302T090000000000Z-aaaaaaaaaa", topic: str = "billing", **more: Any) -> Reading:
    """A reading without doubts."""
    tags: dict[str, Any] = {
        "topic": topic,
        "topic_confidence": 0.9,
        "urgency": Urgency.low,
        "urgency_confidence": 0.9,
        "tone": Tone.calm,
        "tone_confidence": 0.9,
        **more,
    }
    return Reading(message_key=message_key, tags=Tags.model_validate(tags), read_at=STARTED)


def decision(move: Move = Move.route, team: str = "finance", topic: str = "billing", **more: Any) -> Decision:
    """A decision; its reason says that a test made it."""
    values: dict[str, Any] = {
        "topic_confidence": 0.9,
        "urgency": Urgency.low,
        "tone": Tone.calm,
        "reasons": (Reason(text="a test said so"),),
        "rules_version": 1,
        **more,
    }
    return Decision.model_validate({"move": move, "team": team, "topic": topic, **values})


def route(ticket_id: str = "T-1", rev: int = 1, n: int = 1, owes: Step | None = Step.dispatch, **more: Any) -> Route:
    """A route that owes its hand-off."""
    values = {"decision": decision(), "decided_at": STARTED, "opened_at": STARTED, **debt(owes, STARTED), **more}
    return Route.model_validate({"ticket_id": ticket_id, "rev": rev, "n": n, **values})


def route_write(after: Route) -> RouteWrite:
    """The write that brings a route to `after`; at rev 1 it is a new one."""
    return RouteWrite(route=after, new=after.rev == 1)


def post(token: str, state: PostState = PostState.claimed, at: datetime = STARTED, **more: Any) -> Post:
    """A claimed post."""
    lease = at + timedelta(seconds=90)
    return Post.model_validate({"state": state, "token": token, "claimed_at": at, "lease_until": lease, **more})
