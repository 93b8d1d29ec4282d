"""watch-renew: a channel is always alive, old ones go once a newer one speaks, and silence is noticed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import count

import pytest

from tests.fakes.clock import STARTED, FakeClock
from tests.fakes.drive import FakeWatches, FakeWorkbookFile
from tests.fakes.wire import BreaksAt, Wire
from ticket_router.domain.errors import Retryable, TicketRouterError
from ticket_router.domain.workbook.watch import LIFETIME, RENEW_EVERY, SILENT_TOO_LONG, Watch
from ticket_router.services.hear_sheet import token_hash
from ticket_router.services.keep_watch import FIRST_WORD_WITHIN, KeepWatch, watch_trouble

ADDRESS = "https://hook.example/drive"


class Bench:
    """The use case over fakes; channels are named c1, c2, ... and their tokens t1, t2, ..."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.watches = FakeWatches()
        self.file = FakeWorkbookFile()
        ids, tokens = count(1), count(1)
        self.keep = KeepWatch(
            watches=self.watches,
            file=self.file,
            clock=self.clock,
            address=ADDRESS,
            new_id=lambda: f"c{next(ids)}",
            new_token=lambda: f"t{next(tokens)}",
        )

    def beats(self, times: int, *, speaking: bool = True) -> None:
        """That many beats; each new channel greets a moment later."""
        for _ in range(times):
            self.keep()
            if speaking:
                self.speak()
            self.clock.at += RENEW_EVERY

    def speak(self) -> None:
        """Every channel that Drive has, says something that reaches us."""
        for name in self.file.channels:
            self.watches.heard(name, self.clock.at)

    def trouble(self) -> str:
        """What is wrong now."""
        return self.keep.trouble(self.clock.at)


def test_the_first_beat_makes_a_channel_for_a_day() -> None:
    """Its token is kept only as a hash, and what stopping it needs is kept."""
    bench = Bench()
    assert bench.keep() == Counter(made=1)
    (kept,) = bench.watches.all()
    assert (kept.channel_id, kept.token_hash) == ("c1", token_hash("t1"))
    assert (kept.made_at, kept.expires_at) == (STARTED, STARTED + LIFETIME)
    assert kept.resource_id
    ((_, token, address),) = bench.file.channels.values()
    assert (token, address) == ("t1", ADDRESS)
    assert "t1" not in kept.model_dump_json()


def test_a_channel_is_known_before_drive_is_asked_for_it() -> None:
    """Its greeting may come before the answer, and is heard; it stays heard when the answer is stored."""
    bench = Bench()

    class Greets(Wire):
        def before(self, call: str) -> None:
            bench.watches.heard("c1", STARTED)

    bench.file.wire = Greets()
    bench.keep()
    (kept,) = bench.watches.all()
    assert kept.heard_at == STARTED and kept.resource_id


def test_the_old_channel_goes_once_the_new_one_has_spoken() -> None:
    """Not before: two that live are harmless, none is not."""
    bench = Bench()
    bench.beats(1)
    bench.keep()
    assert set(bench.file.channels) == {"c1", "c2"} == set(bench.watches.kept)
    bench.speak()
    bench.clock.at += RENEW_EVERY
    assert bench.keep() == Counter(made=1, stopped=1)
    assert set(bench.file.channels) == {"c2", "c3"} == set(bench.watches.kept)


def test_a_channel_that_greets_at_once_replaces_the_others_in_the_same_beat() -> None:
    """What was heard while it was being made counts."""
    bench = Bench()
    bench.beats(2)

    class Greets(Wire):
        def before(self, call: str) -> None:
            if call.endswith("watch"):
                bench.watches.heard("c3", bench.clock.at)

    bench.file.wire = Greets()
    bench.keep()
    assert set(bench.watches.kept) == {"c3"}


def test_channels_that_nobody_replaced_expire() -> None:
    """When none of the new ones speaks, the old ones run out and their rows go."""
    bench = Bench()
    bench.beats(1)
    bench.beats(4, speaking=False)
    assert bench.keep()["expired"] == 1
    assert set(bench.watches.kept) == {"c3", "c4", "c5", "c6"}


def test_a_refusal_leaves_no_row_behind() -> None:
    """The file is not shared: the beat fails, and tries again later with a fresh channel."""
    bench = Bench()
    bench.file.shared = False
    with pytest.raises(TicketRouterError):
        bench.keep()
    assert bench.watches.kept == {}
    bench.file.shared = True
    bench.keep()
    assert set(bench.watches.kept) == {"c2"}


@pytest.mark.parametrize("after", [False, True])
def test_a_lost_answer_leaves_a_row_that_hears_but_proves_nothing(after: bool) -> None:
    """The channel may be there, so its calls count; unless it speaks, health does not count it."""
    bench = Bench()
    bench.file.wire = BreaksAt(0, Retryable("no answer"), after=after)
    with pytest.raises(Retryable):
        bench.keep()
    assert set(bench.watches.kept) == {"c1"}
    assert "no channel" in bench.trouble()
    bench.speak()
    assert ("no channel" in bench.trouble()) is not after
    bench.file.wire = Wire()
    bench.clock.advance(minutes=1)
    bench.beats(1)
    bench.keep()
    assert set(bench.watches.kept) == {"c2", "c3"}


def test_a_channel_that_cannot_be_stopped_is_left_for_the_next_beat() -> None:
    """The beat has done its work: the new channel lives."""
    bench = Bench()
    bench.beats(2)
    bench.file.wire = BreaksAt(1, Retryable("away"), after=False)
    assert bench.keep() == Counter({"made": 1, "not stopped": 1})
    bench.file.wire = Wire()
    assert bench.keep()["stopped"] == 1


def test_all_is_well_while_beats_succeed_and_drive_speaks() -> None:
    """Over days, at every beat, and an hour after each."""
    bench = Bench()
    for _ in range(20):
        bench.keep()
        bench.speak()
        bench.clock.at += timedelta(hours=1)
        assert bench.trouble() == ""
        bench.clock.at += RENEW_EVERY - timedelta(hours=1)
        assert bench.trouble() == ""


def test_before_the_first_beat_there_is_no_channel() -> None:
    """That is trouble, and the first beat ends it."""
    bench = Bench()
    assert bench.trouble() == "There is no channel through which Drive could tell of changes."
    bench.keep()
    assert bench.trouble() == ""


def test_a_newest_channel_that_ends_within_six_hours_is_trouble() -> None:
    """Three beats may fail before anybody is told, and one more before Drive falls silent."""
    bench = Bench()
    bench.beats(1)
    bench.clock.at = STARTED + LIFETIME - RENEW_EVERY
    bench.speak()
    assert bench.trouble() == ""
    bench.clock.at += timedelta(minutes=1)
    assert bench.trouble() == "The newest Drive channel ends in 359 minutes and has no successor."


def test_a_drive_that_never_greets_is_noticed_after_an_hour() -> None:
    """Its first word comes within moments: an address it cannot reach shows at once."""
    bench = Bench()
    bench.keep()
    bench.clock.at += FIRST_WORD_WITHIN
    assert bench.trouble() == ""
    bench.clock.at += timedelta(seconds=1)
    assert bench.trouble() == "Drive has not called through any of its channels, not even to greet."


def test_a_day_of_silence_is_trouble() -> None:
    """Each new channel greets, so on a quiet weekend something is heard all the same."""
    now = STARTED + timedelta(days=3)
    heard = Watch(
        channel_id="c1", token_hash="", made_at=now, expires_at=now + LIFETIME, heard_at=now - SILENT_TOO_LONG
    )
    assert watch_trouble([heard], now) == ""
    assert watch_trouble([heard], now + timedelta(seconds=1)) == "Drive has not called for more than a day."
