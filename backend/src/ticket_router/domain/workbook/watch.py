"""A Drive push channel: Google calls our hook through it for at most a day, and there is no way to renew one."""

from __future__ import annotations

from datetime import datetime, timedelta

from ticket_router.domain.base import Moment, Value

LIFETIME = timedelta(hours=24)
"""The longest that Drive grants for a file (Drive API guide, "Notifications for resource changes")."""
RENEW_EVERY = timedelta(hours=6)
"""The beat of watch-renew's schedule: three renewals may fail before the last channel ends."""
SILENT_TOO_LONG = timedelta(days=1)
"""Each new channel says `sync` at once, so a day without a word means that nothing reaches us."""


class Watch(Value):
    """One channel. It is stored before Google is asked for it, because its first call may come before the answer."""

    channel_id: str
    token_hash: str
    """SHA-256 of the token that every call of this channel carries, in hex."""
    made_at: Moment
    expires_at: Moment
    resource_id: str = ""
    """What stopping it needs; empty until Google answered."""
    heard_at: Moment | None = None
    """When it last spoke."""

    def live(self, now: datetime) -> bool:
        """Whether its calls count."""
        return now < self.expires_at
