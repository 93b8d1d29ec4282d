"""conversations.*: what was said where; history and replies want an id, never a name, and membership."""

from __future__ import annotations

from typing import Any

from scripts.sandbox.not_slack.arguments import Arguments
from scripts.sandbox.not_slack.errors import SlackRefusal
from scripts.sandbox.not_slack.paging import page
from scripts.sandbox.not_slack.render import channel_json, message_json
from scripts.sandbox.not_slack.workspace import Channel, Message, Workspace

_TYPES = {"public_channel", "private_channel", "im", "mpim"}


def history(workspace: Workspace, args: Arguments, scopes: frozenset[str]) -> dict[str, Any]:
    """conversations.history: top-level messages, newest first; `oldest` and `latest` exclusive unless inclusive."""
    channel = _readable(workspace, args, scopes)
    top = [m for m in workspace.messages.values() if m.channel == channel.id and _in_history(workspace, m)]
    wanted = _window(sorted(top, key=lambda m: m.ts, reverse=True), args)
    shown, following = page([(m.ts, m) for m in wanted], args, f"history:{channel.id}", default=100, maximum=999)
    metadata = args.flag("include_all_metadata")
    return {
        "messages": [message_json(workspace, m, metadata=metadata) for m in shown],
        "has_more": bool(following["next_cursor"]),
        "pin_count": len(channel.pins),
        "response_metadata": following,
    }


def _in_history(workspace: Workspace, message: Message) -> bool:
    if message.deleted:
        return not message.is_reply and bool(workspace.replies(message))
    return message.broadcast or not message.is_reply


def replies(workspace: Workspace, args: Arguments, scopes: frozenset[str]) -> dict[str, Any]:
    """conversations.replies: the parent first, then its replies, oldest first."""
    channel = _readable(workspace, args, scopes)
    named = workspace.messages.get((channel.id, args.needed("ts")))
    parent = workspace.messages.get((channel.id, named.thread_ts or named.ts)) if named else None
    if parent is None or (parent.deleted and not workspace.replies(parent)):
        raise SlackRefusal("thread_not_found")
    wanted = [parent, *_window(workspace.replies(parent), args)]
    scope = f"replies:{channel.id}:{parent.ts}"
    shown, following = page([(m.ts, m) for m in wanted], args, scope, default=1000, maximum=1000)
    metadata = args.flag("include_all_metadata")
    return {
        "messages": [message_json(workspace, m, metadata=metadata) for m in shown],
        "has_more": bool(following["next_cursor"]),
        "response_metadata": following,
    }


def _readable(workspace: Workspace, args: Arguments, scopes: frozenset[str]) -> Channel:
    channel = workspace.channel(args.needed("channel"))
    needed = "groups:history" if channel.private else "channels:history"
    if needed not in scopes:
        raise SlackRefusal("missing_scope", needed=needed, provided=",".join(sorted(scopes)))
    if not channel.member:
        raise SlackRefusal("not_in_channel")
    return channel


def _window(messages: list[Message], args: Arguments) -> list[Message]:
    oldest, latest = args.moment("oldest", 0.0), args.moment("latest", float("inf"))
    if args.flag("inclusive"):
        return [m for m in messages if oldest <= float(m.ts) <= latest]
    return [m for m in messages if oldest < float(m.ts) < latest]


def listing(workspace: Workspace, args: Arguments, scopes: frozenset[str]) -> dict[str, Any]:
    """conversations.list: public channels unless `types` says otherwise."""
    types = {t.strip() for t in (args.words("types") or "public_channel").split(",")}
    if not types <= _TYPES:
        raise SlackRefusal("invalid_types")
    if "private_channel" in types and "groups:read" not in scopes:
        raise SlackRefusal("missing_scope", needed="groups:read", provided=",".join(sorted(scopes)))
    wanted = [
        (channel.id, channel)
        for channel in workspace.channels.values()
        if ("private_channel" if channel.private else "public_channel") in types
        and not (channel.private and not channel.member)
        and not (channel.archived and args.flag("exclude_archived"))
    ]
    shown, following = page(wanted, args, "channels", default=100, maximum=1000)
    return {"channels": [channel_json(channel) for channel in shown], "response_metadata": following}


def info(workspace: Workspace, args: Arguments, _: frozenset[str]) -> dict[str, Any]:
    """conversations.info."""
    return {"channel": channel_json(workspace.channel(args.needed("channel")))}
