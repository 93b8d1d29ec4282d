"""Which ticket a delivery belongs to.

A mail by the thread it answers, or by the mark in its subject and a known sender; a chat by its conversation.
"""

from __future__ import annotations

from ticket_router.domain.base import Status, Value
from ticket_router.domain.file import TicketFile
from ticket_router.domain.identity import message_key, ticket_id
from ticket_router.domain.inbound import Inbound, MailKind
from ticket_router.ports import Desk

CLOSED_FOR_GOOD = (Status.forgotten, Status.ignored, Status.divided)
MERGE_HOPS = 5


class Joined(Value):
    """Where a mail belongs: a ticket to join, or tickets to stand beside."""

    file: TicketFile | None = None
    asked_for: str = ""
    """The ticket that the mail answers: not `file` itself where that one was merged into it."""
    linked: tuple[str, ...] = ()
    known: bool = False
    """Whether `file` has this very delivery already."""


class Conversation(Value):
    """Where a chat went so far. Once its ticket is closed for good a next one begins, so there may be several."""

    opened: tuple[TicketFile, ...]
    """The tickets that it opened, one after the other; it goes on in the last."""
    holders: tuple[TicketFile, ...]
    """Every ticket that may hold words of it: these, and those that they were merged into."""

    @property
    def seen(self) -> set[str]:
        """Digests of the entries that were taken in before."""
        return {digest for file in self.holders for message in file.messages for digest in message.chat_seen}

    def holder(self, inbound: Inbound) -> TicketFile:
        """The ticket that the latest entries of a known delivery were taken into."""
        latest = inbound.chat_digests[-1:]
        held = (file for file in self.holders for message in file.messages if {*latest} & {*message.chat_seen})
        return next(held, self.opened[-1])


def joined_file(desk: Desk, inbound: Inbound) -> Joined:
    """The ticket this mail joins, if it may join one.

    A reply joins only when its sender is the ticket's customer or was on Cc (or is a colleague, whose mail becomes a
    note); otherwise it is a ticket of its own that links there (DESIGN 8).
    """
    if inbound.message_id and (owner := desk.ticket_of(inbound.message_id)):
        for file in (desk.file(owner), followed(desk, owner)):
            if file and has_delivery(file, inbound):
                return Joined(file=file, known=True)
    linked: list[str] = []
    candidates = [desk.ticket_of(reference) for reference in inbound.references[:20]]
    for candidate in dict.fromkeys([*(c for c in candidates if c), *inbound.ticket_marks[:5]]):
        file = followed(desk, candidate)
        if file is None or file.ticket.status in (Status.forgotten, Status.ignored):
            continue
        if file.ticket.status not in CLOSED_FOR_GOOD and _may_join(file, inbound):
            return Joined(file=file, asked_for=candidate, linked=(file.ticket.ticket_id,))
        linked.append(file.ticket.ticket_id)
    return Joined(linked=tuple(dict.fromkeys(linked)))


def conversation(desk: Desk, first: TicketFile, inbound: Inbound) -> Conversation:
    """Where the chat went that opened `first`."""
    opened = [first]
    while (following := desk.file(next_of_chat(inbound, len(opened)))) is not None:
        opened.append(following)
    merged_into = (followed(desk, file.ticket.merged_into) for file in opened if file.ticket.merged_into)
    return Conversation(opened=tuple(opened), holders=(*opened, *(file for file in merged_into if file)))


def next_of_chat(inbound: Inbound, opened: int) -> str:
    """The id of the ticket that a chat opens after so many: the same for whichever delivery is the one to open it."""
    return ticket_id(f"chat-goes-on|{opened + 1}|{inbound.identity}")


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
