"""Queues: failed messages come back when their visibility ends, in order of time, and end in the dead-letter queue."""

from __future__ import annotations

import pytest

from .stack import World, in_line, message, moments, notes


def test_a_failed_message_sleeps_and_quiet_lets_it(world: World) -> None:
    """Quiet does not wait for a message that is hidden; the other of its batch is gone."""
    message(world, id="good")
    message(world, id="bad", fail=1)
    world.quiet()
    assert notes(world)["work good"] == notes(world)["work bad"] == 1
    (left,) = world.queue("work")
    assert not left.visible
    world.advance(90)
    assert notes(world)["work bad"] == 1
    world.advance(40)
    assert notes(world)["work bad"] == 2
    assert not world.queue("work")


def test_a_bug_ends_in_the_dead_letter_queue(world: World) -> None:
    """After three receives the message moves to the DLQ, by the world's own time."""
    message(world, id="bug", fail=99)
    world.advance(600)
    assert notes(world)["work bug"] == 3
    assert not world.queue("work")
    assert [m.json()["id"] for m in world.queue("work-dlq")] == ["bug"]


def test_backoffs_happen_one_after_the_other(world: World) -> None:
    """One long advance stops at each backoff: 30 s, then 60 s, in the functions' own time."""
    message(world, id="slow", fail=2, hide=30)
    world.advance(300)
    first, second, third = moments(world, "work slow")
    assert second - first == pytest.approx(30, abs=5)
    assert third - second == pytest.approx(60, abs=5)


def test_two_hundred_messages_are_each_handled_once(world: World) -> None:
    """A burst is delivered without a loss or a double."""
    for number in range(200):
        message(world, id=str(number))
    world.quiet(120)
    seen = notes(world)
    assert len(seen) == 200 and set(seen.values()) == {1}


def test_a_fifo_queue_works_off_one_batch_at_a_time(world: World) -> None:
    """In order, each once, and a name that was used within five minutes is no second message."""
    for number in range(6):
        in_line(world, f"n{number}", id=f"line {number}")
        in_line(world, f"n{number}", id=f"line {number}")
    world.quiet()
    assert notes(world) == {f"work line {number}": 1 for number in range(6)}
    firsts = [moments(world, f"work line {number}")[0] for number in range(6)]
    assert firsts == sorted(firsts)


def test_what_stands_behind_a_failed_message_waits_with_it(world: World) -> None:
    """The world is at rest meanwhile, and all of it goes on when the failed one shows again."""
    in_line(world, "bad", id="bad", fail=1)
    world.quiet()
    in_line(world, "good", id="good")
    world.quiet()
    assert notes(world) == {"work bad": 1}
    world.advance(130)
    assert notes(world) == {"work bad": 2, "work good": 1}
    assert not world.queue("line.fifo")
