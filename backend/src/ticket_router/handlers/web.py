"""What the web lanes share: the raw body of a Function URL event, and answers in plain sentences."""

from __future__ import annotations

import base64
import json
from typing import Any

PASSING_TROUBLE = "We could not save this just now. Please send it again in a moment."


def raw_body(event: dict[str, Any]) -> bytes:
    """The body as it was sent; form posts arrive in base64, and signatures are made over the raw bytes."""
    body = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()


def header(event: dict[str, Any], name: str) -> str:
    """A request header; Function URLs give names in lower case, but nothing relies on it."""
    headers = event.get("headers") or {}
    return str(next((value for key, value in headers.items() if key.lower() == name), ""))


def method(event: dict[str, Any]) -> str:
    """The request's method."""
    return str(event["requestContext"]["http"]["method"])


def answer(status: int, body: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
    """A JSON answer that no cache keeps."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "statusCode": status,
        "headers": {
            "content-type": "application/json; charset=utf-8",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            **named,
        },
        "body": json.dumps(body) if body is not None else "",
    }
