"""Names that are the same for the same delivery, so that a second delivery finds the first one's ticket (DESIGN 5)."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGITS = 10
TICKET_ID = re.compile(rf"T-[{_CROCKFORD}]{{{_DIGITS}}}")


def ticket_id(identity: str) -> str:
    """`T-` and ten digits of Crockford base32 (50 bits of SHA-256): short enough to say, too many to collide."""
    number = int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8]) >> 14
    digits = ""
    for _ in range(_DIGITS):
        number, digit = divmod(number, 32)
        digits = _CROCKFORD[digit] + digits
    return f"T-{digits}"


def message_key(received_at: datetime, identity: str) -> str:
    """Sorts by arrival to the microsecond, unique by the delivery's own hash."""
    return f"{received_at:%Y%m%dT%H%M%S%fZ}-{hashlib.sha256(identity.encode()).hexdigest()[:10]}"


def short_digest(*parts: str) -> str:
    """Sixteen hex digits that stand for the parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
