"""What Slack sends when a person does something: the payload, and the signature over its raw body (v0)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from scripts.sandbox.not_slack.render import channel_json, message_json
from scripts.sandbox.not_slack.workspace import Message, Workspace


def signed(secret: str, body: bytes, now: float) -> dict[str, str]:
    """The headers of a request from Slack (docs.slack.dev/authentication/verifying-requests-from-slack)."""
    timestamp = str(int(now))
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
    }


def interaction(secret: str, payload: Mapping[str, Any], now: float) -> tuple[dict[str, str], bytes]:
    """Headers and form body of one interaction."""
    body = urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode()
    return signed(secret, body, now), body


def press(workspace: Workspace, message: Message, action_id: str, user: str) -> dict[str, Any]:
    """The block_actions payload of a person pressing the button `action_id` on a message, as it stands now."""
    block, element = _find(message, action_id)
    action: dict[str, Any] = {
        "type": element["type"],
        "action_id": action_id,
        "block_id": block.get("block_id", ""),
        "action_ts": workspace.new_ts(),
    }
    action |= {key: element[key] for key in ("value", "text") if key in element}
    channel = workspace.channels[message.channel]
    return {
        "type": "block_actions",
        "team": {"id": workspace.team, "domain": workspace.domain},
        "user": who(workspace, user),
        "api_app_id": "A0ROUTER",
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": False,
        },
        "trigger_id": workspace.new_trigger(user),
        "channel": {"id": channel.id, "name": channel_json(channel)["name"]},
        "message": message_json(workspace, message),
        "actions": [action],
    }


def who(workspace: Workspace, user: str) -> dict[str, str]:
    """A member as payloads name them."""
    found = workspace.users[user]
    return {"id": found.id, "username": found.name, "name": found.name, "team_id": workspace.team}


def _find(message: Message, action_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    attached = [block for attachment in message.attachments for block in attachment.get("blocks", [])]
    for block in [*message.blocks, *attached]:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("action_id") == action_id:
                return block, element
    raise LookupError(f"no element {action_id!r} on message {message.ts}")
