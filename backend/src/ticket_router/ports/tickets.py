"""What a ticket's way needs: the desk, the rules, the reader, queues, files and channels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from ticket_router.domain.card import Card, FollowUp, Ping
from ticket_router.domain.change import Change
from ticket_router.domain.correction import Correction
from ticket_router.domain.file import TicketFile
from ticket_router.domain.inbound import FailedMail
from ticket_router.domain.owing import Step
from ticket_router.domain.prompt import Answer, Prompt
from ticket_router.domain.rendered import Rendered, Tag
from ticket_router.domain.route import HandOff, Landing, LandingKind, Post, Route
from ticket_router.domain.rulebook import RuleBook


class Clock(Protocol):
    """The time of day, so that nothing else asks the machine for it."""

    def now(self) -> datetime:
        """The current moment, in UTC."""
        ...


class Desk(Protocol):
    """The store of tickets, routes and their audit. Every read is strongly consistent unless it says otherwise."""

    def file(self, ticket_id: str) -> TicketFile | None:
        """Everything about one ticket, or None when there is no such ticket."""
        ...

    def ticket_of(self, message_id: str) -> str | None:
        """The ticket that a Message-ID belongs to, or None."""
        ...

    def claim_of(self, key: str, now: datetime) -> str | None:
        """The ticket that holds the duplicate claim `key` and has not let it expire, or None."""
        ...

    def commit(self, change: Change) -> None:
        """Apply all writes or none. More of them than `MOST_WRITES` are the caller's bug.

        Raises:
            Conflict: a condition no longer holds; nothing was written.
            Retryable: the store is out of reach or throttled; whether it wrote is unknown, so read again first.
        """
        ...

    def owing(self, step: Step, overdue_at: datetime) -> Sequence[str]:
        """Ids of tickets that owe `step` and are overdue, longest first. May lag behind by moments (a sparse index)."""
        ...

    def correction(self, ticket_id: str, wish_id: str) -> Correction | None:
        """The correction that a wish brought about, or None."""
        ...

    def push(self, file: TicketFile, step: Step, due_at: datetime) -> None:
        """Count one push of an overdue step and set when it is overdue again; raises Conflict if somebody moved on."""
        ...

    def note_trouble(self, ticket_id: str, step: Step, trouble: str) -> None:
        """Keep what went wrong last, as long as the step is still owed; never raises for a row that moved on."""
        ...

    def save_post(self, route_id: str, rev: int | None, n: int, part: str, post: Post | None, seen: str) -> None:
        """Record the state of one post of hand-off n (None removes it), without touching the route's rev.

        It stands only if the stored post still carries the token `seen` (empty: no post there), and, with `rev`, only
        if the route is still at that rev. `part` is `attempt/part`. Raises Conflict otherwise.
        """
        ...

    def save_handoff(self, route_id: str, handoff: HandOff, seen_attempt: int) -> None:
        """Record everything of a hand-off but its posts; raises Conflict if it is no longer at `seen_attempt`."""
        ...


class Lists(Protocol):
    """Many tickets at a glance, for whoever shows lists of them. May lag behind by moments (indexes)."""

    def held(self) -> Sequence[str]:
        """Ids of the tickets that wait in triage, longest first."""
        ...

    def decided_on(self, day: date) -> Sequence[Route]:
        """Routes whose decision in force was made on that day (UTC), latest first, without their hand-offs."""
        ...


class Rules(Protocol):
    """Where the live RuleBook comes from."""

    def current(self) -> RuleBook:
        """The RuleBook in force. Raises Retryable when it cannot be fetched and none was fetched before."""
        ...


class Reader(Protocol):
    """The one model call."""

    def ask(self, prompt: Prompt) -> Answer:
        """The model's answer to one prompt. Raises ReaderAway when it is throttled, slow or down."""
        ...


class WorkQueue(Protocol):
    """Wake-ups for a later step; the message is the ticket's id and may arrive twice."""

    def send(self, ticket_id: str, delay: float = 0.0, *, slot: bool = False) -> None:
        """Wake the step for this ticket in `delay` seconds (0 to 900). `slot`: it comes back to a reserved turn."""
        ...


class FileStore(Protocol):
    """Bytes of attachments and raw mail."""

    def keep(self, key: str, content: bytes, content_type: str, name: str) -> None:
        """Store a file under a key; storing the same key again replaces it with the same bytes."""
        ...


class Links(Protocol):
    """Signed, expiring links to kept files and to actions."""

    def to_file(self, key: str, name: str, now: datetime) -> str:
        """A link that opens the file under `key` for a limited time."""
        ...

    def to_action(self, ticket_id: str, n: int, rev: int, action: str, now: datetime) -> str:
        """A link to an action on card n of a ticket; empty where nobody answers such links.

        `rev` is where the ticket stands that a mail is about, so that a later mail's link is another one.
        """
        ...


class IntakeFailures(Protocol):
    """Where mail waits that intake gave up on."""

    def waiting(self) -> Iterable[FailedMail]:
        """Failures that wait now; more may come in a later round."""
        ...

    def settle(self, failure: FailedMail) -> None:
        """Take it off, once what replaces it has been done."""
        ...


class IntakeAgain(Protocol):
    """A fresh start of mail intake."""

    def __call__(self, raw_key: str, rounds: int) -> None:
        """Start it for one raw mail; returns at once. `rounds` counts the fresh starts."""
        ...


class Channel(Protocol):
    """One way to show a card to a team: Slack, or mail to the team's inbox."""

    kind: LandingKind
    can_look_up: bool
    """Whether `find` can tell if a post arrived; mail cannot."""
    can_update: bool
    """Whether a post can be changed once it is out."""

    def card(self, card: Card) -> Sequence[Rendered]:
        """The card (part `card`) and, when the message is too long for it, its continuations (`more:1`, ...)."""
        ...

    def follow_up(self, card: Card, follow_up: FollowUp) -> Sequence[Rendered]:
        """Parts for one follow-up in the card's thread: `note:<key>`, and `note:<key>:1`, ... when it is long."""
        ...

    def ping(self, card: Card, ping: Ping) -> Rendered:
        """Part `ping:<call>`: what wakes people after the card itself is out."""
        ...

    def moved(self, card: Card, to: str) -> Rendered:
        """The card as it looks once the ticket has moved to another place."""
        ...

    def post(self, landing: Landing, rendered: Rendered, tag: Tag, thread: str) -> str:
        """Show it and return the vendor's id. `thread` is the card's id, or empty for the card itself.

        Raises:
            Refused: nothing was done.
            OutcomeUnknown: it may have been done.
        """
        ...

    def update(self, landing: Landing, message_id: str, rendered: Rendered) -> None:
        """Change a post that is out; safe to repeat. Raises as `post` does."""
        ...

    def find(self, landing: Landing, tag: Tag, thread: str, since: datetime) -> str | None:
        """The id of the post that carries `tag`, or None when it is surely not there. Raises as `post` does."""
        ...


class Pace(Protocol):
    """Turns on a landing that takes about one post a second, so that a burst does not run into the vendor's limit."""

    def reserve(self, landing: Landing, now: datetime) -> float:
        """Seconds until this post's turn; 0 means now. Reserving takes the turn."""
        ...
