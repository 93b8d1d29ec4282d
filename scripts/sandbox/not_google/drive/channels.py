"""Notification channels: drive.files.watch and drive.channels.stop (guides/push)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scripts.sandbox.not_google.wire.errors import GoogleRefusal

LONGEST_ID = 64
LONGEST_TOKEN = 256
LONGEST_SECONDS = 86_400
USUAL_SECONDS = 3_600
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class Channel:
    """A live watch of one file; `expires` in the world's seconds."""

    id: str
    file_id: str
    resource_id: str
    address: str
    token: str
    expires: float
    asked_expiration: bool
    by: str
    messages: int = 0

    @property
    def resource_uri(self) -> str:
        """What is watched."""
        return f"https://www.googleapis.com/drive/v3/files/{self.file_id}?alt=json"

    def json(self) -> dict[str, Any]:
        """The answer to watch."""
        found = {
            "kind": "api#channel",
            "id": self.id,
            "resourceId": self.resource_id,
            "resourceUri": self.resource_uri,
            "expiration": str(int(self.expires * 1000)),
        }
        return {**found, "token": self.token} if self.token else found


def resource_id(file_id: str) -> str:
    """The opaque id of what is watched: stable, and not the file's own."""
    return hashlib.sha256(f"resource {file_id}".encode()).hexdigest()[:27]


def open_channel(file_id: str, body: Mapping[str, Any], user: str, taken: Mapping[str, Channel], now: float) -> Channel:
    """The channel that a watch asks for; raises GoogleRefusal."""
    channel_id, address, token = (str(body.get(name) or "") for name in ("id", "address", "token"))
    if not channel_id:
        raise _required("id")
    if len(channel_id) > LONGEST_ID:
        raise _bad(f"Channel id must be at most {LONGEST_ID} characters long.", "channelIdInvalid")
    if channel_id in taken:
        raise _bad(f"Channel id {channel_id} not unique", "channelIdNotUnique")
    if body.get("type") not in ("web_hook", "webhook"):
        raise (
            _bad(f"Unknown channel type: {body.get('type')}", "channelUnknown")
            if body.get("type")
            else _required("type")
        )
    if len(token) > LONGEST_TOKEN:
        raise _bad(f"Channel token must be at most {LONGEST_TOKEN} characters long.", "channelTokenInvalid")
    _check_address(address)
    asked = body.get("expiration")
    expires = now + USUAL_SECONDS if asked is None else min(int(asked) / 1000, now + LONGEST_SECONDS)
    if expires <= now:
        raise _bad("The expiration of the channel is in the past.", "channelExpired")
    return Channel(channel_id, file_id, resource_id(file_id), address, token, expires, asked is not None, user)


def _check_address(address: str) -> None:
    if not address:
        raise _required("address")
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    # Real Google wants a public certificate; on this machine there is none to be had.
    if not parts.hostname or not (secure or (parts.scheme == "http" and parts.hostname in _LOOPBACK)):
        raise _bad(f"WebHook callback must be HTTPS: {address}", "push.webhookUrlNotHttps")


def _required(name: str) -> GoogleRefusal:
    return _bad(f"Required: {name}", "required")


def _bad(message: str, reason: str) -> GoogleRefusal:
    return GoogleRefusal("INVALID_ARGUMENT", message, reason=reason)


def check_stop(body: Mapping[str, Any]) -> tuple[str, str]:
    """(channel id, resource id) of a stop; raises GoogleRefusal when one is missing."""
    for name in ("id", "resourceId"):
        if not body.get(name):
            raise _required(name)
    return str(body["id"]), str(body["resourceId"])


def unknown_channel(channel_id: str) -> GoogleRefusal:
    """404: no such channel, or not of this resource."""
    return GoogleRefusal("NOT_FOUND", f"Channel '{channel_id}' not found for project '1070'")
