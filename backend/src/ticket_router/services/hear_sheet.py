"""What the hook makes of calls about the workbook: Drive's and Apps Script's both end as one hint, and nothing else.

Neither call says what changed, so nothing in it is believed: it only has drive-sync look for itself.
Sources: Drive API guide, "Notifications for resource changes" (headers, `sync`, what is retried).
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from ticket_router.domain.errors import Unauthorized
from ticket_router.ports import Clock, SheetHints, Watches


@dataclass(frozen=True)
class DriveCall:
    """The headers of one call of Drive's; any of them may be missing in a call that is not Drive's."""

    channel_id: str
    token: str
    message_number: str
    """Grows from call to call of a channel, with gaps."""
    state: str
    """`sync` for a channel's first call, else what happened to the file; a word that is new to us counts as well."""


def token_hash(token: str) -> str:
    """How a channel's token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class HearSheet:
    """The use case behind the hook."""

    def __init__(self, *, watches: Watches, hints: SheetHints, clock: Clock) -> None:
        self._watches = watches
        self._hints = hints
        self._clock = clock

    def drive(self, call: DriveCall) -> None:
        """Pass on a call through any channel that lives; several do while one takes over from another.

        Raises:
            Unauthorized: no such channel, one that has expired, or a wrong token.
            Retryable: it could not be passed on, so Drive should call again.
        """
        now = self._clock.now()
        given = token_hash(call.token)
        known = next((watch for watch in self._watches.all() if watch.channel_id == call.channel_id), None)
        # Compared for unknown channels as well, so that the time an answer takes tells nothing.
        right = hmac.compare_digest(given, known.token_hash if known else token_hash(""))
        if known is None or not right or not call.token:
            raise Unauthorized("unknown channel or wrong token")
        if not known.live(now):
            raise Unauthorized("this channel has expired")
        # The hint goes first: a channel that is not noted as heard only lives beside its successor for longer.
        self._hints.now("drive", f"{known.channel_id}/{call.message_number or now.isoformat()}")
        self._watches.heard(known.channel_id, now)

    def poke(self, nonce: str) -> None:
        """Pass on a poke whose signature was found right; one nonce counts once. Raises Retryable."""
        self._hints.now("poke", nonce)
