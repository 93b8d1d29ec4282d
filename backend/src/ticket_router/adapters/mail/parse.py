"""Reads one raw mail, or as much of it as can be read: the lane gets an `Inbound` and never a traceback."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from ticket_router.adapters.mail.attachments import attachments_of
from ticket_router.adapters.mail.automatic import is_automatic, is_bulk
from ticket_router.adapters.mail.bodies import Body, read_body
from ticket_router.adapters.mail.bounce import bounce_of_ours
from ticket_router.adapters.mail.charset import decode
from ticket_router.adapters.mail.desk import MailDesk
from ticket_router.adapters.mail.forwarded import forwarded_text
from ticket_router.adapters.mail.headers import Headers
from ticket_router.adapters.mail.marks import is_forward_subject, is_reply_subject
from ticket_router.adapters.mail.mime import Part, parse_head, parse_mime
from ticket_router.adapters.mail.quotes import new_text
from ticket_router.adapters.mail.transfer import payload
from ticket_router.adapters.mail.verdicts import relayed_verdict, verdicts_of
from ticket_router.adapters.mail.who import Writer, message_id_of, references_of, writer_of
from ticket_router.domain.base import Source
from ticket_router.domain.identity import TICKET_ID
from ticket_router.domain.inbound import Customer, Inbound, MailKind, Verdicts

HEAD_BYTES = 65_536
"""How much of a mail `parse_headers_only` looks at."""

_TICKET_MARK = re.compile(rf"\[\s*({TICKET_ID.pattern})\s*\]", re.IGNORECASE)
_WRITTEN_HEADERS = ("from", "subject", "date", "message-id", "to", "content-type")
"""What a writer's own program puts there; SES adds others (Received, Return-Path) to whatever arrives."""
_NOTE_WORDS = 5


def parse_mail(raw: bytes, *, raw_key: str, received_at: datetime, desk: MailDesk) -> Inbound:
    """The mail behind these bytes. Never raises: what cannot be read is `unparsable` and says why in `problem`."""
    try:
        return _parse(raw, raw_key, received_at, desk)
    except Exception as error:  # noqa: BLE001 - the lane's promise: no mail is lost to a reader's mistake
        problem = f"it broke the reader ({type(error).__name__})"
        return parse_headers_only(
            raw[:HEAD_BYTES], raw_key=raw_key, received_at=received_at, desk=desk, problem=problem
        )


def parse_headers_only(head: bytes, *, raw_key: str, received_at: datetime, desk: MailDesk, problem: str) -> Inbound:
    """From, Subject and Message-ID of a mail that nothing else could be made of, from its first bytes. Never raises."""
    try:
        headers = Headers(parse_head(head[:HEAD_BYTES]))
        customer, subject, message_id = (
            writer_of(headers, desk).customer,
            headers.first("subject"),
            message_id_of(headers),
        )
    except Exception:  # noqa: BLE001 - the last resort has none behind it
        customer, subject, message_id = Customer(), "", ""
    return Inbound(
        source=Source.mail,
        identity=f"ses|{raw_key}",
        customer=customer,
        subject=subject,
        text="",
        full_text="",
        received_at=received_at,
        kind=MailKind.unparsable,
        message_id=message_id,
        raw_key=raw_key,
        problem=problem,
    )


def _parse(raw: bytes, raw_key: str, received_at: datetime, desk: MailDesk) -> Inbound:
    message = parse_mime(raw)
    headers = Headers(message)
    if not any(name in headers for name in _WRITTEN_HEADERS):
        return _not_mail(raw, raw_key, received_at)
    writer = writer_of(headers, desk)
    subject, message_id = headers.first("subject"), message_id_of(headers)
    references = references_of(headers)
    marks = tuple(dict.fromkeys(mark.upper() for mark in _TICKET_MARK.findall(subject)))
    verdicts = relayed_verdict(verdicts_of(headers), writer, headers, desk)
    body = read_body(message)
    full = _full_text(body, forward=is_forward_subject(subject))
    is_reply = bool(references) or is_reply_subject(subject)
    text = new_text(full, is_reply=is_reply, is_forward=is_forward_subject(subject)) if full else ""
    bounce = bounce_of_ours(message, body.files, full, headers, desk)
    kind = MailKind.bounce if bounce else _kind(headers, writer, desk, verdicts, bool(references or marks))
    return Inbound(
        source=Source.mail,
        identity=_identity(writer, message_id, message, raw_key),
        customer=writer.customer,
        subject=subject,
        text=text,
        full_text=full,
        attachments=attachments_of(body.files, body.shown_ids if full else frozenset(), withhold=verdicts.virus),
        received_at=received_at,
        kind=kind,
        verdicts=verdicts,
        message_id=message_id,
        references=references,
        ticket_marks=tuple(dict.fromkeys((*marks, *bounce.tickets))) if bounce else marks,
        cc=_others(headers, writer, desk),
        raw_key=raw_key,
        bounce_of=bounce.message_ids if bounce else (),
        problem=bounce.problem if bounce else body.sealed,
    )


def _not_mail(raw: bytes, raw_key: str, received_at: datetime) -> Inbound:
    """Bytes without a single mail header: shown when they are text, since somebody may have written it."""
    sample = raw[:4096]
    readable = sum(byte >= 32 or byte in b"\t\r\n" for byte in sample) >= len(sample) * 0.95 and b"\x00" not in sample
    text = decode(raw).strip() if readable else ""
    return Inbound(
        source=Source.mail,
        identity=f"ses|{raw_key}",
        customer=Customer(),
        text=text,
        full_text=text,
        received_at=received_at,
        kind=MailKind.unparsable,
        raw_key=raw_key,
        problem="it has no headers and may not be mail at all" if raw.strip() else "it is empty",
    )


def _full_text(body: Body, *, forward: bool) -> str:
    """The body's text; of a mail that only passes mails on, theirs too; of a sealed one, a sentence saying so."""
    text = body.text
    if forward or len(text.split()) < _NOTE_WORDS:
        text = "\n\n".join(one for one in (text, forwarded_text(body.files)) if one)
    return text if text.strip() else body.sealed


def _kind(headers: Headers, writer: Writer, desk: MailDesk, verdicts: Verdicts, known: bool) -> MailKind:
    """Automatic before all others; a colleague in a thread before list headers, since internal lists set those too.

    Whoever fails the sender check is no colleague, whatever From says: a team note would be believed.
    """
    if is_automatic(headers, writer, desk):
        return MailKind.automatic
    ours = desk.is_colleague(writer.customer.address) or desk.is_support(writer.customer.address)
    staff = ours and verdicts.sender_verified is not False
    if is_bulk(headers, writer) and not (staff and known):
        return MailKind.bulk
    return MailKind.staff if staff else MailKind.customer


def _others(headers: Headers, writer: Writer, desk: MailDesk) -> tuple[str, ...]:
    """Everybody else on the mail, without us and without the customer."""
    addresses = dict.fromkeys(one.address for one in headers.people("to", "cc"))
    return tuple(one for one in addresses if not desk.is_ours(one) and one != writer.customer.address)[:100]


def _identity(writer: Writer, message_id: str, message: Part, raw_key: str) -> str:
    """Equal for two deliveries of one mail: its trace headers, boundaries and transfer encodings do not count."""
    if not message_id:
        return f"ses|{raw_key}"
    digest = hashlib.sha256()
    for part in message.walk():
        if not part.parts:
            digest.update(b"\n".join(line.rstrip() for line in payload(part).splitlines()) + b"\x00")
    return f"mail|{writer.customer.address}|{message_id}|{digest.hexdigest()}"
