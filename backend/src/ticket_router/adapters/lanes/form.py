"""The web form's post: JSON or form-encoded, checked field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from ticket_router.adapters.lanes import fields
from ticket_router.domain.base import Source
from ticket_router.domain.errors import BadRequest
from ticket_router.domain.inbound import Customer, Inbound, MailKind

HONEYPOT = "website"
"""A field that people do not see; whatever fills it in is a robot."""
LARGEST = 256 * 1024
"""Bytes of a post."""


def parse_form(body: bytes, content_type: str, received_at: datetime, fresh_id: str) -> Inbound:
    """The Inbound of a post. `fresh_id` names a post that brought no submission_id.

    Fields that are not ours (tokens, buttons, campaign marks: sites add them) are left alone. A post that fell into the
    honeypot is taken in as automatic: kept and counted, answered like any other, never a ticket.

    Raises BadRequest with one sentence per bad field.
    """
    given = _decoded(body, content_type)
    check = fields.Fields()
    name = check.line("name", given.get("name"), fields.NAME)
    address = check.address("email", given.get("email"), needed=True)
    subject = check.line("subject", given.get("subject"), fields.SUBJECT)
    message = check.text("message", given.get("message"), fields.MESSAGE)
    page = check.line("page", given.get("page"), fields.PAGE)
    category = check.line("category", given.get("category"), fields.CATEGORY)
    submission = check.line("submission_id", given.get("submission_id"), fields.KEY)
    if not message and not subject and "message" not in check.problems:
        check.problems["message"] = "message is missing."
    if check.problems:
        raise BadRequest(check.problems)
    return Inbound(
        source=Source.form,
        identity=f"form|{submission or fresh_id}",
        customer=Customer(address=address, name=name),
        subject=subject,
        text=message,
        full_text=message,
        received_at=received_at,
        page=page,
        category=category,
        kind=MailKind.automatic if str(given.get(HONEYPOT) or "").strip() else MailKind.customer,
    )


def _decoded(body: bytes, content_type: str) -> Mapping[str, object]:
    if len(body) > LARGEST:
        raise BadRequest({"body": f"The post may have at most {LARGEST // 1024} KB."})
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind == "application/x-www-form-urlencoded":
            pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=50)
            return dict(pairs)
        if kind in ("application/json", "text/json"):
            value = json.loads(body)
            if isinstance(value, dict):
                return value
            raise BadRequest({"body": "The JSON must be an object with the form's fields."})
    except (ValueError, RecursionError):
        raise BadRequest({"body": "The post could not be read as what its Content-Type says."}) from None
    raise BadRequest({"content-type": "Send application/json or application/x-www-form-urlencoded."})
