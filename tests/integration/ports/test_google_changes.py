"""The workbook in Google Sheets while people change its tabs and columns, and what new rows look like among theirs."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.ops.furnish import check_workbook
from scripts.ops.workbook.plan import Wishes
from scripts.sandbox.not_google import NotGoogle
from tests.integration.ports.sheet_benches import SHEET, TRIAGE, GoogleSheet, new
from ticket_router.adapters.google.client import google_client
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.domain.errors import Retryable
from ticket_router.domain.workbook.grid import Cell, DeleteRows, InsertRows, ReplaceRows


@pytest.fixture
def sheet(google: NotGoogle) -> GoogleSheet:
    """The workbook in Google's stand-in, without rows."""
    return GoogleSheet(google)


def test_a_tab_of_peoples_own_disturbs_nobody(sheet: GoogleSheet) -> None:
    """Nor does a quote in its name."""
    sheet.hands.add_tab("Ann's notes")
    sheet.rename_tab("Preview", "it's gone")
    tabs = sheet.workbook.read().tabs
    assert {"Ann's notes", "it's gone"} <= set(tabs)
    assert tabs["it's gone"].rows == ()


def test_a_tab_that_was_made_anew_is_written_to(sheet: GoogleSheet) -> None:
    """Its number is another one now, and the worker remembers the old one."""
    sheet.workbook.read()
    sheet.workbook.write([new("T-1")])
    sheet.delete_tab("Triage")
    sheet.hands.add_tab("Triage")
    for place, name in enumerate(TRIAGE):
        sheet.hands.type("Triage", f"{chr(ord('A') + place)}1", name)
    sheet.workbook.write([new("T-2")])
    assert sheet.column("Triage", "ticket") == ["T-2"]


def test_a_tab_that_was_swapped_for_a_copy_is_written_to_from_then_on(sheet: GoogleSheet) -> None:
    """One write may still go to the old one, which harms nobody; its answer tells how the tabs are called now."""
    sheet.workbook.write([new("T-1")])
    sheet.rename_tab("Triage", "Triage old")
    sheet.hands.add_tab("Triage")
    for place, name in enumerate(TRIAGE):
        sheet.hands.type("Triage", f"{chr(ord('A') + place)}1", name)
    for _ in range(3):
        there = {cells[0] for _, cells in sheet.workbook.read().tabs["Triage"].body}
        sheet.workbook.write([new(*(ticket for ticket in ("T-3", "T-2") if ticket not in there))])
    assert sheet.column("Triage", "ticket") == ["T-3", "T-2"]
    assert sheet.column("Triage old", "ticket") == ["T-3", "T-2", "T-1"]


def test_a_tab_that_lost_its_spare_rows_grows_again(sheet: GoogleSheet) -> None:
    """Somebody deleted rows of the hidden tab since the worker saw its size."""
    sheet.workbook.write([ReplaceRows("_status", (("T-1", "x"),))])
    sheet.delete_rows("_status", 3, 900)
    rows = tuple((f"T-{n}", "x") for n in range(500))
    sheet.workbook.write([ReplaceRows("_status", rows)])
    assert len(sheet.shown("_status")) == 501


def test_columns_that_people_moved_are_written_where_they_are(sheet: GoogleSheet) -> None:
    """The core lays cells out by the header it read; dropdowns and checkboxes go along."""
    sheet.hands.insert_column("Triage", "received", "our notes")
    header = list(sheet.workbook.read().tabs["Triage"].header)
    cells: list[Cell] = [None] * len(header)
    cells[header.index("ticket")], cells[header.index("Go")] = "T-1", False
    sheet.workbook.write([InsertRows("Triage", (tuple(cells),))])
    assert sheet.column("Triage", "ticket") == ["T-1"]
    assert sheet.column("Triage", "Go") == [False]
    assert rule(sheet, header.index("Go"))["condition"]["type"] == "BOOLEAN"
    assert rule(sheet, header.index("team"))["condition"]["values"] == [{"userEnteredValue": "=_lists!$B$2:$B"}]


def test_a_column_that_went_since_the_look_is_passing_trouble(sheet: GoogleSheet) -> None:
    """The next look sees where things stand."""
    sheet.workbook.read()
    sheet.workbook.write([new("T-1")])
    last = len(TRIAGE) - 1
    spare = {"dimension": "COLUMNS", "sheetId": 201, "startIndex": last - 1, "endIndex": last}
    ask(sheet, {"deleteDimension": {"range": spare}})
    with pytest.raises(Retryable):
        sheet.workbook.write([new("T-2")])
    assert sheet.column("Triage", "ticket") == ["T-1"]


def test_a_column_that_came_since_the_last_write_is_no_trouble(sheet: GoogleSheet) -> None:
    """The worker remembers fewer columns than it read."""
    sheet.workbook.write([new("T-1")])
    sheet.hands.insert_column("Triage", "received", "our notes")
    header = sheet.workbook.read().tabs["Triage"].header
    sheet.workbook.write([InsertRows("Triage", (("T-2", *[None] * (len(header) - 1)),))])
    assert sheet.column("Triage", "ticket") == ["T-2", "T-1"]


def ask(sheet: GoogleSheet, *requests: dict[str, Any]) -> None:
    """Have something done to the spreadsheet that people do by other means."""
    client = google_client(sheet.info, sheet.google.url)
    client.http_client.batch_update(SHEET, {"requests": list(requests)})
    client.http_client.session.close()


def metadata(sheet: GoogleSheet, ranges: str, fields: str) -> Any:
    """A look at more than values."""
    client = google_client(sheet.info, sheet.google.url)
    try:
        asked = {"ranges": [ranges], "fields": f"sheets.data.rowData.values({fields})"}
        return client.http_client.fetch_sheet_metadata(SHEET, asked)["sheets"][0]["data"][0]["rowData"]
    finally:
        client.http_client.session.close()


def rule(sheet: GoogleSheet, place: int) -> Any:
    """The data validation of a cell in the first row below Triage's header."""
    return metadata(sheet, "Triage!A2:Z2", "dataValidation")[0]["values"][place]["dataValidation"]


def test_new_rows_look_like_rows(sheet: GoogleSheet) -> None:
    """Not bold like the header, not yellow like the row that somebody marked; and text stays text when edited."""
    sheet.workbook.read()
    sheet.workbook.write([new("T-1")])
    paint = {
        "repeatCell": {
            "range": {"sheetId": 201, "startRowIndex": 1, "endRowIndex": 2},
            "cell": {"userEnteredFormat": {"backgroundColorStyle": {"rgbColor": {"red": 1.0, "green": 1.0}}}},
            "fields": "userEnteredFormat.backgroundColorStyle",
        }
    }
    ask(sheet, paint)
    sheet.workbook.write([new("T-2")])
    header, fresh, marked = (
        row["values"][0].get("userEnteredFormat", {})
        for row in metadata(sheet, "Triage!A1:A3", "userEnteredFormat(backgroundColorStyle,numberFormat,textFormat)")
    )
    assert header["textFormat"]["bold"] is True
    assert not fresh.get("textFormat", {}).get("bold")
    assert "backgroundColorStyle" not in fresh
    assert fresh["numberFormat"]["type"] == "TEXT"
    assert marked["backgroundColorStyle"]["rgbColor"]["red"] == 1


def test_what_the_router_writes_is_no_drift(sheet: GoogleSheet) -> None:
    """`ticket-router workbook check` finds nothing to say about rows that came from here."""
    sheet.workbook.read()
    log = tuple(7 if column.field == "row" else "x" for column in workbook_shape().tab("Rules log").columns)
    status = ReplaceRows("_status", tuple((f"T-{n}", "x") for n in range(1200)))
    sheet.workbook.write([new("T-2", "T-1"), InsertRows("Rules log", (log,)), status])
    sheet.workbook.write([DeleteRows("Triage", (2,))])
    client = google_client(sheet.info, sheet.google.url)
    assert check_workbook(client.http_client, SHEET, Wishes(sheet.info["client_email"])) == []
    client.http_client.session.close()


def test_days_that_people_type_come_as_numbers(sheet: GoogleSheet) -> None:
    """A day is the number of days since 1899-12-30, in whatever way the sheet shows it."""
    place = next(n for n, c in enumerate(workbook_shape().tab("VIPs").columns) if c.field == "until")
    sheet.hands.type("VIPs", f"{chr(ord('A') + place)}2", "2026-12-31")
    assert sheet.workbook.read().tabs["VIPs"].rows[1][place] == 46387
