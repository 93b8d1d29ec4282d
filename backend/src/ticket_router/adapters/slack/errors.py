"""Slack's ways of failing, sorted by the one question that matters after a post: was anything done?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ticket_router.domain.errors import LandingTrouble, OutcomeUnknown, Refused

_FOR_GOOD = frozenset(
    [
        # the place
        "cannot_reply_to_message",
        "cant_delete_message",
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "is_archived",
        "is_inactive",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "thread_not_found",
        # the token
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        # the pin
        "already_pinned",
        "not_pinnable",
        "permission_denied",
        "too_many_pins",
        # the post
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    ]
)
"""Codes after which nothing was done and no retry will help (docs.slack.dev/reference/methods/chat.postMessage)."""

_FOR_NOW = frozenset(
    ["message_limit_exceeded", "org_login_required", "rate_limited", "ratelimited", "team_added_to_org"]
)
"""Codes after which nothing was done, this time."""

RATE_LIMIT_WAIT = 30.0
"""Seconds to wait when a rate limit does not say how long."""


class CodedRefusal(Refused):
    """A refusal that still knows Slack's code for it."""

    def __init__(self, code: str, message: str, after: float | None = None, *, for_good: bool = False) -> None:
        super().__init__(message, after, for_good=for_good)
        self.code = code


@contextmanager
def translated() -> Iterator[None]:
    """Whatever slack_sdk raises inside becomes `Refused` or `OutcomeUnknown`; our own bugs stay what they are.

    Without retry handlers slack_sdk lets the errors of urllib and http.client through as they are.
    """
    import http.client

    from slack_sdk.errors import SlackApiError, SlackClientError

    try:
        yield
    except SlackApiError as problem:
        raise _answered(problem) from problem
    except SlackClientError as problem:
        raise OutcomeUnknown(f"Slack gave no usable answer: {type(problem).__name__}") from problem
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise OutcomeUnknown(f"Slack gave no answer: {type(problem).__name__}") from problem


def _answered(problem: Exception) -> LandingTrouble:
    answer = getattr(problem, "response", None)
    status = int(getattr(answer, "status_code", 0) or 0)
    data = getattr(answer, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or code in ("ratelimited", "rate_limited"):
        wait = _retry_after(getattr(answer, "headers", {}))
        return CodedRefusal("ratelimited", f"Slack asks to wait {wait:g} s before the next post", wait)
    if status < 500 and code in _FOR_GOOD:
        return CodedRefusal(code, f"Slack refused: {code}{_details(data)}", for_good=True)
    if status < 500 and code in _FOR_NOW:
        return CodedRefusal(code, f"Slack refused for now: {code}", RATE_LIMIT_WAIT)
    if status == 200 and code.isidentifier():
        if code == "message_not_found":
            return CodedRefusal(code, "Slack does not have that message any more", for_good=True)
        return OutcomeUnknown(f"Slack failed: {code}")
    return OutcomeUnknown(f"Slack failed with HTTP {status}")


def _retry_after(headers: object) -> float:
    """Seconds from a Retry-After header, whichever case it came in."""
    found = {str(k).lower(): v for k, v in headers.items()} if isinstance(headers, dict) else {}
    value = found.get("retry-after")
    value = value[0] if isinstance(value, list) and value else value
    try:
        return max(1.0, float(str(value)))
    except ValueError:
        return RATE_LIMIT_WAIT


def _details(data: object) -> str:
    """Slack's own words on what is wrong: a position in the blocks or a missing scope, never their content."""
    if not isinstance(data, dict):
        return ""
    if data.get("needed"):
        return f" (scope {data['needed']})"
    messages = (data.get("response_metadata") or {}).get("messages") or []
    return f" ({str(messages[0])[:200]})" if messages else ""
