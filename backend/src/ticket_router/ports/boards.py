"""What queue boards need: their memory, their wake-ups, the queues they show, and the channel they stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ticket_router.domain.board import Board, BoardRow, Line
from ticket_router.domain.rendered import Rendered, Tag
from ticket_router.domain.route import Landing


class Boards(Protocol):
    """The memory of each channel's board: one row a channel. All methods may raise Retryable."""

    def ask(self, channel: str, now: datetime) -> float | None:
        """Note that a redraw is due, and in how many seconds it may begin; None when one is on its way already."""
        ...

    def put_off(self, channel: str, until: datetime) -> None:
        """Note that the next redraw begins at `until`, so that whoever asks meanwhile is served by it."""
        ...

    def begin(self, channel: str, now: datetime, readers: str) -> BoardRow:
        """Begin a redraw for these readers: whoever asks from now on asks for the next one.

        The row's digest is what the board showed so far. From now on nobody knows what it shows, until `shown` notes
        it: whoever begins after a redraw that came to no end gets an empty one.

        Raises Conflict when another one began within the last seconds.
        """
        ...

    def claim(self, channel: str, now: datetime, lease_until: datetime) -> None:
        """Claim the first post; raises Conflict when there is a board, or somebody else has a live claim."""
        ...

    def release(self, channel: str) -> None:
        """The claimed post was surely not made."""
        ...

    def doubt(self, channel: str) -> None:
        """Nobody knows whether the claimed post was made: the claim ends, and what it stands for is looked for."""
        ...

    def shown(self, channel: str, began_at: datetime, message_id: str, digest: str) -> None:
        """Note what the board shows; raises Conflict when a later redraw has begun (then nothing is sure)."""
        ...

    def posted(self, channel: str, message_id: str, digest: str) -> None:
        """Note a board that was posted or found; it is not pinned yet."""
        ...

    def pinned(self, channel: str) -> None:
        """Pinning is settled for this board."""
        ...

    def forget(self, channel: str) -> None:
        """Somebody deleted the board."""
        ...

    def leave(self, channel: str) -> None:
        """There is no board any more, nor shall there be one: all that was known of it goes."""
        ...

    def overdue(self, wanted: Mapping[str, str], now: datetime) -> Sequence[str]:
        """The channels whose board is not as the rules want it; `wanted` gives each channel's readers.

        Its redraw is so late that its wake-up must have been lost, or it was drawn for other readers or never, or it
        stands where none is wanted.
        """
        ...


class BoardWakes(Protocol):
    """Wake-ups for redraws; one may arrive twice."""

    def send(self, channel: str, delay: float, *, slot: bool = False) -> None:
        """Redraw the channel's board in `delay` seconds (0 to 900). `slot`: it comes back to a reserved turn."""
        ...


class Queues(Protocol):
    """The teams' queues. May lag behind by moments (an index)."""

    def open(self, teams: Sequence[str], most: int) -> tuple[int, Sequence[Line]]:
        """How many tickets are open in these queues together, and the first `most` of them in queue order."""
        ...


class BoardChannel(Protocol):
    """Where boards stand: Slack."""

    def board(self, board: Board) -> Rendered:
        """Part `board`."""
        ...

    def post(self, landing: Landing, rendered: Rendered, tag: Tag, thread: str) -> str:
        """As `Channel.post`."""
        ...

    def update(self, landing: Landing, message_id: str, rendered: Rendered) -> None:
        """As `Channel.update`; raises NotFound when somebody deleted it."""
        ...

    def find(self, landing: Landing, tag: Tag, thread: str, since: datetime) -> str | None:
        """As `Channel.find`."""
        ...

    def delete(self, message_id: str) -> None:
        """Take a board away; one that is gone already is. Raises as `Channel.post` does."""
        ...

    def pin(self, message_id: str) -> None:
        """Pin a post; one that is pinned already stays so. Raises as `Channel.post` does."""
        ...
