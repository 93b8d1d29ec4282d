"""Queue boards over memory: their rows, their wake-ups, the queues they show, and the channel they stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from tests.fakes.clock import FakeClock
from tests.fakes.wire import Wire, wired
from ticket_router.domain.board import EVERY, LOST_AFTER, SOON, Board, BoardRow, Line
from ticket_router.domain.errors import Conflict, NotFound
from ticket_router.domain.rendered import Rendered, Tag
from ticket_router.domain.route import Landing


class FakeBoards:
    """Serves the `Boards` port; `rows` and `due` by channel."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.rows: dict[str, BoardRow] = {}
        self.due: dict[str, datetime] = {}
        self.readers: dict[str, str] = {}
        self.standing: set[str] = set()

    @wired
    def ask(self, channel: str, now: datetime) -> float | None:
        """See the port."""
        if channel in self.due and self.due[channel] >= now - LOST_AFTER:
            return None
        row = self.rows.get(channel)
        self.due[channel] = max(now + SOON, row.began_at + EVERY) if row else now + SOON
        return (self.due[channel] - now).total_seconds()

    @wired
    def put_off(self, channel: str, until: datetime) -> None:
        """See the port."""
        self.due[channel] = until

    @wired
    def begin(self, channel: str, now: datetime, readers: str) -> BoardRow:
        """See the port."""
        row = self.rows.get(channel)
        if row and row.began_at > now - EVERY + timedelta(seconds=1):
            raise Conflict("another redraw began just now")
        self.due.pop(channel, None)
        self.readers[channel] = readers
        begun = row.renewed(began_at=now) if row else BoardRow(began_at=now)
        self.rows[channel] = begun.renewed(digest="")
        return begun

    @wired
    def claim(self, channel: str, now: datetime, lease_until: datetime) -> None:
        """See the port."""
        row = self.rows[channel]
        self.standing.add(channel)
        if row.message_id or (row.lease_until and row.lease_until > now):
            raise Conflict("claimed")
        self._set(channel, lease_until=lease_until, claimed_at=row.claimed_at or now)

    @wired
    def release(self, channel: str) -> None:
        """See the port."""
        self._set(channel, lease_until=None, claimed_at=None)

    @wired
    def doubt(self, channel: str) -> None:
        """See the port."""
        self._set(channel, lease_until=None)

    @wired
    def shown(self, channel: str, began_at: datetime, message_id: str, digest: str) -> None:
        """See the port."""
        row = self.rows[channel]
        sure = row.began_at == began_at and row.message_id == message_id
        self._set(channel, digest=digest if sure else "")
        if not sure:
            raise Conflict("a later redraw has begun")

    @wired
    def posted(self, channel: str, message_id: str, digest: str) -> None:
        """See the port."""
        self._set(channel, message_id=message_id, digest=digest, pinned=False, lease_until=None, claimed_at=None)

    @wired
    def pinned(self, channel: str) -> None:
        """See the port."""
        self._set(channel, pinned=True)

    @wired
    def forget(self, channel: str) -> None:
        """See the port."""
        self._set(channel, message_id="", digest="", pinned=False, lease_until=None, claimed_at=None)

    @wired
    def leave(self, channel: str) -> None:
        """See the port."""
        self.rows.pop(channel, None)
        self.due.pop(channel, None)
        self.standing.discard(channel)

    @wired
    def overdue(self, wanted: Mapping[str, str], now: datetime) -> Sequence[str]:
        """See the port."""
        return [
            *(channel for channel, readers in wanted.items() if self._late(channel, readers, now)),
            *sorted(self.standing - wanted.keys()),
        ]

    def _late(self, channel: str, readers: str, now: datetime) -> bool:
        if channel in self.due:
            return self.due[channel] < now - LOST_AFTER
        return channel not in self.rows or self.readers[channel] != readers

    def _set(self, channel: str, **changes: object) -> None:
        self.rows[channel] = self.rows[channel].renewed(**changes)


class FakeWakes:
    """Serves the `BoardWakes` port; `sent` holds channel, moment and slot of those still to come."""

    def __init__(self, clock: FakeClock, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.clock = clock
        self.sent: list[tuple[str, datetime, bool]] = []

    @wired
    def send(self, channel: str, delay: float, *, slot: bool = False) -> None:
        """See the port."""
        self.sent.append((channel, self.clock.at + timedelta(seconds=delay), slot))


class FakeQueues:
    """Serves the `Queues` port with whatever `lines` holds, for all teams alike."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.lines: list[Line] = []
        self.asked: list[tuple[str, ...]] = []

    @wired
    def open(self, teams: Sequence[str], most: int) -> tuple[int, Sequence[Line]]:
        """See the port."""
        self.asked.append(tuple(teams))
        return len(self.lines), self.lines[:most]


class FakeBoardChannel:
    """Serves the `BoardChannel` port; `there` holds what each board shows, by id, `pins` those pinned by us."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.there: dict[str, str] = {}
        self.tags: dict[str, Tag] = {}
        self.pins: list[str] = []
        self.posts = 0

    def board(self, board: Board) -> Rendered:
        """See the port."""
        text = f"{board.title} {board.total}: " + ", ".join(line.title for line in board.lines)
        return Rendered(part="board", digest=text, payload={"text": text})

    @wired
    def post(self, landing: Landing, rendered: Rendered, tag: Tag, thread: str) -> str:
        """See the port."""
        self.posts += 1
        message_id = f"{landing.address}:{self.posts}"
        self.there[message_id] = str(rendered.payload["text"])
        self.tags[message_id] = tag
        return message_id

    @wired
    def update(self, landing: Landing, message_id: str, rendered: Rendered) -> None:
        """See the port."""
        if message_id not in self.there:
            raise NotFound("deleted")
        self.there[message_id] = str(rendered.payload["text"])

    @wired
    def find(self, landing: Landing, tag: Tag, thread: str, since: datetime) -> str | None:
        """See the port."""
        here = (one for one in self.there if one.startswith(f"{landing.address}:"))
        return next((one for one in here if self.tags[one] == tag), None)

    @wired
    def delete(self, message_id: str) -> None:
        """See the port."""
        self.there.pop(message_id, None)
        self.pins = [one for one in self.pins if one != message_id]

    @wired
    def pin(self, message_id: str) -> None:
        """See the port."""
        if message_id not in self.there:
            raise NotFound("deleted")
        if message_id not in self.pins:
            self.pins.append(message_id)
