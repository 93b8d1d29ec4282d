"""What people's clicks need beside the desk: a memory of signed requests, so that none counts twice."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class SignedRequests(Protocol):
    """Signatures that came, for at least as long as they are good."""

    def first(self, signature: str, now: datetime) -> bool:
        """Remember a signature; whether it came for the first time. Raises Retryable, and then it may be remembered."""
        ...
