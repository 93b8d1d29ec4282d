"""Block Kit's limits: each one from both sides, with Slack's code and a pointer to the culprit."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from scripts.sandbox.not_slack import NotSlack

Block = dict[str, Any]


def section(text: str) -> Block:
    """A section of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(**changes: Any) -> Block:
    """A button that is fine until changed."""
    return {"type": "button", "text": {"type": "plain_text", "text": "Take"}, "action_id": "take", **changes}


def actions(*elements: Block) -> Block:
    """A row of elements."""
    return {"type": "actions", "elements": list(elements)}


def plain(text: str) -> Block:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain(str(i)), "value": str(i)} for i in range(100)]
FINE: list[list[Block]] = [
    [section("x" * 3000)],
    [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 1000}] * 10}],
    [{"type": "header", "text": plain("x" * 150)}],
    [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 10}],
    [actions(*(button(action_id=f"a{i}") for i in range(25)))],
    [actions(button(value="x" * 2000, style="danger", url="https://desk.example/r"))],
    [actions({"type": "static_select", "action_id": "t", "placeholder": plain("Topic"), "options": OPTIONS})],
    [actions({"type": "external_select", "action_id": "t", "min_query_length": 0})],
    [{"type": "divider"}] * 50,
    [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "<!channel>"}]}],
        }
    ],
    [section("x" * 3000)] * 4,
]
BROKEN: list[tuple[list[Block], str]] = [
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    (
        [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (
        [{"type": "header", "text": plain("x" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "must be a valid enum value: plain_text [json-pointer:/blocks/0/text/type]",
    ),
    (
        [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [actions(*(button(action_id=f"a{i}") for i in range(26)))],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    ([actions()], "no less than 1 items required [json-pointer:/blocks/0/elements]"),
    (
        [actions(button(), button())],
        '`action_id` "take" already exists for another element [json-pointer:/blocks/0/elements]',
    ),
    (
        [actions(button(text=plain("x" * 76)))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        [actions(button(value="x" * 2001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        [actions(button(action_id="x" * 256))],
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        [actions(button(style="loud"))],
        "must be a valid enum value: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    ([actions(button(colour="red"))], "invalid additional property: colour [json-pointer:/blocks/0/elements/0]"),
    (
        [actions({"type": "static_select", "action_id": "t", "options": [*OPTIONS, OPTIONS[0]]})],
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        [actions({"type": "static_select", "action_id": "t"})],
        "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    (
        [actions({"type": "plain_text_input", "action_id": "t"})],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    ([{"type": "carousel_of_doom"}], "unsupported type: carousel_of_doom [json-pointer:/blocks/0/type]"),
    ([{"text": "x"}], "missing required field: type [json-pointer:/blocks/0]"),
    (
        [{**section("x"), "block_id": "b"}, {**section("y"), "block_id": "b"}],
        '`block_id` "b" already exists for another block [json-pointer:/blocks]',
    ),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
]


@pytest.mark.parametrize("blocks", FINE, ids=range(len(FINE)))
def test_blocks_at_their_limits_are_taken(web: WebClient, blocks: list[Block]) -> None:
    """The largest that Slack allows is allowed."""
    assert web.chat_postMessage(channel="C0FINANCE", text="card", blocks=blocks)["ok"]


@pytest.mark.parametrize(("blocks", "message"), BROKEN, ids=range(len(BROKEN)))
def test_blocks_beyond_a_limit_are_refused(slack: NotSlack, web: WebClient, blocks: list[Block], message: str) -> None:
    """One more than allowed is invalid_blocks, and the message says where."""
    with pytest.raises(SlackApiError) as error:
        web.chat_postMessage(channel="C0FINANCE", text="card", blocks=blocks)
    answer = error.value.response
    assert answer["error"] == "invalid_blocks"
    assert f"[ERROR] {message}" in answer["response_metadata"]["messages"]
    assert slack.messages("finance") == []


def test_blocks_that_are_long_together_are_refused(web: WebClient) -> None:
    """About 13,200 characters over all blocks are too many, though each block is fine."""
    with pytest.raises(SlackApiError) as error:
        web.chat_postMessage(channel="C0FINANCE", text="card", blocks=[section("x" * 2700)] * 5)
    assert error.value.response["error"] == "msg_blocks_too_long"


def test_blocks_that_are_no_list_are_refused(web: WebClient) -> None:
    """Blocks that are not a list of objects are no blocks at all."""
    for blocks in ('{"type": "section"}', "[1]", "not json"):
        with pytest.raises(SlackApiError) as error:
            web.chat_postMessage(channel="C0FINANCE", text="card", blocks=blocks)
        assert error.value.response["error"] == "invalid_blocks_format"
