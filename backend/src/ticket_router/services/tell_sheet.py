"""What the steps say when a row of Triage or Routed may change: somebody should look at the workbook in a moment."""

from __future__ import annotations

from ticket_router.domain.workbook.buckets import bucket_of
from ticket_router.ports import Clock, SheetHints

WHY = "row"


class TellSheet:
    """Sends one hint per bucket of time; without a workbook there is nobody to tell."""

    def __init__(self, *, hints: SheetHints | None, clock: Clock) -> None:
        self._hints = hints
        self._clock = clock

    def __call__(self) -> bool:
        """Whether a hint was sent. Raises Retryable; a hint that is lost is made up for by the next schedule."""
        if self._hints is None:
            return False
        name, seconds = bucket_of(self._clock.now())
        self._hints.later(WHY, name, seconds)
        return True
