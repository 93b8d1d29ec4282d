"""learn's handler: one rebuild for a batch, all of it again when that failed, and a word to the workbook."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.handlers.conftest import Event, FakeApp
from ticket_router.domain.errors import Retryable
from ticket_router.handlers import learn

Events = Callable[[str], Event]


class Learns:
    """Comes to what it is given, or raises it."""

    def __init__(self, came_to: int | Exception | None) -> None:
        self.came_to, self.runs = came_to, 0

    def __call__(self) -> int | None:
        self.runs += 1
        if isinstance(self.came_to, Exception):
            raise self.came_to
        return self.came_to


@pytest.mark.parametrize("name", ["stream_corrections", "sqs_learn", "schedule_sweep"])
@pytest.mark.parametrize(("came_to", "told"), [(None, 0), (0, 1), (7, 1)])
def test_one_rebuild_answers_everything(app: FakeApp, event: Events, name: str, came_to: int | None, told: int) -> None:
    """A batch of the stream, one of the queue, or a beat; the workbook is told if there is anything new to show."""
    hints: list[str] = []
    app.learn, app.tell_sheet = Learns(came_to), lambda: hints.append("told")
    assert learn.handler(event(name), None) == {"batchItemFailures": []}
    assert (app.learn.runs, len(hints)) == (1, told)


def test_a_batch_whose_rebuild_failed_comes_again(app: FakeApp, event: Events) -> None:
    """All of it, since any of its records may not be learned yet."""
    app.learn = Learns(Retryable("S3 is away"))
    stream, queue = event("stream_corrections"), event("sqs_learn")
    numbers = [record["dynamodb"]["SequenceNumber"] for record in stream["Records"]]
    ids = [record["messageId"] for record in queue["Records"]]
    for given, names in ((stream, numbers), (queue, ids)):
        assert learn.handler(given, None) == {"batchItemFailures": [{"itemIdentifier": name} for name in names]}


def test_a_beat_whose_rebuild_failed_raises(app: FakeApp, event: Events) -> None:
    """The scheduler has Lambda try again."""
    app.learn = Learns(Retryable("S3 is away"))
    with pytest.raises(Retryable):
        learn.handler(event("schedule_sweep"), None)


def test_a_workbook_that_cannot_be_told_fails_no_rebuild(app: FakeApp, event: Events) -> None:
    """Its schedule looks anyway."""

    def fail() -> None:
        raise Retryable("SQS is away")

    app.learn, app.tell_sheet = Learns(1), fail
    assert learn.handler(event("stream_corrections"), None) == {"batchItemFailures": []}
