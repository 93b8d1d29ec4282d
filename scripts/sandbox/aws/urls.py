"""A Function URL's two translations: an HTTP request into the function's event, and its return value into an answer.

Shapes from AWS's developer guide, "Request and response payloads" of Lambda function URLs (payload format 2.0).
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from .emulator import REGION
from .invoker import FunctionError, Outcome


@dataclass(frozen=True)
class UrlAnswer:
    """What the caller of a Function URL gets; header names in lower case, Set-Cookie in `cookies`."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cookies: tuple[str, ...] = field(default=())

    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return the body as JSON; raises json.JSONDecodeError."""
        return json.loads(self.body)


def _is_text(content_type: str) -> bool:
    # Only these arrive as text. A posted HTML form does not: its body is base64.
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    return kind.startswith("text/") or kind in {
        "application/json", "application/xml", "application/javascript",
    } or kind.endswith(("+json", "+xml"))  # fmt: skip


def url_event(
    function: str, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes, now: float
) -> dict[str, Any]:
    """Return the event of one request; `path` as sent (still encoded), `query` without its question mark."""
    lowered = {k.lower(): v for k, v in headers.items()}
    host = f"{function}.lambda-url.{REGION}.on.aws"
    lowered["host"] = host
    lowered.setdefault("x-forwarded-for", "127.0.0.1")
    lowered.setdefault("x-forwarded-proto", "https")
    cookies = [c.strip() for c in lowered.pop("cookie", "").split(";") if c.strip()]
    moment = datetime.fromtimestamp(now, UTC)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path or "/",
        "rawQueryString": query,
        "headers": lowered,
        "requestContext": {
            "accountId": "anonymous",
            "apiId": function,
            "domainName": host,
            "domainPrefix": function,
            "http": {
                "method": method,
                "path": path or "/",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": lowered.get("user-agent", ""),
            },
            "requestId": str(uuid.uuid4()),
            "routeKey": "$default",
            "stage": "$default",
            "time": moment.strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now * 1000),
        },
        "isBase64Encoded": False,
    }
    if cookies:
        event["cookies"] = cookies
    if query:
        joined: dict[str, str] = {}
        for key, value in parse_qsl(query, keep_blank_values=True):
            joined[key] = f"{joined[key]},{value}" if key in joined else value
        event["queryStringParameters"] = joined
    if body:
        text = _is_text(lowered.get("content-type", "text/plain"))
        event["body"] = body.decode("utf-8", "replace") if text else base64.b64encode(body).decode()
        event["isBase64Encoded"] = not text
    return event


def url_answer(outcome: Outcome) -> UrlAnswer:
    """Return the answer for what the function returned; a function that failed is a 502, as on AWS."""
    if isinstance(outcome, FunctionError):
        return UrlAnswer(502, {"content-type": "application/json"}, b"Internal Server Error")
    payload = outcome.payload
    if not isinstance(payload, dict) or "statusCode" not in payload:
        return UrlAnswer(200, {"content-type": "application/json"}, json.dumps(payload).encode())
    body = payload.get("body") or ""
    if not isinstance(body, str):
        body = json.dumps(body)
    raw = base64.b64decode(body) if payload.get("isBase64Encoded") else body.encode()
    headers = {str(k).lower(): str(v) for k, v in (payload.get("headers") or {}).items()}
    headers.setdefault("content-type", "application/json")
    return UrlAnswer(int(payload["statusCode"]), headers, raw, tuple(payload.get("cookies") or ()))
