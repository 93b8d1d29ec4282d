"""Slack's rate limits as token buckets on the world's clock: a burst only works if Retry-After is respected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scripts.sandbox.standin import whole_seconds

_TIER_2, _TIER_3, _TIER_4 = 20.0, 50.0, 100.0
_TIERS: Mapping[str, float] = {
    "chat.update": _TIER_3,
    "chat.delete": _TIER_3,
    "conversations.history": _TIER_3,
    "conversations.replies": _TIER_3,
    "conversations.info": _TIER_3,
    "conversations.list": _TIER_2,
    "users.lookupByEmail": _TIER_3,
    "users.list": _TIER_2,
    "users.info": _TIER_4,
    "views.open": _TIER_4,
    "views.update": _TIER_4,
    "pins.add": _TIER_2,
    "pins.remove": _TIER_2,
}
"""Calls a minute, each method for itself, as each method's page on docs.slack.dev/reference/methods names its
tier."""


@dataclass(frozen=True)
class Limits:
    """What a workspace allows. Posting is "1 per second per channel, short bursts allowed" (docs.slack.dev).

    Slack does not say how short a burst is: `post_burst` is our guess.
    """

    post_per_second: float = 1.0
    post_burst: float = 4.0
    per_minute: Mapping[str, float] = field(default_factory=lambda: dict(_TIERS))


class Buckets:
    """What is left of every limit at this moment."""

    def __init__(self) -> None:
        self._left: dict[tuple[str, str], tuple[float, float]] = {}

    def take(self, limits: Limits | None, call: str, channel: str, now: float) -> int:
        """Take one call; 0 when it may pass, else the whole seconds to wait. A refused call costs nothing."""
        if limits is None:
            return 0
        if call == "chat.postMessage":
            return self._take((call, channel), limits.post_per_second, limits.post_burst, now)
        if call in limits.per_minute:
            return self._take((call, ""), limits.per_minute[call] / 60, limits.per_minute[call], now)
        return 0

    def _take(self, key: tuple[str, str], rate: float, burst: float, now: float) -> int:
        left, since = self._left.get(key, (burst, now))
        left = min(burst, left + max(0.0, now - since) * rate)
        if left < 1 - 1e-9:
            self._left[key] = (left, now)
            return whole_seconds((1 - left) / rate)
        self._left[key] = (left - 1, now)
        return 0
