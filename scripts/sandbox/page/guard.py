"""Keeps the page to itself: only its own pages may ask it to act, and nothing foreign may run in it.

Loopback alone is no protection: any website that the visitor has open can send requests to 127.0.0.1, and with a name
of its own that resolves there (DNS rebinding) read the answers too. So the Host must be ours, and so must the Origin.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LARGEST = 1024 * 1024
"""Bytes of an action's body."""


class Guard:
    """Refuses foreign hosts and origins, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not _ours(scope):
            refusal = PlainTextResponse("This page answers to its own address only.", 403)
            await refusal(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", POLICY)
                headers.setdefault("Cache-Control", "no-store")
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, guarded)


def _ours(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    port = scope["server"][1]
    host = headers.get("host", "")
    if host not in (f"127.0.0.1:{port}", f"localhost:{port}"):
        return False
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if scope["method"] in ("GET", "HEAD"):
        return origin in (None, f"http://{host}")
    return origin == f"http://{host}"


async def body(request: Request) -> dict[str, Any] | Response:
    """The JSON object of an action, or the refusal to send back. A form of another site cannot send this type."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return JSONResponse({"error": "Send application/json."}, 415)
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST:
            return JSONResponse({"error": "That is more than 1 MB; the page takes less than that."}, 413)
    try:
        given = json.loads(raw)
    except ValueError:
        given = None
    return given if isinstance(given, dict) else JSONResponse({"error": "Send a JSON object."}, 400)
