"""When an edit of the rules counts: people type row by row, so it goes live once they have rested for a minute."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from ticket_router.domain.workbook.grid import Snapshot, cell_text
from ticket_router.domain.workbook.layout import layout_of
from ticket_router.domain.workbook.memory import Seen
from ticket_router.domain.workbook.shape import Shape

REST = timedelta(seconds=60)
TIMERS = timedelta(seconds=1)
"""What a timer may be early by."""


def rules_digest(snapshot: Snapshot, shape: Shape) -> str:
    """Stands for everything that people can have changed in the rule tabs: headers, cells and the order of rows."""
    told = hashlib.sha256()
    for tab in shape.rule_tabs:
        grid = snapshot.tabs.get(tab.title)
        told.update(f"\x1d{tab.title}\x1d{'gone' if grid is None else ''}".encode())
        if grid is None:
            continue
        layout = layout_of(tab, grid)
        places = [layout.at.get(column.field) for column in tab.written_by_people]
        for row in grid.rows:
            cells = (cell_text(row[place]) if place is not None and place < len(row) else "" for place in places)
            told.update(("\x1e" + "\x1f".join(cells)).encode("utf-8", "surrogatepass"))
    return told.hexdigest()[:32]


def looked_at(seen: Seen, digest: str, now: datetime) -> Seen:
    """What is known after a look that found the rule tabs so."""
    return seen if seen.digest == digest else seen.renewed(digest=digest, since=now)


def still_to_rest(seen: Seen, now: datetime) -> timedelta:
    """How long nothing more may change before the edit counts; nothing when it counts now."""
    left = (seen.since or now) + REST - now
    return left if left > TIMERS else timedelta(0)
