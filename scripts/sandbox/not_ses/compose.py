"""From a SendEmail request to the MIME message that leaves SES: Simple is built, Raw is taken as it is."""

from __future__ import annotations

import base64
import binascii
import email.policy
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

from scripts.sandbox.aws_wire import AwsRefusal
from scripts.sandbox.not_ses.mail import parse
from scripts.sandbox.not_ses.rules import bad, check_raw_headers, check_simple_header


def compose(request: Mapping[str, Any], stamp: Mapping[str, str]) -> EmailMessage:
    """The message to deliver; `stamp` holds the headers that SES itself sets (Date, Message-ID)."""
    content = request["Content"]
    given = [kind for kind in ("Simple", "Raw", "Template") if content.get(kind) is not None]
    if len(given) != 1:
        raise bad("Exactly one of Simple, Raw or Template must be given as Content.")
    if given == ["Template"]:
        raise bad("Templates are not covered by this stand-in.")
    message = _raw(request, content["Raw"]) if given == ["Raw"] else _simple(request, content["Simple"])
    for name, value in stamp.items():
        del message[name]
        message[name] = value
    return message


def _simple(request: Mapping[str, Any], simple: Mapping[str, Any]) -> EmailMessage:
    if not request.get("FromEmailAddress"):
        raise bad("Missing required header 'From'.")
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = request["FromEmailAddress"]
    destination = request.get("Destination") or {}
    for name, key in (("To", "ToAddresses"), ("Cc", "CcAddresses")):
        if destination.get(key):
            message[name] = ", ".join(destination[key])
    if request.get("ReplyToAddresses"):
        message["Reply-To"] = ", ".join(request["ReplyToAddresses"])
    message["Subject"] = _one_line(_decoded(simple["Subject"]))
    for header in simple.get("Headers") or []:
        check_simple_header(header["Name"], header["Value"])
        message[header["Name"]] = header["Value"]
    _fill_body(message, simple["Body"])
    for attachment in simple.get("Attachments") or []:
        _attach(message, attachment)
    return message


def _fill_body(message: EmailMessage, body: Mapping[str, Any]) -> None:
    text, html = body.get("Text"), body.get("Html")
    if text is None and html is None:
        raise bad("Message body must contain Text or Html.")
    if text is not None:
        message.set_content(_decoded(text))
        if html is not None:
            message.add_alternative(_decoded(html), subtype="html")
    elif html is not None:
        message.set_content(_decoded(html), subtype="html")


def _attach(message: EmailMessage, attachment: Mapping[str, Any]) -> None:
    kind = attachment.get("ContentType") or "application/octet-stream"
    main, _, sub = kind.partition(";")[0].partition("/")
    message.add_attachment(
        _bytes(attachment["RawContent"]),
        maintype=main,
        subtype=sub or "octet-stream",
        filename=attachment["FileName"],
        disposition=(attachment.get("ContentDisposition") or "ATTACHMENT").lower(),
    )


def _decoded(content: Mapping[str, str]) -> str:
    """Text that fits the charset it names (US-ASCII when it names none, as the API reference says)."""
    charset = content.get("Charset") or "us-ascii"
    try:
        content["Data"].encode(charset)
    except LookupError as problem:
        raise bad(f"Unknown charset: {charset}.") from problem
    except UnicodeEncodeError as problem:
        raise bad(f"The text cannot be written in the charset {charset}.") from problem
    return content["Data"]


def _one_line(subject: str) -> str:
    if any(character in subject for character in "\r\n"):
        raise bad("Subject contains a line break.")
    return subject


def _raw(request: Mapping[str, Any], raw: Mapping[str, str]) -> EmailMessage:
    message = parse(_bytes(raw["Data"]))
    check_raw_headers(message)
    if request.get("FromEmailAddress"):
        del message["From"]
        message["From"] = request["FromEmailAddress"]
    if request.get("ReplyToAddresses"):
        del message["Reply-To"]
        message["Reply-To"] = ", ".join(request["ReplyToAddresses"])
    if message.get("From") is None:
        raise bad("Missing required header 'From'.")
    return message


def _bytes(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error as problem:
        raise AwsRefusal("SerializationException", "Expected base64 text.") from problem
