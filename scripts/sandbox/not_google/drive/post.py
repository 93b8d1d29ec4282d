"""The one request that Drive itself makes: an empty POST to a channel's address."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

TIMEOUT = 30.0


def post(address: str, headers: Mapping[str, str]) -> int | None:
    """POST without a body; the status that came back, None when nobody answered in time."""
    parts = urlsplit(address)
    make = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=TIMEOUT)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, headers=dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
