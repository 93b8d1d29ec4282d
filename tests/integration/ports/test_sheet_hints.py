"""SheetHints: a hint arrives, one that is sent twice counts once, and what is for later comes later."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.sheet_state import FakeSheetHints
from tests.integration.ports.template_tables import make_queue
from ticket_router.adapters.aws.sheet_hints import SqsSheetHints
from ticket_router.domain.errors import Retryable

Hint = tuple[str, str]


class Receiver:
    """Hints of each kind, and how to look for what arrived."""

    def __init__(self, kind: str, aws: Any) -> None:
        self.clock = FakeClock()
        self.fake = FakeSheetHints(self.clock)
        self.sqs = aws("sqs") if kind == "sqs" else None
        if self.sqs is None:
            self.hints: SqsSheetHints | FakeSheetHints = self.fake
            return
        self.now_url = make_queue(self.sqs, "SheetQueue", "sheet.fifo")
        self.later_url = make_queue(self.sqs, "SheetLaterQueue", "sheet-later")
        self.hints = SqsSheetHints(sqs=self.sqs, now_url=self.now_url, later_url=self.later_url)

    def arrived(self) -> list[Hint]:
        """What shows now, in the order it was sent."""
        if self.sqs is None:
            return [(hint.why, hint.name) for hint in iter(lambda: self.fake.take(self.clock.at), None)]
        return [hint for url in (self.now_url, self.later_url) for hint in self._received(url)]

    def to_come(self) -> int:
        """How many wait for their time."""
        if self.sqs is None:
            return len([hint for hint in self.fake.waiting if hint.at > self.clock.at])
        name = "ApproximateNumberOfMessagesDelayed"
        return int(self.sqs.get_queue_attributes(QueueUrl=self.later_url, AttributeNames=[name])["Attributes"][name])

    def _received(self, url: str) -> list[Hint]:
        assert self.sqs is not None
        messages = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        bodies = [json.loads(message["Body"]) for message in messages]
        return [(body["why"], body["name"]) for body in bodies]


@pytest.fixture(params=["memory", "sqs"])
def receiver(request: pytest.FixtureRequest, aws: Any) -> Receiver:
    """Empty queues of each kind."""
    return Receiver(request.param, aws)


def test_hints_arrive_in_order(receiver: Receiver) -> None:
    """Each says why and which it is, whatever signs its name has."""
    receiver.hints.now("drive", "channel-1/17")
    receiver.hints.now("poke", "n\u00f6nce \U0001f514 " + "x" * 200)
    assert receiver.arrived() == [("drive", "channel-1/17"), ("poke", "n\u00f6nce \U0001f514 " + "x" * 200)]


def test_a_hint_that_is_sent_twice_counts_once(receiver: Receiver) -> None:
    """Drive may deliver one call twice; the same name for another reason is another hint."""
    for _ in range(2):
        receiver.hints.now("drive", "channel-1/17")
    receiver.hints.now("drive", "channel-1/18")
    receiver.hints.now("poke", "channel-1/17")
    assert receiver.arrived() == [("drive", "channel-1/17"), ("drive", "channel-1/18"), ("poke", "channel-1/17")]


@pytest.mark.parametrize("seconds", [0.2, 60, 900])
def test_a_hint_for_later_does_not_show_yet(receiver: Receiver, seconds: float) -> None:
    """It never comes early: part of a second is a whole one on SQS."""
    receiver.hints.later("rest", "r1", seconds)
    assert receiver.arrived() == []
    assert receiver.to_come() == 1


def test_no_delay_at_all_is_at_once(receiver: Receiver) -> None:
    """A bucket that is just over needs no waiting."""
    receiver.hints.later("row", "b1", 0)
    assert receiver.arrived() == [("row", "b1")]


def test_a_function_with_one_queue_is_told_which_it_lacks(aws: Any) -> None:
    """Most functions send one kind only; a wrong wiring names the variable."""
    with pytest.raises(LookupError, match="SHEET_QUEUE_URL"):
        SqsSheetHints(sqs=aws("sqs"), later_url="x").now("drive", "1")
    with pytest.raises(LookupError, match="SHEET_LATER_QUEUE_URL"):
        SqsSheetHints(sqs=aws("sqs"), now_url="x").later("row", "1", 5)


def test_a_queue_out_of_reach_is_passing_trouble(aws: Any) -> None:
    """The hook then answers 503, and Drive calls again."""
    from botocore.exceptions import EndpointConnectionError

    receiver = Receiver("sqs", aws)

    def fail(**_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="sqs")

    receiver.sqs.meta.events.register_first("before-send.sqs.SendMessage", fail)
    with pytest.raises(Retryable):
        receiver.hints.now("drive", "1")
    with pytest.raises(Retryable):
        receiver.hints.later("row", "1", 5)
