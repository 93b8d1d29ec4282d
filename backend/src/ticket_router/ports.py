"""What the use cases need from the world, named for the capability; adapters serve these, tests bring fakes."""

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
from ticket_router.domain.workbook.grid import Edit, Snapshot
from ticket_router.domain.workbook.memory import Memory
from ticket_router.domain.workbook.watch import Watch


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
        """Apply all writes or none.

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
    """Signed, expiring links to kept files."""

    def to_file(self, key: str, name: str, now: datetime) -> str:
        """A link that opens the file under `key` for a limited time."""
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
        """Part `ping:<move>`: what wakes people after the card itself is out."""
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


class Workbook(Protocol):
    """The rules workbook. Both calls raise Retryable for passing trouble and NotFound when it is not shared with us."""

    def read(self) -> Snapshot:
        """All tabs in one look (one call, unless a tab that was there is gone)."""
        ...

    def write(self, edits: Sequence[Edit]) -> None:
        """Make all edits or none, in one call. An edit of a tab that is gone is left out."""
        ...


class WorkbookFile(Protocol):
    """The workbook as a file in Drive: who changed it, and who tells us. Raises Retryable and NotFound."""

    def last_editor(self) -> str:
        """Mail address of whoever changed it last; empty when that was the router itself or cannot be known."""
        ...

    def watch(self, watch: Watch, token: str, address: str) -> Watch:
        """Ask Drive to call `address` through this channel; returns it with its resource id and true expiry."""
        ...

    def stop(self, watch: Watch) -> None:
        """End a channel; one that is gone already is fine."""
        ...


class Watches(Protocol):
    """The channels we know of."""

    def all(self) -> Sequence[Watch]:
        """Every stored channel, oldest first. Strongly consistent."""
        ...

    def save(self, watch: Watch) -> None:
        """Store a channel, leaving alone what `heard` recorded meanwhile."""
        ...

    def heard(self, channel_id: str, at: datetime) -> None:
        """Note that a channel spoke; one that is not stored any more stays away."""
        ...

    def drop(self, channel_id: str) -> None:
        """Forget a channel."""
        ...


class SheetHints(Protocol):
    """Hints that the workbook and the desk may differ; none says how, and any may be lost."""

    def now(self, why: str, name: str) -> None:
        """Have drive-sync look. `name` is this hint's own: the same one within five minutes counts once."""
        ...

    def later(self, why: str, name: str, seconds: float) -> None:
        """The same in `seconds` (0 to 900)."""
        ...


class SheetMemory(Protocol):
    """Where drive-sync keeps its Memory."""

    def load(self) -> Memory:
        """The last saved one, or a fresh one."""
        ...

    def save(self, memory: Memory) -> None:
        """Store it under `memory.rev`; raises Conflict unless the stored one is at `memory.rev - 1`."""
        ...


class RulesArchive(Protocol):
    """Where RuleBooks are published, by drive-sync alone."""

    def live(self) -> tuple[RuleBook | None, str]:
        """The RuleBook in force, if there is one, and the mark of exactly this state."""
        ...

    def publish(self, rulebook: RuleBook, mark: str) -> None:
        """Put it in force; raises Conflict when what is stored no longer has this mark."""
        ...

    def export(self, name: str, content: str) -> None:
        """Store a file for other readers beside it (`rules.csv`, `examples_sheet.jsonl`)."""
        ...


class Directory(Protocol):
    """Who is who in Slack."""

    def slack_id(self, email: str) -> str:
        """The Slack id behind an address, or empty when Slack does not know it. Raises Retryable."""
        ...
