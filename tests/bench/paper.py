"""Where the bench prints: tables of one look, and the assumptions beside the numbers that rest on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

WIDTH = 132
"""Wide enough for every table, also where the output is no terminal."""


def paper() -> Console:
    """The console to print on."""
    console = Console()
    return console if console.is_terminal and console.width >= WIDTH else Console(width=WIDTH)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, total: bool = False) -> Table:
    """Text columns start with a plain name; a column whose name starts with `#` holds figures and is set right.

    `total`: the last row is a sum and stands below a line.
    """
    drawn = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        figures = column.startswith("#")
        drawn.add_column(column.removeprefix("#"), justify="right" if figures else "left", no_wrap=figures)
    body = [list(row) for row in rows]
    for place, row in enumerate(body):
        last = place == len(body) - 1
        if total and place == len(body) - 2:
            drawn.add_row(*row, end_section=True)
        else:
            drawn.add_row(*row, style="bold" if total and last else None)
    return drawn


def notes(console: Console, *sentences: str) -> None:
    """What the numbers above rest on."""
    for sentence in sentences:
        console.print(f"  [dim]- {sentence}[/dim]", soft_wrap=False)
    console.print()
