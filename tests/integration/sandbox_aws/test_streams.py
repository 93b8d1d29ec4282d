"""Streams as AWS delivers them: filters, partial failures, bisection, retry limits and the failure destination."""

from __future__ import annotations

from .stack import World, job, jobs, notes


def test_only_what_the_filter_names_wakes_the_function(world: World) -> None:
    """A row that owes something else, or nothing, is read past."""
    job(world, "a", owes="rest")
    job(world, "b")
    world.quiet()
    assert notes(world) == {"batch 1": 1, "follow b": 1}


def test_a_partial_failure_repeats_from_the_lowest_on(world: World) -> None:
    """What came before a reported failure is done; the failure and all behind it come again."""
    jobs(world, a="ok", b="once", c="ok")
    world.quiet()
    seen = notes(world)
    assert (seen["follow a"], seen["follow b"], seen["follow c"]) == (1, 2, 2)
    assert not world.queue("failed")


def test_a_poison_record_is_split_off_and_given_up(world: World) -> None:
    """A record that always raises ends alone in the failure queue, and its neighbours are delivered."""
    jobs(world, a="ok", b="ok", poison="raise", d="ok")
    job(world, "later")
    world.quiet()
    seen = notes(world)
    assert seen["follow d"] >= 1 and seen["follow later"] >= 1
    # Alone: the first try and two retries. Before that it was in the batch and in its halves.
    (message,) = [m.json() for m in world.queue("failed")]
    told = message["DDBStreamBatchInfo"]
    assert (told["batchSize"], told["startSequenceNumber"]) == (1, told["endSequenceNumber"])
    assert message["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert message["requestContext"]["approximateInvokeCount"] == 3
    assert {f.error.message for f in world.failures} == {"poison poison"}


def test_a_record_reported_for_ever_is_given_up_too(world: World) -> None:
    """Reported failures count as retries like raised ones."""
    job(world, "bad", plan="report")
    job(world, "good")
    world.quiet()
    assert notes(world)["follow bad"] == 3
    assert notes(world)["follow good"] >= 1
    assert len(world.queue("failed")) == 1


def test_a_stream_at_its_end_is_not_read_again(world: World) -> None:
    """A world at rest does not ask for records until one was written, and then it finds it."""
    job(world, "a")
    world.quiet()
    asked: list[str] = []
    events = world.client("dynamodbstreams").meta.events
    events.register("before-call.dynamodb-streams.GetRecords", lambda **_: asked.append("records"), unique_id="asked")
    world.quiet()
    assert not asked
    job(world, "b")
    world.quiet()
    assert asked and notes(world)["follow b"] == 1
