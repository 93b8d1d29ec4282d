"""A Slack workspace's state: people, channels, messages, views and triggers, with Slack's own ids and timestamps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from scripts.sandbox.not_slack.errors import SlackRefusal
from scripts.sandbox.not_slack.modal_state import State

TRIGGER_SECONDS = 3.0
"""How long a trigger_id lives (docs.slack.dev/interactivity/handling-user-interaction); it works once."""


@dataclass(frozen=True)
class User:
    """A member; `id` like `U...`, `name` without the @."""

    id: str
    name: str
    email: str


@dataclass
class Channel:
    """A conversation; `id` like `C...`, `name` without the #; `member` says whether the app was invited."""

    id: str
    name: str
    private: bool = False
    member: bool = True
    archived: bool = False
    pins: list[str] = field(default_factory=list)


@dataclass
class Message:
    """One message as it stands now; `posted` is what was said first, which alone notifies people."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[dict[str, Any]]
    attachments: list[dict[str, Any]]
    metadata: dict[str, Any] | None
    thread_ts: str | None
    posted: dict[str, Any]
    broadcast: bool = False
    edited: str | None = None
    deleted: bool = False

    @property
    def is_reply(self) -> bool:
        """True for a message inside a thread (not its parent)."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True)
class Whisper:
    """An ephemeral message: `user` (an id) alone sees it, and it is never found again."""

    channel: str
    user: str
    text: str
    thread_ts: str | None
    ts: str


@dataclass
class View:
    """An open modal; `state` is what its fields hold, `trigger` what opened it."""

    id: str
    user: str
    hash: str
    view: dict[str, Any]
    state: State
    trigger: str


class Workspace:
    """Everything that one workspace holds. Not thread-safe: the stand-in's lock guards it."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.domain = "company"
        self.team = "T0COMPANY"
        self.bot = User("U0ROUTER", "ticket-router", "")
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.views: dict[str, View] = {}
        self.whispers: list[Whisper] = []
        self.triggers: dict[str, tuple[str, float, bool]] = {}
        self._last_ts = 0
        self._ids = 0

    def new_id(self, prefix: str) -> str:
        """An id of Slack's look: a letter, then capitals and digits."""
        self._ids += 1
        return f"{prefix}0{self._ids:08X}"

    def new_ts(self) -> str:
        """`seconds.micro` by the clock, never twice."""
        self._last_ts = max(int(self.now() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_trigger(self, user: str) -> str:
        """A trigger id for something that `user` just did."""
        trigger = f"{self.new_ts().replace('.', '')}.{self.team[1:]}.{self.new_id('t').lower()}"
        self.triggers[trigger] = (user, self.now(), False)
        return trigger

    def spend_trigger(self, trigger: str) -> str:
        """The user behind a trigger id; raises as views.open documents."""
        if trigger not in self.triggers:
            raise SlackRefusal("invalid_trigger_id")
        user, at, spent = self.triggers[trigger]
        if spent:
            raise SlackRefusal("exchanged_trigger_id")
        if self.now() - at > TRIGGER_SECONDS:
            raise SlackRefusal("expired_trigger_id")
        self.triggers[trigger] = (user, at, True)
        return user

    def named(self, name: str) -> Channel | None:
        """A channel by name, with or without #."""
        name = name.removeprefix("#")
        return next((c for c in self.channels.values() if c.name == name), None)

    def channel(self, given: Any, *, names: bool = False) -> Channel:
        """The channel that a call names: by id, or (when posting) by name. A private one unseen is not found."""
        found = self.channels.get(given) if isinstance(given, str) else None
        if found is None and names and isinstance(given, str):
            found = self.named(given)
        if found is None or (found.private and not found.member):
            raise SlackRefusal("channel_not_found")
        return found

    def message(self, channel: Channel, ts: Any, error: str = "message_not_found") -> Message:
        """A message that exists and was not deleted; raises `error`."""
        found = self.messages.get((channel.id, ts)) if isinstance(ts, str) else None
        if found is None or found.deleted:
            raise SlackRefusal(error)
        return found

    def delete(self, message: Message) -> None:
        """The message is gone, and nobody finds it among the pins any more."""
        message.deleted = True
        pins = self.channels[message.channel].pins
        if message.ts in pins:
            pins.remove(message.ts)

    def in_channel(self, channel: Channel) -> list[Message]:
        """All messages of a channel that are still there, oldest first, replies included."""
        own = [m for m in self.messages.values() if m.channel == channel.id and not m.deleted]
        return sorted(own, key=lambda m: m.ts)

    def replies(self, parent: Message) -> list[Message]:
        """The replies under a message, oldest first."""
        return [m for m in self.in_channel(self.channels[parent.channel]) if m.is_reply and m.thread_ts == parent.ts]
