"""The decision in force for a ticket and the hand-offs that carried it to people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from ticket_router.domain.base import Moment, Value
from ticket_router.domain.decision import Decision
from ticket_router.domain.owing import Owing

TRIES = 3
PATIENCE = timedelta(minutes=5)
"""How long a landing has for one hand-off before other ways are taken."""


class LandingKind(StrEnum):
    """The two ways a card reaches people."""

    slack = "slack"
    email = "email"


class Landing(Value):
    """A place where a card can land: `slack:#finance` or `email:legal@company.example`."""

    kind: LandingKind
    address: str
    team: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.address}"


class PostState(StrEnum):
    """How far one post of a hand-off got."""

    claimed = "claimed"
    """Somebody is posting it now, until `lease_until`."""
    unsure = "unsure"
    """It may or may not have arrived: look before posting again."""
    posted = "posted"


class Post(Value):
    """One thing shown to a team: the card, a continuation of it, a follow-up in its thread, or a ping."""

    state: PostState
    token: str = ""
    """Names the claim, so that only its owner records the outcome."""
    claimed_at: Moment | None = None
    lease_until: Moment | None = None
    landing: Landing | None = None
    message_id: str = ""
    """The vendor's id of the post: a Slack channel and ts, or a Message-ID."""
    pinged: tuple[str, ...] = ()
    """The `@handles` that this post woke."""
    digest: str = ""
    """Fingerprint of what is shown, so that an unchanged post is left alone; empty while nobody knows what that is."""
    rev: int = 0
    """The route's rev when it was claimed, which tells for which calls its pings count."""


class HandOff(Value):
    """Card number n of a ticket, in one place. A fallback starts another attempt in the next place."""

    n: int
    attempt: int = 0
    """Index into the team's landings: 0 is the first choice."""
    landing: Landing | None = None
    fallback: tuple[str, ...] = ()
    """Why earlier landings were given up, in words."""
    tries: int = 0
    """Failed tries in the current landing."""
    first_try_at: Moment | None = None
    retry_at: Moment | None = None
    """Not before then: the queue holds the wake-up, so wake-ups from our own writes to the row leave it alone."""
    posts: dict[str, Post] = {}
    """By `attempt/part`: part is `card`, `more:1`, `note:<message key>`, `ping:<rev>`."""
    live: bool = True
    """False once the card says that it has moved."""

    def post(self, part: str, attempt: int | None = None) -> Post | None:
        """The post of a part in the current (or the given) attempt."""
        return self.posts.get(f"{self.attempt if attempt is None else attempt}/{part}")

    def had_its_chance(self, now: datetime) -> bool:
        """Whether the current landing has failed for so long that nobody waits for it any more."""
        return self.tries >= TRIES or (self.first_try_at is not None and now - self.first_try_at >= PATIENCE)

    @property
    def shipped(self) -> bool:
        """Whether the card itself is known to be out."""
        card = self.post("card")
        return card is not None and card.state is PostState.posted


class Touch(Value):
    """Something that was done to a ticket, by whom (empty for the router) and when."""

    by: str
    at: Moment


class Route(Owing):
    """The row that dispatch makes true: decision n, and what has been shown of it and of its predecessors."""

    ticket_id: str
    rev: int = 0
    n: int = 1
    decision: Decision
    decided_at: Moment
    opened_at: Moment
    """When the first decision was made; a raise keeps it, so a raised ticket does not lose its place."""
    decided_by: str = ""
    """The person behind the decision in force; empty for the router's own."""
    moved: Touch | None = None
    """What gave the card its number; None for the first card, and in rows of earlier versions."""
    chosen: Touch | None = None
    """What gave the ticket its topic; None for the first decision's, and in rows of earlier versions."""
    taken_at: Moment | None = None
    taken_by: str = ""
    done_at: Moment | None = None
    claim_key: str = ""
    """The duplicate claim that this ticket holds, `<address>#<topic>`, or empty."""
    called: dict[str, int] = {}
    """By `@handle` of the decision's pings: the rev that began to call for them. Without an entry, the first one did,
    or an earlier version."""
    handoffs: dict[int, HandOff] = {}

    @property
    def decided(self) -> Touch:
        """What put the decision in force there: it stands in for `moved` and `chosen` where these are None."""
        return Touch(by=self.decided_by, at=self.decided_at)

    def calls(self, decision: Decision, rev: int) -> dict[str, int]:
        """`called` once `decision` is in force under `rev`: who is called for all along is not called again, unless the
        ticket rises and it is they whom the higher move wakes, or they are named only now."""
        old = self.decision
        again = {*(decision.pings[:1] if decision.move.rank < old.move.rank else ())}
        again |= {decision.person} if decision.person != old.person else set()
        return {
            handle: self.called.get(handle, 0) if handle in old.pings and handle not in again else rev
            for handle in decision.pings
        }

    def called_before(self, decision: Decision) -> dict[str, int]:
        """`called` once `decision` is in force and calls nobody anew."""
        return {handle: self.called.get(handle, 0) for handle in decision.pings}

    def unanswered(self, posts: Iterable[Post]) -> dict[int, tuple[str, ...]]:
        """By the rev that called for them: whom the decision in force calls for and none of `posts` has woken since."""
        out = [post for post in posts if post.state is PostState.posted]
        missing: dict[int, tuple[str, ...]] = {}
        for handle in self.decision.pings:
            since = self.called.get(handle, 0)
            if not any(handle in post.pinged and post.rev >= since for post in out):
                missing[since] = (*missing.get(since, ()), handle)
        return missing

    @property
    def handoff(self) -> HandOff:
        """The hand-off of the decision in force."""
        return self.handoffs.get(self.n) or HandOff(n=self.n)

    def mailed_as(self, message_ids: Collection[str]) -> int | None:
        """The number of the card whose mails one of these is; where none is known, of the last that went by mail."""
        mailed = {n: h for n, h in self.handoffs.items() if h.landing and h.landing.kind is LandingKind.email}
        named = [n for n, h in mailed.items() if any(post.message_id in message_ids for post in h.posts.values())]
        return max(named or mailed, default=None)

    def showed(self, message_key: str) -> bool:
        """Whether a later message is known to be out in the thread of one of the ticket's cards."""
        part = f"/note:{message_key}"
        posts = (post for handoff in self.handoffs.values() for post in handoff.posts.items())
        return any(name.endswith(part) and post.state is PostState.posted for name, post in posts)

    @property
    def queue_key(self) -> str:
        """Sort key of a team's queue: move rank, then time of the first decision."""
        return f"{self.decision.move.rank}#{self.opened_at.isoformat()}"
