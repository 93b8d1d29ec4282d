"""The ticks half of drive-sync: each Go that counts is noted first and then done, exactly once."""

from __future__ import annotations

from collections.abc import Iterable

from ticket_router.domain.correction import Wish
from ticket_router.domain.errors import TicketRouterError
from ticket_router.domain.workbook.live_rows import LiveRow, counting, wish_of
from ticket_router.domain.workbook.memory import Memory, Outcome, Tick
from ticket_router.domain.workbook.moments import short
from ticket_router.ports import Clock, WorkbookFile
from ticket_router.services.correct import Correct

SOMEBODY = "someone in the workbook"


class SyncTicks:
    """Notes ticks in the memory, and does those that are noted."""

    def __init__(self, *, correct: Correct, file: WorkbookFile, clock: Clock) -> None:
        self._correct = correct
        self._file = file
        self._clock = clock

    def note(self, rows: Iterable[LiveRow], memory: Memory) -> Memory:
        """The memory with every tick that counts now among the pending ones, under a name of its own."""
        fresh, counted = counting(rows, memory.ticks)
        unnamed = self._editor() if any(not row.by for row in fresh) else ""
        named = [row.tick(f"sheet:{row.digest}:{memory.rev}:{n}", unnamed) for n, row in enumerate(fresh)]
        return memory.renewed(ticks=counted, pending=(*memory.pending, *named))

    def do(self, memory: Memory, time_zone: str) -> tuple[Memory, list[Exception]]:
        """The memory with the outcome of each pending tick, and what went wrong; such a tick stays pending.

        One tick's bug must not keep the others from being done.
        """
        left: list[Tick] = []
        troubles: list[Exception] = []
        outcomes = dict(memory.outcomes)
        for tick in memory.pending:
            try:
                done, said = self._done(tick)
            except Exception as trouble:  # noqa: BLE001 - see above; the caller tells of it
                left.append(tick)
                troubles.append(trouble)
                continue
            at = self._clock.now()
            mark = "\u2713" if done else "\u2717"
            text = f"{mark} {short(at, time_zone)}: {said}, by {tick.by}" if done else f"{mark} {said}"
            outcomes[tick.ticket_id] = Outcome(text=text if done else f"{text} ({short(at, time_zone)})", at=at)
        return memory.renewed(pending=tuple(left), outcomes=outcomes), troubles

    def _done(self, tick: Tick) -> tuple[bool, str]:
        if tick.is_empty:
            return False, "nothing is filled in: choose a topic, a team, an urgency or an action"
        wish = wish_of(tick)
        if not isinstance(wish, Wish):
            return False, wish
        answer = self._correct(wish)
        return answer.done, answer.text

    def _editor(self) -> str:
        try:
            return self._file.last_editor() or SOMEBODY
        except TicketRouterError:
            return SOMEBODY
