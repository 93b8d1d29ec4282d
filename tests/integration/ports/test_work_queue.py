"""WorkQueue: what is sent arrives with its ticket, its slot and its delay."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue
from tests.integration.ports.template_tables import make_queue
from ticket_router.adapters.aws.queue import SqsQueue
from ticket_router.domain.errors import Retryable


class Receiver:
    """One queue of each kind, and how to look into it."""

    def __init__(self, kind: str, aws: Any) -> None:
        self.clock = FakeClock()
        self.sqs = aws("sqs") if kind == "sqs" else None
        self.url = make_queue(self.sqs, "DispatchQueue", "dispatch") if self.sqs else ""
        self.fake = FakeQueue(self.clock)
        self.queue = SqsQueue(sqs=self.sqs, url=self.url) if self.sqs else self.fake

    def visible(self) -> list[tuple[str, bool]]:
        """Ticket and slot of what shows now."""
        if self.sqs is None:
            found = []
            while sent := self.fake.take(self.clock.at):
                found.append((sent.ticket_id, sent.slot))
            return found
        messages = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10).get("Messages", [])
        bodies = [json.loads(message["Body"]) for message in messages]
        return [(body["ticket_id"], body.get("slot", False)) for body in bodies]

    def delayed(self) -> int:
        """How many messages are still to come."""
        if self.sqs is None:
            return len(self.fake.waiting)
        name = "ApproximateNumberOfMessagesDelayed"
        return int(self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=[name])["Attributes"][name])


@pytest.fixture(params=["memory", "sqs"])
def receiver(request: pytest.FixtureRequest, aws: Any) -> Receiver:
    """An empty queue of each kind."""
    return Receiver(request.param, aws)


def test_a_wake_up_shows_at_once_with_what_was_said(receiver: Receiver) -> None:
    """Without a delay it is there, and says whether it comes back to a reserved turn."""
    receiver.queue.send("T-1")
    receiver.queue.send("T-2", slot=True)
    assert sorted(receiver.visible()) == [("T-1", False), ("T-2", True)]


@pytest.mark.parametrize("delay", [0.2, 30, 900])
def test_a_delayed_wake_up_does_not_show_yet(receiver: Receiver, delay: float) -> None:
    """It never comes early: part of a second is a whole one on SQS."""
    receiver.queue.send("T-1", delay)
    assert receiver.visible() == []
    assert receiver.delayed() == 1


def test_sqs_is_asked_for_whole_seconds_up_to_its_limit(aws: Any) -> None:
    """A longer delay than SQS takes is cut to fifteen minutes, a fraction is rounded up."""
    sqs = aws("sqs")
    asked: list[int] = []
    sqs.meta.events.register(
        "provide-client-params.sqs.SendMessage", lambda params, **_: asked.append(params["DelaySeconds"])
    )
    queue = SqsQueue(sqs=sqs, url=make_queue(sqs, "DispatchQueue", "dispatch"))
    for delay in (0.0, 0.01, 1.0, 899.2, 5000.0):
        queue.send("T-1", delay)
    assert asked == [0, 1, 1, 900, 900]


def test_a_message_that_is_put_back_stays_out_of_sight(aws: Any) -> None:
    """That is how the reader waits: the message comes again later, not at the queue's own pace."""
    sqs = aws("sqs")
    url = make_queue(sqs, "IntakeQueue", "intake")
    queue = SqsQueue(sqs=sqs, url=url)
    queue.send("T-1")
    receipt = sqs.receive_message(QueueUrl=url)["Messages"][0]["ReceiptHandle"]
    queue.put_back(receipt, 480)
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    queue.put_back(receipt, 0)
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1


def test_a_queue_out_of_reach_is_passing_trouble(aws: Any) -> None:
    """The lane then refuses the delivery, and the sender tries again."""
    sqs = aws("sqs")
    url = make_queue(sqs, "IntakeQueue", "intake")

    def fail(**_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="sqs")

    sqs.meta.events.register_first("before-send.sqs.SendMessage", fail)
    with pytest.raises(Retryable):
        SqsQueue(sqs=sqs, url=url).send("T-1")
