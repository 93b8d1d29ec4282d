"""Pings, rate limits, modals and signed interactions: the parts of Slack where people are."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

from scripts.sandbox.not_slack import Limits, NotSlack
from tests.integration.standins.conftest import Clock

MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "reassign",
    "title": {"type": "plain_text", "text": "Reassign"},
    "submit": {"type": "plain_text", "text": "Move"},
    "private_metadata": "T-1|1",
    "blocks": [
        {
            "type": "input",
            "block_id": "topic",
            "label": {"type": "plain_text", "text": "Topic"},
            "element": {"type": "external_select", "action_id": "topic", "min_query_length": 0},
        }
    ],
}


def section(kind: str, text: str) -> list[dict[str, Any]]:
    """One section of plain or mrkdwn text."""
    return [{"type": "section", "text": {"type": kind, "text": text}}]


@pytest.mark.parametrize(
    ("post", "pinged"),
    [
        ({"text": "look, <@U0LEAD>"}, ["@finance-lead"]),
        ({"text": "card", "blocks": section("mrkdwn", "<@U0DANA|dana> and <!here>")}, ["@dana", "@here"]),
        ({"text": "card", "blocks": section("plain_text", "<!channel> <@U0DANA>")}, []),
        ({"text": "card", "blocks": section("mrkdwn", "&lt;!channel&gt; &lt;@U0DANA&gt;")}, []),
        ({"text": "card", "blocks": section("mrkdwn", "hello <!channel>")}, ["@channel"]),
        ({"text": "@channel @dana"}, []),
        ({"text": "@channel", "parse": "full"}, ["@channel"]),
        ({"text": "<@U0STRANGER>"}, []),
        (
            {
                "text": "card",
                "blocks": [
                    {
                        "type": "rich_text",
                        "elements": [
                            {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0DANA"}]},
                            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "<!everyone>"}]},
                        ],
                    }
                ],
            },
            ["@dana"],
        ),
    ],
)
def test_only_live_mentions_ping(slack: NotSlack, web: WebClient, post: dict[str, Any], pinged: list[str]) -> None:
    """Mention tokens notify; escaped ones, plain text and unknown people do not."""
    web.chat_postMessage(channel="C0FINANCE", **post)
    assert [ping.name for ping in slack.pings("#finance")] == pinged


def test_an_edit_pings_nobody(slack: NotSlack, web: WebClient) -> None:
    """A mention that is edited in does not notify, and one edited out has notified."""
    ts = web.chat_postMessage(channel="C0FINANCE", text="<@U0LEAD> urgent")["ts"]
    web.chat_update(channel="C0FINANCE", ts=ts, text="<@U0DANA> <!channel>")
    assert [ping.name for ping in slack.pings("C0FINANCE")] == ["@finance-lead"]


def test_a_channel_takes_a_short_burst_and_then_one_a_second(slack: NotSlack, web: WebClient, clock: Clock) -> None:
    """Beyond the burst Slack answers 429 with Retry-After; waiting that long by the clock is enough."""
    slack.limits = Limits(post_burst=3)
    slack.add_channel("sales", id="C0SALES")
    for _ in range(3):
        web.chat_postMessage(channel="C0FINANCE", text="x")
    with pytest.raises(SlackApiError) as error:
        web.chat_postMessage(channel="#finance", text="x")
    assert error.value.response.status_code == 429
    assert error.value.response["error"] == "ratelimited"
    wait = int(error.value.response.headers["Retry-After"])
    assert wait == 1
    assert web.chat_postMessage(channel="C0SALES", text="another channel has a limit of its own")["ok"]
    clock.advance(wait)
    assert web.chat_postMessage(channel="C0FINANCE", text="x")["ok"]
    assert len(slack.messages("finance")) == 4
    slack.limits = None
    for _ in range(5):
        web.chat_postMessage(channel="C0FINANCE", text="no limits now")


def test_other_methods_have_their_tier(slack: NotSlack, web: WebClient, clock: Clock) -> None:
    """A Tier 2 method is refused after its 20 calls a minute, and says how long to wait."""
    for _ in range(20):
        web.users_list()
    with pytest.raises(SlackApiError) as error:
        web.users_list()
    assert error.value.response.headers["Retry-After"] == "3"
    clock.advance(3)
    assert web.users_list()["ok"]


def test_a_button_opens_a_modal_within_three_seconds_and_once(slack: NotSlack, web: WebClient, clock: Clock) -> None:
    """A trigger id works once and for three seconds; an invented one never."""
    blocks = [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Reassign"},
                    "action_id": "reassign",
                    "value": "T-1|1|billing",
                }
            ],
        }
    ]
    ts = web.chat_postMessage(channel="C0FINANCE", text="card", blocks=blocks)["ts"]
    press = slack.press("#finance", ts, "reassign", "U0DANA")
    assert press["actions"][0]["value"] == "T-1|1|billing"
    opened = web.views_open(trigger_id=press["trigger_id"], view=MODAL)["view"]
    for trigger, code in ((press["trigger_id"], "exchanged_trigger_id"), ("1.2.x", "invalid_trigger_id")):
        with pytest.raises(SlackApiError) as error:
            web.views_open(trigger_id=trigger, view=MODAL)
        assert error.value.response["error"] == code
    late = slack.press("#finance", ts, "reassign", "U0DANA")["trigger_id"]
    clock.advance(3.1)
    with pytest.raises(SlackApiError) as error:
        web.views_open(trigger_id=late, view=MODAL)
    assert error.value.response["error"] == "expired_trigger_id"
    changed = web.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL)["view"]
    with pytest.raises(SlackApiError) as conflict:
        web.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL)
    assert conflict.value.response["error"] == "hash_conflict"
    submitted = slack.submit(changed["id"], {"topic": {"topic": {"value": "billing"}}}, "U0DANA")
    assert submitted["view"]["private_metadata"] == "T-1|1"


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"type": "plain_text", "text": "x" * 25}},
        {"blocks": []},
        {"blocks": [{"type": "divider"}] * 101},
        {"private_metadata": "x" * 3001},
        {"type": "window"},
        {"submit": None},
    ],
)
def test_a_broken_modal_is_refused(slack: NotSlack, web: WebClient, change: dict[str, Any]) -> None:
    """A modal keeps its own limits."""
    with slack.lock:
        trigger = slack.workspace.new_trigger("U0DANA")
    modal = {name: value for name, value in {**MODAL, **change}.items() if value is not None}
    with pytest.raises(SlackApiError) as error:
        web.views_open(trigger_id=trigger, view=modal)
    assert error.value.response["error"] == "invalid_arguments"
    assert "/view" in error.value.response["response_metadata"]["messages"][0]


def test_an_interaction_is_signed_as_slack_signs(slack: NotSlack, clock: Clock) -> None:
    """slack_sdk's own verifier accepts it, and refuses it with one byte changed or another secret."""
    headers, body = slack.interaction({"type": "block_actions", "text": "häßlich <&>"})

    class Now(SlackClock):
        def now(self) -> float:
            return clock.seconds

    def valid(secret: str, content: bytes) -> bool:
        return bool(SignatureVerifier(secret, Now()).is_valid_request(content, headers))

    assert valid(slack.signing_secret, body)
    assert not valid(slack.signing_secret, body + b"x")
    assert not valid("another-secret", body)
    assert json.loads(parse_qs(body.decode())["payload"][0])["text"] == "häßlich <&>"
