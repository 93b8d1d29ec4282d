"""Drive's push: coalesced notifications to every channel, and every way a notification can go."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from scripts.sandbox.not_google import Hands, NotGoogle
from tests.integration.standins.conftest import Clock
from tests.integration.standins.google_clients import ID
from tests.integration.standins.google_hook import Hook, deliver, watch


def test_an_edit_is_told_at_once_and_the_next_ones_together(
    google: NotGoogle, drive: Any, hook: Hook, bob: Hands, clock: Clock
) -> None:
    """The first change of a span right away, all the others at its end; numbers grow and leave gaps."""
    google.push.coalesce_seconds = 180
    watch(drive, hook)
    deliver(google)
    for text in "abc":
        bob.type("Sheet1", "A1", text)
    deliver(google)
    assert hook.states == ["sync", "update"]
    assert hook.heard[1]["x-goog-changed"] == "content,properties"
    assert google.push.sleeping() == [clock() + 180]
    clock.advance(179)
    assert not google.push.step()
    clock.advance(1)
    assert google.push.moving()
    deliver(google)
    assert hook.states == ["sync", "update", "update"]
    numbers = [int(one["x-goog-message-number"]) for one in hook.heard]
    assert numbers == sorted(set(numbers)) and numbers[0] == 1 and numbers[2] - numbers[1] > 1
    assert google.push.sleeping() == []
    clock.advance(1000)
    assert not google.push.step()


def test_the_account_s_own_writes_are_told_as_well(
    google: NotGoogle, drive: Any, hook: Hook, book: gspread.Spreadsheet
) -> None:
    """Nothing in a notification says whose change it was; reads and refused writes tell nothing."""
    watch(drive, hook)
    deliver(google)
    book.values_get("Sheet1!A1")
    with pytest.raises(gspread.exceptions.APIError):
        book.sheet1.update([["x"]], "A9999")
    deliver(google)
    assert hook.states == ["sync"]
    book.sheet1.update([["x"]], "A1")
    deliver(google)
    assert hook.states == ["sync", "update"]
    assert drive.files().get(fileId=ID, fields="lastModifyingUser/me").execute() == {"lastModifyingUser": {"me": True}}


def test_every_channel_is_told(google: NotGoogle, drive: Any, hook: Hook, bob: Hands) -> None:
    """Two live channels mean two notifications of one change, each with its own token."""
    first, second = watch(drive, hook, token="one"), watch(drive, hook, token="two")
    deliver(google)
    hook.heard.clear()
    bob.type("Sheet1", "A1", "x")
    deliver(google)
    told = {one["x-goog-channel-id"]: one["x-goog-channel-token"] for one in hook.heard}
    assert told == {first["id"]: "one", second["id"]: "two"}
    assert first["resourceId"] == second["resourceId"]


@pytest.mark.parametrize(("fate", "states"), [("deliver", ["update"]), ("lose", []), ("double", ["update", "update"])])
def test_the_next_notification_can_be_told_its_fate(
    google: NotGoogle, drive: Any, hook: Hook, bob: Hands, clock: Clock, fate: str, states: list[str]
) -> None:
    """Lost, doubled or delivered: that one alone, and never the sync."""
    google.push.next(fate)
    watch(drive, hook)
    deliver(google)
    assert hook.states == ["sync"]
    bob.type("Sheet1", "A1", "x")
    deliver(google)
    assert hook.states[1:] == states
    assert len({one["x-goog-message-number"] for one in hook.heard}) == len(hook.heard)
    clock.advance(10)
    bob.type("Sheet1", "A1", "y")
    deliver(google)
    assert hook.states[1:] == [*states, "update"]


def test_a_notification_can_be_late(google: NotGoogle, drive: Any, hook: Hook, bob: Hands, clock: Clock) -> None:
    """Its moment is known to the world, and not before it does it arrive."""
    watch(drive, hook)
    deliver(google)
    google.push.next("delay", 180)
    bob.type("Sheet1", "A1", "x")
    assert not google.push.step()
    assert google.push.moving() is None
    assert clock() + 180 in google.push.sleeping()
    clock.advance(180)
    deliver(google)
    assert hook.states == ["sync", "update"]


def test_drive_has_four_ways_only(google: NotGoogle) -> None:
    """A slip is answered."""
    with pytest.raises(ValueError, match="it can deliver, lose, double, delay"):
        google.push.next("mangle")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_passing_failure_is_tried_again(
    google: NotGoogle, drive: Any, hook: Hook, bob: Hands, clock: Clock, status: int
) -> None:
    """With growing waits, under the same number, until it is taken."""
    watch(drive, hook)
    deliver(google)
    hook.statuses = [status, status, 200]
    bob.type("Sheet1", "A1", "x")
    deliver(google)
    first, again = clock(), google.push.sleeping()
    assert again == [first + 5]
    clock.advance(5)
    deliver(google)
    assert google.push.sleeping() == [first + 20]
    clock.advance(15)
    deliver(google)
    assert hook.states == ["sync", "update", "update", "update"]
    assert len({one["x-goog-message-number"] for one in hook.heard[1:]}) == 1
    assert google.push.sleeping() == []
    assert [one.status for one in google.push.deliveries] == [200, status, status, 200]


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 429, 501])
def test_any_other_failure_is_the_end_of_it(
    google: NotGoogle, drive: Any, hook: Hook, bob: Hands, clock: Clock, status: int
) -> None:
    """Overload answered with 429 loses the notification."""
    watch(drive, hook)
    deliver(google)
    hook.statuses = [status]
    bob.type("Sheet1", "A1", "x")
    deliver(google)
    clock.advance(3000)
    deliver(google)
    assert hook.states == ["sync", "update"]


def test_tries_come_to_an_end(google: NotGoogle, drive: Any, hook: Hook, bob: Hands, clock: Clock) -> None:
    """After the last wait it is lost; nobody who listens is lost at once."""
    watch(drive, hook, expiration=int((clock() + 86_400) * 1000))
    deliver(google)
    hook.statuses = [503] * 50
    bob.type("Sheet1", "A1", "x")
    for _ in range(20):
        deliver(google)
        clock.advance(500)
    assert hook.states.count("update") == 6
    hook.close()
    bob.type("Sheet1", "A1", "y")
    deliver(google)
    assert google.push.deliveries[-1].status is None
    assert google.push.sleeping() == []


def test_the_world_is_woken(google: NotGoogle, drive: Any, hook: Hook, bob: Hands) -> None:
    """Whoever steps the push hears of what is new to deliver."""
    woken: list[str] = []
    google.push.changed = lambda: woken.append("x")
    watch(drive, hook)
    bob.type("Sheet1", "A1", "x")
    assert len(woken) == 2


def test_nobody_is_told_when_nobody_watches(google: NotGoogle, bob: Hands) -> None:
    """Changes without a channel leave nothing waiting."""
    bob.type("Sheet1", "A1", "x")
    bob.type("Sheet1", "A1", "y")
    assert (google.push.moving(), google.push.sleeping(), google.push.step()) == (None, [], False)
