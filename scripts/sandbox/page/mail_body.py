"""A mail's HTML for the frame that shows it: as it was sent, under a policy in which nothing can run or be loaded.

It has an address of its own instead of standing in the page (`srcdoc`), because a frame of the latter kind inherits the
page's policy, which allows no inline styles, and mails are made of these.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, PlainTextResponse, Response

if TYPE_CHECKING:
    from scripts.sandbox.world import World

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
"""No scripts, no forms, nothing from anywhere; `allow-same-origin` lets the page measure how tall the mail is."""

_HEAD = re.compile(r"<head(\s[^>]*)?>", re.IGNORECASE)
_NEW_TAB = '<base target="_blank">'


def mail_body(world: World, mail_id: str) -> Response:
    """The HTML of one mail, its links opening in tabs of their own."""
    with world.ses.lock:
        html = next((mail.html for mail in world.ses.mails if mail.id == mail_id), "")
    if not html:
        return PlainTextResponse("There is no such mail.", 404)
    html, found = _HEAD.subn(lambda match: match[0] + _NEW_TAB, html, count=1)
    if not found:
        html = _NEW_TAB + html
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})
