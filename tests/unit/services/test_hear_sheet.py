"""The hook's use case: calls through any channel that lives become one hint each, and nobody else's do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.clock import STARTED, FakeClock
from tests.fakes.drive import FakeWatches
from tests.fakes.sheet_state import FakeSheetHints
from tests.fakes.wire import BreaksAt, Wire
from ticket_router.domain.errors import Retryable, Unauthorized
from ticket_router.domain.workbook.watch import LIFETIME, Watch
from ticket_router.services.hear_sheet import DriveCall, HearSheet, token_hash
from ticket_router.services.tell_sheet import TellSheet


class Bench:
    """The use case over fakes, with one channel that lives."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.watches = FakeWatches()
        self.hints = FakeSheetHints(self.clock)
        self.hear = HearSheet(watches=self.watches, hints=self.hints, clock=self.clock)
        self.channel("one", "token-1")

    def channel(self, name: str, token: str) -> None:
        """One more."""
        now = self.clock.at
        self.watches.save(Watch(channel_id=name, token_hash=token_hash(token), made_at=now, expires_at=now + LIFETIME))

    @property
    def sent(self) -> list[tuple[str, str]]:
        """The hints that counted."""
        return [(hint.why, hint.name) for hint in self.hints.sent]


def call(channel: str = "one", token: str = "token-1", number: str = "7", state: str = "update") -> DriveCall:
    """A call of Drive's."""
    return DriveCall(channel, token, number, state)


@pytest.mark.parametrize("state", ["sync", "update", "trash", "change", "changed", "", "a word of the future"])
def test_a_call_is_passed_on_whatever_it_says_happened(state: str) -> None:
    """Also the greeting that comes before Drive has answered, when the channel has no resource id yet."""
    bench = Bench()
    bench.hear.drive(call(state=state))
    assert bench.sent == [("drive", "one/7")]
    assert bench.watches.kept["one"].heard_at == STARTED


def test_several_channels_live_side_by_side() -> None:
    """While one takes over from another both are heard, each call under a name of its own."""
    bench = Bench()
    bench.channel("two", "token-2")
    for one in (call(), call("two", "token-2"), call(number="9")):
        bench.hear.drive(one)
    assert bench.sent == [("drive", "one/7"), ("drive", "two/7"), ("drive", "one/9")]


def test_a_call_that_is_made_twice_counts_once() -> None:
    """Drive's own second try carries the same number."""
    bench = Bench()
    bench.hear.drive(call())
    bench.hear.drive(call())
    assert bench.sent == [("drive", "one/7")]


def test_a_call_without_a_number_is_named_by_its_moment() -> None:
    """It must not swallow the next one."""
    bench = Bench()
    bench.hear.drive(call(number=""))
    bench.clock.advance(seconds=1)
    bench.hear.drive(call(number=""))
    assert len(bench.sent) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        call(token="token-2"),
        call(token=""),
        call(channel="two"),
        call(channel=""),
        call("", ""),
        call(token="té\ud800"),
    ],
)
def test_strangers_are_not_heard(wrong: DriveCall) -> None:
    """A wrong token, an unknown channel, or neither."""
    bench = Bench()
    with pytest.raises(Unauthorized):
        bench.hear.drive(wrong)
    assert bench.sent == [] and bench.watches.kept["one"].heard_at is None


def test_a_channel_that_has_expired_is_not_heard() -> None:
    """Its row may linger until the next beat."""
    bench = Bench()
    bench.clock.at += LIFETIME - timedelta(seconds=1)
    bench.hear.drive(call())
    bench.clock.at += timedelta(seconds=1)
    with pytest.raises(Unauthorized):
        bench.hear.drive(call(number="8"))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fake", ["watches", "hints"])
def test_trouble_of_ours_is_raised_and_the_second_call_makes_good(fake: str, after: bool) -> None:
    """Drive calls again after a 503; however far the first call came, there is one hint in the end."""
    for k in range(2 if fake == "watches" else 1):
        bench = Bench()
        getattr(bench, fake).wire = wire = BreaksAt(k, Retryable("away"), after=after)
        with pytest.raises(Retryable):
            bench.hear.drive(call())
        assert wire.calls
        getattr(bench, fake).wire = Wire()
        bench.hear.drive(call())
        assert bench.sent == [("drive", "one/7")]
        assert bench.watches.kept["one"].heard_at == STARTED


def test_a_poke_counts_once_by_its_nonce() -> None:
    """The script may try twice."""
    bench = Bench()
    for nonce in ("nonce-one", "nonce-one", "nonce-two"):
        bench.hear.poke(nonce)
    assert bench.sent == [("poke", "nonce-one"), ("poke", "nonce-two")]


def test_rows_of_the_same_moments_tell_under_one_name() -> None:
    """And are delayed until the moments are over."""
    bench = Bench()
    tell = TellSheet(hints=bench.hints, clock=bench.clock)
    assert tell()
    bench.clock.advance(seconds=5)
    assert tell()
    first, second = bench.hints.sent
    assert (first.why, first.name) == (second.why, second.name)
    assert first.at == second.at == STARTED + timedelta(seconds=21)


def test_without_a_workbook_nobody_is_told() -> None:
    """There is no drive-sync to tell."""
    assert TellSheet(hints=None, clock=FakeClock())() is False
