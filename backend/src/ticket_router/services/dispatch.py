"""Dispatch: makes Slack or the inbox agree with the route row, however often and in whatever order it is woken.

Four gates: the landing, the turn in a busy channel (queue order itself is a sort key of the row), the duplicate check
(made where the decision is written), and the card with full context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from enum import Enum

from ticket_router.domain.base import Status
from ticket_router.domain.board import touched
from ticket_router.domain.change import Change, RouteWrite, TicketWrite
from ticket_router.domain.errors import Conflict, LandingTrouble, Refused, Retryable
from ticket_router.domain.file import TicketFile
from ticket_router.domain.landings import landings
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.route import HandOff, Landing, LandingKind, Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.ticket import MessageKind
from ticket_router.ports import Channel, Clock, Desk, Pace, Rules, WorkQueue
from ticket_router.services.calling_out import CallOut
from ticket_router.services.compose import Composer
from ticket_router.services.posting import Busy, Poster
from ticket_router.services.tidying import Tidier

ROUNDS = 10
FIRST_WAIT = 20.0
LONGEST_WAIT = 900.0
"""SQS delays a message by 15 minutes at most."""
SLACK_OF_TIMERS = timedelta(seconds=2)


class Dispatched(Enum):
    """What a wake-up came to."""

    nothing_owed = "nothing owed"
    shown = "shown"
    put_off = "put off"


class Dispatch:
    """The use case behind the routes' stream and the dispatch queue."""

    def __init__(
        self,
        *,
        desk: Desk,
        rules: Rules,
        channels: Mapping[LandingKind, Channel],
        composer: Composer,
        poster: Poster,
        queue: WorkQueue,
        pace: Pace,
        clock: Clock,
        ask_boards: Callable[[Iterable[str]], None] | None = None,
    ) -> None:
        self._desk = desk
        self._rules = rules
        self._channels = channels
        self._composer = composer
        self._poster = poster
        self._call_out = CallOut(channels=channels, composer=composer, poster=poster)
        self._tidier = Tidier(desk=desk, channels=channels, composer=composer, poster=poster)
        self._queue = queue
        self._pace = pace
        self._clock = clock
        self._ask_boards = ask_boards

    def __call__(self, ticket_id: str, *, slot: bool = False) -> Dispatched:
        """Show what the row says; when it is put off, a wake-up is on the queue.

        `slot`: this wake-up comes back to a turn that was reserved for it.
        """
        for _ in range(ROUNDS):
            file = self._desk.file(ticket_id)
            if file is None or file.route is None or file.route.owes is not Step.dispatch:
                return Dispatched.nothing_owed
            try:
                return Dispatched.shown if self._once(file, file.route, slot) else Dispatched.put_off
            except Conflict:
                continue
        raise Retryable("the route kept changing while it was dispatched")

    def _once(self, file: TicketFile, route: Route, slot: bool) -> bool:
        now = self._clock.now()
        handoff = route.handoff
        if handoff.retry_at is not None and now + SLACK_OF_TIMERS < handoff.retry_at:
            return False
        rulebook = self._rules.current()
        options = landings(route.decision.team, rulebook)
        landing = handoff.landing or options[0]
        if not slot and not handoff.posts and (wait := self._turn(landing)) > 0:
            self._queue.send(route.ticket_id, wait, slot=True)
            # Kept in the row, so that no other wake-up takes a second turn for the same card.
            waiting = handoff.renewed(landing=landing, retry_at=now + timedelta(seconds=wait))
            self._desk.save_handoff(route.ticket_id, waiting, handoff.attempt)
            return False
        if handoff.landing is None:
            handoff = handoff.renewed(landing=landing)
            self._desk.save_handoff(route.ticket_id, handoff, handoff.attempt)
        try:
            self._ship(file, route, handoff, landing, rulebook)
        except Busy as busy:
            self._queue.send(route.ticket_id, busy.after + 1)
            return False
        except LandingTrouble as trouble:
            return self._put_off(route.ticket_id, handoff, landing, options, trouble)
        if self._ask_boards is not None:
            # Before the debt is settled: should this worker die in between, the boards are asked for once more.
            self._ask_boards(touched(route, rulebook))
        self._finish(file, route, handoff, landing)
        return True

    def _turn(self, landing: Landing) -> float:
        return self._pace.reserve(landing, self._clock.now()) if landing.kind is LandingKind.slack else 0.0

    def _ship(self, file: TicketFile, route: Route, handoff: HandOff, landing: Landing, rulebook: RuleBook) -> None:
        """Post or update the card, then its continuations, its follow-ups and late pings, then settle older cards."""
        now = self._clock.now()
        channel = self._channels[landing.kind]
        card = self._composer.card(file, route, rulebook, now)
        first, *more = channel.card(card)
        shown = self._poster.ensure(channel, route, handoff, landing, first)
        thread = shown.message_id
        for rendered in more:
            self._poster.ensure(channel, route, handoff, landing, rendered, thread)
        for follow_up in self._composer.follow_ups(file, rulebook, now):
            if follow_up.kind is MessageKind.bounce and landing.kind is LandingKind.email:
                continue  # it would come back from there too, and without end; the held card's reason tells it
            for rendered in channel.follow_up(card, follow_up):
                self._poster.ensure(channel, route, handoff, landing, rendered, thread)
        pings = [post for part, post in handoff.posts.items() if part.startswith(f"{handoff.attempt}/ping:")]
        for ping in self._composer.pings(route, rulebook, (shown, *pings)):
            self._poster.ensure(channel, route, handoff, landing, channel.ping(card, ping), thread)
        self._tidier(file, route, handoff, card, landing)

    def _put_off(
        self,
        ticket_id: str,
        handoff: HandOff,
        landing: Landing,
        options: tuple[Landing, ...],
        trouble: LandingTrouble,
    ) -> bool:
        """Record a failed try: try again later, or start over in the next landing when this one had its chance."""
        now = self._clock.now()
        file = self._desk.file(ticket_id)
        current = file.route.handoff if file and file.route else handoff
        if file is None or current.n != handoff.n or current.attempt != handoff.attempt:
            raise Conflict("the hand-off moved on")
        shipped = current.shipped
        tries = current.tries + 1
        tried = current.renewed(tries=tries, first_try_at=current.first_try_at or now)
        given_up = tried.had_its_chance(now)
        hopeless = isinstance(trouble, Refused) and trouble.for_good
        following = current.attempt + 1
        if not shipped and following < len(options) and (hopeless or given_up):
            note = f"{landing} did not take it ({trouble}), so it went to {options[following]}"
            fresh = current.renewed(
                attempt=following,
                landing=options[following],
                fallback=(*current.fallback, note),
                tries=0,
                first_try_at=None,
                retry_at=None,
            )
            self._desk.save_handoff(ticket_id, fresh, current.attempt)
            raise Conflict("started over in the next landing")
        if shipped:
            self._deliver(file, landing)
        after = trouble.after if isinstance(trouble, Refused) and trouble.after else FIRST_WAIT * 2 ** min(tries - 1, 6)
        wait = min(max(after, 1.0), LONGEST_WAIT)
        # The wake-up first: should this worker die here, the try goes uncounted, but nothing sleeps for ever.
        self._queue.send(ticket_id, wait)
        later = tried.renewed(retry_at=now + timedelta(seconds=wait))
        self._desk.save_handoff(ticket_id, later, current.attempt)
        self._desk.note_trouble(ticket_id, Step.dispatch, str(trouble))
        if shipped and file.route and given_up:
            self._call_out(file, file.route, options, self._rules.current(), now)
        return False

    def _deliver(self, file: TicketFile, landing: Landing) -> None:
        """The card is out though its thread is not complete: people have the ticket, so it counts as delivered."""
        if writes := _delivered(file, landing, self._clock):
            self._desk.commit(Change(tickets=writes))

    def _finish(self, file: TicketFile, route: Route, handoff: HandOff, landing: Landing) -> None:
        if handoff.tries:
            # All is shown: trouble with a later follow-up starts counting afresh.
            fresh = handoff.renewed(tries=0, first_try_at=None, retry_at=None)
            self._desk.save_handoff(route.ticket_id, fresh, handoff.attempt)
        settled = route.renewed(rev=route.rev + 1, **debt(None, self._clock.now()))
        self._desk.commit(Change(tickets=_delivered(file, landing, self._clock), routes=(RouteWrite(route=settled),)))


def _delivered(file: TicketFile, landing: Landing, clock: Clock) -> tuple[TicketWrite, ...]:
    ticket = file.ticket
    if ticket.status is not Status.routed:
        return ()
    delivered = ticket.renewed(rev=ticket.rev + 1, status=Status.delivered)
    return (TicketWrite(ticket=delivered, before=ticket, action="delivered", note=f"to {landing}", at=clock.now()),)
