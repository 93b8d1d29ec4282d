"""Whether a request comes from Slack. A dozen lines of hmac, since slack_sdk's verifier loads the whole client.

Scheme v0 of docs.slack.dev/authentication/verifying-requests-from-slack; a test holds this to slack_sdk's verifier.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime

from ticket_router.domain.errors import Unauthorized

TIMESTAMP_HEADER = "x-slack-request-timestamp"
SIGNATURE_HEADER = "x-slack-signature"
WINDOW = 300
"""Seconds that a request's time may be off, either way."""
_SECONDS = re.compile(r"[0-9]{1,12}")


def check_slack(timestamp: str, signature: str, body: bytes, secret: str, now: datetime) -> None:
    """The signature over time and raw body, and the time itself (seconds since 1970). Raises Unauthorized."""
    if not _SECONDS.fullmatch(timestamp) or abs(now.timestamp() - int(timestamp)) > WINDOW:
        raise Unauthorized("slack time")
    signed = b"v0:" + timestamp.encode() + b":" + body
    wanted = "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not secret or not hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace")):
        raise Unauthorized("slack signature")
