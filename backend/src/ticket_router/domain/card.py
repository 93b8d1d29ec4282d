"""What a team sees of a ticket, in no channel's words: the hand-off with full context."""

from __future__ import annotations

from ticket_router.domain.base import Moment, Move, Source, Tone, Urgency, Value
from ticket_router.domain.inbound import Customer
from ticket_router.domain.ticket import MessageKind


class CardFile(Value):
    """An attachment as people see it; `link` is empty when the file was withheld."""

    name: str
    size: int | None
    """Bytes; None for a raw mail, which nobody weighed."""
    link: str = ""


class Wake(Value):
    """A person to ping: the handle from the sheet, and the vendor ids that People resolved it to."""

    handle: str
    slack_id: str = ""
    email: str = ""


class Card(Value):
    """Everything a team needs to start, without opening another tool."""

    ticket_id: str
    n: int
    move: Move
    team: str
    person: Wake | None = None
    pings: tuple[Wake, ...] = ()
    customer: Customer
    vip: bool
    sender_verified: bool | None
    source: Source
    received_at: Moment
    time_zone: str
    subject: str
    text: str
    """The whole message."""
    has_more: bool
    """True when quoted history or a signature was set aside; the raw mail has it."""
    attachments: tuple[CardFile, ...] = ()
    withheld: bool = False
    raw_link: str = ""
    page: str = ""
    category: str = ""
    topic: str
    topic_confidence: float
    urgency: Urgency
    tone: Tone
    language: str = ""
    summary: str = ""
    also: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    sentence: str
    """The decision in one sentence, as everywhere."""
    reasons: tuple[str, ...]
    playbook: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    """For channels without buttons: each action's name, and the link behind it."""
    reply_link: str = ""
    """`mailto:` the customer, subject with the ticket's mark, the desk in Cc."""
    support_mailbox: str = ""
    linked: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    """Why earlier landings were given up."""
    closed: str = ""
    """For a closed ticket: how, and by whom."""
    over: bool = False
    """Other tickets stand for it now: nothing can be done with this one any more."""
    taken: str = ""
    """For a ticket that somebody is at: `taken by @dana 14:05`."""
    guess: str = ""
    """For a held ticket: the reader's best guess, if it had one, or what a person said before it came back."""

    @property
    def reads_differently(self) -> bool:
        """Whether the customer chose a category that is not what the reader made of the text."""
        return bool(self.category) and self.category.strip().casefold() != self.topic.casefold()


class FollowUp(Value):
    """A later message of a ticket, shown in the thread of its card."""

    key: str
    kind: MessageKind
    author: Customer
    source: Source
    received_at: Moment
    time_zone: str
    subject: str
    text: str
    attachments: tuple[CardFile, ...] = ()
    raw_link: str = ""
    from_ticket: str = ""
    """The ticket that it came in as, when that was joined to this one."""
    undo: str = ""
    """For channels without buttons: the link by which somebody says that it is not the same problem."""
    apart: bool = False
    """A person said that it is not the same problem: it has a ticket of its own again."""


class Ping(Value):
    """A later wake-up in the thread, for people whom a later decision calls for."""

    call: str
    """Names the call within the card, so that each wakes once."""
    move: Move
    named: bool = False
    """They are whom the ticket is for, not whom its move wakes."""
    people: tuple[Wake, ...]
    sentence: str
