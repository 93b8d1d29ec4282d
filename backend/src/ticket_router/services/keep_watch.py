"""watch-renew: keeps a Drive push channel alive on the workbook, and says when none would reach us.

Channels cannot be renewed and last a day at most, so each beat makes a new one; the old ones go once a newer one has
spoken, and until then every change is told twice, which is harmless.
Source: Drive API guide, "Notifications for resource changes".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from ticket_router.domain.errors import Retryable, TicketRouterError
from ticket_router.domain.workbook.watch import LIFETIME, RENEW_EVERY, SILENT_TOO_LONG, Watch
from ticket_router.ports import Clock, Watches, WorkbookFile
from ticket_router.services.hear_sheet import token_hash

FIRST_WORD_WITHIN = timedelta(hours=1)
"""A new channel says `sync` within moments; when none ever spoke for so long, Drive cannot reach the hook."""


class KeepWatch:
    """The use case behind the six-hour schedule."""

    def __init__(
        self,
        *,
        watches: Watches,
        file: WorkbookFile,
        clock: Clock,
        address: str,
        new_id: Callable[[], str],
        new_token: Callable[[], str],
    ) -> None:
        """`address` is where Drive calls; `new_id` gives an id that no channel had (at most 64 characters)."""
        self._watches = watches
        self._file = file
        self._clock = clock
        self._address = address
        self._new_id = new_id
        self._new_token = new_token

    def __call__(self) -> Counter[str]:
        """One beat: what was done, by kind.

        Raises Retryable or NotFound when no new channel could be made; the ones that live go on.
        """
        now = self._clock.now()
        done: Counter[str] = Counter()
        for old in self._watches.all():
            if not old.live(now):
                self._watches.drop(old.channel_id)
                done["expired"] += 1
        self._make(now)
        done["made"] += 1
        for old in _replaced(self._watches.all()):
            done["stopped" if self._stop(old) else "not stopped"] += 1
        return done

    def trouble(self, now: datetime) -> str:
        """What keeps Drive's calls from us, or soon will, in a sentence; empty when all is well."""
        return watch_trouble(self._watches.all(), now)

    def _make(self, now: datetime) -> None:
        token = self._new_token()
        watch = Watch(channel_id=self._new_id(), token_hash=token_hash(token), made_at=now, expires_at=now + LIFETIME)
        # Before Drive is asked: its first call may be faster than its answer.
        self._watches.save(watch)
        try:
            made = self._file.watch(watch, token, self._address)
        except Retryable:
            # The channel may well exist, and then its calls are as good as any; if not, the row just expires.
            raise
        except TicketRouterError:
            self._watches.drop(watch.channel_id)
            raise
        self._watches.save(made)

    def _stop(self, watch: Watch) -> bool:
        """End a channel that is not needed any more; one that cannot be ended now is left for the next beat."""
        try:
            if watch.resource_id:
                self._file.stop(watch)
        except Retryable:
            return False
        self._watches.drop(watch.channel_id)
        return True


def _replaced(watches: Sequence[Watch]) -> list[Watch]:
    """Every channel that is older than the newest one that has spoken."""
    spoken = [watch.made_at for watch in watches if watch.heard_at is not None]
    return [watch for watch in watches if spoken and watch.made_at < max(spoken)]


def watch_trouble(watches: Sequence[Watch], now: datetime) -> str:
    """See `KeepWatch.trouble`. A channel that Drive neither confirmed nor spoke through counts for nothing."""
    real = [watch for watch in watches if watch.resource_id or watch.heard_at]
    if not real:
        return "There is no channel through which Drive could tell of changes."
    left = max(watch.expires_at for watch in real) - now
    if left < RENEW_EVERY:
        return (
            f"The newest Drive channel ends in {max(0, int(left.total_seconds() // 60))} minutes and has no successor."
        )
    words = [watch.heard_at for watch in real if watch.heard_at is not None]
    if not words and now - min(watch.made_at for watch in real) > FIRST_WORD_WITHIN:
        return "Drive has not called through any of its channels, not even to greet."
    if words and now - max(words) > SILENT_TOO_LONG:
        return "Drive has not called for more than a day."
    return ""
