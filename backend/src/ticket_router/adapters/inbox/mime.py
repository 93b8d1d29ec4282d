"""A hand-off as raw mail: two alternatives, headers that mail programs understand, the same bytes for the same post."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Any

from ticket_router.adapters.inbox.address import address, message_id, named, token, words
from ticket_router.domain.rendered import Rendered, Tag

SECOND_COPY = "possible second copy"
_HTML_MARK = "<!-- second copy -->"
_SAID = "A first try may have arrived: this is possibly a second copy of a mail you already have."
_HTML_SAID = (
    '<p style="margin:0 0 16px;padding:10px 14px;border:1px solid #b54708;border-radius:6px;font-weight:bold">'
    f"{_SAID}</p>"
)
_MOST_RECIPIENTS = 50
"""SES's limit on To, Cc and Bcc together (SES API v2, Destination)."""


@dataclass(frozen=True)
class Mail:
    """What SES is handed: the recipients beside the bytes that name them."""

    to: str
    cc: tuple[str, ...]
    raw: bytes


def build(rendered: Rendered, tag: Tag, *, sender: str, to: str, thread: str) -> Mail:
    """The mail for one post: from `sender` to the inbox `to`, as an answer to the mail `thread` if there is one.

    SES sets Date and Message-ID itself.
    """
    payload = rendered.payload
    cc = _copies(payload, to)
    subject, html, text = payload["subject"], payload["html"], payload["text"]
    if rendered.second_copy:
        subject = f"{subject} ({SECOND_COPY})"
        html = html.replace(_HTML_MARK, _HTML_SAID, 1)
        text = f"{_SAID}\n\n{text}"
    parent = message_id(thread)
    headers = {
        "From": named("Ticket router", sender),
        "To": address(to),
        "Cc": ",\r\n ".join(cc),
        "Reply-To": named(payload["reply_to_name"], payload["reply_to"]),
        "Subject": words(subject),
        "In-Reply-To": parent,
        "References": parent,
        "Importance": payload["importance"],
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "X-Ticket-Router": token(f"{tag.ticket_id}/{tag.n}/{tag.part}"),
        "MIME-Version": "1.0",
    }
    boundary = f"=_{hashlib.sha256(f'{tag.ticket_id}/{tag.n}/{tag.part}/{rendered.digest}'.encode()).hexdigest()[:32]}"
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    lines += [f'Content-Type: multipart/alternative; boundary="{boundary}"', ""]
    for kind, content in (("plain", text), ("html", html)):
        lines += [f"--{boundary}", *_part(kind, content)]
    lines += [f"--{boundary}--", ""]
    return Mail(to=address(to), cc=cc, raw="\r\n".join(lines).encode("ascii"))


def _copies(payload: dict[str, Any], to: str) -> tuple[str, ...]:
    known = {address(one).lower(): address(one) for one in payload["cc"] if address(one)}
    known.pop(address(to).lower(), None)
    return tuple(known.values())[: _MOST_RECIPIENTS - 1]


def _part(kind: str, content: str) -> list[str]:
    """One alternative. A boundary that begins with `=_` can stand in neither encoding, whatever the content is."""
    coded = content.replace("\n", "\r\n").encode("utf-8", "replace")
    if sum(byte > 126 for byte in coded) * 6 > len(coded):
        encoding, body = "base64", base64.encodebytes(coded).decode("ascii").replace("\n", "\r\n").rstrip()
    else:
        encoding, body = "quoted-printable", binascii.b2a_qp(coded, istext=True).decode("ascii")
    return [f"Content-Type: text/{kind}; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", "", body]
