"""The platform's rules on their own, with a list for a stream: filters, bisection, schedules, telling calls apart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from scripts.sandbox.aws.calls import invoked_function, service_and_operation
from scripts.sandbox.aws.config import StreamMapping
from scripts.sandbox.aws.filters import UnsupportedFilter, check, matches
from scripts.sandbox.aws.invoker import FunctionError, Ok, Outcome
from scripts.sandbox.aws.schedules import next_due
from scripts.sandbox.aws.streams import Record, StreamPoller, sequence

OWES = {"dynamodb": {"NewImage": {"owes": {"S": ["work"]}}}}


def record(number: int, owes: str | None = "work", created: float = 1000.0) -> Record:
    """A stream record with an image that owes something, or nothing."""
    image = {"owes": {"S": owes}} if owes else {}
    change = {"SequenceNumber": f"{number:03d}", "NewImage": image, "ApproximateCreationDateTime": created}
    return {"eventID": str(number), "eventName": "MODIFY", "dynamodb": change}


class Shard:
    """A stream that is a list."""

    def __init__(self, *records: Record) -> None:
        self.all = list(records)

    def records(self, after: str | None, limit: int) -> list[Record]:
        return [r for r in self.all if after is None or sequence(r) > after][:limit]


class Function:
    """Answers by the records' numbers, and remembers the batches."""

    def __init__(self, poison: set[int] = frozenset(), reported: set[int] = frozenset()) -> None:  # type: ignore[assignment]
        self.poison, self.reported, self.batches = poison, reported, list[list[int]]()

    def invoke(self, function: str, event: Any) -> Outcome:
        numbers = [int(r["eventID"]) for r in event["Records"]]
        self.batches.append(numbers)
        if self.poison & set(numbers):
            return FunctionError("ValueError", "poison")
        failed = [n for n in numbers if n in self.reported]
        return Ok({"batchItemFailures": [{"itemIdentifier": f"{n:03d}"} for n in failed]})


def delivered(shard: Shard, function: Function, now: float = 1000.0, **settings: Any) -> list[dict[str, Any]]:
    """Run a poller to its end and return what it discarded."""
    mapping = StreamMapping("fx", "arn", "arn", failure_queue="failed", patterns=(OWES,), **settings)
    discarded: list[dict[str, Any]] = []
    poller = StreamPoller(mapping, shard, function, lambda _, message: discarded.append(message), lambda: now)
    for _ in range(200):
        if not poller.step():
            assert poller.moving() is None
            return discarded
    raise AssertionError("it goes on for ever")


def test_bisection_finds_the_one_record() -> None:
    """A raised error halves the batch, halving costs no retries, and only the poison record is given up."""
    function = Function(poison={3})
    discarded = delivered(Shard(*map(record, range(1, 5))), function, bisect=True, max_retries=1)
    assert function.batches == [[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]
    assert [d["DDBStreamBatchInfo"]["startSequenceNumber"] for d in discarded] == ["003"]


def test_without_bisection_the_batch_goes_down_together() -> None:
    """The record's neighbours are given up with it, which is why the template bisects."""
    function = Function(poison={2})
    discarded = delivered(Shard(*map(record, range(1, 4))), function, max_retries=2)
    assert function.batches == [[1, 2, 3]] * 3
    assert [d["DDBStreamBatchInfo"]["batchSize"] for d in discarded] == [3]


def test_partial_answers_count_only_when_asked_for() -> None:
    """Without ReportBatchItemFailures the answer is ignored, as on AWS."""
    function = Function(reported={1})
    assert delivered(Shard(record(1)), function) == []
    assert function.batches == [[1]]


def test_progress_gives_the_rest_its_own_retries() -> None:
    """The lowest reported failure is the checkpoint; retries are counted from there."""
    function = Function(reported={2, 3})
    discarded = delivered(Shard(*map(record, range(1, 4))), function, partial_failures=True, max_retries=1)
    assert function.batches == [[1, 2, 3], [2, 3]]
    assert discarded[0]["DDBStreamBatchInfo"]["batchSize"] == 2


def test_an_unknown_identifier_fails_the_whole_batch() -> None:
    """AWS treats a sequence number that it did not send as a failure of everything."""

    class Confused(Function):
        def invoke(self, function: str, event: Any) -> Outcome:
            super().invoke(function, event)
            return Ok({"batchItemFailures": [{"itemIdentifier": "999"}]})

    function = Confused()
    assert len(delivered(Shard(record(1), record(2)), function, partial_failures=True, max_retries=1)) == 1
    assert function.batches == [[1, 2], [1, 2]]


def test_old_records_are_given_up_unseen() -> None:
    """MaximumRecordAgeInSeconds discards what is too old and delivers the rest."""
    function = Function()
    discarded = delivered(Shard(record(1, created=0.0), record(2)), function, max_age=600)
    assert function.batches == [[2]]
    assert discarded[0]["requestContext"]["condition"] == "RecordAgeExceeded"


def test_filters_compare_strings_and_prefixes() -> None:
    """What AWS honours below dynamodb, and no more."""
    assert matches([OWES], record(1))
    assert not matches([OWES], record(1, owes=None))
    assert not matches([OWES], record(1, owes="rest"))
    assert matches([{"dynamodb": {"NewImage": {"owes": {"S": [{"prefix": "wo"}]}}}}], record(1))
    assert matches([], record(1))


@pytest.mark.parametrize(
    "rule", [[{"exists": True}], [{"anything-but": ["x"]}], [1], [{"numeric": [">", 1]}], [], "work"]
)
def test_filters_that_aws_would_not_honour_are_refused(rule: Any) -> None:
    """A filter that would silently never match on AWS fails here."""
    with pytest.raises(UnsupportedFilter):
        check({"dynamodb": {"NewImage": {"owes": {"S": rule}}}})


@pytest.mark.parametrize(
    ("expression", "after", "due"),
    [
        ("rate(5 minutes)", "2026-11-21T09:00:00", "2026-11-21T09:05:00"),
        ("rate(1 hour)", "2026-11-21T09:00:00", "2026-11-21T10:00:00"),
        ("cron(0 7 ? * MON *)", "2026-11-21T09:00:00", "2026-11-23T07:00:00"),
        ("cron(0 7 ? * MON-FRI *)", "2026-11-23T07:00:00", "2026-11-24T07:00:00"),
        ("cron(30 6 1 * ? *)", "2026-11-21T09:00:00", "2026-12-01T06:30:00"),
        ("cron(0/15 * * * ? *)", "2026-11-21T09:16:00", "2026-11-21T09:30:00"),
        ("cron(0 0 L * ? *)", "2026-02-01T00:00:00", "2026-02-28T00:00:00"),
        ("cron(0 9 ? * 2#1 *)", "2026-11-21T09:00:00", "2026-12-07T09:00:00"),
        ("cron(0 0 29 FEB ? *)", "2026-11-21T09:00:00", "2028-02-29T00:00:00"),
    ],
)
def test_schedules_are_due_when_aws_would_fire_them(expression: str, after: str, due: str) -> None:
    """Rates count from the last time, cron expressions follow the calendar in UTC."""
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC).timestamp()
    assert datetime.fromtimestamp(next_due(expression, moment), UTC) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize("expression", ["rate(5 fortnights)", "at(2026-01-01T00:00:00)", "cron(0 0 31 FEB ? *)"])
def test_schedules_that_cannot_be_read_say_so(expression: str) -> None:
    """A schedule that would silently never fire is an error."""
    with pytest.raises(ValueError, match=r"not a schedule|never due"):
        next_due(expression, 0.0)


SCOPE = "AWS4-HMAC-SHA256 Credential=x/20261121/us-east-1/{}/aws4_request, SignedHeaders=host"


@pytest.mark.parametrize(
    ("service", "method", "path", "target", "body", "operation"),
    [
        ("dynamodb", "POST", "/", "DynamoDB_20120810.PutItem", b"{}", "PutItem"),
        ("sqs", "POST", "/", "AmazonSQS.SendMessage", b"{}", "SendMessage"),
        ("sqs", "POST", "/", "", b"Version=1&Action=SendMessage", "SendMessage"),
        ("ssm", "POST", "/", "AmazonSSM.GetParameter", b"{}", "GetParameter"),
        ("s3", "GET", "/bucket/in/a", "", b"", "GetObject"),
        ("s3", "PUT", "/bucket/in/a", "", b"x", "PutObject"),
        ("s3", "GET", "/bucket?list-type=2&prefix=in", "", b"", "ListObjectsV2"),
        ("lambda", "POST", "/2015-03-31/functions/fx-take/invocations", "", b"{}", "Invoke"),
    ],
)
def test_calls_are_told_apart(service: str, method: str, path: str, target: str, body: bytes, operation: str) -> None:
    """Faults are ordered by service and operation, so both are read from the request."""
    headers = {"authorization": SCOPE.format(service), "x-amz-target": target}
    assert service_and_operation(method, path, headers, body) == (service, operation)


def test_a_presigned_link_is_a_call_of_s3() -> None:
    """A browser that follows a signed link sends no header; the link itself names the service."""
    path = "/bucket/in/a?X-Amz-Credential=x%2F20261121%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=s"
    assert service_and_operation("GET", path, {}, b"") == ("s3", "GetObject")


def test_functions_are_named_in_invoke_by_name_or_arn() -> None:
    """Both ways to name a function lead to its name."""
    assert invoked_function("/2015-03-31/functions/fx-take/invocations") == "fx-take"
    arn = "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Afx-take"
    assert invoked_function(f"/2015-03-31/functions/{arn}/invocations") == "fx-take"
    assert invoked_function("/2015-03-31/functions/fx-take/url") is None
