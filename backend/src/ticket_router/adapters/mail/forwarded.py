"""Spells out a mail that was forwarded as an attachment: what it says is what the customer is asking about."""

from __future__ import annotations

from ticket_router.adapters.mail.bodies import read_body
from ticket_router.adapters.mail.headers import Headers
from ticket_router.adapters.mail.mime import Part, parse_mime
from ticket_router.adapters.mail.transfer import payload

_MAX_DEPTH = 3


def forwarded_text(files: list[Part], depth: int = 0) -> str:
    """The text of every attached mail under its own From, Date and Subject, three levels deep; empty without any."""
    spelled = []
    for part in files:
        if part.kind != "message/rfc822" or depth >= _MAX_DEPTH:
            continue
        inner = parse_mime(payload(part))
        headers = Headers(inner)
        body = read_body(inner)
        head = [f"{name}: {headers.first(name)}" for name in ("From", "Date", "Subject") if name in headers]
        parts = ["---------- Forwarded message ----------\n" + "\n".join(head), body.text or body.sealed]
        parts.append(forwarded_text(body.files, depth + 1))
        spelled.append("\n\n".join(one for one in parts if one))
    return "\n\n".join(spelled)
