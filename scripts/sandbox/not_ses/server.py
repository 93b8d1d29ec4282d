"""The SES stand-in itself: one sending account, its verified identities, and everybody's inboxes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from email.utils import formatdate
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scripts.sandbox.aws_wire import AwsRefusal, check_shape, request_shape, signed_region
from scripts.sandbox.not_ses.compose import compose
from scripts.sandbox.not_ses.mail import Mail, addresses, attachments, body, parse
from scripts.sandbox.not_ses.rules import bare, check_recipients, check_size, check_verified
from scripts.sandbox.standin import Clock, Fault, Reply, Standin

_SEND = request_shape("sesv2", "SendEmail")
_DAY = 86_400.0


class NotSes(Standin):
    """One SES account; see the package for what is offered."""

    name = "ses"
    known_calls: ClassVar[frozenset[str]] = frozenset({"SendEmail", "GetAccount"})

    def __init__(
        self,
        now: Clock,
        *,
        verified: Iterable[str] = (),
        per_second: float | None = None,
        per_day: int = 50_000,
        production: bool = True,
        hold_seconds: float = 2.0,
        slow_seconds: float = 1.0,
    ) -> None:
        super().__init__(now, hold_seconds=hold_seconds, slow_seconds=slow_seconds)
        self.per_second = per_second
        self.per_day = per_day
        self.production = production
        self.mails: list[Mail] = []
        self._seed = tuple(verified)
        self._verified = set(self._seed)
        self._broken_mail_from: set[str] = set()

    # -- the wire --------------------------------------------------------------------------------------------

    def routes(self) -> list[Route]:
        """SendEmail and GetAccount of SES API v2."""
        return [
            Route("/v2/email/outbound-emails", self._send_email, methods=["POST"]),
            Route("/v2/email/account", self._get_account, methods=["GET"]),
            Route("/{other:path}", self._unknown, methods=["GET", "POST", "PUT", "DELETE"]),
        ]

    async def _send_email(self, request: Request) -> Response:
        content = await request.body()
        return await self.answer(request, "SendEmail", lambda _: self._guarded(request, content))

    def _guarded(self, request: Request, content: bytes) -> Reply:
        try:
            region = signed_region(request, "ses")
            try:
                parsed = json.loads(content)
            except ValueError as problem:
                raise AwsRefusal("SerializationException", "The body is not JSON.") from problem
            check_shape(parsed, _SEND, "BadRequestException")
            return Reply({"MessageId": self._send(parsed, region).id})
        except AwsRefusal as refusal:
            return refusal.reply()

    async def _get_account(self, request: Request) -> Response:
        sent = float(len([m for m in self.mails if m.at > self.now() - _DAY]))
        quota = {
            "Max24HourSend": self.per_day,
            "MaxSendRate": self.per_second or 14.0,
            "SentLast24Hours": sent,
        }
        account = {
            "ProductionAccessEnabled": self.production,
            "SendingEnabled": True,
            "EnforcementStatus": "HEALTHY",
            "SendQuota": quota,
        }
        return await self.answer(request, "GetAccount", lambda _: Reply(account))

    async def _unknown(self, request: Request) -> Response:
        unknown = AwsRefusal("UnknownOperationException", "This stand-in has no such operation.", 404).reply()
        return await self.answer(request, request.url.path, lambda _: unknown)

    def refusal(self, fault: Fault) -> Reply | None:
        """SES's throttling, and an internal failure."""
        if fault.with_ == "429":
            headers = {"Retry-After": str(fault.retry_after)}
            return AwsRefusal("TooManyRequestsException", "Maximum sending rate exceeded.", 429, **headers).reply()
        return AwsRefusal("InternalFailure", "An internal failure occurred.", 500).reply()

    # -- sending ---------------------------------------------------------------------------------------------

    def _send(self, request: Mapping[str, Any], region: str) -> Mail:
        message_id = f"0100{int(self.now() * 1000):012x}-{len(self.mails):08x}-0000-4000-8000-000000000000-000000"
        host = "email.amazonses.com" if region == "us-east-1" else f"{region}.amazonses.com"
        stamp = {"Date": formatdate(self.now()), "Message-ID": f"<{message_id}@{host}>"}
        message = compose(request, stamp)
        hidden = addresses(message, "Bcc")
        del message["Bcc"]
        raw = message.as_bytes()
        check_size(len(raw))
        read = parse(raw)
        destination = request.get("Destination") or {}
        to, cc, bcc = (
            tuple(map(bare, destination.get(key) or ())) for key in ("ToAddresses", "CcAddresses", "BccAddresses")
        )
        if not destination:
            to, cc, bcc = addresses(read, "To"), addresses(read, "Cc"), hidden
        check_recipients((*to, *cc, *bcc))
        sender = bare(str(message["From"]))
        for reply_to in request.get("ReplyToAddresses") or ():
            bare(reply_to)
        check_verified(sender, self._verified, region, () if self.production else (*to, *cc, *bcc))
        self._check_mail_from(sender)
        self._check_rate()
        mail = Mail(
            id=message_id,
            at=self.now(),
            sender=sender,
            to=to,
            cc=cc,
            bcc=bcc,
            subject=str(read["Subject"] or ""),
            text=body(read, "plain"),
            html=body(read, "html"),
            headers=tuple((name, str(value)) for name, value in read.items()),
            raw=raw,
            attachments=attachments(read),
            tags=tuple((tag["Name"], tag["Value"]) for tag in request.get("EmailTags") or ()),
        )
        self.mails.append(mail)
        return mail

    def _check_mail_from(self, sender: str) -> None:
        if sender.rpartition("@")[2].lower() in self._broken_mail_from:
            text = "The sending domain's MAIL FROM is not verified."
            raise AwsRefusal("MailFromDomainNotVerifiedException", text)

    def _check_rate(self) -> None:
        last_second = [m for m in self.mails if m.at > self.now() - 1]
        if self.per_second is not None and len(last_second) >= self.per_second:
            raise AwsRefusal("TooManyRequestsException", "Maximum sending rate exceeded.", 429)
        if len([m for m in self.mails if m.at > self.now() - _DAY]) >= self.per_day:
            raise AwsRefusal("LimitExceededException", "Daily message quota exceeded.")

    # -- seeding and looking ---------------------------------------------------------------------------------

    def verify(self, identity: str, *, mail_from_ok: bool = True) -> None:
        """An address or a domain that may send; `mail_from_ok=False` breaks the domain's MAIL FROM."""
        with self.lock:
            self._verified.add(identity)
            if not mail_from_ok:
                self._broken_mail_from.add(identity.lower())

    def inbox(self, address: str) -> list[Mail]:
        """What was delivered to an address, oldest first."""
        with self.lock:
            wanted = address.lower()
            return [mail for mail in self.mails if wanted in map(str.lower, mail.recipients)]

    def addresses(self) -> list[str]:
        """Every address that ever got a mail, in order of their first."""
        with self.lock:
            return list(dict.fromkeys(a.lower() for mail in self.mails for a in mail.recipients))

    def clear(self) -> None:
        """Empty inboxes; the identities that it was made with stay verified."""
        self.mails.clear()
        self._verified = set(self._seed)
        self._broken_mail_from.clear()
