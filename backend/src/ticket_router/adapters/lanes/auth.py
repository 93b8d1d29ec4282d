"""Who may post to a lane: constant-time checks on the raw body, before anything is parsed."""

from __future__ import annotations

import hashlib
import hmac

from ticket_router.domain.errors import Unauthorized

FORM_HEADER = "x-form-secret"
CHAT_HEADER = "x-chat-signature"


def check_form_secret(given: str, secret: str) -> None:
    """The form's shared secret, as its server sends it. Raises Unauthorized."""
    if not secret or not hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode()):
        raise Unauthorized("form secret")


def chat_signature(body: bytes, secret: str) -> str:
    """`sha256=` and the hex HMAC-SHA256 of the raw body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def check_chat_signature(given: str, body: bytes, secret: str) -> None:
    """The chat system's signature over the raw body. Raises Unauthorized."""
    wanted = chat_signature(body, secret).encode()
    if not secret or not hmac.compare_digest(given.strip().lower().encode("utf-8", "replace"), wanted):
        raise Unauthorized("chat signature")
