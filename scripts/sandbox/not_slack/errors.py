"""How Slack says no: HTTP 200 with `ok: false` and an error code, messages for people beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scripts.sandbox.standin import Reply


class SlackRefusal(Exception):
    """A call that Slack answers with `ok: false`; `extra` goes into the answer as it is."""

    def __init__(self, code: str, messages: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra: dict[str, Any] = dict(extra)
        if messages:
            self.extra["errors"] = list(messages)
            self.extra["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in messages]}

    def reply(self) -> Reply:
        """The answer on the wire."""
        return Reply({"ok": False, "error": self.code, **self.extra}, error=self.code)


def missing(field: str) -> SlackRefusal:
    """A required argument is absent."""
    return SlackRefusal("invalid_arguments", [f"missing required field: {field}"])


def ratelimited(retry_after: int) -> Reply:
    """HTTP 429 as docs.slack.dev/apis/web-api/rate-limits describes it; `retry_after` in whole seconds."""
    headers = {"Retry-After": str(retry_after)}
    return Reply({"ok": False, "error": "ratelimited"}, 429, "ratelimited", headers)


def ok(answer: Mapping[str, Any]) -> Reply:
    """A call that worked."""
    return Reply({"ok": True, **answer})
