"""What every lane turns its input into, so that one use case takes in mail, form and chat alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from pydantic import Field

from ticket_router.domain.base import Moment, Source, Value


class Customer(Value):
    """Who asks: the address is folded to lower case; name and address may be empty when the lane did not give them."""

    address: str = ""
    name: str = ""

    @property
    def domain(self) -> str:
        """The part after the last `@`, or an empty string."""
        return self.address.rpartition("@")[2]

    @property
    def label(self) -> str:
        """What a person would call them: `Ana <ana@studio.example>`, or whichever half is known."""
        if self.name and self.address:
            return f"{self.name} <{self.address}>"
        return self.name or self.address or "unknown sender"


class InboundAttachment(Value):
    """One attached file as it arrived; `content` is None when it was withheld (virus) and only its name is kept."""

    name: str
    content_type: str
    size: int
    """Decoded size in bytes."""
    content: bytes | None = Field(default=None, repr=False)
    inline: bool = False
    """True for pictures that the HTML body shows (signature logos mostly): kept, but listed last on the card."""


class MailKind(StrEnum):
    """What a mail is, decided from its headers before any ticket exists (DESIGN 5, "Who wrote it")."""

    customer = "customer"
    """A person writes to the desk."""
    staff = "staff"
    """From `own_domains`: joins the ticket it references as a team note, else it is a ticket like any other."""
    automatic = "automatic"
    """Auto-Submitted, null Return-Path, or our own loop: kept as `ignored`, never a ticket."""
    bulk = "bulk"
    """List or bulk mail that is not automatic: held for a person."""
    bounce = "bounce"
    """A delivery report; when it is about our own hand-off mail that ticket goes into triage with the reason."""
    unparsable = "unparsable"
    """Not readable as mail: becomes a held ticket with its raw mail linked."""


class Verdicts(Value):
    """SES's own findings, from the first occurrence of each header only (a sender can forge later ones)."""

    spam: bool = False
    virus: bool = False
    sender_verified: bool | None = None
    """False when SPF, DKIM or DMARC failed, True when one of them passed, None when the lane has no such check."""


class FailedMail(Value):
    """One mail that intake gave up on; the raw mail under `raw_key` is still the truth."""

    raw_key: str
    rounds: int
    """How often it was already started afresh."""
    problem: str
    receipt: str
    """What takes this failure off the place where it waits."""


class ChatEntry(Value):
    """One line of a conversation."""

    speaker: str
    """`visitor`, `agent` or `bot`."""
    text: str
    at: str = ""
    digest: str


def visitor_text(entries: Iterable[ChatEntry]) -> str:
    """What the customer said, without the agents' words: only these can raise urgency."""
    return "\n".join(entry.text for entry in entries if entry.speaker == "visitor")


def folded_chat(entries: Iterable[ChatEntry]) -> str:
    """The conversation as one body, each entry under its speaker."""
    return "\n".join(f"{entry.speaker.capitalize()}: {entry.text}" for entry in entries)


class Inbound(Value):
    """One delivery: a mail, a form post, or a finished chat."""

    source: Source
    identity: str
    """What makes two deliveries the same one, before hashing (DESIGN 5, Identity)."""
    customer: Customer
    subject: str = ""
    text: str
    """The new text: without quoted history and signature. Equals `full_text` when stripping left almost nothing."""
    full_text: str
    """The whole readable text."""
    attachments: tuple[InboundAttachment, ...] = ()
    received_at: Moment
    page: str = ""
    """The page the customer was on (form and chat)."""
    category: str = ""
    """What the customer chose themselves, if the lane offers it."""
    kind: MailKind = MailKind.customer
    verdicts: Verdicts = Verdicts()
    message_id: str = ""
    """The mail's own Message-ID, with angle brackets; empty for other lanes and for mails without one."""
    references: tuple[str, ...] = ()
    """In-Reply-To and References, nearest first."""
    ticket_marks: tuple[str, ...] = ()
    """Ticket ids named in the subject as `[T-...]`."""
    cc: tuple[str, ...] = ()
    """Other people on the mail (To and Cc without our own addresses), lower case."""
    raw_key: str = ""
    """Key of the raw mail in the raw bucket."""
    bounce_of: tuple[str, ...] = ()
    """For a bounce: Message-IDs of the mail that did not arrive."""
    problem: str = ""
    """For unparsable mail, or a bounce: one plain sentence on what went wrong."""
    chat: tuple[ChatEntry, ...] = ()
    """Chat only: the conversation entry by entry, so that a longer second delivery yields only what is new."""

    @property
    def chat_digests(self) -> tuple[str, ...]:
        """Digests of the entries this delivery covers."""
        return tuple(entry.digest for entry in self.chat)

    @property
    def message_identity(self) -> str:
        """The delivery's identity within its ticket: a chat that went on is a new message of the same ticket."""
        return "|".join((self.identity, *self.chat_digests))

    def chat_after(self, seen: Collection[str]) -> Inbound | None:
        """The same delivery with only the entries not seen before, or None when nothing is new."""
        fresh = tuple(entry for entry in self.chat if entry.digest not in seen)
        if not fresh:
            return None
        return self.renewed(chat=fresh, text=visitor_text(fresh), full_text=folded_chat(fresh), attachments=())
