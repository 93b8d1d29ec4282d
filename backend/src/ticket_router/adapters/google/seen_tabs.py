"""The tabs as Google has them: what a request has to call them by, and how large they are.

Source: Sheets API reference, SheetProperties and GridProperties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PROPERTIES = "sheets.properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount,frozenRowCount))"
"""The part of a spreadsheet that `seen_tabs` reads."""


@dataclass(frozen=True)
class SeenTab:
    """A tab as Google has it, and what a new row's blank cells are like, by position."""

    sheet_id: int
    rows: int
    columns: int
    frozen: int = 1
    fresh: Mapping[int, dict[str, Any]] = field(default_factory=dict)


def seen_tabs(told: Mapping[str, Any]) -> dict[str, SeenTab]:
    """Tabs with cells, by title, from a Spreadsheet; a chart's own tab has none."""
    found = {}
    for sheet in told.get("sheets", []):
        properties = sheet["properties"]
        grid = properties.get("gridProperties", {})
        if properties.get("sheetType", "GRID") == "GRID":
            found[properties["title"]] = SeenTab(
                sheet_id=properties.get("sheetId", 0),
                rows=grid.get("rowCount", 1),
                columns=grid.get("columnCount", 1),
                frozen=grid.get("frozenRowCount", 0),
            )
    return found
