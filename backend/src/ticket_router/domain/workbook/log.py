"""The Rules log: each line has an id of its own and is kept until it has been seen in the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ticket_router.domain.workbook.grid import Cell, Grid, cell_text
from ticket_router.domain.workbook.layout import Layout
from ticket_router.domain.workbook.memory import LogEntry, Memory
from ticket_router.domain.workbook.moments import sortable

MOST_WAITING = 200
"""Lines kept while there is no tab to write them to."""


def with_lines(memory: Memory, lines: Iterable[LogEntry]) -> Memory:
    """The memory with these lines to be written; one with an id replaces the line of that id, others get a new one."""
    log, logged = list(memory.log), memory.logged
    for line in lines:
        if not line.entry:
            logged += 1
            line = line.renewed(entry=f"p{logged}")  # noqa: PLW2901 - the numbered line is the line
        log = [kept for kept in log if kept.entry != line.entry] + [line]
    return memory.renewed(log=tuple(log[-MOST_WAITING:]), logged=logged)


def unseen(memory: Memory, grid: Grid, layout: Layout) -> Memory:
    """The memory without the lines that stand in the sheet by now."""
    there = {cell_text(layout.cell(row, "entry")) for _, row in grid.body}
    return memory.renewed(log=tuple(line for line in memory.log if line.entry not in there))


def log_rows(lines: Sequence[LogEntry], layout: Layout, time_zone: str) -> list[tuple[Cell, ...]]:
    """Rows for the tab, latest on top."""
    return [
        layout.laid_out(
            {
                "entry": line.entry,
                "at": sortable(line.at, time_zone),
                "version": f"v{line.version}" if line.version else "",
                "who": line.who,
                "tab": line.tab,
                "row": line.row,
                "what": line.what,
                "fix": line.fix,
            }
        )
        for line in reversed(lines)
    ]
