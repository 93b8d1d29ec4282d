"""Opens a kept file: a signed link from a card leads here, and on to S3 for a few minutes."""

from __future__ import annotations

from typing import Any

from ticket_router.bootstrap import app
from ticket_router.domain.errors import NotFound, Retryable, Unauthorized
from ticket_router.handlers.web import method

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><body style="font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem">
<h1 style="font-size:1.3rem">{title}</h1><p>{text}</p></body></html>"""


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """302 to a presigned address for a good link; a plain page with no detail for any other."""
    here = app()
    if method(event) not in ("GET", "HEAD"):
        return _page(405, "Not possible", "This address only opens files.")
    token = str(event.get("rawPath", "")).rsplit("/", 1)[-1]
    try:
        key, name = here.links.opened(token, here.clock.now())
    except (NotFound, Unauthorized):
        return _page(404, "This link does not work", "It may have expired. Open the file from a newer card.")
    except Retryable:
        return _page(503, "Just a moment", "The file cannot be opened right now. Please try again.")
    headers = {"location": here.files.opened(key, name), "cache-control": "no-store", "referrer-policy": "no-referrer"}
    return {"statusCode": 302, "headers": headers, "body": ""}


def _page(status: int, title: str, text: str) -> dict[str, Any]:
    headers = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
        "x-robots-tag": "noindex",
    }
    return {"statusCode": status, "headers": headers, "body": PAGE.format(title=title, text=text)}
