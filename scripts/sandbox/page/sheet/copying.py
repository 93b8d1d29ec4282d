"""A row's content for its copy: what people entered, with the type it has, and nothing that is computed."""

from __future__ import annotations

from scripts.sandbox.not_google import Spreadsheet, TabView

Run = tuple[int, list[str | float | None]]
"""The first column, from 0, and the values from there on."""


def entered(file: Spreadsheet, tab: TabView, number: int, *, everything: bool) -> list[Run]:
    """Runs of neighbouring cells that hold something; without `everything` only those that are not protected."""
    cells = next(one for one in file.book.tabs if one.id == tab.id).rows[number - 1]
    runs: list[Run] = []
    for column, (cell, view) in enumerate(zip(cells, tab.rows[number - 1], strict=False)):
        value = cell.entered
        if not isinstance(value, (str, int, float)) or not (everything or view.editable):
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == column:
            runs[-1][1].append(value)
        else:
            runs.append((column, [value]))
    return runs
