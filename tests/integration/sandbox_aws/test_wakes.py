"""Who asks the emulator, and when: whoever is concerned, at once; and what nobody told of is found all the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from scripts.sandbox.aws import AwsWorld

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
def rung(real: AwsWorld, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whom this thread lets the world ring for from now on; the world's own look rings beside it."""
    names: list[str] = []
    here, ring = threading.get_ident(), AwsWorld._ring

    def heard(world: AwsWorld, poller: Any) -> None:
        if threading.get_ident() == here:
            names.append(poller.name)
        ring(world, poller)

    monkeypatch.setattr(AwsWorld, "_ring", heard)
    return names


def test_what_is_written_past_the_gateway_is_found(real: AwsWorld) -> None:
    """A message and a row that nobody rang for are delivered without anybody waiting for quiet."""
    message(real, id="m")
    job(real, "j")
    assert until(lambda: notes(real) == {"work m": 1, "batch 1": 1, "follow j": 1})


def test_a_call_wakes_whom_it_concerns(real: AwsWorld, rung: list[str]) -> None:
    """A message wakes its queue, a row written its stream, and reading wakes nobody."""
    (work,) = (queue for queue in real.queues if queue.mapping.queue == "fx-work")
    real.touched([("dynamodb:Query", JOBS), ("s3:PutObject", "arn:aws:s3:::fx/in/1"), ("sqs:SendMessage", WORK)])
    assert rung == [work.name]
    real.touched([("dynamodb:UpdateItem", JOBS)])
    assert rung == [work.name, *(stream.name for stream in real.streams)]


def test_a_call_that_nobody_can_read_wakes_everybody(real: AwsWorld, rung: list[str]) -> None:
    """Better asked in vain than late."""
    real.touched(None)
    assert sorted(rung) == sorted(poller.name for poller in (*real.streams, *real.queues))
