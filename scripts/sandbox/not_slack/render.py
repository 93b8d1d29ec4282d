"""How Slack writes a message down for its clients; metadata is left out unless it was asked for."""

from __future__ import annotations

from typing import Any

from scripts.sandbox.not_slack.workspace import Channel, Message, Workspace


def message_json(workspace: Workspace, message: Message, *, metadata: bool = False) -> dict[str, Any]:
    """One message as the Web API returns it (`ts`, `text`, `blocks`, thread and edit stamps)."""
    if message.deleted:
        return {
            "type": "message",
            "subtype": "tombstone",
            "text": "This message was deleted.",
            "user": "USLACKBOT",
            "hidden": True,
            "ts": message.ts,
            "thread_ts": message.ts,
        }
    rendered: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "bot_id": "B0ROUTER",
        "app_id": "A0ROUTER",
        "team": workspace.team,
        "text": message.text,
        "ts": message.ts,
    }
    if message.blocks:
        rendered["blocks"] = message.blocks
    if message.attachments:
        rendered["attachments"] = message.attachments
    if message.edited:
        rendered["edited"] = {"user": message.user, "ts": message.edited}
    if metadata and message.metadata:
        rendered["metadata"] = message.metadata
    if message.broadcast:
        rendered["subtype"] = "thread_broadcast"
    if message.thread_ts:
        rendered["thread_ts"] = message.thread_ts
    if not message.is_reply and (replies := workspace.replies(message)):
        rendered |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len({reply.user for reply in replies}),
            "reply_users": sorted({reply.user for reply in replies}),
            "latest_reply": replies[-1].ts,
        }
    if message.ts in workspace.channels[message.channel].pins:
        rendered["pinned_to"] = [message.channel]
    return rendered


def channel_json(channel: Channel) -> dict[str, Any]:
    """One conversation as conversations.list and conversations.info return it."""
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_member": channel.member,
    }
