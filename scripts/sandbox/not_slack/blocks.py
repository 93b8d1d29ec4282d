"""What Slack accepts as Block Kit: the limits it documents, and the ones it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from scripts.sandbox.not_slack.elements import ACCESSORY, ACTION, CONTEXT, INPUT, RICH_TEXT
from scripts.sandbox.not_slack.errors import SlackRefusal
from scripts.sandbox.not_slack.shapes import (
    Check,
    Problems,
    anything,
    array,
    boolean,
    choice,
    record,
    string,
    text,
    typed,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TOTAL_CHARACTERS = 13_200
"""All strings of a message's blocks together; undocumented, reported in slackapi/bolt-js issue 2509."""


def _block(kind: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": choice(kind), **required}, {"block_id": string(255), **(optional or {})})


_FIELDS = array(text(2000), 10)
_section = _block("section", {}, {"text": text(3000), "fields": _FIELDS, "accessory": ACCESSORY, "expand": boolean})


def _section_with_content(value: Any, pointer: str) -> Problems:
    yield from _section(value, pointer)
    if "text" not in value and "fields" not in value:
        yield f"must define either `text` or `fields` [json-pointer:{pointer}]"


MESSAGE_BLOCK = typed(
    {
        "section": _section_with_content,
        "divider": _block("divider", {}),
        "header": _block("header", {"text": text(150, "plain_text")}),
        "context": _block("context", {"elements": array(CONTEXT, 10)}),
        "actions": _block("actions", {"elements": array(ACTION, 25)}),
        "image": _block(
            "image",
            {"alt_text": string(2000)},
            {"image_url": string(3000), "slack_file": anything, "title": text(2000, "plain_text")},
        ),
        "rich_text": _block("rich_text", {"elements": array(RICH_TEXT, 100)}),
        "markdown": _block("markdown", {"text": string(12_000)}),
        "input": _block(
            "input",
            {"label": text(2000, "plain_text"), "element": INPUT},
            {"hint": text(2000, "plain_text"), "optional": boolean, "dispatch_action": boolean},
        ),
    }
)


def check_message_blocks(blocks: Any) -> list[dict[str, Any]]:
    """The blocks of a message, checked; raises invalid_blocks_format, invalid_blocks or msg_blocks_too_long."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackRefusal("invalid_blocks_format")
    _refuse_if([*array(MESSAGE_BLOCK, MESSAGE_BLOCKS, 0)(blocks, "/blocks"), *_doubles(blocks, "/blocks")])
    _ask_the_sdk(blocks)
    if sum(_lengths(blocks)) > TOTAL_CHARACTERS:
        raise SlackRefusal("msg_blocks_too_long")
    return blocks


def check_view_blocks(blocks: Any) -> Problems:
    """Problems in the blocks of a view, pointers below /view."""
    yield from array(MESSAGE_BLOCK, VIEW_BLOCKS)(blocks, "/view/blocks")
    if isinstance(blocks, list):
        yield from _doubles(blocks, "/view/blocks")


def _doubles(blocks: list[Any], pointer: str) -> Problems:
    blocks = [block for block in blocks if isinstance(block, dict)]
    ids = Counter(block["block_id"] for block in blocks if isinstance(block.get("block_id"), str))
    yield from (
        f'`block_id` "{name}" already exists for another block [json-pointer:{pointer}]'
        for name, count in ids.items()
        if count > 1
    )
    for index, block in enumerate(blocks):
        elements = block.get("elements") if block.get("type") == "actions" else None
        named = [e.get("action_id") for e in elements or [] if isinstance(e, dict) and e.get("action_id")]
        for name, count in Counter(map(str, named)).items():
            if count > 1:
                where = f"{pointer}/{index}/elements"
                yield f'`action_id` "{name}" already exists for another element [json-pointer:{where}]'


def _ask_the_sdk(blocks: list[dict[str, Any]]) -> None:
    """slack_sdk's own models know limits too; whatever they would refuse to build, we refuse to take."""
    for index, block in enumerate(blocks):
        try:
            built = Block.parse(block)
            if built is not None:
                built.to_dict()
        except (SlackObjectFormationError, TypeError, KeyError) as problem:
            raise SlackRefusal("invalid_blocks", [f"{problem} [json-pointer:/blocks/{index}]"]) from problem


def _lengths(value: Any) -> Iterator[int]:
    if isinstance(value, dict):
        for key, member in value.items():
            if key != "type":
                yield from _lengths(member)
    elif isinstance(value, list):
        for item in value:
            yield from _lengths(item)
    elif isinstance(value, str):
        yield len(value)


def _refuse_if(problems: list[str]) -> None:
    if problems:
        raise SlackRefusal("invalid_blocks", problems)
