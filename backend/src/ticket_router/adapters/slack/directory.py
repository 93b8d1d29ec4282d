"""Who is behind a mail address in Slack (docs.slack.dev/reference/methods/users.lookupByEmail).

Needs the scope `users:read.email`. Without it, or with any other trouble, nothing is said about anybody: only Slack's
own "no such user" is an answer, or a broken token would read as a team in which nobody can be pinged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from ticket_router.adapters.slack.errors import translated
from ticket_router.domain.errors import LandingTrouble, Refused, Retryable

if TYPE_CHECKING:
    from slack_sdk import WebClient

_SLACK = "https://slack.com/api/"
_NOBODY = frozenset({"users_not_found", "user_not_found", "user_not_visible"})


class SlackDirectory:
    """Serves the `Directory` port. `token` is asked at every call (it may be rotated); `timeout` is in seconds."""

    def __init__(self, token: Callable[[], str], base_url: str = _SLACK, timeout: int = 8) -> None:
        self._token = token
        self._base_url = base_url
        self._timeout = timeout
        self._client: WebClient | None = None

    def slack_id(self, email: str) -> str:
        """See the port. A deactivated account is nobody: it cannot be pinged."""
        try:
            user = self._ask(email)
        except LandingTrouble as trouble:
            after = trouble.after if isinstance(trouble, Refused) else None
            raise Retryable(
                f"Slack does not say who {_domain(email)} addresses belong to: {trouble}", after
            ) from trouble
        return "" if user.get("deleted") else str(user.get("id", ""))

    def _ask(self, email: str) -> dict[str, object]:
        from slack_sdk.errors import SlackApiError

        with translated():
            try:
                user = self._web().users_lookupByEmail(email=email).get("user")
            except SlackApiError as problem:
                # Not among the codes of posting, so it would read as an answer that nobody understands.
                if problem.response.get("error") in _NOBODY:
                    return {}
                raise
        return user if isinstance(user, dict) else {}

    def _web(self) -> WebClient:
        token = self._token()
        if self._client is None or self._client.token != token.strip():
            from slack_sdk import WebClient

            logger = logging.getLogger("ticket_router.slack")
            logger.setLevel(logging.CRITICAL)  # the SDK would log people's addresses when it debugs or fails
            self._client = WebClient(token, self._base_url, self._timeout, logger=logger, retry_handlers=[])
        return self._client


def _domain(email: str) -> str:
    """Enough for a log; the address itself is a person's."""
    return email.rpartition("@")[2] or "these"
