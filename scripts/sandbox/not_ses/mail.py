"""A mail as its receiver has it: what the team inbox on the demo page shows and what tests compare."""

from __future__ import annotations

import email.policy
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser


@dataclass(frozen=True)
class Attachment:
    """One attached file."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One mail that SES accepted. `id` is SES's own, `message_id` the header that receivers will answer to."""

    id: str
    at: float
    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes = field(repr=False)
    attachments: tuple[Attachment, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everybody it went to."""
        return (*self.to, *self.cc, *self.bcc)

    def header(self, name: str) -> str:
        """The first header of that name, unfolded and decoded; empty when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def message_id(self) -> str:
        """`<id@email.amazonses.com>` as SES sets it."""
        return self.header("Message-ID")

    @property
    def in_reply_to(self) -> str:
        """The message this one answers, with its angle brackets."""
        return self.header("In-Reply-To")

    @property
    def references(self) -> tuple[str, ...]:
        """The thread, oldest first."""
        return tuple(self.header("References").split())

    @property
    def reply_to(self) -> tuple[str, ...]:
        """Where an answer goes; empty when it goes to the sender."""
        return addresses(parse(self.raw), "Reply-To")


def parse(raw: bytes) -> EmailMessage:
    """MIME bytes as a message of the standard library's modern API."""
    return BytesParser(policy=email.policy.default).parsebytes(raw)


def addresses(message: EmailMessage, name: str) -> tuple[str, ...]:
    """The addresses of every header of that name, without display names."""
    found: list[str] = []
    for header in message.get_all(name, []):
        listed: tuple[Address, ...] = getattr(header, "addresses", ())
        found += [address.addr_spec for address in listed]
    return tuple(found)


def body(message: EmailMessage, kind: str) -> str:
    """The text (`plain`) or `html` of a message, empty when it has none."""
    part = message.get_body((kind,))
    return part.get_content() if part is not None else ""


def attachments(message: EmailMessage) -> tuple[Attachment, ...]:
    """The attached files."""
    return tuple(
        Attachment(part.get_filename() or "", part.get_content_type(), _content(part))
        for part in message.iter_attachments()
    )


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
