"""What can be seen of a ticket from outside: its row, and what Slack and the inboxes really hold of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scripts.sandbox import desk
from scripts.sandbox.senders import Sent
from ticket_router.adapters.aws.desk import DynamoDesk
from ticket_router.adapters.aws.long_texts import LongTexts
from ticket_router.adapters.aws.transactions import Tables
from ticket_router.adapters.mail.desk import MailDesk
from ticket_router.adapters.mail.parse import parse_mail
from ticket_router.domain.base import TRIAGE
from ticket_router.domain.file import TicketFile
from ticket_router.domain.identity import ticket_id
from ticket_router.domain.route import Route

if TYPE_CHECKING:
    from scripts.sandbox.not_ses import Mail
    from scripts.sandbox.not_slack import Message
    from scripts.sandbox.world import World

FINAL = ("delivered", "held", "merged", "ignored", "split", "done", "taken")
LOST = "lost"


@dataclass(frozen=True)
class TicketView:
    """One ticket as people and machines report it (DESIGN 12)."""

    ticket_id: str
    lane: str
    status: str
    topic: str | None = None
    topic_confidence: float | None = None
    urgency: str | None = None
    tone: str | None = None
    move: str | None = None
    team: str | None = None
    landed: str | None = None
    reasons: tuple[str, ...] = ()
    rules_version: int | None = None
    merged_into: str | None = None
    person: str | None = None
    cards: int = field(default=0, compare=False)

    def as_json(self, file: str = "") -> dict[str, Any]:
        """The line of `--once --json`."""
        return {
            "file": file,
            "ticket_id": self.ticket_id or None,
            "lane": self.lane,
            "status": self.status if self.status in FINAL else LOST,
            "topic": self.topic,
            "topic_confidence": self.topic_confidence,
            "urgency": self.urgency,
            "tone": self.tone,
            "move": self.move,
            "team": self.team,
            "landed": self.landed,
            "reasons": list(self.reasons),
            "rules_version": self.rules_version,
            "merged_into": self.merged_into,
            "person": self.person,
        }


class Views:
    """Looks at a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        outputs = {name: f"{desk.PREFIX}-{name}" for name in ("tickets", "routes", "audit")}
        self._tables = Tables(**outputs)
        self._db = world.aws.client("dynamodb")
        texts = LongTexts(s3=world.aws.client("s3"), bucket=world.bucket("raw-mail"))
        self.desk = DynamoDesk(dynamodb=self._db, tables=self._tables, texts=texts)
        self._identities: dict[str, tuple[str, str]] = {}

    def ticket_ids(self) -> list[str]:
        """Every ticket there is, oldest first."""
        rows = [r for r in self._scan(self._tables.tickets) if r["item"]["S"] == "ticket"]
        return [r["ticket_id"]["S"] for r in sorted(rows, key=lambda r: json.loads(r["doc"]["S"])["received_at"])]

    def file(self, ticket_id: str) -> TicketFile | None:
        """Everything the desk has on a ticket."""
        return self.desk.file(ticket_id)

    def audit(self, ticket_id: str) -> list[dict[str, str]]:
        """The ticket's journey: one entry per rev with at, action, by_user, before, after and note."""
        rows = self._db.query(
            TableName=self._tables.audit,
            KeyConditionExpression="ticket_id = :id",
            ExpressionAttributeValues={":id": {"S": ticket_id}},
        )["Items"]
        return [{name: next(iter(value.values())) for name, value in row.items()} for row in rows]

    def ticket_of(self, sent: Sent) -> str:
        """The ticket that a delivery opened or joined, or an empty string."""
        if sent.ticket_id:
            return sent.ticket_id
        if not sent.raw_key:
            return ""
        if opened := self._by_identity(sent.raw_key):
            return opened
        owners = [
            str(row["ticket_id"]["S"])
            for row in self._scan(self._tables.tickets)
            if row["item"]["S"].startswith("m#") and json.loads(row["doc"]["S"]).get("raw_key") == sent.raw_key
        ]
        merged = [owner for owner in owners if (file := self.file(owner)) and file.ticket.merged_into]
        return (merged or owners or [""])[0]

    def _by_identity(self, raw_key: str) -> str:
        """The ticket that a mail opened, now or in an earlier delivery, or that an earlier delivery of it joined."""
        if raw_key not in self._identities:
            self._identities[raw_key] = self._identity(raw_key)
        opened, message_id = self._identities[raw_key]
        if self.file(opened):
            return opened
        return (self.desk.ticket_of(message_id) or "") if message_id else ""

    def _identity(self, raw_key: str) -> tuple[str, str]:
        """The ticket that a mail opens if none has it, and its Message-ID; neither ever changes."""
        raw = self._world.aws.client("s3").get_object(Bucket=self._world.bucket("raw-mail"), Key=raw_key)["Body"].read()
        ours = MailDesk(frozenset(desk.SUPPORT_ADDRESSES), frozenset({desk.DOMAIN}), desk.HANDOFF_FROM)
        mail = parse_mail(raw, raw_key=raw_key, received_at=self._world.datetime(), desk=ours)
        return ticket_id(mail.identity), mail.message_id or ""

    def ticket(self, ticket_id: str, lane: str = "") -> TicketView:
        """The ticket as it stands now; status `lost` when there is none."""
        file = self.file(ticket_id) if ticket_id else None
        if file is None:
            return TicketView(ticket_id=ticket_id, lane=lane, status=LOST)
        ticket = file.ticket
        read = file.understanding
        shown = self.file(ticket.merged_into) if ticket.merged_into else file
        route = shown.route if shown else None
        decision = route.decision if route else None
        own = file.route.decision if file.route else None
        return TicketView(
            ticket_id=ticket.ticket_id,
            lane=ticket.source.value,
            status=ticket.status.value,
            topic=own.topic if own else read.topic if read else None,
            topic_confidence=own.topic_confidence if own else read.topic_confidence if read else None,
            urgency=own.urgency.value if own else read.urgency.value if read else None,
            tone=own.tone.value if own else read.tone.value if read else None,
            move=decision.move.value if decision else None,
            team=decision.team if decision else None,
            landed=_landed(route),
            reasons=(*map(str, decision.reasons), *route.handoff.fallback) if decision and route else (),
            rules_version=decision.rules_version if decision else None,
            merged_into=ticket.merged_into or None,
            person=(decision.person or None) if decision else None,
            cards=self.live_cards(ticket.ticket_id),
        )

    def live_cards(self, ticket_id: str) -> int:
        """Live Slack cards and hand-off mails of a ticket, counted where people see them.

        A mail that says it is possibly a second copy is the same card once more: copies carry one mark.
        """
        live = sum(1 for card in self.slack_cards(ticket_id) if is_live(card))
        parts = {part for part, _ in self.mails_of(ticket_id)}
        moved = {_place(part) for part in parts if part.endswith("/moved")}
        return live + sum(1 for part in parts if part.endswith("/card") and _place(part) not in moved)

    def slack_cards(self, ticket_id: str, channel: str = "") -> list[Message]:
        """The ticket's cards in Slack, live or moved."""
        names = [channel] if channel else [c.name for c in self._world.slack.workspace.channels.values()]
        return [
            message
            for name in names
            for message in self._world.slack.messages(name)
            if (payload := tag_of(message)) and payload["ticket_id"] == ticket_id and payload["part"].endswith("/card")
        ]

    def mails_of(self, ticket_id: str) -> list[tuple[str, Mail]]:
        """Hand-off mails of a ticket with the `n/attempt/part` that each one is."""
        found = []
        for mail in self._world.ses.mails:
            owner, _, part = mail.header("X-Ticket-Router").partition("/")
            if owner == ticket_id:
                found.append((part, mail))
        return found

    def _scan(self, table: str) -> Iterable[dict[str, Any]]:
        for page in self._db.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
            yield from page["Items"]


def tag_of(message: Message) -> dict[str, str] | None:
    """The router's own mark on a Slack message, or None."""
    payload = (message.metadata or {}).get("event_payload")
    return payload if isinstance(payload, dict) and "ticket_id" in payload else None


def is_live(message: Message) -> bool:
    """Whether a card still offers its buttons; a moved one only says where the ticket went."""
    return any(block.get("type") == "actions" for block in message.blocks)


def is_board(message: Message) -> bool:
    """Whether it is a channel's queue board, which belongs to no ticket."""
    tag = tag_of(message)
    return tag is not None and tag["part"] == "board"


def _place(part: str) -> str:
    return part.rpartition("/")[0]


def _landed(route: Route | None) -> str | None:
    if route is None or route.handoff.landing is None:
        return None
    landing = route.handoff.landing
    return TRIAGE if landing.team == TRIAGE else str(landing)
