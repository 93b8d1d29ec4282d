"""The Sheets API's quotas: reads and writes a minute, for one user and for the whole project.

developers.google.com/workspace/sheets/api/limits: 300 reads and 300 writes a minute a project, 60 and 60 a user of it.
Counted here over the sixty seconds past, which is the strictest reading of "refilled every minute". Refused calls do
not count.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from scripts.sandbox.not_google.wire.errors import GoogleRefusal

MINUTE = 60.0


@dataclass(frozen=True)
class Quotas:
    """Calls a minute."""

    user: int = 60
    project: int = 300


@dataclass(frozen=True)
class Used:
    """Calls of the project in the minute past."""

    reads: int
    writes: int


class Meters:
    """What was used of the quotas; `now` is always the world's clock."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[tuple[float, str]]] = {"Read": deque(), "Write": deque()}

    def take(self, quotas: Quotas | None, kind: str, user: str, now: float) -> None:
        """Count one call of `kind` ("Read" or "Write"); raises GoogleRefusal (429) when the minute is used up."""
        calls = self._past_minute(kind, now)
        if quotas is not None:
            if sum(1 for _, who in calls if who == user) >= quotas.user:
                raise exhausted(kind, " per user")
            if len(calls) >= quotas.project:
                raise exhausted(kind, "")
        calls.append((now, user))

    def used(self, now: float) -> Used:
        """What the whole project used in the minute past."""
        return Used(len(self._past_minute("Read", now)), len(self._past_minute("Write", now)))

    def _past_minute(self, kind: str, now: float) -> deque[tuple[float, str]]:
        calls = self._calls[kind]
        while calls and calls[0][0] <= now - MINUTE:
            calls.popleft()
        return calls


def exhausted(kind: str, whose: str) -> GoogleRefusal:
    """The answer when a minute's "Read" or "Write" requests are used up, `whose` is empty or " per user"."""
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute{whose}' "
        "of service 'sheets.googleapis.com' for consumer 'project_number:1070'."
    )
    metadata = {"service": "sheets.googleapis.com", "consumer": "projects/1070"}
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": metadata,
    }
    return GoogleRefusal("RESOURCE_EXHAUSTED", message, details=[info])
