"""What people do to a workbook: `check` names each difference, `create` repairs it, or says why it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.workbook.conftest import BOOK, OWNER, Desk

Break = Callable[[Desk], object]


def ids(desk: Desk, title: str) -> int:
    """The number of a tab."""
    return desk.tab(title).sheet_id


def cell(title: str, row: int, column: int, value: dict[str, Any], fields: str) -> Break:
    """Write one cell's part."""
    return lambda desk: desk.ask(
        {
            "updateCells": {
                "start": {"sheetId": ids(desk, title), "rowIndex": row, "columnIndex": column},
                "rows": [{"values": [value]}],
                "fields": fields,
            }
        }
    )


def properties(title: str, fields: str, **changes: Any) -> Break:
    """Change a tab's properties."""
    return lambda desk: desk.ask(
        {"updateSheetProperties": {"properties": {"sheetId": ids(desk, title), **changes}, "fields": fields}}
    )


def validation(title: str, column: int, rule: dict[str, Any] | None = None) -> Break:
    """Another rule for a column's cells, or none."""

    def ask(desk: Desk) -> None:
        area = {
            "sheetId": ids(desk, title),
            "startRowIndex": 1,
            "startColumnIndex": column,
            "endColumnIndex": column + 1,
        }
        desk.ask({"setDataValidation": {"range": area, **({"rule": rule} if rule else {})}})

    return ask


def number_format(title: str, column: int) -> Break:
    """Numbers where there was something else."""

    def ask(desk: Desk) -> None:
        area = {
            "sheetId": ids(desk, title),
            "startRowIndex": 1,
            "startColumnIndex": column,
            "endColumnIndex": column + 1,
        }
        style = {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "0"}}}
        desk.ask({"repeatCell": {"range": area, "cell": style, "fields": "userEnteredFormat.numberFormat"}})

    return ask


def protections(desk: Desk, title: str) -> list[dict[str, Any]]:
    """Those of a tab, as Google tells them."""
    told = desk.sheets.fetch_sheet_metadata(desk.book, {"fields": "sheets(properties(title),protectedRanges)"})
    found: list[dict[str, Any]] = next(
        sheet.get("protectedRanges", []) for sheet in told["sheets"] if sheet["properties"]["title"] == title
    )
    return found


def unprotect(desk: Desk) -> None:
    """Take away what guards Routed."""
    desk.ask(
        *({"deleteProtectedRange": {"protectedRangeId": p["protectedRangeId"]}} for p in protections(desk, "Routed"))
    )


def warn_only(desk: Desk) -> None:
    """Let everybody edit the log after a warning."""
    changed = {"protectedRangeId": protections(desk, "Rules log")[0]["protectedRangeId"], "warningOnly": True}
    desk.ask({"updateProtectedRange": {"protectedRange": changed, "fields": "warningOnly"}})


def drop_column(desk: Desk) -> None:
    """Somebody deletes the column 'playbook'."""
    span = {"sheetId": ids(desk, "Topics"), "dimension": "COLUMNS", "startIndex": 4, "endIndex": 5}
    desk.ask({"deleteDimension": {"range": span}})


def drop_chart(desk: Desk) -> None:
    """Somebody deletes a chart."""
    told = desk.sheets.fetch_sheet_metadata(desk.book, {"fields": "sheets(charts(chartId))"})
    chart = next(sheet["charts"][0]["chartId"] for sheet in told["sheets"] if sheet.get("charts"))
    desk.ask({"deleteEmbeddedObject": {"objectId": chart}})


def second_team(desk: Desk) -> None:
    """A column of people's own with a name that is taken."""
    span = {"sheetId": ids(desk, "Topics"), "dimension": "COLUMNS", "length": 1}
    desk.ask({"appendDimension": span})
    cell("Topics", 0, 7, {"userEnteredValue": {"stringValue": "Team"}}, "userEnteredValue")(desk)


def zone(desk: Desk) -> None:
    """The owner moves."""
    desk.ask({"updateSpreadsheetProperties": {"properties": {"timeZone": "Asia/Tokyo"}, "fields": "timeZone"}})


def language(desk: Desk) -> None:
    """The owner's settings are American."""
    desk.ask({"updateSpreadsheetProperties": {"properties": {"locale": "en_US"}, "fields": "locale"}})


REPAIRED: dict[str, tuple[Break, str]] = {
    "rule tab gone": (lambda d: d.hands(OWNER).delete_tab("Topics"), "The tab Topics is not there. If it was deleted"),
    "system tab gone": (lambda d: d.hands(OWNER).delete_tab("_lists"), "The tab _lists is not there."),
    "tab renamed": (lambda d: d.hands(OWNER).rename_tab("Teams", "Squads"), "The tab Teams is called 'Squads' now"),
    "tab in other case": (lambda d: d.hands(OWNER).rename_tab("VIPs", "Vips"), "The tab VIPs is called 'Vips' now"),
    "system tab in view": (properties("_people", "hidden", hidden=False), "_people: the tab is in view"),
    "header not frozen": (
        properties("People", "gridProperties.frozenRowCount", gridProperties={"frozenRowCount": 0}),
        "People: the header row is not frozen.",
    ),
    "column deleted": (drop_column, "Topics: there is no column 'playbook'."),
    "header cleared": (cell("Topics", 0, 1, {}, "userEnteredValue"), "Topics: there is no column 'team'."),
    "formula replaced": (
        cell("Topics", 0, 6, {"userEnteredValue": {"stringValue": "Status"}}, "userEnteredValue"),
        "Topics: the formula of 'Status' was changed or is gone.",
    ),
    "note lost": (cell("Topics", 0, 2, {}, "note"), "Topics: the note on 'description' does not explain it any more."),
    "dropdown lost": (validation("Topics", 1), "Topics: the dropdown of 'team' is missing or offers something else."),
    "dropdown changed": (
        validation("Topics", 5, {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "on"}]}}),
        "Topics: the dropdown of 'state' is missing or offers something else.",
    ),
    "checkbox lost": (validation("Triage", 11), "Triage: the checkbox of 'Go' is missing or offers something else."),
    "text as numbers": (number_format("Topics", 0), "Topics: the cells of 'topic' are not kept as text any more."),
    "dates as numbers": (number_format("VIPs", 4), "VIPs: the cells of 'until' are not kept as dates any more."),
    "protection gone": (
        unprotect,
        "Routed: the protection 'Ticket router: all but the corrections of Routed' is missing.",
    ),
    "protection changed": (warn_only, "Rules log: the protection 'Ticket router: all of Rules log' was changed."),
    "colours gone": (
        lambda d: d.ask({"deleteConditionalFormatRule": {"sheetId": ids(d, "Topics"), "index": 0}}),
        "Topics: colours that tell what is wrong, off or urgent are missing or in the wrong place.",
    ),
    "chart gone": (drop_chart, "Dashboard: the chart"),
    "time zone": (zone, "The time zone of the spreadsheet is Asia/Tokyo, not Europe/Berlin."),
    "locale": (language, "The locale of the spreadsheet is en_US, not en_GB."),
}

LEFT: dict[str, tuple[Break, str]] = {
    "header renamed": (
        lambda d: d.hands().rename_column("Topics", "description", "Description for the reader"),
        "Topics: there is no column 'description'; is it the one that is called 'Description for the reader' now?",
    ),
    "header replaced": (
        cell("VIPs", 0, 0, {"userEnteredValue": {"stringValue": "Who"}}, "userEnteredValue"),
        "VIPs: there is no column 'customer'; is it the one that is called 'Who' now?",
    ),
    "header twice": (second_team, "Topics: the header 'team' stands in column B and again in column H"),
    "typed below a formula": (
        cell("Topics", 4, 6, {"userEnteredValue": {"stringValue": "mine"}}, "userEnteredValue"),
        "Topics: the formula of 'Status' shows #REF!: something may have been typed",
    ),
}


@pytest.mark.parametrize("what", REPAIRED)
def test_a_difference_is_named_and_repaired(desk: Desk, what: str) -> None:
    """One sentence names it; afterwards nothing differs, which took one write."""
    breaks, sentence = REPAIRED[what]
    breaks(desk)
    named = desk.check()
    assert [said for said in named if said.startswith(sentence)], named
    before = len(desk.google.calls)
    furnished = desk.create()
    assert furnished.left == () and set(named) <= set(furnished.done)
    assert [c.call for c in desk.google.calls[before:]].count("sheets.spreadsheets.batchUpdate") == 1
    assert desk.check() == []


@pytest.mark.parametrize("what", LEFT)
def test_what_could_only_be_guessed_is_left_to_people(desk: Desk, what: str) -> None:
    """It is named, again after `create`, and no cell of theirs changed."""
    breaks, sentence = LEFT[what]
    breaks(desk)
    cells = {title: desk.google.cells(BOOK, title) for title in desk.google.tabs(BOOK)}
    named = desk.check()
    assert [said for said in named if said.startswith(sentence)], named
    assert [said for said in desk.create().left if said.startswith(sentence)]
    assert {title: desk.google.cells(BOOK, title) for title in desk.google.tabs(BOOK)} == cells


def test_a_column_that_people_moved_is_no_difference(desk: Desk) -> None:
    """Formulas, dropdowns and colours are looked for where the column stands now."""
    desk.hands().move_column("Topics", "state", "topic")
    assert desk.create().left == ()
    assert desk.check() == []
    assert {row["Status"] for row in desk.rows("Topics")} == {"not read yet"}


def test_rows_that_moved_are_no_difference(desk: Desk) -> None:
    """Sorting, inserting at the top and deleting leave a right workbook right."""
    hands = desk.hands()
    hands.sort("Topics", "topic", descending=True)
    hands.insert_rows("Topics", 2, 3)
    hands.delete_rows("Urgent words", 5, 20)
    assert [said for said in desk.check() if "dropdown" not in said] == []
    assert desk.create().left == ()
