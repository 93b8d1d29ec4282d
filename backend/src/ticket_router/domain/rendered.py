"""A finished post in a channel's own form, and the tag by which it is found again."""

from __future__ import annotations

from typing import Any

from ticket_router.domain.base import Value


class Rendered(Value):
    """One post, ready to send."""

    part: str
    digest: str
    """Fingerprint of what people would see; equal digests need no update."""
    payload: dict[str, Any]
    """The channel's own words: Block Kit for Slack, the parts of a mail for an inbox."""
    pinged: tuple[str, ...] = ()
    """The `@handles` that this post wakes."""
    second_copy: bool = False
    """Mail only: an earlier try may have arrived, so this one says that it is possibly the second copy."""


class Tag(Value):
    """What every post carries so that it can be recognised: the ticket, the number of its card, and the part."""

    ticket_id: str
    n: int
    part: str
    """`attempt/part`, as in the hand-off's posts."""
