"""Queue boards: asked for once however much changes, true in the end whatever fails, one a channel, never rushed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.fakes.boards import FakeBoardChannel, FakeBoards, FakeQueues, FakeWakes
from tests.fakes.clock import STARTED, FakeClock
from tests.fakes.rulebook import small_book
from tests.fakes.small import FakePace, FakeRules
from tests.fakes.wire import BreaksAt, Killed, Wire
from ticket_router.domain.base import Move
from ticket_router.domain.board import EVERY, LOST_AFTER, SHOWN, Line
from ticket_router.domain.errors import OutcomeUnknown, Refused, Retryable
from ticket_router.domain.rulebook import RuleBook
from ticket_router.services.boards import AskBoards, DrawBoard, Drawn

HERE, THERE = "#finance", "#money"


def book(**channels: str) -> RuleBook:
    """Rules in which finance has a channel, unless given, and no other team but those given."""
    given = {"finance": HERE} | channels
    teams = [team.renewed(slack_channel=given.get(team.team, "")) for team in small_book().teams]
    return small_book().renewed(teams=tuple(teams))


def line(n: int) -> Line:
    """An open ticket."""
    return Line(ticket_id=f"T-{n}", move=Move.route, title=f"subject {n}", customer="Ana", since=STARTED)


class Scene:
    """A channel, its queue, and whoever draws."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.clock = FakeClock()
        self.boards, self.queues, self.channel = FakeBoards(), FakeQueues(), FakeBoardChannel()
        self.wakes = FakeWakes(self.clock)
        self.rules, pace = FakeRules(book()), FakePace()
        self.ask = AskBoards(boards=self.boards, wakes=self.wakes, rules=self.rules, clock=self.clock)
        self.draw = DrawBoard(
            boards=self.boards,
            wakes=self.wakes,
            queues=self.queues,
            rules=self.rules,
            channel=self.channel,
            turns=FakePace(),
            pace=pace,
            clock=self.clock,
        )
        if wire:
            self.watch(wire)

    def watch(self, wire: Wire) -> None:
        """All calls pass this wire from now on."""
        for part in (self.boards, self.queues, self.channel, self.wakes):
            part.wire = wire

    def settle(self, rounds: int = 20) -> None:
        """Every wake-up comes when it is due, and the sweep looks every five minutes."""
        for _ in range(rounds):
            if not self.wakes.sent:
                self.clock.at += timedelta(minutes=5)
                if not self.ask.make_good():
                    return
            channel, at, slot = min(self.wakes.sent, key=lambda one: one[1])
            self.wakes.sent.remove((channel, at, slot))
            self.clock.at = max(self.clock.at, at)
            self.draw(channel, slot=slot)
        raise AssertionError("it never comes to rest")

    @property
    def shown(self) -> list[str]:
        """What people see, board by board."""
        return list(self.channel.there.values())


@pytest.fixture
def scene() -> Scene:
    """A channel without a board."""
    return Scene()


def test_the_first_ticket_brings_a_pinned_board(scene: Scene) -> None:
    """It is posted, pinned, and says what waits."""
    scene.queues.lines = [line(1)]
    scene.ask([HERE])
    scene.settle()
    assert scene.shown == ["Finance 1: subject 1"] and len(scene.channel.pins) == 1


def test_a_burst_is_one_redraw(scene: Scene) -> None:
    """A hundred changes in a moment ask once."""
    for n in range(100):
        scene.queues.lines = [*scene.queues.lines, line(n)]
        scene.ask([HERE])
    assert len(scene.wakes.sent) == 1
    scene.settle()
    assert len(scene.queues.asked) == 1 and scene.shown[0].startswith("Finance 100: ")
    assert scene.shown[0].count("subject") == SHOWN


def test_the_same_board_is_not_written_again(scene: Scene) -> None:
    """A change that shows nowhere costs no call to Slack."""
    scene.ask([HERE])
    scene.settle()
    calls = Wire()
    scene.channel.wire = calls
    scene.ask([HERE])
    scene.settle()
    assert calls.calls == []


def test_redraws_keep_their_distance(scene: Scene) -> None:
    """However often the queue changes, a channel's board is written once in ten seconds at most."""
    written = []

    class Watch(Wire):
        def before(self, call: str) -> None:
            if call.rpartition(".")[2] in ("post", "update"):
                written.append(scene.clock.at)

    scene.channel.wire = Watch()
    for n in range(30):
        scene.queues.lines = [line(n)]
        scene.ask([HERE])
        due = [one for one in scene.wakes.sent if one[1] <= scene.clock.at]
        for one in due:
            scene.wakes.sent.remove(one)
            scene.draw(one[0], slot=one[2])
        scene.clock.at += timedelta(seconds=1)
    scene.settle()
    gaps = [later - earlier for earlier, later in pairwise(written)]
    assert 3 <= len(written) <= 5 and min(gaps) >= EVERY - timedelta(seconds=1)
    assert scene.shown == ["Finance 1: subject 29"]


def test_a_board_that_somebody_deleted_comes_back_pinned(scene: Scene) -> None:
    """It is posted anew; one that was only unpinned stays as people left it."""
    scene.ask([HERE])
    scene.settle()
    scene.channel.there.clear()
    scene.queues.lines = [line(1)]
    scene.ask([HERE])
    scene.settle()
    assert scene.shown == ["Finance 1: subject 1"] and len(scene.channel.pins) == 2
    scene.queues.lines = []
    scene.ask([HERE])
    scene.settle()
    assert scene.shown == ["Finance 0: "] and len(scene.channel.pins) == 2


def test_a_busy_slack_is_waited_for_twice_as_long_as_it_asks(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards may need the next call more."""
    scene.ask([HERE])
    scene.settle()

    def busy(*_given: object) -> None:
        raise Refused("ratelimited", 30.0)

    with monkeypatch.context() as patched:
        patched.setattr(scene.channel, "update", busy)
        scene.queues.lines = [line(1)]
        scene.clock.at += EVERY
        assert scene.draw(HERE) is Drawn.put_off
        assert scene.wakes.sent == [(HERE, scene.clock.at + timedelta(seconds=60), False)]
    scene.settle()
    assert scene.shown == ["Finance 1: subject 1"]


def test_a_channel_that_is_gone_is_left_alone(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """No wake-up follows; the next change of the queue tries again."""

    def gone(*_given: object) -> str:
        raise Refused("channel_not_found", for_good=True)

    with monkeypatch.context() as patched:
        patched.setattr(scene.channel, "post", gone)
        assert scene.draw(HERE) is Drawn.refused and scene.wakes.sent == []
    scene.clock.at += EVERY
    scene.ask([HERE])
    scene.settle()
    assert scene.shown == ["Finance 0: "]


def test_a_board_without_the_right_to_pin_is_still_a_board(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried once, not at each redraw."""
    tries: list[str] = []

    def not_allowed(message_id: str) -> None:
        tries.append(message_id)
        raise Refused("missing_scope", for_good=True)

    monkeypatch.setattr(scene.channel, "pin", not_allowed)
    for n in range(3):
        scene.queues.lines = [line(n)]
        scene.clock.at += EVERY
        scene.ask([HERE])
        scene.settle()
    assert scene.shown == ["Finance 1: subject 2"] and len(tries) == 1


def test_an_unknown_channel_has_no_board(scene: Scene) -> None:
    """A wake-up from before the rules changed does nothing, and leaves nothing behind."""
    assert scene.draw("#elsewhere") is Drawn.taken_away and scene.boards.rows == {}


def test_every_channel_of_the_rules_gets_its_board_by_itself(scene: Scene) -> None:
    """A new team sees where its tickets will stand before the first one comes."""
    scene.rules.book = book(support=THERE)
    scene.settle()
    assert {one.partition(":")[0] for one in scene.channel.pins} == {HERE, THERE} and len(scene.channel.pins) == 2


def test_a_board_follows_its_team_to_another_channel(scene: Scene) -> None:
    """Its old channel keeps no list that nobody keeps up to date."""
    scene.queues.lines = [line(1)]
    scene.settle()
    scene.rules.book = book(finance=THERE)
    scene.settle()
    assert list(scene.channel.there) == scene.channel.pins == ["#money:2"] and list(scene.boards.rows) == [THERE]


def test_a_board_is_drawn_anew_when_another_team_moves_in(scene: Scene) -> None:
    """It shows the tickets of all who read there, without waiting for the next one."""
    scene.settle()
    scene.rules.book = book(support=HERE)
    scene.settle()
    assert scene.shown == ["Support and Finance 0: "]
    assert scene.queues.asked[-1] == ("support", "finance")


def test_a_board_that_slack_does_not_delete_is_let_go(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked once, not at every sweep for ever."""
    scene.settle()

    def not_allowed(_message_id: str) -> None:
        raise Refused("cant_delete_message", for_good=True)

    monkeypatch.setattr(scene.channel, "delete", not_allowed)
    scene.rules.book = book(finance=THERE)
    scene.settle()
    assert list(scene.boards.rows) == [THERE] and scene.boards.standing == {THERE}


def story(scene: Scene, step: Callable[[Callable[[], object]], None]) -> None:
    """A board comes, changes, is deleted by hand and comes again, and moves with its team."""
    scene.queues.lines = [line(1)]
    step(lambda: scene.ask([HERE]))
    scene.queues.lines = [line(1), line(2)]
    step(lambda: scene.ask([HERE]))
    scene.channel.there.clear()
    scene.queues.lines = [line(3)]
    step(lambda: scene.ask([HERE]))
    scene.rules.book = book(finance=THERE)
    step(scene.ask.make_good)


def calls_of_the_story() -> int:
    """How many calls the calm story makes."""
    scene, wire = Scene(), Wire()
    scene.watch(wire)

    def calm(act: Callable[[], object]) -> None:
        act()
        scene.settle()

    story(scene, calm)
    return len(wire.calls)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    "error", [Killed(), Retryable("away"), OutcomeUnknown("no answer")], ids=lambda e: type(e).__name__
)
def test_whatever_call_fails_the_board_is_true_in_the_end_and_one(error: BaseException, *, after: bool) -> None:
    """Each call of the story fails once, before or after its effect; its wake-up comes again as the queue has it."""
    for k in range(calls_of_the_story()):
        scene = Scene()
        scene.watch(BreaksAt(k, error, after=after))

        def again(act: Callable[[], object], scene: Scene = scene) -> None:
            for _ in range(3):
                try:
                    act()
                    break
                except (Killed, Retryable, OutcomeUnknown):
                    scene.clock.at += timedelta(seconds=100)
            for _ in range(4):
                waiting = list(scene.wakes.sent)
                try:
                    scene.settle()
                except (Killed, Retryable, OutcomeUnknown):
                    # What was not answered for comes back once its visibility is over.
                    scene.clock.at += timedelta(seconds=100)
                    lost = [one for one in waiting if one not in scene.wakes.sent]
                    scene.wakes.sent += lost[:1] or [(HERE, scene.clock.at, False)]

        story(scene, again)
        scene.clock.at += LOST_AFTER * 2
        scene.settle()
        assert scene.channel.there == {list(scene.channel.there)[-1]: "Finance 1: subject 3"}, f"call {k}"
        assert set(scene.boards.rows) == scene.boards.standing == {THERE}, f"call {k}"
