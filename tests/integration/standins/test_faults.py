"""Being told to fail: every kind, as the real clients experience it, and what was done all the same."""

from __future__ import annotations

import http.client
import threading
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from scripts.sandbox.not_bedrock import NotBedrock
from scripts.sandbox.not_ses import NotSes
from scripts.sandbox.not_slack import NotSlack
from scripts.sandbox.standin import Call
from tests.integration.standins.conftest import Clock, aws_client
from tests.integration.standins.samples import letter, reading

GONE = (OSError, http.client.HTTPException)
"""What urllib says when a connection closes without an answer."""


def test_slack_refuses_with_retry_after_as_often_as_told(slack: NotSlack, web: WebClient) -> None:
    """The order covers the named call alone, so many times, and says how long to wait."""
    slack.fail("429", calls=2, call="chat.postMessage", retry_after=7)
    assert web.auth_test()["ok"]
    for _ in range(2):
        with pytest.raises(SlackApiError) as error:
            web.chat_postMessage(channel="C0FINANCE", text="x")
        assert (error.value.response.status_code, error.value.response.headers["Retry-After"]) == (429, "7")
    assert web.chat_postMessage(channel="C0FINANCE", text="x")["ok"]
    assert [(c.ok, c.error) for c in slack.calls_of("chat.postMessage")] == [
        (False, "ratelimited"),
        (False, "ratelimited"),
        (True, None),
    ]


def test_slack_breaks(slack: NotSlack, web: WebClient) -> None:
    """A 500 is an error of the service, and nothing is posted."""
    slack.fail("500")
    with pytest.raises(SlackApiError) as error:
        web.chat_postMessage(channel="C0FINANCE", text="x")
    assert error.value.response.status_code == 500
    assert slack.messages("finance") == []


@pytest.mark.parametrize(("kind", "posted"), [("timeout", 0), ("drop", 0), ("drop_after", 1)])
def test_an_answer_is_lost_before_or_after_the_work(slack: NotSlack, web: WebClient, kind: str, posted: int) -> None:
    """The client cannot tell the three apart; the workspace can."""
    slack.fail(kind)
    with pytest.raises(GONE):
        web.chat_postMessage(channel="C0FINANCE", text="x")
    assert len(slack.messages("finance")) == posted
    assert slack.calls[-1].error == kind
    assert web.chat_postMessage(channel="C0FINANCE", text="y")["ok"]


def test_a_timeout_is_held_until_the_client_gives_up(slack: NotSlack) -> None:
    """A client that gives up first ends the hold; the stand-in does not wait for its own limit."""
    slack.hold_seconds = 60
    slack.fail("timeout")
    hasty = WebClient(token=slack.token, base_url=slack.api_url, retry_handlers=[], timeout=1)
    with pytest.raises(GONE):
        hasty.auth_test()
    slack.stop()
    slack.start()
    assert WebClient(token=slack.token, base_url=slack.api_url).auth_test()["ok"]


def test_a_slow_answer_is_an_answer(slack: NotSlack, web: WebClient) -> None:
    """Slow is late, not lost."""
    slack.fail("slow")
    assert web.chat_postMessage(channel="C0FINANCE", text="x")["ok"]
    assert len(slack.messages("finance")) == 1


def test_one_call_of_many_can_be_chosen(slack: NotSlack, web: WebClient) -> None:
    """`skip` lets calls through first, so a harness can fail each call of a journey in turn."""
    slack.fail("500", skip=1)
    assert web.auth_test()["ok"]
    with pytest.raises(SlackApiError):
        web.auth_test()
    assert web.auth_test()["ok"]


def test_healing_and_reset_withdraw_every_order(slack: NotSlack, web: WebClient) -> None:
    """A standing order lasts until it is healed; reset empties the world too."""
    slack.fail("500", calls=None)
    for _ in range(3):
        with pytest.raises(SlackApiError):
            web.auth_test()
    slack.heal()
    assert web.auth_test()["ok"]
    slack.fail("500")
    slack.reset()
    assert (slack.calls, slack.workspace.channels) == ([], {})
    assert web.auth_test()["ok"]


def test_an_order_that_makes_no_sense_is_refused(slack: NotSlack, bedrock: NotBedrock) -> None:
    """A misspelled kind or call is said at once, not ignored."""
    with pytest.raises(ValueError, match="it knows 429"):
        slack.fail("418")
    with pytest.raises(ValueError, match="has no call"):
        slack.fail("429", call="chat.postMassage")
    with pytest.raises(ValueError, match="malformed"):
        bedrock.fail("nonsense")


def test_calls_are_logged_by_the_clock_and_can_be_waited_for(slack: NotSlack, web: WebClient, clock: Clock) -> None:
    """Tests wait for a state, not for time; listeners hear each call."""
    heard: list[Call] = []
    slack.listeners.append(heard.append)
    poster = threading.Thread(target=web.chat_postMessage, kwargs={"channel": "C0FINANCE", "text": "x"})
    poster.start()
    assert slack.wait_until(lambda: len(slack.messages("finance")) == 1, timeout=5)
    poster.join()
    assert heard == slack.calls == [Call(clock.seconds, "chat.postMessage", True)]
    assert not slack.wait_until(lambda: False, timeout=0.01)


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        ("429", "ThrottlingException", 429),
        ("500", "InternalServerException", 500),
        ("503", "ServiceUnavailableException", 503),
        ("ModelTimeout", "ModelTimeoutException", 408),
        ("ModelError", "ModelErrorException", 424),
        ("ModelNotReady", "ModelNotReadyException", 429),
    ],
)
def test_bedrock_fails_in_its_own_words(
    bedrock: NotBedrock, converse_client: Any, kind: str, code: str, status: int
) -> None:
    """boto3 sees the modelled exception with its status."""
    bedrock.fail(kind)
    with pytest.raises(getattr(converse_client.exceptions, code)) as error:
        converse_client.converse(**reading("x", "where is my invoice?"))
    assert error.value.response["Error"]["Code"] == code
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert bedrock.requests == []


def test_botos_own_retries_count_as_calls(bedrock: NotBedrock) -> None:
    """One throttled try of two is over before the product notices."""
    bedrock.fail("429", calls=1)
    client = aws_client("bedrock-runtime", bedrock.url, attempts=2)
    assert client.converse(**reading("", "where is my invoice?"))["stopReason"] == "tool_use"
    client.close()
    assert [c.error for c in bedrock.calls] == ["ThrottlingException", None]


@pytest.mark.parametrize("kind", ["timeout", "drop", "drop_after"])
def test_bedrock_loses_its_answer(bedrock: NotBedrock, converse_client: Any, kind: str) -> None:
    """A closed connection is a connection error in boto3; a read that was done was paid for."""
    bedrock.fail(kind)
    with pytest.raises((ConnectionClosedError, HTTPClientError)):
        converse_client.converse(**reading("", "where is my invoice?"))
    assert len(bedrock.requests) == (kind == "drop_after")


def test_ses_fails_and_loses_answers(ses: NotSes, mail_client: Any) -> None:
    """A throttled mail was not sent; one whose answer was lost was, and sending again makes two."""
    ses.fail("429")
    with pytest.raises(mail_client.exceptions.TooManyRequestsException):
        mail_client.send_email(**letter())
    ses.fail("500")
    with pytest.raises(ClientError, match="InternalFailure"):
        mail_client.send_email(**letter())
    assert ses.mails == []
    ses.fail("drop_after")
    with pytest.raises(ConnectionClosedError):
        mail_client.send_email(**letter())
    mail_client.send_email(**letter())
    assert len(ses.inbox("legal@company.example")) == 2
