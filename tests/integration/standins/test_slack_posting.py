"""chat.* against slack_sdk: what works, and each refusal with Slack's own code."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from scripts.sandbox.not_slack import NotSlack
from tests.integration.standins.conftest import Clock

CARD: list[dict[str, Any]] = [
    {"type": "header", "text": {"type": "plain_text", "text": "Billing"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Ana* cannot find her invoice"}},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "route: topic billing (0.91)"}]},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Take"},
                "action_id": "take",
                "value": "T-1|1|billing",
            },
            {"type": "button", "text": {"type": "plain_text", "text": "Reply"}, "url": "mailto:ana@studio.example"},
        ],
    },
]
METADATA = {"event_type": "ticket_card", "event_payload": {"ticket": "T-1", "n": 1}}


def refused(error: pytest.ExceptionInfo[SlackApiError]) -> str:
    """The code of a refusal."""
    return str(error.value.response["error"])


def test_a_card_is_posted_with_its_blocks_and_a_timestamp_by_the_clock(
    slack: NotSlack, web: WebClient, clock: Clock
) -> None:
    """A valid card is stored as sent, addressed by id, and its ts is the world's time."""
    first = web.chat_postMessage(channel="C0FINANCE", text="Billing", blocks=CARD, metadata=METADATA)
    second = web.chat_postMessage(channel="#finance", text="Billing", blocks=CARD)
    assert first["channel"] == second["channel"] == "C0FINANCE"
    assert float(first["ts"]) == clock.seconds
    assert float(second["ts"]) > float(first["ts"])
    message = slack.messages("#finance")[0]
    assert message.blocks == CARD
    assert message.metadata == METADATA
    assert [c.call for c in slack.calls] == ["chat.postMessage"] * 2


def test_posting_twice_makes_two_messages(slack: NotSlack, web: WebClient) -> None:
    """There is no protection against duplicates, as Slack has none."""
    for _ in range(2):
        web.chat_postMessage(channel="C0FINANCE", text="the same")
    assert [m.text for m in slack.messages("finance")] == ["the same", "the same"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "#nowhere", "text": "x"}, "channel_not_found"),
        ({"channel": "C0OTHERS", "text": "x"}, "not_in_channel"),
        ({"channel": "C0OLD", "text": "x"}, "is_archived"),
        ({"channel": "C0HIDDEN", "text": "x"}, "channel_not_found"),
        ({"channel": "C0FINANCE", "text": ""}, "no_text"),
        ({"channel": "C0FINANCE", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0FINANCE", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        (
            {"channel": "C0FINANCE", "text": "x", "metadata": {"event_type": "a b", "event_payload": {}}},
            "invalid_metadata_format",
        ),
        ({"channel": "C0FINANCE", "text": "x", "metadata": {"event_type": "ab"}}, "invalid_metadata_format"),
        (
            {"channel": "C0FINANCE", "text": "x", "metadata": {"event_type": "a", "event_payload": {"k": None}}},
            "invalid_metadata_schema",
        ),
        (
            {
                "channel": "C0FINANCE",
                "text": "x",
                "metadata": {"event_type": "a", "event_payload": {"k": "x" * 17_000}},
            },
            "metadata_too_large",
        ),
    ],
)
def test_a_post_that_slack_would_refuse_is_refused(
    slack: NotSlack, web: WebClient, arguments: dict[str, Any], code: str
) -> None:
    """Each broken post gets Slack's code, and nothing is posted."""
    slack.add_channel("others", member=False, id="C0OTHERS")
    slack.add_channel("old", archived=True, id="C0OLD")
    slack.add_channel("hidden", private=True, member=False, id="C0HIDDEN")
    with pytest.raises(SlackApiError) as error:
        web.api_call("chat.postMessage", json=arguments)
    assert refused(error) == code
    assert slack.messages("finance") == []
    assert slack.calls[-1].error == code


def test_a_thread_hangs_below_its_parent_and_not_below_a_reply(slack: NotSlack, web: WebClient) -> None:
    """Replies are found in the thread and not in the channel, and a reply cannot be a parent."""
    parent = web.chat_postMessage(channel="C0FINANCE", text="card")["ts"]
    reply = web.chat_postMessage(channel="C0FINANCE", text="followed up", thread_ts=parent)["ts"]
    with pytest.raises(SlackApiError) as error:
        web.chat_postMessage(channel="C0FINANCE", text="deeper", thread_ts=reply)
    assert refused(error) == "cannot_reply_to_message"
    assert [m.text for m in slack.messages("finance")] == ["card"]
    assert [m.text for m in slack.thread("finance", parent)] == ["card", "followed up"]


def test_an_update_keeps_ts_and_metadata_and_is_stamped(slack: NotSlack, web: WebClient, clock: Clock) -> None:
    """An edited card stays where it is; metadata stays unless given, {} removes it."""
    ts = web.chat_postMessage(channel="C0FINANCE", text="card", blocks=CARD, metadata=METADATA)["ts"]
    clock.advance(60)
    web.chat_update(channel="C0FINANCE", ts=ts, text="moved to #product", blocks=CARD[:1])
    (message,) = slack.messages("finance")
    assert (message.ts, message.text, message.blocks, message.metadata) == (ts, "moved to #product", CARD[:1], METADATA)
    assert message.edited is not None
    assert float(message.edited) == clock.seconds
    web.chat_update(channel="C0FINANCE", ts=ts, text="text alone", metadata={})
    (message,) = slack.messages("finance")
    assert (message.blocks, message.metadata) == ([], None)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"ts": "1.000001", "text": "x"}, "message_not_found"),
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"channel": "#finance", "text": "x"}, "channel_not_found"),
        ({}, "no_text"),
    ],
)
def test_an_update_that_slack_would_refuse_is_refused(web: WebClient, arguments: dict[str, Any], code: str) -> None:
    """An update wants an id, an own message that exists, and at most 4,000 characters."""
    ts = web.chat_postMessage(channel="C0FINANCE", text="card")["ts"]
    with pytest.raises(SlackApiError) as error:
        web.api_call("chat.update", json={"channel": "C0FINANCE", "ts": ts, **arguments})
    assert refused(error) == code


def test_a_deleted_message_is_gone_but_its_thread_keeps_a_tombstone(slack: NotSlack, web: WebClient) -> None:
    """Deleting removes a message once; a parent with replies leaves a stone in the history."""
    lone = web.chat_postMessage(channel="C0FINANCE", text="lone")["ts"]
    parent = web.chat_postMessage(channel="C0FINANCE", text="parent")["ts"]
    web.chat_postMessage(channel="C0FINANCE", text="reply", thread_ts=parent)
    web.chat_delete(channel="C0FINANCE", ts=lone)
    web.chat_delete(channel="C0FINANCE", ts=parent)
    with pytest.raises(SlackApiError) as error:
        web.chat_delete(channel="C0FINANCE", ts=lone)
    assert refused(error) == "message_not_found"
    assert slack.messages("finance") == []
    assert [m.get("subtype") for m in web.conversations_history(channel="C0FINANCE")["messages"]] == ["tombstone"]


def test_a_permalink_leads_to_the_message(web: WebClient) -> None:
    """A permalink names channel and message, and the thread of a reply."""
    ts = web.chat_postMessage(channel="C0FINANCE", text="card")["ts"]
    reply = web.chat_postMessage(channel="C0FINANCE", text="reply", thread_ts=ts)["ts"]
    link = web.chat_getPermalink(channel="C0FINANCE", message_ts=ts)["permalink"]
    assert link == f"https://company.slack.com/archives/C0FINANCE/p{ts.replace('.', '')}"
    assert f"thread_ts={ts}" in web.chat_getPermalink(channel="C0FINANCE", message_ts=reply)["permalink"]


def test_an_ephemeral_sentence_is_for_one_member(slack: NotSlack, web: WebClient) -> None:
    """It is whispered to a member and never stands in the channel; a stranger cannot be told anything."""
    channel, dana = slack.add_channel("#whispers"), slack.add_user("@dana")
    assert web.chat_postEphemeral(channel=channel, user=dana, text="taken by @sam")["message_ts"]
    assert [(w.user, w.text) for w in slack.workspace.whispers] == [(dana, "taken by @sam")]
    assert slack.messages("#whispers") == []
    with pytest.raises(SlackApiError) as error:
        web.chat_postEphemeral(channel=channel, user="U0NOBODY", text="hello")
    assert refused(error) == "user_not_in_channel"
