"""Who asks the emulator, and when: whoever is concerned, at once; and what nobody told of is found all the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from scripts.sandbox.aws import AwsWorld
from scripts.sandbox.aws.queues import QueuePoller
from scripts.sandbox.aws.shard import EmulatedShard

from .stack import job, message, notes

WORK = "arn:aws:sqs:us-east-1:123456789012:fx-work"
JOBS = "arn:aws:dynamodb:us-east-1:123456789012:table/fx-jobs"


def until(true: Callable[[], bool]) -> bool:
    """Whether it became true before patience ended."""
    deadline = time.monotonic() + 30
    while not true():
        if time.monotonic() > deadline:
            return False
    return True


@pytest.fixture
def asking(real: AwsWorld, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the deliverers of a world at rest ask for from now on; nobody looks after them."""
    real.quiet()
    asked: list[str] = []

    def receive(poller: QueuePoller) -> list[dict[str, Any]]:
        asked.append(poller.mapping.queue)
        return []

    def records(_: EmulatedShard, _after: str | None, _limit: int) -> list[dict[str, Any]]:
        asked.append("stream")
        return []

    monkeypatch.setattr(AwsWorld, "_waiting", lambda _: {})
    monkeypatch.setattr(QueuePoller, "receive", receive)
    monkeypatch.setattr(EmulatedShard, "records", records)
    # One that was asking when the tongues were tied may still note it down.
    assert until(lambda: not real._moving)
    asked.clear()
    return asked


def test_what_is_written_past_the_gateway_is_found(real: AwsWorld) -> None:
    """A message and a row that nobody rang for are delivered without anybody waiting for quiet."""
    message(real, id="m")
    job(real, "j")
    assert until(lambda: notes(real) == {"work m": 1, "batch 1": 1, "follow j": 1})


def test_a_call_wakes_whom_it_concerns(real: AwsWorld, asking: list[str]) -> None:
    """A message wakes its queue, a row written its stream, and reading wakes nobody."""
    real.touched([("dynamodb:Query", JOBS), ("s3:PutObject", "arn:aws:s3:::fx/in/1"), ("sqs:SendMessage", WORK)])
    assert until(lambda: bool(asking))
    assert asking == ["fx-work"]
    real.touched([("dynamodb:UpdateItem", JOBS)])
    assert until(lambda: len(asking) > 1)
    assert asking == ["fx-work", "stream"]


def test_a_call_that_nobody_can_read_wakes_everybody(real: AwsWorld, asking: list[str]) -> None:
    """Better asked in vain than late."""
    real.touched(None)
    assert until(lambda: {*asking} == {"stream", *(queue.mapping.queue for queue in real.queues)})
