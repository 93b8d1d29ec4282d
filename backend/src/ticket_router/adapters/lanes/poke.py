"""Apps Script's poke: who may send one, and what is in it. It is only a hint, so all it can do is have us look.

The secret stands in the script's properties, which every editor of the workbook can read: nothing a poke says is
believed, and a stolen secret buys no more than extra looks at the workbook.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import datetime

from ticket_router.domain.errors import BadRequest, Unauthorized

TIMESTAMP_HEADER = "x-router-timestamp"
SIGNATURE_HEADER = "x-router-signature"
WINDOW = 300
"""Seconds that a poke's time may be off, either way."""
_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_SECONDS = re.compile(r"[0-9]{1,12}")


def poke_signature(timestamp: str, body: bytes, secret: str) -> str:
    """`v1=` and the hex HMAC-SHA256 of `v1:{timestamp}:{raw body}`."""
    signed = b"v1:" + timestamp.encode("utf-8", "replace") + b":" + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def check_poke(timestamp: str, signature: str, body: bytes, secret: str, now: datetime) -> None:
    """The signature over time and raw body, and the time itself (seconds since 1970). Raises Unauthorized."""
    wanted = poke_signature(timestamp, body, secret).encode()
    given = signature.strip().lower().encode("utf-8", "replace")
    if not hmac.compare_digest(given, wanted) or not secret:
        raise Unauthorized("poke signature")
    if not _SECONDS.fullmatch(timestamp) or abs(now.timestamp() - int(timestamp)) > WINDOW:
        raise Unauthorized("poke time")


def poke_nonce(body: bytes) -> str:
    """The nonce of `{"nonce": "...", "why": "..."}`; `why` is for people who read logs and is not needed.

    Raises BadRequest.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest({"body": "The post could not be read as JSON."}) from None
    if not isinstance(given, dict):
        raise BadRequest({"body": "The JSON must be an object."})
    nonce = given.get("nonce")
    if not isinstance(nonce, str) or not _NONCE.fullmatch(nonce):
        raise BadRequest({"nonce": "nonce must be 8 to 64 letters, digits, - or _."})
    return nonce
