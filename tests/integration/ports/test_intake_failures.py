"""IntakeFailures: mail that intake gave up on waits until it is settled, and starts afresh as the same event."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.small import FakeFailures
from tests.integration.ports.template_tables import make_queue
from ticket_router.adapters.aws.mail_failures import AsyncIntake, FailureQueue
from ticket_router.domain.inbound import FailedMail
from ticket_router.ports import IntakeFailures

EVENTS = Path(__file__).resolve().parents[2] / "data" / "events"


def destination_message(key: str, rounds: int = 0) -> str:
    """What Lambda sends to a failure destination (an event as it was recorded, with another key in it)."""
    body: dict[str, Any] = json.loads((EVENTS / "failure_destination.json").read_text(encoding="utf-8"))
    body["requestPayload"]["Records"][0]["s3"]["object"]["key"] = key
    if rounds:
        body["requestPayload"]["rounds"] = rounds
    return json.dumps(body)


class Waiting:
    """Failures of each kind, with three mails that wait."""

    def __init__(self, kind: str, aws: Any) -> None:
        if kind == "memory":
            one, two, three = (("in/a b", 0), ("in/2", 1), ("in/3", 2))
            self.failures: IntakeFailures = FakeFailures(
                *(FailedMail(raw_key=k, rounds=r, problem="MemoryError", receipt=k) for k, r in (one, two, three))
            )
        else:
            sqs = aws("sqs")
            url = make_queue(sqs, "MailFailedQueue", "failed")
            for key, rounds in (("in/a+b", 0), ("in/2", 1), ("in/3", 2)):
                sqs.send_message(QueueUrl=url, MessageBody=destination_message(key, rounds))
            self.failures = FailureQueue(sqs=sqs, url=url)


@pytest.fixture(params=["memory", "sqs"])
def failures(request: pytest.FixtureRequest, aws: Any) -> IntakeFailures:
    """Three mails that wait."""
    return Waiting(request.param, aws).failures


def test_what_waits_is_told_with_its_mail_and_its_rounds(failures: IntakeFailures) -> None:
    """The key is the bucket's own, not the form in which events spell it."""
    found = sorted(failures.waiting(), key=lambda failure: failure.rounds)
    assert [(f.raw_key, f.rounds, f.problem) for f in found] == [
        ("in/a b", 0, "MemoryError"),
        ("in/2", 1, "MemoryError"),
        ("in/3", 2, "MemoryError"),
    ]


def test_what_is_settled_does_not_come_again(failures: IntakeFailures) -> None:
    """Settling takes off exactly that mail, also while the others are still being told."""
    for failure in failures.waiting():
        if failure.rounds:
            failures.settle(failure)
    left = [failure.raw_key for failure in failures.waiting()]
    assert left in (["in/a b"], [])  # in SQS it stays out of sight for a while


def test_what_was_not_settled_is_still_there(aws: Any) -> None:
    """A sweep that dies in the middle loses no mail."""
    sqs = aws("sqs")
    url = make_queue(sqs, "MailFailedQueue", "failed")
    sqs.send_message(QueueUrl=url, MessageBody=destination_message("in/1"))
    queue = FailureQueue(sqs=sqs, url=url)
    assert len(list(queue.waiting())) == 1
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesNotVisible"])
    assert counts["Attributes"]["ApproximateNumberOfMessagesNotVisible"] == "1"


def test_a_flood_of_failures_is_seen_to_in_rounds(aws: Any) -> None:
    """One round takes a bounded number, so that a sweep stays within its time."""
    sqs = aws("sqs")
    url = make_queue(sqs, "MailFailedQueue", "failed")
    for number in range(60):
        sqs.send_message(QueueUrl=url, MessageBody=destination_message(f"in/{number}"))
    assert len(list(FailureQueue(sqs=sqs, url=url).waiting())) == 50


def test_a_fresh_start_is_the_event_that_intake_knows() -> None:
    """It is started asynchronously, with the key as S3 would spell it and the number of the round."""
    calls: list[dict[str, Any]] = []

    class FakeLambda:
        def invoke(self, **call: Any) -> None:
            calls.append(call)

    AsyncIntake(lambda_client=FakeLambda(), function="tr-intake-mail")("in/ä b", 2)
    (call,) = calls
    assert (call["FunctionName"], call["InvocationType"]) == ("tr-intake-mail", "Event")
    assert json.loads(call["Payload"]) == {
        "Records": [{"s3": {"object": {"key": "in/%C3%A4+b"}}}],
        "rounds": 2,
    }
