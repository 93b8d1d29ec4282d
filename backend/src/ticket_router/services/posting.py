"""One post, once: claim it, post it, record it; and after a crash or a lost answer look before posting again.

Neither Slack nor mail has an idempotency key, so the claim in the route row is what keeps two workers, or one worker
before and after its death, from showing the same card twice (DESIGN 8).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from ticket_router.domain.errors import NotFound, OutcomeUnknown, Refused
from ticket_router.domain.rendered import Rendered, Tag
from ticket_router.domain.route import HandOff, Landing, Post, PostState, Route
from ticket_router.ports import Channel, Clock, Desk

LEASE = timedelta(seconds=90)
"""Longer than the dispatch function may run (60 s), so that a live lease means a live worker."""


class Busy(Exception):
    """Another worker holds a live claim on this post, for `after` more seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"claimed for {after:.0f} s more")
        self.after = after


class Poster:
    """Makes single posts of a hand-off true."""

    def __init__(self, *, desk: Desk, clock: Clock, token: Callable[[], str]) -> None:
        self._desk = desk
        self._clock = clock
        self._token = token

    def ensure(
        self,
        channel: Channel,
        route: Route,
        handoff: HandOff,
        landing: Landing,
        rendered: Rendered,
        thread: str = "",
    ) -> Post:
        """The post that shows `rendered`, posted or updated now if that was still to be done.

        Raises:
            Busy: another worker is at it.
            Refused, OutcomeUnknown: the channel's trouble; what is known of it has been recorded.
            Conflict: the route moved on meanwhile.
        """
        part = f"{handoff.attempt}/{rendered.part}"
        seen = handoff.posts.get(part)
        if seen is not None and seen.state is PostState.posted:
            return self._kept_true(channel, route, handoff, part, seen, rendered)
        if seen is not None:
            if (arrived := self.looked_up(channel, route, handoff, part, seen, thread)) is not None:
                return self._kept_true(channel, route, handoff, part, arrived, rendered)
            rendered = rendered if channel.can_look_up else rendered.renewed(second_copy=True)
        return self._post(channel, route, handoff, part, seen, landing, rendered, thread)

    def looked_up(
        self, channel: Channel, route: Route, handoff: HandOff, part: str, seen: Post, thread: str
    ) -> Post | None:
        """A post whose outcome was never recorded, or None when it did not arrive (or nobody can tell)."""
        now = self._clock.now()
        if seen.state is PostState.claimed and seen.lease_until and seen.lease_until > now:
            raise Busy((seen.lease_until - now).total_seconds())
        if not channel.can_look_up or seen.landing is None:
            return None
        tag = Tag(ticket_id=route.ticket_id, n=handoff.n, part=part)
        found = channel.find(seen.landing, tag, thread, seen.claimed_at or now)
        if found is None:
            return None
        arrived = seen.renewed(state=PostState.posted, message_id=found)
        self._save(route, handoff.n, part, arrived, seen.token)
        return arrived

    def _kept_true(
        self, channel: Channel, route: Route, handoff: HandOff, part: str, seen: Post, rendered: Rendered
    ) -> Post:
        if not channel.can_update or seen.digest == rendered.digest or seen.landing is None:
            return seen
        if seen.digest:
            # Before the call: should its answer or this worker be lost, the next look draws it anew, whatever it knows.
            unknown = seen.renewed(digest="")
            self._desk.save_post(route.ticket_id, route.rev, handoff.n, part, unknown, seen.token)
        try:
            channel.update(seen.landing, seen.message_id, rendered)
        except NotFound:
            self._forget(route, handoff, part)
            raise OutcomeUnknown(f"{rendered.part} was deleted in {seen.landing}") from None
        true = seen.renewed(digest=rendered.digest)
        self._save(route, handoff.n, part, true, seen.token)
        return true

    def _forget(self, route: Route, handoff: HandOff, part: str) -> None:
        """Somebody deleted a post by hand. A ticket without a card would be lost to its team, so it is posted again;
        with the card go the posts in its thread, which nobody finds any more."""
        attempt, _, name = part.partition("/")
        for other, post in handoff.posts.items():
            if other == part or (name == "card" and other.startswith(f"{attempt}/")):
                self._save(route, handoff.n, other, None, post.token)

    def _post(
        self,
        channel: Channel,
        route: Route,
        handoff: HandOff,
        part: str,
        seen: Post | None,
        landing: Landing,
        rendered: Rendered,
        thread: str,
    ) -> Post:
        now = self._clock.now()
        claim = Post(
            state=PostState.claimed,
            token=self._token(),
            claimed_at=_first(seen, now),
            lease_until=now + LEASE,
            landing=landing,
            pinged=rendered.pinged,
            digest=rendered.digest,
            rev=route.rev,
        )
        self._desk.save_post(route.ticket_id, route.rev, handoff.n, part, claim, seen.token if seen else "")
        try:
            message_id = channel.post(landing, rendered, Tag(ticket_id=route.ticket_id, n=handoff.n, part=part), thread)
        except Refused:
            # This try did nothing; where nobody can look, an earlier one may still have arrived.
            doubt = seen is not None and not channel.can_look_up
            left = claim.renewed(state=PostState.unsure) if doubt else None
            self._save(route, handoff.n, part, left, claim.token)
            raise
        except OutcomeUnknown:
            self._save(route, handoff.n, part, claim.renewed(state=PostState.unsure), claim.token)
            raise
        done = claim.renewed(state=PostState.posted, message_id=message_id)
        self._save(route, handoff.n, part, done, claim.token)
        return done

    def _save(self, route: Route, n: int, part: str, post: Post | None, token: str) -> None:
        """Record an outcome. The route's rev is left out on purpose: a reassign in flight must not lose this card."""
        self._desk.save_post(route.ticket_id, None, n, part, post, token)


def _first(seen: Post | None, now: datetime) -> datetime:
    return seen.claimed_at if seen is not None and seen.claimed_at is not None else now
