"""Which ticket a mail belongs to: by the thread it answers, or by the mark in its subject and a known sender."""

from __future__ import annotations

from ticket_router.domain.base import Status, Value
from ticket_router.domain.file import TicketFile
from ticket_router.domain.identity import message_key
from ticket_router.domain.inbound import Inbound, MailKind
from ticket_router.ports import Desk

CLOSED_FOR_GOOD = (Status.forgotten, Status.ignored, Status.divided)
MERGE_HOPS = 5


class Joined(Value):
    """Where a mail belongs: a ticket to join, tickets to stand beside, or a delivery that is already known."""

    file: TicketFile | None = None
    linked: tuple[str, ...] = ()
    known_delivery: str = ""


def joined_file(desk: Desk, inbound: Inbound) -> Joined:
    """The ticket this mail joins, if it may join one.

    A reply joins only when its sender is the ticket's customer or was on Cc (or is a colleague, whose mail becomes a
    note); otherwise it is a ticket of its own that links there (DESIGN 8).
    """
    if inbound.message_id and (owner := desk.ticket_of(inbound.message_id)):
        file = followed(desk, owner)
        if file and has_delivery(file, inbound):
            return Joined(file=file, known_delivery=owner)
    linked: list[str] = []
    candidates = [desk.ticket_of(reference) for reference in inbound.references[:20]]
    for candidate in dict.fromkeys([*(c for c in candidates if c), *inbound.ticket_marks[:5]]):
        file = followed(desk, candidate)
        if file is None or file.ticket.status in CLOSED_FOR_GOOD:
            continue
        if _may_join(file, inbound):
            return Joined(file=file, linked=(file.ticket.ticket_id,))
        linked.append(file.ticket.ticket_id)
    return Joined(linked=tuple(linked))


def has_delivery(file: TicketFile, inbound: Inbound) -> bool:
    """Whether one of the ticket's messages is this very delivery, whenever it arrived first."""
    suffix = message_key(inbound.received_at, inbound.message_identity).rpartition("-")[2]
    return any(message.key.endswith(f"-{suffix}") for message in file.messages)


def bounced_file(desk: Desk, inbound: Inbound) -> TicketFile | None:
    """The ticket whose hand-off mail came back, if the bounce names it."""
    owners = [desk.ticket_of(message_id) for message_id in inbound.bounce_of]
    for owner in [*(o for o in owners if o), *inbound.ticket_marks]:
        file = followed(desk, owner)
        if file is not None and file.ticket.status not in CLOSED_FOR_GOOD:
            return file
    return None


def followed(desk: Desk, ticket_id: str) -> TicketFile | None:
    """The ticket, or the one it was merged into."""
    file = desk.file(ticket_id)
    for _ in range(MERGE_HOPS):
        if file is None or not file.ticket.merged_into:
            return file
        file = desk.file(file.ticket.merged_into)
    return file


def _may_join(file: TicketFile, inbound: Inbound) -> bool:
    if inbound.kind is MailKind.staff:
        return True
    sender = inbound.customer.address
    known = {file.ticket.customer.address, *file.ticket.cc}
    known |= {m.author.address for m in file.case.customer_messages}
    return bool(sender) and sender in known
