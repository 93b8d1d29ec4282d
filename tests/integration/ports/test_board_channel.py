"""Where boards stand: one suite for the channel in memory and for Slack, by the real slack_sdk over a socket."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

import pytest

from scripts.sandbox.not_slack import NotSlack
from tests.fakes.boards import FakeBoardChannel
from tests.fakes.clock import STARTED, FakeClock
from ticket_router.adapters.slack.board import SlackBoards
from ticket_router.domain.base import Move
from ticket_router.domain.board import Board, Line, place
from ticket_router.domain.errors import NotFound
from ticket_router.domain.rendered import Tag
from ticket_router.ports.boards import BoardChannel

HERE, THERE = place("#finance"), place("#support")
TAG = Tag(ticket_id="board:#finance", n=0, part="board")


class Place(ABC):
    """A channel of boards with the few looks and acts that the port does not offer."""

    channel: BoardChannel

    @abstractmethod
    def shown(self, message_id: str) -> str:
        """All that a board that is there says."""

    @abstractmethod
    def pins(self) -> list[str]:
        """The ids of what is pinned in #finance."""

    @abstractmethod
    def delete(self, message_id: str) -> None:
        """Somebody deletes it by hand."""


class InMemory(Place):
    """The fake."""

    def __init__(self) -> None:
        self.fake = FakeBoardChannel()
        self.channel = self.fake

    def shown(self, message_id: str) -> str:
        """See Place."""
        return self.fake.there[message_id]

    def pins(self) -> list[str]:
        """See Place."""
        return self.fake.pins

    def delete(self, message_id: str) -> None:
        """See Place."""
        del self.fake.there[message_id]


class InSlack(Place):
    """The adapter, and the workspace that it talks to."""

    def __init__(self, slack: NotSlack) -> None:
        self.slack = slack
        self.channel = SlackBoards(lambda: slack.token, FakeClock(), slack.api_url, timeout=2)

    def shown(self, message_id: str) -> str:
        """See Place."""
        (message,) = [m for m in self.slack.messages("#finance") if f"{m.channel}:{m.ts}" == message_id]
        return str(message.blocks)

    def pins(self) -> list[str]:
        """See Place."""
        room = self.slack.channel("#finance")
        return [f"{room.id}:{ts}" for ts in room.pins]

    def delete(self, message_id: str) -> None:
        """See Place."""
        self.slack.delete("#finance", message_id.rpartition(":")[2])


@pytest.fixture(params=["memory", "slack"])
def there(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A place of each kind, without boards."""
    if request.param == "memory":
        yield InMemory()
        return
    with NotSlack(STARTED.timestamp, hold_seconds=0.2) as slack:
        slack.add_channel("finance")
        slack.add_channel("support")
        yield InSlack(slack)


def board(*titles: str) -> Board:
    """A board of tickets with these subjects."""
    lines = [Line(ticket_id="T-1", move=Move.route, title=one, customer="Ana", since=STARTED) for one in titles]
    return Board(title="Finance", total=len(lines), lines=tuple(lines))


def posted(there: Place, *titles: str) -> str:
    """Post a board; returns its id."""
    return there.channel.post(HERE, there.channel.board(board(*titles)), TAG, "")


def test_a_board_changes_in_its_place(there: Place) -> None:
    """It says what it was given, then what it was changed to, under the id that it got when it was posted."""
    message_id = posted(there, "First invoice")
    assert "First invoice" in there.shown(message_id)
    there.channel.update(HERE, message_id, there.channel.board(board("Second invoice")))
    assert "Second invoice" in there.shown(message_id)
    assert "First invoice" not in there.shown(message_id)


def test_the_digest_says_whether_people_would_see_a_difference(there: Place) -> None:
    """The same board has the same one, and another ticket makes another."""
    digests = [there.channel.board(board(*titles)).digest for titles in (["a"], ["a"], ["b"], ["a", "b"], [])]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 4


def test_pinning_twice_pins_once(there: Place) -> None:
    """A worker that died after pinning leaves nothing that troubles the next one."""
    message_id = posted(there)
    for _ in range(2):
        there.channel.pin(message_id)
    assert there.pins() == [message_id]


def test_a_board_is_taken_away_once_or_twice(there: Place) -> None:
    """Its pin goes with it, and a worker that comes second has nothing left to do."""
    message_id = posted(there)
    there.channel.pin(message_id)
    for _ in range(2):
        there.channel.delete(message_id)
    assert there.pins() == [] and there.channel.find(HERE, TAG, "", STARTED) is None


def test_a_deleted_board_is_not_found(there: Place) -> None:
    """Neither to change nor to pin it nor by looking for it."""
    message_id = posted(there)
    there.delete(message_id)
    with pytest.raises(NotFound):
        there.channel.update(HERE, message_id, there.channel.board(board("Invoice")))
    with pytest.raises(NotFound):
        there.channel.pin(message_id)
    assert there.channel.find(HERE, TAG, "", STARTED) is None


def test_a_board_is_found_by_its_tag(there: Place) -> None:
    """In its own channel alone, and among others by the tag alone."""
    card = there.channel.post(HERE, there.channel.board(board()), TAG.renewed(ticket_id="T-1", part="card"), "")
    assert there.channel.find(HERE, TAG, "", STARTED) is None
    message_id = posted(there)
    assert there.channel.find(HERE, TAG, "", STARTED) == message_id != card
    assert there.channel.find(THERE, TAG, "", STARTED) is None
