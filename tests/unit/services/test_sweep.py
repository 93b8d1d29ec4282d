"""The sweep: what it pushes and when, and that one bad row does not stop it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.world import World
from tests.unit.services.situations import lost
from ticket_router.domain.base import Status
from ticket_router.domain.errors import Retryable
from ticket_router.domain.owing import READER_DEADLINE, SWEEP_EVERY, Step


@pytest.fixture
def world() -> World:
    """A desk that has seen nothing yet."""
    return World()


@pytest.mark.parametrize(("step", "minutes"), [(Step.read, 9), (Step.decide, 3), (Step.dispatch, 6)])
def test_a_lost_wake_up_is_made_good_once_it_is_overdue(world: World, step: Step, minutes: float) -> None:
    """Not before the step's own retries had their time; then the ticket goes all the way."""
    ticket_id = lost(world, step)
    world.clock.advance(minutes=minutes - 0.1)
    assert world.sweep() == Counter()
    world.clock.advance(minutes=0.1)
    assert world.sweep() == Counter(pushed=1)
    world.run()
    assert world.file(ticket_id).ticket.status is Status.delivered
    assert len(world.cards()) == 1


def test_a_push_is_counted_before_it_is_sent(world: World) -> None:
    """A queue that fails just then cannot make the sweep push for ever."""
    ticket_id = lost(world, Step.read)
    world.clock.advance(minutes=10)

    def fail(*_: object, **__: object) -> None:
        raise Retryable("SQS is away")

    world.intake.send = fail  # type: ignore[method-assign]
    assert world.sweep() == Counter({"failed with Retryable": 1})
    assert world.file(ticket_id).ticket.tries == 1


def test_what_is_pushed_waits_five_minutes(world: World) -> None:
    """The next sweep leaves it alone."""
    lost(world, Step.decide)
    world.clock.advance(minutes=4)
    world.sweep()
    world.desk.rows.wakes.clear()
    world.clock.advance(minutes=4.9)
    assert world.sweep() == Counter()
    world.clock.advance(minutes=0.1)
    assert world.sweep() == Counter(pushed=1)


def test_a_reader_that_is_away_is_given_up_on_after_twenty_minutes(world: World) -> None:
    """The ticket is held for a person by the sweep that comes nearest to its twenty minutes."""
    world.reader.away = True
    ticket_id = world.deliver(mail())
    world.pass_time(17, sweeping=True)
    assert world.file(ticket_id).ticket.status is Status.received
    world.pass_time(5.5, sweeping=True)
    file = world.file(ticket_id)
    assert (file.ticket.status, file.ticket.reader_away) == (Status.held, True)
    assert "reader unavailable" in world.route(ticket_id).decision.sentence
    assert str(world.card(ticket_id).landing) == "slack:#triage"


@pytest.mark.parametrize("shift", [0.1, 1.3, 2.6, 3.9, 4.9])
def test_the_reader_has_its_twenty_minutes_whenever_sweeps_come(world: World, shift: float) -> None:
    """Wherever between two sweeps the ticket arrived, it is held within half a beat of its time."""
    world.reader.away = True
    ticket_id = world.deliver(mail(received_at=world.clock.at))
    arrived = world.clock.at
    world.clock.advance(minutes=shift)
    for _ in range(8):
        world.sweep()
        world.run()
        if world.file(ticket_id).ticket.status is Status.held:
            break
        world.clock.advance(minutes=5)
    assert abs(world.clock.at - arrived - READER_DEADLINE) <= SWEEP_EVERY / 2


def test_a_late_follow_up_does_not_take_a_ticket_from_its_team(world: World) -> None:
    """Nobody could read it, so it raises nothing; it is shown in the thread all the same."""
    ticket_id = world.deliver(mail())
    world.clock.advance(minutes=5)
    world.reader.away = True
    world.deliver(mail("second", 2, references=("<1@mail.example>",), received_at=world.clock.at))
    world.pass_time(40, sweeping=True)
    file = world.file(ticket_id)
    assert (file.ticket.status, file.ticket.owes) == (Status.delivered, None)
    assert (str(world.card(ticket_id).landing), world.said(ticket_id)) == ("slack:#finance", ["second"])


def test_one_row_that_cannot_be_swept_does_not_keep_the_others(world: World) -> None:
    """It is counted by its error and tried again in the next round."""
    bad, good = lost(world, Step.read), None
    world.clock.advance(minutes=1)
    good = world.take_in(mail(number=2, text="Another thing", received_at=world.clock.at)).ticket_id
    world.intake.waiting.clear()
    look = world.desk.file

    def broken(ticket_id: str) -> object:
        if ticket_id == bad:
            raise ValueError("this row cannot be read")
        return look(ticket_id)

    world.desk.file = broken  # type: ignore[method-assign, assignment]
    world.clock.advance(minutes=10)
    assert world.sweep() == Counter({"pushed": 1, "failed with ValueError": 1})
    assert [s.ticket_id for s in world.intake.waiting] == [good]


def test_a_row_that_settles_under_the_sweep_is_left_alone(world: World) -> None:
    """The index lags behind: what it lists is looked at again before anything is done."""
    ticket_id = lost(world, Step.decide)
    world.clock.advance(minutes=5)
    stale = world.desk.owing(Step.decide, world.clock.at)
    world.route_ticket(ticket_id)
    world.run()
    world.desk.owing = lambda step, _at: stale if step is Step.decide else []  # type: ignore[method-assign]
    assert world.sweep() == Counter({"moved on": 1})


def test_two_sweeps_at_once_push_once(world: World) -> None:
    """The schedule may fire twice."""
    lost(world, Step.read)
    world.clock.advance(minutes=10)
    look, raced = world.desk.push, []

    def overtaken(*args: object) -> None:
        if not raced:
            raced.append(True)
            world.sweep()
        look(*args)  # type: ignore[arg-type]

    world.desk.push = overtaken  # type: ignore[method-assign]
    assert world.sweep() == Counter({"moved on": 1})
    assert len(world.intake.waiting) == 1
