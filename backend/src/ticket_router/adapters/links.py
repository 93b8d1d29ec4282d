"""Signed, expiring links to kept files, and to actions on a card that went by mail: they are opened from Slack or mail,
where nobody can be asked to sign in.

A dozen lines of hmac instead of itsdangerous, whose signers read the machine's clock: here time is a value.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ticket_router.domain.errors import NotFound, Unauthorized

_FILE, _ACTION = b"ticket-router/file/1:", b"ticket-router/do/1:"
"""Part of what is signed, so that a signature made with the same secret for something else opens no file."""
_NAME_LENGTH = 120
_DAY = int(timedelta(days=1).total_seconds())


class SignedLinks:
    """Serves `ports.Links`; `opened` is its other half, for whoever answers the link.

    `base_url` is where links are answered, `secret` is asked at every use (it may be rotated). Links made on one day
    expire at the same midnight (UTC), so that a card rendered twice is the same card.
    """

    def __init__(
        self, base_url: str, secret: Callable[[], str], lifetime: timedelta = timedelta(days=30), actions_url: str = ""
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._actions_url = actions_url.rstrip("/")
        self._secret = secret
        self._lifetime = lifetime

    def to_file(self, key: str, name: str, now: datetime) -> str:
        """`base_url/token`; the token holds key, name and expiry in the clear, and cannot be changed."""
        return f"{self._base_url}/{self._token(_FILE, [key, _short(name)], now)}"

    def to_action(self, ticket_id: str, n: int, rev: int, action: str, now: datetime) -> str:
        """`actions_url/do/token`; empty where nobody answers such links."""
        if not self._actions_url:
            return ""
        return f"{self._actions_url}/do/{self._token(_ACTION, [ticket_id, n, action, rev], now)}"

    def opened(self, token: str, now: datetime) -> tuple[str, str]:
        """The key and the file's name behind a token.

        Raises:
            Unauthorized: the token was not made by us, or was changed.
            NotFound: it has expired.
        """
        key, name = self._opened(_FILE, token, now)
        return str(key), str(name)

    def action_opened(self, token: str, now: datetime) -> tuple[str, int, str]:
        """The ticket, the number of its card and the action behind a token; raises as `opened` does.

        The rev behind them only makes the links of later mails other ones; links from before it was signed have none.
        """
        ticket_id, n, action, *_ = self._opened(_ACTION, token, now)
        return str(ticket_id), int(n), str(action)

    def _token(self, purpose: bytes, told: list[str | int], now: datetime) -> str:
        expires = -(-int((now + self._lifetime).timestamp()) // _DAY) * _DAY
        content = json.dumps([*told, expires], ensure_ascii=False, separators=(",", ":"))
        payload = _encode(content.encode("utf-8", "replace"))
        return f"{payload}.{self._signature(purpose, payload)}"

    def _opened(self, purpose: bytes, token: str, now: datetime) -> list[str | int]:
        payload, _, signature = token.partition(".")
        if not hmac.compare_digest(self._signature(purpose, payload).encode(), signature.encode("utf-8", "replace")):
            raise Unauthorized("the link is not one of ours")
        try:
            told: list[str | int]
            *told, expires = json.loads(_decode(payload))
        except (ValueError, binascii.Error) as problem:
            raise Unauthorized("the link is not one of ours") from problem
        if now >= datetime.fromtimestamp(expires, UTC):
            raise NotFound("the link has expired")
        return told

    def _signature(self, purpose: bytes, payload: str) -> str:
        secret = self._secret()
        if not secret:
            raise ValueError("the secret for links is empty, so anybody could sign them")
        content = purpose + payload.encode("utf-8", "replace")
        return _encode(hmac.new(secret.encode(), content, hashlib.sha256).digest())


def _short(name: str) -> str:
    """A name that keeps a link well under the vendors' limits, with its ending kept."""
    if len(name) <= _NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:_NAME_LENGTH]
    return f"{stem[: _NAME_LENGTH - len(ending) - 1]}.{ending}"


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _decode(content: str) -> bytes:
    return base64.urlsafe_b64decode(content + "=" * (-len(content) % 4))
