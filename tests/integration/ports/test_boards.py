"""The memory of queue boards: one redraw on its way at a time, one board a channel, and nothing lost in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.boards import FakeBoards
from tests.fakes.clock import STARTED
from ticket_router.adapters.aws.boards import DynamoBoards
from ticket_router.domain.board import EVERY, LOST_AFTER, SOON
from ticket_router.domain.errors import Conflict
from ticket_router.ports.boards import Boards

HERE = "#finance"
LATER = STARTED + 2 * EVERY
LEASE = timedelta(seconds=90)
WANTED = {HERE: "finance"}


@pytest.fixture(params=["memory", "dynamodb"])
def boards(request: pytest.FixtureRequest, dynamodb: Any) -> Boards:
    """The memory of each kind, with nothing in it."""
    return FakeBoards() if request.param == "memory" else DynamoBoards(dynamodb=dynamodb, table="state")


def test_what_is_on_its_way_is_not_asked_for_twice(boards: Boards) -> None:
    """A burst of changes is one redraw, moments later; another channel has one of its own."""
    assert boards.ask(HERE, STARTED) == pytest.approx(SOON.total_seconds())
    assert boards.ask(HERE, STARTED + timedelta(seconds=1)) is None
    assert boards.ask("#support", STARTED) is not None


def test_a_redraw_keeps_its_distance_from_the_one_before(boards: Boards) -> None:
    """Whoever asks right after one waits for the rest of the ten seconds; after them it is moments again."""
    boards.begin(HERE, STARTED, "finance")
    wait = boards.ask(HERE, STARTED + timedelta(seconds=2))
    assert wait == pytest.approx(EVERY.total_seconds() - 2, abs=0.01)
    boards.begin(HERE, LATER, "finance")
    assert boards.ask(HERE, LATER + EVERY) == pytest.approx(SOON.total_seconds(), abs=0.01)


def test_who_asks_while_it_is_drawn_is_served_by_the_next(boards: Boards) -> None:
    """The mark goes before the queue is read, so no change falls between two redraws."""
    boards.ask(HERE, STARTED)
    boards.begin(HERE, STARTED + SOON, "finance")
    assert boards.ask(HERE, STARTED + SOON + timedelta(seconds=1)) is not None


def test_two_redraws_do_not_begin_at_once(boards: Boards) -> None:
    """A wake-up that comes twice draws once."""
    boards.begin(HERE, STARTED, "finance")
    with pytest.raises(Conflict):
        boards.begin(HERE, STARTED + timedelta(seconds=2), "finance")
    assert boards.begin(HERE, STARTED + EVERY, "finance").began_at == STARTED + EVERY


def test_a_lost_wake_up_is_seen_and_asked_for_again(boards: Boards) -> None:
    """After a minute its mark holds nobody off any more."""
    boards.ask(HERE, STARTED)
    late = STARTED + SOON + LOST_AFTER + timedelta(seconds=1)
    assert list(boards.overdue(WANTED, late - timedelta(seconds=30))) == []
    assert list(boards.overdue(WANTED, late)) == [HERE]
    assert boards.ask(HERE, late) is not None


def test_what_was_put_off_holds_others_off_until_then(boards: Boards) -> None:
    """A redraw that waits for Slack serves whoever asks meanwhile."""
    boards.begin(HERE, STARTED, "finance")
    boards.put_off(HERE, STARTED + timedelta(seconds=120))
    assert boards.ask(HERE, STARTED + timedelta(seconds=100)) is None
    assert list(boards.overdue(WANTED, STARTED + timedelta(seconds=150))) == []


def test_one_claims_the_first_post(boards: Boards) -> None:
    """Until its lease is over; then another may, and knows since when a post may be there."""
    boards.begin(HERE, STARTED, "finance")
    boards.claim(HERE, STARTED, STARTED + LEASE)
    with pytest.raises(Conflict):
        boards.claim(HERE, STARTED + timedelta(seconds=20), LATER + LEASE)
    again = STARTED + LEASE + timedelta(seconds=1)
    boards.claim(HERE, again, again + LEASE)
    row = boards.begin(HERE, again + EVERY, "finance")
    assert (row.claimed_at, row.lease_until) == (STARTED, again + LEASE)


def test_a_refused_post_leaves_no_doubt_and_a_lost_answer_does(boards: Boards) -> None:
    """Only after the second must somebody look before posting again."""
    boards.begin(HERE, STARTED, "finance")
    boards.claim(HERE, STARTED, STARTED + LEASE)
    boards.release(HERE)
    assert boards.begin(HERE, LATER, "finance").claimed_at is None
    boards.claim(HERE, LATER, LATER + LEASE)
    boards.doubt(HERE)
    row = boards.begin(HERE, LATER + EVERY, "finance")
    assert (row.claimed_at, row.lease_until) == (LATER, None)


def test_a_board_is_remembered_and_forgotten(boards: Boards) -> None:
    """Its id, what it shows and its pin; a board that is there is not claimed again."""
    boards.begin(HERE, STARTED, "finance")
    boards.claim(HERE, STARTED, STARTED + LEASE)
    boards.posted(HERE, "C1:1.1", "abc")
    boards.pinned(HERE)
    with pytest.raises(Conflict):
        boards.claim(HERE, LATER, LATER + LEASE)
    row = boards.begin(HERE, LATER, "finance")
    assert (row.message_id, row.digest, row.pinned, row.claimed_at) == ("C1:1.1", "abc", True, None)
    boards.forget(HERE)
    row = boards.begin(HERE, LATER + EVERY, "finance")
    assert (row.message_id, row.digest, row.pinned) == ("", "", False)


def test_a_redraw_that_came_to_no_end_leaves_nobody_sure_of_the_board(boards: Boards) -> None:
    """Its update may have happened: the next one is told no digest, until one notes what the board shows."""
    boards.begin(HERE, STARTED, "finance")
    boards.posted(HERE, "C1:1.1", "abc")
    assert boards.begin(HERE, LATER, "finance").digest == "abc"
    row = boards.begin(HERE, LATER + EVERY, "finance")
    assert (row.message_id, row.digest) == ("C1:1.1", "")
    boards.shown(HERE, row.began_at, row.message_id, "abc")
    assert boards.begin(HERE, LATER + 2 * EVERY, "finance").digest == "abc"


def test_of_two_redraws_the_later_is_not_overwritten_in_silence(boards: Boards) -> None:
    """An early worker that comes back late knows that nobody knows what the board shows, and so does the row."""
    boards.begin(HERE, STARTED, "finance")
    boards.posted(HERE, "C1:1.1", "old")
    boards.begin(HERE, LATER, "finance")
    with pytest.raises(Conflict):
        boards.shown(HERE, STARTED, "C1:1.1", "late")
    assert boards.begin(HERE, LATER + EVERY, "finance").digest == ""
    boards.shown(HERE, LATER + EVERY, "C1:1.1", "new")
    assert boards.begin(HERE, LATER + 2 * EVERY, "finance").digest == "new"


def test_a_board_that_was_never_drawn_or_for_others_is_overdue(boards: Boards) -> None:
    """A channel that is new in the rules gets its board, and one to which another team moved has it drawn anew."""
    assert list(boards.overdue(WANTED, STARTED)) == [HERE]
    boards.ask(HERE, STARTED)
    assert list(boards.overdue(WANTED, STARTED)) == []
    boards.begin(HERE, STARTED + SOON, "finance")
    assert list(boards.overdue(WANTED, LATER)) == []
    assert list(boards.overdue({HERE: "finance legal"}, LATER)) == [HERE]


def test_a_board_that_is_not_wanted_any_more_is_overdue_until_it_is_left(boards: Boards) -> None:
    """From the moment in which its first post may be there; once left, nothing is known of it."""
    boards.begin(HERE, STARTED, "finance")
    assert list(boards.overdue({}, LATER)) == []
    boards.claim(HERE, STARTED, STARTED + LEASE)
    assert list(boards.overdue({}, LATER)) == [HERE]
    boards.posted(HERE, "C1:1.1", "abc")
    assert list(boards.overdue({}, LATER)) == [HERE] and list(boards.overdue(WANTED, LATER)) == []
    boards.leave(HERE)
    assert list(boards.overdue({}, LATER)) == [] and boards.begin(HERE, STARTED, "finance").message_id == ""
