"""chat.* and pins.*: posting, changing and pinning, as strict as docs.slack.dev/reference/methods says."""

from __future__ import annotations

from typing import Any

from scripts.sandbox.not_slack.arguments import Arguments, check_metadata, is_ts
from scripts.sandbox.not_slack.blocks import check_message_blocks
from scripts.sandbox.not_slack.errors import SlackRefusal
from scripts.sandbox.not_slack.render import message_json
from scripts.sandbox.not_slack.workspace import Channel, Message, Whisper, Workspace

POST_CHARACTERS = 40_000
"""Slack cuts longer texts silently; we refuse them (msg_too_long), because a cut would lose a customer's words."""
UPDATE_CHARACTERS = 4_000
ATTACHMENTS = 100
PINS = 100
"""Most pins of one channel; docs.slack.dev names no number, coreos/triagebot issue 15 met this one."""


def post_message(workspace: Workspace, args: Arguments, scopes: frozenset[str]) -> dict[str, Any]:
    """chat.postMessage."""
    channel = workspace.channel(args.needed("channel"), names=True)
    if channel.archived:
        raise SlackRefusal("is_archived")
    if not channel.member and (channel.private or "chat:write.public" not in scopes):
        raise SlackRefusal("not_in_channel")
    text, blocks, attachments = _content(args)
    if not text and not blocks and not attachments:
        raise SlackRefusal("no_text")
    if len(text or "") > POST_CHARACTERS:
        raise SlackRefusal("msg_too_long")
    metadata = check_metadata(args.structure("metadata", "invalid_metadata_format"))
    thread = _thread(workspace, channel, args)
    message = Message(
        ts=workspace.new_ts(),
        channel=channel.id,
        user=workspace.bot.id,
        text=text or "",
        blocks=blocks or [],
        attachments=attachments or [],
        metadata=metadata,
        thread_ts=thread,
        broadcast=args.flag("reply_broadcast") and thread is not None,
        posted={"text": text, "blocks": blocks, "attachments": attachments, "parse": args.get("parse")},
    )
    workspace.messages[channel.id, message.ts] = message
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": message_json(workspace, message, metadata=True),
    }


def post_ephemeral(workspace: Workspace, args: Arguments, _: frozenset[str]) -> dict[str, Any]:
    """chat.postEphemeral: seen by one member, in a channel that the app is in."""
    channel = workspace.channel(args.needed("channel"), names=True)
    user = args.needed("user")
    if user not in workspace.users:
        raise SlackRefusal("user_not_in_channel")
    if channel.archived:
        raise SlackRefusal("is_archived")
    if not channel.member:
        raise SlackRefusal("not_in_channel")
    text, blocks, attachments = _content(args)
    if not text and not blocks and not attachments:
        raise SlackRefusal("no_text")
    whisper = Whisper(channel.id, user, text or "", _thread(workspace, channel, args), workspace.new_ts())
    workspace.whispers.append(whisper)
    return {"message_ts": whisper.ts}


def _thread(workspace: Workspace, channel: Channel, args: Arguments) -> str | None:
    if not (thread := args.words("thread_ts")):
        return None
    parent = workspace.message(channel, thread, "thread_not_found")
    if parent.is_reply:
        raise SlackRefusal("cannot_reply_to_message")
    return parent.ts


def _content(
    args: Arguments,
) -> tuple[str | None, list[dict[str, Any]] | None, list[dict[str, Any]] | None]:
    text = args.words("text")
    blocks = args.structure("blocks", "invalid_blocks_format")
    attachments = args.structure("attachments", "invalid_attachments")
    if blocks is not None:
        check_message_blocks(blocks)
    if attachments is not None:
        if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
            raise SlackRefusal("invalid_attachments")
        if len(attachments) > ATTACHMENTS:
            raise SlackRefusal("too_many_attachments")
        for attachment in attachments:
            check_message_blocks(attachment.get("blocks", []))
    return text, blocks, attachments


def update(workspace: Workspace, args: Arguments, _: frozenset[str]) -> dict[str, Any]:
    """chat.update. A text without blocks removes the blocks; metadata stays unless given ({} removes it)."""
    channel = workspace.channel(args.needed("channel"))
    message = workspace.message(channel, args.needed("ts"))
    if channel.archived:
        raise SlackRefusal("is_inactive")
    if message.user != workspace.bot.id:
        raise SlackRefusal("cant_update_message")
    text, blocks, attachments = _content(args)
    if text is None and blocks is None and attachments is None:
        raise SlackRefusal("no_text")
    if len(text or "") > UPDATE_CHARACTERS:
        raise SlackRefusal("msg_too_long")
    given = args.structure("metadata", "invalid_metadata_format")
    metadata = message.metadata if given is None else check_metadata(given)
    message.metadata = metadata
    if text is not None:
        message.text = text
        message.blocks = []
    if blocks is not None:
        message.blocks = blocks
    if attachments is not None:
        message.attachments = attachments
    message.edited = workspace.new_ts()
    shown = message_json(workspace, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(workspace: Workspace, args: Arguments, _: frozenset[str]) -> dict[str, Any]:
    """chat.delete. A deleted parent stays as a tombstone while it has replies."""
    channel = workspace.channel(args.needed("channel"))
    message = workspace.message(channel, args.needed("ts"))
    if message.user != workspace.bot.id:
        raise SlackRefusal("cant_delete_message")
    workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(workspace: Workspace, args: Arguments, _: frozenset[str]) -> dict[str, Any]:
    """chat.getPermalink."""
    channel = workspace.channel(args.needed("channel"))
    message = workspace.message(channel, args.needed("message_ts"))
    link = f"https://{workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def pin(workspace: Workspace, args: Arguments, _: frozenset[str]) -> dict[str, Any]:
    """pins.add."""
    channel, message = _pinnable(workspace, args)
    if message.ts in channel.pins:
        raise SlackRefusal("already_pinned")
    if len(channel.pins) >= PINS:
        raise SlackRefusal("too_many_pins")
    channel.pins.append(message.ts)
    return {}


def unpin(workspace: Workspace, args: Arguments, _: frozenset[str]) -> dict[str, Any]:
    """pins.remove."""
    channel, message = _pinnable(workspace, args)
    if message.ts not in channel.pins:
        raise SlackRefusal("no_pin")
    channel.pins.remove(message.ts)
    return {}


def _pinnable(workspace: Workspace, args: Arguments) -> tuple[Channel, Message]:
    """The page of pins.add says nothing of archived channels: we take the word that posting has for them."""
    channel = workspace.channel(args.get("channel"))
    if channel.archived:
        raise SlackRefusal("is_archived")
    if not channel.member:
        raise SlackRefusal("not_in_channel")
    if not (stamp := args.get("timestamp")):
        raise SlackRefusal("no_item_specified")
    if not is_ts(stamp):
        raise SlackRefusal("bad_timestamp")
    return channel, workspace.message(channel, stamp)
