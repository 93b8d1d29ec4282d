"""Every journey played once and counted; played once a process, since calls, money and their tests all look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from tests.bench.ledger import Ledger
from tests.bench.spine import JOURNEYS, OTHERS, ROUTED_MAIL, spine


@dataclass(frozen=True)
class Counted:
    """What was counted. `ticket_bytes`: stored in all tables for a ticket, on average over all journeys."""

    cold: Mapping[str, Ledger]
    """Each journey by name, every function cold."""
    warm: Ledger
    """A routed mail by functions that have just handled another."""
    sweep: Ledger
    """A sweep with nothing overdue."""
    sync: Ledger
    """A scheduled look at the workbook with nothing to do."""
    row: Ledger
    """The workbook's side of one held ticket."""
    board: Ledger
    """One redraw of a channel's board."""
    ticket_bytes: float


@lru_cache(maxsize=1)
def counted() -> Counted:
    """Play and count; takes about half a minute the first time."""
    with spine() as world:
        cold = {journey.name: world.play(journey, cold=True) for journey in (*JOURNEYS, *OTHERS)}
        world.play(ROUTED_MAIL)
        warm = world.play(ROUTED_MAIL)
        sweep = world.sweep()
        sync, row, board = world.sync(), world.row(), world.board()
        stored = world.stored_bytes() / len(world.world.views.ticket_ids())
    return Counted(cold, warm, sweep, sync, row, board, stored)
