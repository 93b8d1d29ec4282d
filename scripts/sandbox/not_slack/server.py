"""The Slack stand-in itself: who may call what, and the state that tests and the demo page look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scripts.sandbox.not_slack import answers, chat, conversations, interactions, modal_interactions, people, views
from scripts.sandbox.not_slack.arguments import Arguments, arguments
from scripts.sandbox.not_slack.errors import SlackRefusal, ok, ratelimited
from scripts.sandbox.not_slack.limits import Buckets, Limits
from scripts.sandbox.not_slack.mentions import Ping, notified
from scripts.sandbox.not_slack.workspace import Channel, Message, User, View, Workspace
from scripts.sandbox.standin import Clock, Fault, Reply, Standin

Method = Callable[[Workspace, Arguments, frozenset[str]], dict[str, Any]]

_METHODS: Mapping[str, tuple[Method, str]] = {
    "auth.test": (people.auth_test, ""),
    "chat.postMessage": (chat.post_message, "chat:write"),
    "chat.postEphemeral": (chat.post_ephemeral, "chat:write"),
    "chat.update": (chat.update, "chat:write"),
    "chat.delete": (chat.delete, "chat:write"),
    "chat.getPermalink": (chat.get_permalink, ""),
    "conversations.history": (conversations.history, ""),
    "conversations.replies": (conversations.replies, ""),
    "conversations.list": (conversations.listing, "channels:read"),
    "conversations.info": (conversations.info, "channels:read"),
    "users.lookupByEmail": (people.lookup_by_email, "users:read.email"),
    "users.list": (people.listing, "users:read"),
    "users.info": (people.info, "users:read"),
    "views.open": (views.open_view, ""),
    "views.update": (views.update_view, ""),
    "pins.add": (chat.pin, "pins:write"),
    "pins.remove": (chat.unpin, "pins:write"),
}
"""Each method with the scope its page names; reading a conversation asks for channels: or groups: by its kind."""

SCOPES = frozenset(
    [
        "chat:write",
        "channels:history",
        "channels:read",
        "groups:history",
        "groups:read",
        "users:read",
        "users:read.email",
        "pins:write",
    ]
)


class NotSlack(Standin):
    """One workspace with one installed app; see the package for what is offered."""

    name = "slack"
    known_calls: ClassVar[frozenset[str]] = frozenset(_METHODS)

    def __init__(
        self,
        now: Clock,
        *,
        token: str = "xoxb-local-router",  # noqa: S107 - a stand-in's token opens nothing
        signing_secret: str = "local-signing-secret",  # noqa: S107
        scopes: frozenset[str] = SCOPES,
        limits: Limits | None = Limits(),  # noqa: B008 - frozen
        hold_seconds: float = 2.0,
        slow_seconds: float = 1.0,
    ) -> None:
        super().__init__(now, hold_seconds=hold_seconds, slow_seconds=slow_seconds)
        self.token = token
        self.signing_secret = signing_secret
        self.scopes = scopes
        self.limits = limits
        self.workspace = Workspace(now)
        self._buckets = Buckets()

    # -- the wire --------------------------------------------------------------------------------------------

    @property
    def api_url(self) -> str:
        """What slack_sdk takes as its base_url."""
        return f"{self.url}/api/"

    def routes(self) -> list[Route]:
        """POST (and GET) /api/{method}."""
        return [Route("/api/{method}", self._call, methods=["GET", "POST"])]

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            args = Arguments(await arguments(request))
        except SlackRefusal as refusal:
            unread = refusal.reply()
            return await self.answer(request, method, lambda _: unread)
        bearer = request.headers.get("authorization", "")
        return await self.answer(request, method, lambda _: self._run(method, args, bearer))

    def _run(self, method: str, args: Arguments, bearer: str) -> Reply:
        try:
            if method not in _METHODS:
                raise SlackRefusal("unknown_method", req_method=method)
            self._check_token(bearer.removeprefix("Bearer ").strip() or args.pop("token", ""))
            run, scope = _METHODS[method]
            if scope and scope not in self.scopes:
                raise SlackRefusal("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))
            where = self._channel_or_none(args.get("channel"))
            wait = self._buckets.take(self.limits, method, where.id if where else "", self.now())
            if wait:
                return ratelimited(wait)
            return ok(run(self.workspace, args, self.scopes))
        except SlackRefusal as refusal:
            return refusal.reply()

    def _check_token(self, token: str) -> None:
        if not token:
            raise SlackRefusal("not_authed")
        if token != self.token:
            raise SlackRefusal("invalid_auth")

    def refusal(self, fault: Fault) -> Reply | None:
        """Slack's own 429, and the error it gives with HTTP 500."""
        if fault.with_ == "429":
            return ratelimited(fault.retry_after)
        return Reply({"ok": False, "error": "internal_error"}, 500, "internal_error")

    def clear(self) -> None:
        """An empty workspace: no people, channels or messages, and every limit full again."""
        self.workspace = Workspace(self.now)
        self._buckets = Buckets()

    # -- seeding ---------------------------------------------------------------------------------------------

    def add_user(self, name: str, email: str = "", id: str | None = None) -> str:
        """A member of the workspace; the name may start with @. Returns the id."""
        with self.lock:
            user = User(id or self.workspace.new_id("U"), name.removeprefix("@"), email)
            self.workspace.users[user.id] = user
        return user.id

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        member: bool = True,
        archived: bool = False,
        id: str | None = None,
    ) -> str:
        """A channel, the app invited unless `member` is false; the name may start with #. Returns the id."""
        with self.lock:
            name = name.removeprefix("#")
            channel = Channel(id or self.workspace.new_id("C"), name, private, member, archived)
            self.workspace.channels[channel.id] = channel
        return channel.id

    # -- looking ---------------------------------------------------------------------------------------------

    def _channel_or_none(self, given: Any) -> Channel | None:
        return self.workspace.channels.get(str(given)) or self.workspace.named(str(given))

    def channel(self, given: str) -> Channel:
        """A channel by id or name; raises LookupError."""
        found = self._channel_or_none(given)
        if found is None:
            raise LookupError(f"no channel {given}")
        return found

    def messages(self, channel: str) -> list[Message]:
        """The top-level messages of a channel that were not deleted, oldest first."""
        with self.lock:
            return [m for m in self.workspace.in_channel(self.channel(channel)) if not m.is_reply]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A message and its replies, oldest first."""
        with self.lock:
            here = self.workspace.in_channel(self.channel(channel))
            return [m for m in here if m.ts == ts or m.thread_ts == ts]

    def pings(self, channel: str) -> list[Ping]:
        """Everybody notified by what was posted in a channel, replies and deleted messages included."""
        with self.lock:
            where = self.channel(channel).id
            posts = sorted((m for m in self.workspace.messages.values() if m.channel == where), key=lambda m: m.ts)
            return [
                Ping(message.ts, message.thread_ts, who, name)
                for message in posts
                for who in notified(message.posted)
                if (name := self._pinged_name(who))
            ]

    def _pinged_name(self, who: str) -> str | None:
        if who in ("channel", "here", "everyone") or who.startswith("S"):
            return f"@{who}"
        user = self.workspace.users.get(who)
        return f"@{user.name}" if user else None

    # -- what people do --------------------------------------------------------------------------------------

    def delete(self, channel: str, ts: str) -> None:
        """An admin deletes a message, whoever wrote it."""
        with self.lock:
            self.workspace.delete(self.workspace.message(self.channel(channel), ts))

    def press(self, channel: str, ts: str, action_id: str, user: str) -> dict[str, Any]:
        """The payload of `user` (an id) pressing a button of a live card; LookupError when it has no such button."""
        with self.lock:
            where = self.channel(channel)
            return interactions.press(self.workspace, self.workspace.messages[where.id, ts], action_id, user)

    def submit(self, view_id: str, values: Mapping[str, Any], user: str) -> dict[str, Any]:
        """The payload of `user` submitting an open modal; `values` by block_id and action_id."""
        with self.lock:
            return modal_interactions.submit(self.workspace, view_id, values, user)

    def pick(self, view_id: str, block_id: str, held: Any, user: str) -> dict[str, Any] | None:
        """The payload of `user` filling in a field of an open modal, or None when the app is not told."""
        with self.lock:
            return modal_interactions.pick(self.workspace, view_id, block_id, held, user)

    def suggest(self, view_id: str, block_id: str, typed: str, user: str) -> dict[str, Any] | None:
        """The payload of `user` typing in a menu that asks the app, or None when that is too little to ask."""
        with self.lock:
            return modal_interactions.suggest(self.workspace, view_id, block_id, typed, user)

    def view(self, view_id: str, user: str) -> View:
        """A modal that `user` has open; LookupError."""
        with self.lock:
            return modal_interactions.open_view(self.workspace, view_id, user)

    def answered(self, view_id: str, answer: Mapping[str, Any], user: str) -> dict[str, str]:
        """What an answer to a sent modal does to it; errors by block_id."""
        with self.lock:
            return answers.sent(self.workspace, self.view(view_id, user), answer)

    def dismiss(self, view_id: str, user: str) -> None:
        """`user` closes a modal; the app asked not to be told."""
        with self.lock:
            answers.close(self.workspace, self.view(view_id, user))

    def interaction(self, payload: Mapping[str, Any]) -> tuple[dict[str, str], bytes]:
        """A payload as Slack sends it: signed headers and form body."""
        return interactions.interaction(self.signing_secret, payload, self.now())
