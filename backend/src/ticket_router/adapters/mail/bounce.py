"""Recognises delivery reports, standard and home-made, and whether they return a hand-off mail of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ticket_router.adapters.mail.automatic import OWN_MARK, has_null_return_path
from ticket_router.adapters.mail.charset import decode
from ticket_router.adapters.mail.desk import MailDesk
from ticket_router.adapters.mail.headers import Headers
from ticket_router.adapters.mail.mime import Part, parse_head
from ticket_router.adapters.mail.transfer import payload

_DAEMONS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mailer_daemon"})
_RETURNED_LINE = re.compile(
    r"^[> \t|]*(?:Message-ID|From|Subject|X-Ticket-Router)[ \t]*:[^\n]*(?:\n[ \t]+[^\n]*)?",
    re.IGNORECASE | re.MULTILINE,
)
_REPORT_LINE = re.compile(
    r"^(final-recipient|original-recipient|action|status|diagnostic-code)\s*:\s*(.*(?:\n[ \t].*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_SAID_ADDRESS = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SAID_CODE = re.compile(r"\b[45]\d\d[ -]+[45]\.\d{1,3}\.\d{1,3}\b[^\n]{0,160}|\b5\d\d[ -][^\n]{5,160}")
_MAX_TEXT = 200_000
_QUOTES = "'\" "


@dataclass(frozen=True)
class Bounce:
    """What a delivery report says about a mail of ours."""

    message_ids: tuple[str, ...]
    tickets: tuple[str, ...]
    problem: str


def bounce_of_ours(message: Part, files: list[Part], text: str, headers: Headers, desk: MailDesk) -> Bounce | None:
    """The failed hand-off that this mail returns; None when it is no report of a failure, or returns another's mail."""
    if not _is_report(message, headers):
        return None
    report = _report_fields(files)
    if report.get("action", "failed").lower() in {"delayed", "delivered", "relayed", "expanded"}:
        return None
    for returned in (*_returned_headers(files), _headers_in(text)):
        senders = {one.address for one in returned.people("from")}
        tickets = tuple(value.strip().upper() for value in returned.all(OWN_MARK))
        ids = tuple(returned.ids("message-id"))
        if (tickets or desk.handoff_from in senders) and (ids or tickets):
            return Bounce(ids, tickets, _problem(report, text, desk))
    return None


def _is_report(message: Part, headers: Headers) -> bool:
    """A report by its type, or by a daemon as its sender; a person who forwards a bounce to us is neither."""
    if message.kind == "multipart/report":
        return str(message.get_param("report-type") or "delivery-status").lower() == "delivery-status"
    senders = headers.people("from")
    local = senders[0].address.partition("@")[0] if senders else ""
    return local in _DAEMONS or "x-failed-recipients" in headers or (has_null_return_path(headers) and not local)


def _report_fields(files: list[Part]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for part in files:
        if part.kind in {"message/delivery-status", "message/global-delivery-status"}:
            for name, value in _REPORT_LINE.findall(decode(payload(part)[:_MAX_TEXT])):
                fields.setdefault(name.lower(), " ".join(value.split()))
    return fields


def _returned_headers(files: list[Part]) -> list[Headers]:
    kinds = {
        "message/rfc822",
        "text/rfc822-headers",
        "message/rfc822-headers",
        "message/global",
        "message/global-headers",
    }
    return [Headers(parse_head(payload(part))) for part in files if part.kind in kinds]


def _headers_in(text: str) -> Headers:
    """Header lines quoted in the report's own text, as qmail and Exchange write them."""
    lines = [" ".join(line.lstrip("> \t|").split()) for line in _RETURNED_LINE.findall(text[:_MAX_TEXT])]
    return Headers(parse_head("\n".join(lines).encode()))


def _problem(report: dict[str, str], text: str, desk: MailDesk) -> str:
    """One sentence: to whom it could not be delivered, and the receiving server's reason."""
    recipient = (report.get("final-recipient") or report.get("original-recipient") or "").rpartition(";")[2].strip()
    if not recipient:
        said = [one for one in _SAID_ADDRESS.findall(text[:_MAX_TEXT]) if one.lower() != desk.handoff_from]
        recipient = said[0] if said else "its inbox"
    code = _SAID_CODE.search(text[:_MAX_TEXT])
    reason = (
        report.get("diagnostic-code", "").partition(";")[2].strip()
        or report.get("status", "")
        or (code[0] if code else "")
    )
    sentence = f"mail to {recipient} was not delivered"
    return f"{sentence}: {' '.join(reason.split())[:200].strip(_QUOTES)}" if reason else sentence
