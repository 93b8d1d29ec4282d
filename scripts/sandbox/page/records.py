"""What the desk's tables hold right now, read in three scans and parsed only where something changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from scripts.sandbox import desk
from ticket_router.adapters.aws import items
from ticket_router.domain.base import Status
from ticket_router.domain.file import TicketFile
from ticket_router.domain.reading import Reading
from ticket_router.domain.route import Route
from ticket_router.domain.ticket import Message, Ticket

if TYPE_CHECKING:
    from scripts.sandbox.world import World

T = TypeVar("T")
STORED_APART = "\x00"
"""How a text begins that is only a pointer to S3 (`adapters/aws/long_texts`)."""


class Records:
    """All tickets with what belongs to them. `look` reads afresh; between two looks nothing changes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._db = world.aws.client("dynamodb")
        self._parsed: dict[tuple[str, ...], tuple[items.Item, Any]] = {}
        self.files: dict[str, TicketFile] = {}
        self.audit: dict[str, list[dict[str, str]]] = {}

    def look(self) -> None:
        """Read the tables again; long texts stay where they are until a ticket's own page asks for them."""
        tickets: dict[str, Ticket] = {}
        messages: dict[str, list[Message]] = defaultdict(list)
        readings: dict[str, list[Reading]] = defaultdict(list)
        for item in self._scan("tickets"):
            owner, name = item["ticket_id"]["S"], item["item"]["S"]
            if name == items.TICKET:
                tickets[owner] = self._once(("ticket", owner), item, items.ticket_from)
            elif name.startswith("m#"):
                messages[owner].append(self._once(("message", owner, name), item, _message))
            elif name.startswith("r#"):
                readings[owner].append(self._once(("reading", owner, name), item, _reading))
        routes: dict[str, Route] = {
            item["ticket_id"]["S"]: self._once(("route", item["ticket_id"]["S"]), item, items.route_from)
            for item in self._scan("routes")
        }
        audit: dict[str, list[dict[str, str]]] = defaultdict(list)
        for item in self._scan("audit"):
            audit[item["ticket_id"]["S"]].append({name: next(iter(value.values())) for name, value in item.items()})
        self.files = {
            owner: TicketFile.model_construct(
                ticket=ticket,
                messages=tuple(sorted(messages[owner], key=lambda m: m.key)),
                readings=tuple(sorted(readings[owner], key=lambda r: r.message_key)),
                route=routes.get(owner),
            )
            for owner, ticket in sorted(tickets.items(), key=lambda pair: pair[1].received_at)
            if ticket.status is not Status.forgotten
        }
        self.audit = {owner: sorted(rows, key=lambda row: int(row["rev"])) for owner, rows in audit.items()}

    def whole(self, ticket_id: str) -> TicketFile | None:
        """A ticket with all of its texts in place."""
        file = self.files.get(ticket_id)
        if file and any(message.text.startswith(STORED_APART) for message in file.messages):
            return self._world.views.file(ticket_id)
        return file

    def owner_of(self, raw_key: str) -> str:
        """The ticket that a mail opened or joined, or an empty string; what a merged one brought along is its own."""
        joined = ""
        for owner, file in self.files.items():
            for message in file.messages:
                if message.raw_key == raw_key and not message.from_ticket:
                    return owner
                if message.raw_key == raw_key:
                    joined = owner
        return joined

    def _once(self, key: tuple[str, ...], item: items.Item, parse: Callable[[items.Item], T]) -> T:
        known = self._parsed.get(key)
        if known is not None and known[0] == item:
            return known[1]  # type: ignore[no-any-return]  # kept under a key that one parser alone uses
        value = parse(item)
        self._parsed[key] = (item, value)
        return value

    def _scan(self, table: str) -> Iterator[items.Item]:
        name = f"{desk.PREFIX}-{table}"
        for page in self._db.get_paginator("scan").paginate(TableName=name, ConsistentRead=True):
            yield from page["Items"]


def _message(item: items.Item) -> Message:
    return Message.model_validate_json(item["doc"]["S"])


def _reading(item: items.Item) -> Reading:
    return Reading.model_validate_json(item["doc"]["S"])
