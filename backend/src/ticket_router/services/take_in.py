"""Taking in one delivery: a new ticket, a follow-up of an old one, or a second delivery of something already known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ticket_router.domain.base import Source, Status, Value
from ticket_router.domain.change import Change, Pointer, TicketWrite
from ticket_router.domain.file import TicketFile
from ticket_router.domain.identity import message_key, short_digest, ticket_id
from ticket_router.domain.inbound import Inbound, MailKind
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.ticket import Attachment, Message, MessageKind, Ticket
from ticket_router.ports import Clock, Desk, FileStore, Rules, WorkQueue
from ticket_router.services.following_up import add_message
from ticket_router.services.joining import (
    CLOSED_FOR_GOOD,
    bounced_file,
    conversation,
    followed,
    has_delivery,
    joined_file,
    next_of_chat,
)
from ticket_router.services.opening import claim_again
from ticket_router.services.persistence import persistently

HOLD_BECAUSE = {
    MailKind.bulk: "list or bulk mail",
    MailKind.unparsable: "this mail could not be read",
}

SEALED = "this mail's text could not be read"
"""Encrypted, or too large to be a text: a person has to open the raw mail."""


class TakenIn(Value):
    """What became of a delivery."""

    ticket_id: str
    outcome: str
    """`opened`, `joined`, `known` (a second delivery) or `ignored`."""
    unread: bool
    """Whether the ticket still owes a reading."""


class TakeIn:
    """The use case behind all three lanes."""

    def __init__(self, *, desk: Desk, files: FileStore, queue: WorkQueue, rules: Rules, clock: Clock) -> None:
        self._desk = desk
        self._files = files
        self._queue = queue
        self._rules = rules
        self._clock = clock

    def __call__(self, inbound: Inbound) -> TakenIn:
        """Store the delivery once and wake the reader.

        Saving must succeed or raise: the lane then refuses the delivery and the sender or the platform tries again.
        """
        taken = persistently(lambda: self._once(inbound))
        if taken.unread:  # on every delivery: the wake-up of an earlier one may have been lost
            self._queue.send(taken.ticket_id)
        return taken

    def _once(self, inbound: Inbound) -> TakenIn:
        own_id = ticket_id(inbound.identity)
        known = self._desk.file(own_id)
        if known is not None:
            return self._again(known, inbound)
        if inbound.kind is MailKind.bounce and (bounced := bounced_file(self._desk, inbound)):
            return self._join(bounced, inbound, MessageKind.bounce)
        if inbound.kind in (MailKind.customer, MailKind.staff):
            target = joined_file(self._desk, inbound)
            if target.file and target.known:
                return _known(target.file)
            if target.file and inbound.kind is MailKind.staff:
                return self._join(target.file, inbound, MessageKind.note, target.asked_for)
            if target.file and self._still_open(target.file):
                return self._join(target.file, inbound, MessageKind.customer, target.asked_for)
            return self._open(own_id, inbound, target.linked)
        return self._open(own_id, inbound, ())

    def _still_open(self, file: TicketFile) -> bool:
        """Whether a customer's word may be added to it, which reopens one that was finished lately."""
        if file.ticket.status in CLOSED_FOR_GOOD:
            return False
        if file.ticket.status is not Status.done or file.ticket.done_at is None:
            return True
        window = timedelta(days=self._rules.current().settings.reopen_days)
        return self._clock.now() - file.ticket.done_at <= window

    def _again(self, known: TicketFile, inbound: Inbound) -> TakenIn:
        """The same delivery once more, or a chat that has gone on since."""
        if inbound.source is not Source.chat:
            return _known(known)
        so_far = conversation(self._desk, known, inbound)
        fresh = inbound.chat_after(so_far.seen)
        if fresh is None:
            return _known(so_far.holder(inbound))
        last = so_far.opened[-1].ticket.ticket_id
        target = followed(self._desk, last) or so_far.opened[-1]
        if not fresh.text:  # agents alone went on: shown wherever the customer's words are, and nobody is asked
            return self._join(target, fresh, MessageKind.note, last)
        if self._still_open(target):
            return self._join(target, fresh, MessageKind.customer, last)
        return self._open(next_of_chat(inbound, len(so_far.opened)), fresh, (target.ticket.ticket_id,))

    def _open(self, own_id: str, inbound: Inbound, linked: Sequence[str]) -> TakenIn:
        now = self._clock.now()
        ignored = inbound.kind is MailKind.automatic or inbound.kind is MailKind.bounce
        because = "" if ignored else HOLD_BECAUSE.get(inbound.kind, SEALED if inbound.problem else "")
        if because and inbound.problem:
            because = f"{because}: {inbound.problem}"
        ticket = Ticket(
            ticket_id=own_id,
            rev=1,
            status=Status.ignored if ignored else Status.received,
            source=inbound.source,
            customer=inbound.customer,
            subject=inbound.subject,
            page=inbound.page,
            category=inbound.category,
            cc=inbound.cc,
            verdicts=inbound.verdicts,
            received_at=inbound.received_at,
            hold_because=(because,) if because else (),
            linked=tuple(linked),
            raw_withheld=inbound.verdicts.virus,
        )
        if not ignored:
            ticket = ticket.renewed(**debt(Step.read, now))
        message = self._message(own_id, inbound, MessageKind.customer)
        write = TicketWrite(
            ticket=ticket,
            action="ignored" if ignored else "received",
            by=inbound.customer.label,
            note=inbound.problem or f"by {inbound.source.value}",
            at=now,
        )
        change = Change(tickets=(write,), messages=((own_id, message),), pointers=self._pointers(own_id, inbound))
        self._desk.commit(change)
        return TakenIn(ticket_id=own_id, outcome="ignored" if ignored else "opened", unread=not ignored)

    def _join(self, file: TicketFile, inbound: Inbound, kind: MessageKind, asked_for: str = "") -> TakenIn:
        """Add it to a ticket; `asked_for` is the one it was meant for, where that was merged into this."""
        joined = file.ticket.ticket_id
        if has_delivery(file, inbound):
            return _known(file)
        meant_for = asked_for or joined
        message = self._message(joined, inbound, kind)
        if meant_for != joined:
            message = message.renewed(from_ticket=meant_for, cc=tuple(inbound.cc))
        now = self._clock.now()
        reopens = kind is MessageKind.customer and file.ticket.status is Status.done
        claim = claim_again(self._desk, file, self._rules.current(), now) if reopens else None
        change = add_message(
            file, message, now, cc=inbound.cc, problem=inbound.problem, bounce_of=inbound.bounce_of, claim=claim
        )
        self._desk.commit(change.model_copy(update={"pointers": self._pointers(meant_for, inbound)}))
        unread = any(write.ticket.owes is Step.read for write in change.tickets)
        return TakenIn(ticket_id=joined, outcome="joined", unread=unread)

    def _message(self, owner: str, inbound: Inbound, kind: MessageKind) -> Message:
        key = message_key(inbound.received_at, inbound.message_identity)
        return Message(
            key=key,
            kind=kind,
            author=inbound.customer,
            text=inbound.text,
            full_text=inbound.full_text if inbound.full_text != inbound.text else "",
            subject=inbound.subject,
            attachments=self._keep(owner, key, inbound),
            received_at=inbound.received_at,
            source=inbound.source,
            page=inbound.page,
            category=inbound.category,
            message_id=inbound.message_id,
            raw_key=inbound.raw_key,
            chat_seen=inbound.chat_digests,
        )

    def _keep(self, owner: str, key: str, inbound: Inbound) -> tuple[Attachment, ...]:
        kept = []
        for place, file in enumerate(inbound.attachments):
            file_key = None
            if file.content is not None:
                file_key = f"files/{owner}/{key}/{place}-{short_digest(file.name)[:6]}"
                self._files.keep(file_key, file.content, file.content_type, file.name)
            kept.append(
                Attachment(
                    name=file.name,
                    content_type=file.content_type,
                    size=file.size,
                    key=file_key,
                    inline=file.inline,
                )
            )
        return tuple(kept)

    def _pointers(self, owner: str, inbound: Inbound) -> tuple[Pointer, ...]:
        """A Message-ID points at the first ticket that brought it: a forged copy cannot take a thread over."""
        if not inbound.message_id or self._desk.ticket_of(inbound.message_id):
            return ()
        return (Pointer(message_id=inbound.message_id, ticket_id=owner),)


def _known(file: TicketFile) -> TakenIn:
    return TakenIn(ticket_id=file.ticket.ticket_id, outcome="known", unread=file.ticket.owes is Step.read)
