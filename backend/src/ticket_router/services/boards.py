"""Queue boards: asked for whenever a queue changed, drawn from a query, never in the way of a card.

Asking costs one write and at most one delayed message; drawing is safe to repeat. The row of the channel keeps two
workers, or one before and after its death, from posting two boards.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum

from ticket_router.domain.board import EVERY, SHOWN, Board, BoardRow, named, place, readers, wanted
from ticket_router.domain.errors import Conflict, LandingTrouble, NotFound, Refused
from ticket_router.domain.rendered import Rendered, Tag
from ticket_router.domain.route import Landing, LandingKind
from ticket_router.domain.rulebook import Team
from ticket_router.ports import Clock, Pace, Rules
from ticket_router.ports.boards import BoardChannel, Boards, BoardWakes, Queues

ALL_BOARDS = Landing(kind=LandingKind.slack, address="(all boards)", team="")
"""Boards take turns among themselves: chat.update is limited for the whole workspace, and cards need it too."""
LEASE = timedelta(seconds=90)
"""Longer than the dispatch function may run (60 s), so that a live lease means a live worker."""
AFTER_TROUBLE = 60.0
"""Seconds until a board is tried again after an answer that got lost."""
LONGEST_WAIT = 900.0
_LOG = logging.getLogger(__name__)


class Drawn(Enum):
    """What a redraw came to."""

    taken_away = "no board is wanted here"
    put_off = "put off"
    same = "same"
    drawn = "drawn"
    refused = "refused"


class AskBoards:
    """Asks for redraws; what is on its way already is not asked for twice."""

    def __init__(self, *, boards: Boards, wakes: BoardWakes, rules: Rules, clock: Clock) -> None:
        self._boards = boards
        self._wakes = wakes
        self._rules = rules
        self._clock = clock

    def __call__(self, asked: Iterable[str]) -> None:
        """Ask for the boards of these channels."""
        for channel in asked:
            wait = self._boards.ask(channel, self._clock.now())
            if wait is not None:
                self._wakes.send(channel, wait)

    def make_good(self) -> int:
        """Ask for boards that are not as the rules want them: a wake-up was lost, or other teams read there now.

        Returns how many those were.
        """
        late = self._boards.overdue(wanted(self._rules.current()), self._clock.now())
        self(late)
        return len(late)


class DrawBoard:
    """Makes one channel's board true."""

    def __init__(
        self,
        *,
        boards: Boards,
        wakes: BoardWakes,
        queues: Queues,
        rules: Rules,
        channel: BoardChannel,
        turns: Pace,
        pace: Pace,
        clock: Clock,
    ) -> None:
        """`turns` are those of all boards together, `pace` those of posts in a channel, cards included."""
        self._boards = boards
        self._wakes = wakes
        self._queues = queues
        self._rules = rules
        self._channel = channel
        self._turns = turns
        self._pace = pace
        self._clock = clock

    def __call__(self, channel: str, *, slot: bool = False) -> Drawn:
        """Redraw; what has to wait is on the queue. `slot`: this wake-up comes back to a turn that was reserved."""
        teams, now = readers(channel, self._rules.current()), self._clock.now()
        if not slot and (wait := self._turns.reserve(ALL_BOARDS, now)) > 0:
            return self._later(channel, wait, slot=True)
        try:
            row = self._boards.begin(channel, now, named(teams))
        except Conflict:
            # Not by asking: the mark that is due may be this very wake-up's own, and would swallow it.
            return self._later(channel, EVERY.total_seconds(), slot=False)
        if row.lease_until is not None and row.lease_until > now:  # somebody is at the first post
            return self._later(channel, (row.lease_until - now).total_seconds() + 1, slot=False)
        try:
            if not teams:
                return self._take_away(channel, row)
            return self._make_true(channel, row, self._rendered(teams), now)
        except Conflict:
            return self._again(channel)
        except Refused as refused:
            if refused.for_good:  # no such channel, not invited, archived: the next change tries again
                _LOG.warning("board of %s not drawn: %s", channel, refused)
                return Drawn.refused
            return self._later(channel, 2 * (refused.after or AFTER_TROUBLE / 2), slot=False)
        except LandingTrouble:
            return self._later(channel, AFTER_TROUBLE, slot=False)

    def _rendered(self, teams: Sequence[Team]) -> Rendered:
        total, first = self._queues.open([team.team for team in teams], SHOWN)
        title = " and ".join(team.team.replace("_", " ").capitalize() for team in teams)
        return self._channel.board(Board(title=title, total=total, lines=tuple(first)))

    def _take_away(self, channel: str, row: BoardRow) -> Drawn:
        """The rules sent the last team elsewhere: a board that nobody keeps would mislead."""
        claimed = row.claimed_at
        message_id = row.message_id or (
            self._channel.find(place(channel), _tag(channel), "", claimed) if claimed else None
        )
        try:
            if message_id:
                self._channel.delete(message_id)
        except Refused as refused:
            if not refused.for_good:
                raise
            _LOG.warning("board of %s is not kept any more and cannot be deleted: %s", channel, refused)
        self._boards.leave(channel)
        return Drawn.taken_away

    def _again(self, channel: str) -> Drawn:
        """Another redraw was quicker: one more comes after it, however many of us it has overtaken."""
        wait = self._boards.ask(channel, self._clock.now())
        if wait is not None:
            self._wakes.send(channel, wait)
        return Drawn.put_off

    def _later(self, channel: str, wait: float, *, slot: bool) -> Drawn:
        """The wake-up first: should this worker die here, a redraw comes twice rather than never."""
        wait = min(max(wait, 1.0), LONGEST_WAIT)
        self._wakes.send(channel, wait, slot=slot)
        self._boards.put_off(channel, self._clock.now() + timedelta(seconds=wait))
        return Drawn.put_off

    def _make_true(self, channel: str, row: BoardRow, rendered: Rendered, now: datetime) -> Drawn:
        message_id, came_to = row.message_id, Drawn.same
        if message_id and row.digest == rendered.digest:
            self._boards.shown(channel, row.began_at, message_id, rendered.digest)
        elif message_id:
            try:
                self._channel.update(place(channel), message_id, rendered)
            except NotFound:
                self._boards.forget(channel)
                message_id, row = "", row.renewed(message_id="", pinned=False, claimed_at=None, lease_until=None)
            else:
                self._boards.shown(channel, row.began_at, message_id, rendered.digest)
                came_to = Drawn.drawn
        if not message_id:
            if (wait := self._pace.reserve(place(channel), now)) > 0:  # cards that wait here go first
                return self._later(channel, max(wait, EVERY.total_seconds()), slot=False)
            message_id, came_to = self._first_post(channel, row, rendered, now), Drawn.drawn
        if not row.pinned:
            self._pin(channel, message_id)
        return came_to

    def _first_post(self, channel: str, row: BoardRow, rendered: Rendered, now: datetime) -> str:
        landing, tag = place(channel), _tag(channel)
        self._boards.claim(channel, now, now + LEASE)
        try:
            found = self._channel.find(landing, tag, "", row.claimed_at) if row.claimed_at else None
            message_id = found or self._channel.post(landing, rendered, tag, "")
        except Refused:
            # This try posted nothing; of an earlier one nobody knows yet.
            (self._boards.doubt if row.claimed_at else self._boards.release)(channel)
            raise
        except LandingTrouble:
            self._boards.doubt(channel)
            raise
        # Of a board that was found nobody knows what it shows, so the next redraw writes it anew.
        self._boards.posted(channel, message_id, "" if found else rendered.digest)
        if found:
            raise Conflict("a board was there already")
        return message_id

    def _pin(self, channel: str, message_id: str) -> None:
        """A board that cannot be pinned is still a board: said once, and left so."""
        try:
            self._channel.pin(message_id)
        except NotFound:  # deleted by hand this very moment
            self._boards.forget(channel)
            raise Conflict("the board is gone") from None
        except Refused as refused:
            if not refused.for_good:
                raise
            _LOG.warning("board of %s stays unpinned: %s", channel, refused)
        self._boards.pinned(channel)


def _tag(channel: str) -> Tag:
    return Tag(ticket_id=f"board:{channel}", n=0, part="board")
