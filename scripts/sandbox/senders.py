"""The customers' side of the world: mail as SES drops it, the form's server with its secret, the chat signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING, Any

from scripts.sandbox import desk
from ticket_router.adapters.lanes.auth import CHAT_HEADER, FORM_HEADER, chat_signature

if TYPE_CHECKING:
    from scripts.sandbox.world import AwsHalf

MAIL_KEYS = frozenset({"from", "to", "cc", "subject", "text", "html", "headers", "ses"})


@dataclass(frozen=True)
class Sent:
    """One delivery: for a mail its key in the bucket, for the web lanes the answer's status and the ticket it named."""

    lane: str
    raw_key: str = ""
    status: int = 0
    ticket_id: str = ""
    answer: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the lane took it (mail is taken by S3 before anything looks at it)."""
        return self.lane == "mail" or self.status == 202


class Senders:
    """Sends as the outside world would."""

    def __init__(self, aws: AwsHalf) -> None:
        self._aws = aws
        self._mails = 0

    def mail(self, raw: bytes, ses_headers: Mapping[str, str] | None = None) -> Sent:
        """A raw mail, with the headers that SES puts before it."""
        return Sent(lane="mail", raw_key=self._aws.put_mail(raw, headers=ses_headers))

    def written_mail(self, given: Mapping[str, Any]) -> Sent:
        """A mail from its parts: from, to, cc, subject, text, html, headers; `ses` sets SES's own headers."""
        if unknown := set(given) - MAIL_KEYS:
            raise ValueError(f"a mail has no {', '.join(sorted(unknown))}; it has {', '.join(sorted(MAIL_KEYS))}")
        message = EmailMessage(policy=SMTP)
        own = {str(name).lower(): str(value) for name, value in (given.get("headers") or {}).items()}
        self._mails += 1
        message["From"] = given.get("from", "someone@customer.example")
        message["To"] = given.get("to", desk.SUPPORT)
        if given.get("cc"):
            message["Cc"] = given["cc"]
        message["Subject"] = given.get("subject", "")
        message["Date"] = own.pop("date", format_datetime(self._aws.clock.datetime()))
        message["Message-ID"] = own.pop("message-id", make_msgid(f"m{self._mails}", domain="customer.example"))
        for name, value in own.items():
            message[name.title()] = value
        message.set_content(str(given.get("text", "")))
        if given.get("html"):
            message.add_alternative(str(given["html"]), subtype="html")
        return self.mail(message.as_bytes(), given.get("ses"))

    def form(self, body: Mapping[str, Any]) -> Sent:
        """A post of the form's server."""
        headers = {"content-type": "application/json", FORM_HEADER: desk.FORM_SECRET, "origin": desk.FORM_ORIGIN}
        return self._post("intake-form", "form", headers, json.dumps(body).encode())

    def chat(self, body: Mapping[str, Any]) -> Sent:
        """A post of the chat system, signed."""
        raw = json.dumps(body).encode()
        headers = {"content-type": "application/json", CHAT_HEADER: chat_signature(raw, desk.CHAT_SECRET)}
        return self._post("intake-chat", "chat", headers, raw)

    def _post(self, function: str, lane: str, headers: Mapping[str, str], body: bytes) -> Sent:
        answer = self._aws.post(function, headers, body)
        text = answer.text()
        ticket_id = ""
        if answer.status == 202:
            ticket_id = str(answer.json().get("ticket_id", ""))
        return Sent(lane=lane, status=answer.status, ticket_id=ticket_id, answer=text)
