"""A ticket and the messages in it: what the customer said, and where the ticket stands."""

from __future__ import annotations

from enum import StrEnum

from ticket_router.domain.base import Moment, Move, Source, Status, Tone, Urgency, Value
from ticket_router.domain.inbound import Customer, Verdicts
from ticket_router.domain.owing import Owing
from ticket_router.domain.reading import Tags


class MessageKind(StrEnum):
    """Who speaks in a message, which settles whether it is read."""

    customer = "customer"
    """The customer's own words: read once."""
    note = "note"
    """A colleague's answer that joined the thread: shown, never read, never decided on."""
    bounce = "bounce"
    """A delivery report about our own hand-off mail: shown, never read."""


class Attachment(Value):
    """A kept file: its name for the card, and where its bytes are (None when they were withheld)."""

    name: str
    content_type: str
    size: int
    key: str | None = None
    inline: bool = False


class Message(Value):
    """One thing the customer (or a colleague) said in a ticket."""

    key: str
    """Sortable and unique within the ticket: arrival time, then the delivery's own hash."""
    kind: MessageKind = MessageKind.customer
    author: Customer
    text: str
    full_text: str = ""
    """Empty when it equals `text`."""
    subject: str = ""
    attachments: tuple[Attachment, ...] = ()
    received_at: Moment
    source: Source
    page: str = ""
    category: str = ""
    message_id: str = ""
    raw_key: str = ""
    more_raw: tuple[str, ...] = ()
    """For a half of a split: the raw mails of the later messages that its text may come from."""
    more_authors: tuple[Customer, ...] = ()
    """For a half of a split: the others who wrote on the whole, and other names of its author."""
    from_ticket: str = ""
    """The ticket this message opened or answered, when that ticket was merged into this one."""
    cc: tuple[str, ...] = ()
    """For a message with a `from_ticket`: who was on Cc of it, and may answer that ticket from then on."""
    chat_seen: tuple[str, ...] = ()
    """Chat only: digests of the entries this message covers, so that a longer delivery yields only what is new."""

    @property
    def authors(self) -> tuple[Customer, ...]:
        """Everyone whose words its text may hold."""
        return (self.author, *self.more_authors)

    @property
    def shown(self) -> str:
        """What people and the reader see: a chat with its speakers, a mail without its quoted history."""
        return self.full_text if self.source is Source.chat and self.full_text else self.text


class Override(Value):
    """What a person said instead of the reader; empty fields leave the reader's word in force."""

    topic: str = ""
    team: str = ""
    person: str = ""
    urgency: Urgency | None = None
    move: Move | None = None
    """`priority`: at least that; `route`: nothing of what was said so far jumps the queue."""
    by: str = ""
    """Who spoke last."""
    placed_by: str = ""
    """Whose word topic and team are, where somebody else spoke since."""
    hurried_by: str = ""
    """Whose word urgency and move are, where somebody else spoke since."""
    stays: bool = False
    """Topic and team are only those that it has already, so that a word about something else moves no card."""
    returned: str = ""
    """The reason to hold it all the same: the mail that took it there came back. Whoever places it anew ends that."""

    @property
    def places(self) -> bool:
        """Whether a person said where the ticket belongs."""
        return bool(self.topic or self.team)

    @property
    def place(self) -> str:
        """Whose word topic and team are, as a reason says it."""
        return "where its card is" if self.stays else f"said by {self.placed_by or self.by}"

    @property
    def hurry(self) -> str:
        """Whose word urgency and move are, as a reason says it."""
        return f"said by {self.hurried_by or self.by}"

    def after(self, tags: Tags) -> Override:
        """What is left of it once a new message was read: one that is urgent or angry ends what was said to be calm."""
        if self.move is Move.route and (tags.urgency is Urgency.high or tags.tone is Tone.angry):
            return self.renewed(move=None, urgency=None)
        return self


class Ticket(Owing):
    """One request of one customer. Every write of it is conditional on `rev`."""

    ticket_id: str
    rev: int = 0
    status: Status = Status.received
    source: Source
    customer: Customer
    subject: str = ""
    page: str = ""
    category: str = ""
    cc: tuple[str, ...] = ()
    verdicts: Verdicts = Verdicts()
    received_at: Moment
    hold_because: tuple[str, ...] = ()
    """Reasons to hold that were known before any reading: unparsable mail, bulk mail, a bounced hand-off."""
    reader_away: bool = False
    """The reader had its chance and did not answer; cleared by a late reading."""
    override: Override | None = None
    linked: tuple[str, ...] = ()
    """Tickets this one belongs beside without being one with them."""
    apart: tuple[str, ...] = ()
    """Tickets that a person said are another problem: never one with this, however alike they read."""
    merged_into: str = ""
    done_at: Moment | None = None
    closed: str = ""
    """How it was closed, in words: `closed as spam by bob@company.example`."""
    raw_withheld: bool = False
    """True for mail with a virus verdict: neither it nor its files open through a link."""
