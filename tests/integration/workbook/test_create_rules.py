"""The rules in a freshly created workbook are the starter rules, when they are read back as the router does it."""

from __future__ import annotations

import json
from typing import Any

from scripts.ops.starter import STARTED, starter_rulebook
from scripts.ops.tabs import template_shape
from tests.integration.workbook.conftest import BOOK, Desk
from ticket_router.adapters.google.sheets import SheetsWorkbook
from ticket_router.domain.workbook.grid import Cell, DeleteRows, Grid, InsertRows, ReplaceRows, Snapshot
from ticket_router.domain.workbook.layout import layout_of
from ticket_router.domain.workbook.parsing import parse_rules
from ticket_router.domain.workbook.shape import FilledBy

SHAPE = template_shape()


def test_starter_rows_read_back_as_the_starter_rules(desk: Desk) -> None:
    """Through the sheet and the parser, without a problem, row numbers included."""
    titles = [tab.title for tab in SHAPE.rule_tabs]
    asked: dict[str, Any] = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
    told = desk.sheets.values_batch_get(BOOK, [f"'{title}'" for title in titles], asked)
    grids = {
        title: Grid([[cell if cell != "" else None for cell in row] for row in found.get("values", [])])
        for title, found in zip(titles, told["valueRanges"], strict=True)
    }
    parsed = parse_rules(Snapshot(grids), SHAPE, None, {})
    assert parsed.problems == ()
    assert set(parsed.row_status.values()) == {"live"}
    named = {"published_at": STARTED, "published_by": "starter rows"}
    assert parsed.rulebook.renewed(**named) == starter_rulebook()


def test_what_the_router_writes_is_no_difference(desk: Desk) -> None:
    """Rows that its own adapter inserts, replaces and deletes have the dropdowns and formats that `check` looks for."""
    info = json.dumps(desk.google.service_account_info())
    workbook = SheetsWorkbook(info=lambda: info, spreadsheet_id=BOOK, shape=SHAPE, base_url=desk.google.url)
    snapshot = workbook.read()

    def row(title: str, **values: str | bool) -> tuple[Cell, ...]:
        tab = SHAPE.tab(title)
        given = {column.field: "" for column in tab.columns if column.filled_by is FilledBy.backend}
        return layout_of(tab, snapshot.tabs[title]).laid_out({**given, **values})

    workbook.write(
        [
            InsertRows("Triage", [row("Triage", ticket=f"T-{n}", go=False) for n in range(3)]),
            InsertRows("Routed", [row("Routed", ticket="T-9", message="=1+1", go=False)]),
            InsertRows("Rules log", [row("Rules log", entry="p1", what="topic added")]),
            ReplaceRows("_status", [(f"T-{n}", "✓ with finance") for n in range(1_500)]),
            ReplaceRows("_people", [("dana@company.example", "U0DANA")]),
        ]
    )
    assert desk.check() == []
    workbook.read()
    workbook.write([DeleteRows("Triage", (2, 3)), ReplaceRows("_status", [("T-2", "✓ with legal")])])
    assert desk.check() == []
    assert [(r["ticket"], r["Status"]) for r in desk.rows("Triage")] == [("T-2", "✓ with legal")]
    assert [r["message"] for r in desk.rows("Routed")] == ["=1+1"]
