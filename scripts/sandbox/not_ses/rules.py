"""What SES refuses: unverified senders, too many or broken recipients, headers that are its own to set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from email.message import EmailMessage
from email.utils import parseaddr

from scripts.sandbox.aws_wire import AwsRefusal

RECIPIENTS = 50
MESSAGE_BYTES = 40 * 1024 * 1024
HEADER_CHARACTERS = 870
"""Name and value of a custom header together (docs.aws.amazon.com/ses: sending, header fields)."""

_RESERVED = frozenset(
    [
        "bcc",
        "cc",
        "content-disposition",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "reply-to",
        "return-path",
        "subject",
        "to",
    ]
)
"""Headers that a Simple message may not bring along (MessageHeader, SES API v2 reference)."""

_ONCE = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "reply-to",
        "subject",
        "date",
        "message-id",
        "sender",
        "in-reply-to",
        "references",
    ]
)
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")


def bad(message: str) -> AwsRefusal:
    """BadRequestException with this text."""
    return AwsRefusal("BadRequestException", message)


def bare(given: str) -> str:
    """The address inside `Name <address>`, checked; raises in SES's words."""
    if not given.isascii():
        raise bad("Address contains non-ASCII characters; a display name must be an RFC 2047 encoded word")
    address = parseaddr(given)[1]
    local, at, domain = address.rpartition("@")
    if not at:
        raise bad("Missing final '@domain'")
    if not _LOCAL.fullmatch(local):
        raise bad("Local address contains control or whitespace, or an illegal character")
    if not _DOMAIN.fullmatch(domain):
        raise bad("Domain contains illegal character")
    if any(character in given for character in "\r\n"):
        raise bad("Address contains a line break")
    return address


def check_recipients(recipients: Collection[str]) -> None:
    """At least one, at most 50."""
    if not recipients:
        raise bad("Destination has no recipients.")
    if len(recipients) > RECIPIENTS:
        raise bad(f"Recipient count exceeds {RECIPIENTS}.")


def check_verified(sender: str, verified: Collection[str], region: str, others: Iterable[str] = ()) -> None:
    """The sender's address or domain (and, in SES's own sandbox, every recipient's) must be verified."""
    failed = [address for address in (sender, *others) if not is_verified(address, verified)]
    if failed:
        raise AwsRefusal(
            "MessageRejected",
            "Email address is not verified. The following identities failed the check in region "
            f"{region.upper()}: {', '.join(failed)}",
        )


def is_verified(address: str, verified: Collection[str]) -> bool:
    """Whether an address, its domain or a parent domain is among the verified identities."""
    address = address.lower()
    domain = address.rpartition("@")[2]
    return any(one in (address, domain) or domain.endswith(f".{one}") for one in map(str.lower, verified))


def check_size(size: int) -> None:
    """At most 40 MB with everything encoded."""
    if size > MESSAGE_BYTES:
        raise bad(f"Message length is more than {MESSAGE_BYTES} bytes long: '{size}'.")


def check_simple_header(name: str, value: str) -> None:
    """A custom header of a Simple message: not one of SES's own, and not too long."""
    if name.lower() in _RESERVED:
        raise bad(f"Header '{name}' is not allowed in Headers.")
    if len(name) + len(value) + 2 > HEADER_CHARACTERS:
        raise bad(f"Header '{name}' is longer than {HEADER_CHARACTERS} characters.")


def check_raw_headers(message: EmailMessage) -> None:
    """Headers that may stand only once stand once, and the message is not empty."""
    names = Counter(name.lower() for name in message)
    if not names:
        raise bad("Message has no headers.")
    for name in sorted(_ONCE & names.keys()):
        if names[name] > 1:
            raise bad(f"Duplicate header '{name.title()}'.")
