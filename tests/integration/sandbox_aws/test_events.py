"""Asynchronous events and schedules: mail in the bucket, retries, failure destination, and time moved on purpose."""

from __future__ import annotations

import pytest

from .stack import World, mail, message, moments, notes


def test_a_mail_becomes_a_job_and_the_stream_tells_it(world: World) -> None:
    """PUT wakes the function, its write wakes the next; one quiet waits for the whole chain."""
    mail(world, id="m1")
    world.quiet()
    assert notes(world) == {"take m1": 1, "batch 1": 1, "follow m1": 1}


def test_the_mail_looks_as_ses_leaves_it(world: World) -> None:
    """SES's headers come first, a verdict can be chosen, and what is there already is not doubled."""
    key = world.put_mail(
        b'Return-Path: <x@y.example>\nFrom: a@b.example\n\n{"id": "m"}', headers={"X-SES-Virus-Verdict": "FAIL"}
    )
    bucket = "fx-mail-123456789012"
    raw = world.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    assert raw.startswith("Received: from mail.b.example")
    assert "X-SES-Spam-Verdict: PASS\nX-SES-Virus-Verdict: FAIL\n" in raw
    assert raw.count("Return-Path:") == 1


def test_a_failing_event_is_retried_after_one_and_two_minutes(world: World) -> None:
    """Retries wait in the world's time, not in ours."""
    mail(world, id="m2", fail=2)
    world.quiet()
    assert notes(world) == {"take m2": 1}
    world.advance(200)
    first, second, third = moments(world, "take m2")
    assert second - first == pytest.approx(60, abs=5)
    assert third - second == pytest.approx(120, abs=5)
    assert notes(world)["follow m2"] == 1


def test_a_hopeless_event_ends_at_its_destination(world: World) -> None:
    """After three calls the whole event is in the failure queue, so that it can be tried again later."""
    key = mail(world, id="m3", fail=99)
    world.advance(200)
    assert notes(world) == {"take m3": 3}
    (failed,) = [m.json() for m in world.queue("failed")]
    assert failed["requestContext"]["condition"] == "RetriesExhausted"
    assert failed["requestPayload"]["Records"][0]["s3"]["object"]["key"] == key
    assert failed["responsePayload"]["errorType"] == "RuntimeError"


def test_schedules_fire_at_their_times_and_on_demand(world: World) -> None:
    """Eleven minutes hold two five-minute schedules; fire runs one more at once."""
    world.advance(660)
    assert notes(world) == {"tick": 2}
    first, second = moments(world, "tick")
    assert second - first == pytest.approx(300, abs=5)
    world.fire("tick")
    assert notes(world) == {"tick": 3}
    with pytest.raises(KeyError, match="no schedule"):
        world.fire("tock")


def test_due_moments_are_taken_in_order(world: World) -> None:
    """A schedule due between two backoffs fires between them."""
    message(world, id="slow", fail=2, hide=200)
    world.advance(700)
    first, second, third = moments(world, "work slow")
    tick = moments(world, "tick")[0]
    assert first < second < tick < third
