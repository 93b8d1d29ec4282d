"""spreadsheets.batchUpdate: all or nothing, one reply for each request, and what every kind does."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

from scripts.sandbox.not_google import Hands, NotGoogle
from tests.integration.standins.google_clients import ID, batch


def text(value: str) -> dict[str, Any]:
    """A cell of text."""
    return {"userEnteredValue": {"stringValue": value}}


def sheet(book: gspread.Spreadsheet, fields: str, index: int = 0) -> dict[str, Any]:
    """Some fields of one tab."""
    found = book.client.spreadsheets_get(ID, {"fields": f"sheets({fields})"})
    return dict(found["sheets"][index])


def rows(*cells: str) -> dict[str, int]:
    """A range of rows 2 to 4 and columns A to B of the first tab; with names, without those ends."""
    whole = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    return {name: end for name, end in whole.items() if name not in cells}


def test_a_batch_counts_as_a_whole_or_not_at_all(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """When the third request fails, the first two never happened."""
    before = google.files[ID].book
    good = {"addSheet": {"properties": {"sheetId": 7, "title": "New"}}}
    write = {"updateCells": {"start": {"sheetId": 7}, "rows": [{"values": [text("x")]}], "fields": "userEnteredValue"}}
    bad = {"deleteSheet": {"sheetId": 99}}
    with pytest.raises(APIError, match=r"Invalid requests\[2\]\.deleteSheet: No grid with id: 99"):
        book.batch_update(batch(good, write, bad))
    assert google.tabs(ID) == ["Sheet1"]
    assert google.files[ID].book is before
    answer = book.batch_update(batch(good, write))
    assert [list(reply) for reply in answer["replies"]] == [["addSheet"], []]
    assert google.cells(ID, "New") == [["x"]]


def test_typed_text_never_becomes_a_formula(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """stringValue is text whatever it begins with; formulaValue is a formula."""
    cells = [text("=1+1"), {"userEnteredValue": {"formulaValue": "=1+1"}}, text("+1"), text("\t@x"), text("")]
    book.batch_update(
        batch({"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": cells}], "fields": "userEnteredValue"}})
    )
    assert google.cells(ID, "Sheet1") == [["=1+1", 2, "+1", "\t@x"]]


def test_a_range_that_the_rows_do_not_cover_is_cleared(
    google: NotGoogle, book: gspread.Spreadsheet, ann: Hands
) -> None:
    """With `range` the masked fields of the rest go; with `start` the rest stays."""
    ann.paste("Sheet1", "A1", [["h", "i"], ["a", "b"], ["c", "d"], ["e", "f"]])
    one = [{"values": [text("new")]}]
    book.batch_update(batch({"updateCells": {"range": rows(), "rows": one, "fields": "userEnteredValue"}}))
    assert google.cells(ID, "Sheet1") == [["h", "i"], ["new", None]]
    ann.paste("Sheet1", "A2", [["a", "b"], ["c", "d"]])
    start = {"sheetId": 0, "rowIndex": 1}
    book.batch_update(batch({"updateCells": {"start": start, "rows": one, "fields": "userEnteredValue"}}))
    assert google.cells(ID, "Sheet1") == [["h", "i"], ["new", "b"], ["c", "d"]]


def test_a_mask_says_what_is_written(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """Formats merge along their path; what the mask names and the cell does not bring is cleared."""
    first = {"textFormat": {"bold": True, "fontSize": 14}, "wrapStrategy": "WRAP"}
    cell = {"range": rows("endRowIndex"), "cell": {"userEnteredFormat": first, "note": "n"}}
    book.batch_update(batch({"repeatCell": {**cell, "fields": "userEnteredFormat,note"}}))
    italic = {"userEnteredFormat": {"textFormat": {"italic": True}}}
    fields = "userEnteredFormat.textFormat.italic,userEnteredFormat.textFormat.fontSize,note"
    book.batch_update(batch({"repeatCell": {"range": rows("endRowIndex"), "cell": italic, "fields": fields}}))
    mask = "data.rowData.values(userEnteredFormat,note)"
    found = sheet(book, mask)["data"][0]["rowData"][1]["values"][0]
    assert found == {"userEnteredFormat": {"textFormat": {"bold": True, "italic": True}, "wrapStrategy": "WRAP"}}


def test_colours_come_back_in_eight_bits_under_both_names(book: gspread.Spreadsheet) -> None:
    """0.9 is the 230th of 255 steps when it is read again; a zero is left out."""
    colour = {"userEnteredFormat": {"backgroundColor": {"red": 0.9, "green": 1, "blue": 0}}}
    request = {"range": {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}, "cell": colour}
    book.batch_update(batch({"repeatCell": {**request, "fields": "userEnteredFormat.backgroundColor"}}))
    found = sheet(book, "data.rowData.values.userEnteredFormat")["data"][0]["rowData"][0]["values"][0]
    kept = {"red": 0.9019608, "green": 1}
    assert found["userEnteredFormat"] == {"backgroundColor": kept, "backgroundColorStyle": {"rgbColor": kept}}
    style = {"userEnteredFormat": {"backgroundColorStyle": {"rgbColor": {"blue": 1}}}}
    book.batch_update(
        batch({"repeatCell": {**request, "cell": style, "fields": "userEnteredFormat.backgroundColorStyle"}})
    )
    found = sheet(book, "data.rowData.values.userEnteredFormat")["data"][0]["rowData"][0]["values"][0]
    assert found["userEnteredFormat"]["backgroundColor"] == {"blue": 1}


def test_cells_are_appended_after_the_last_row_with_data(
    google: NotGoogle, book: gspread.Spreadsheet, ann: Hands
) -> None:
    """appendCells looks at the whole tab and lengthens a full grid."""
    ann.paste("Sheet1", "C3", [["x"]])
    request = {"appendCells": {"sheetId": 0, "rows": [{"values": [text("new")]}], "fields": "userEnteredValue"}}
    book.batch_update(batch(request))
    assert google.cells(ID, "Sheet1")[3] == ["new", None, None]
    ann.paste("Sheet1", "A1000", [["last"]])
    book.batch_update(batch(request))
    assert len(google.cells(ID, "Sheet1")) == 1001


def test_tabs_are_added_with_what_was_asked_for(book: gspread.Spreadsheet) -> None:
    """Id, title, size, place, frozen rows, colour; an id or a title that is taken is refused."""
    asked = {
        "sheetId": 501,
        "title": "Triage",
        "index": 0,
        "hidden": False,
        "tabColorStyle": {"rgbColor": {"red": 1}},
        "gridProperties": {"rowCount": 5, "columnCount": 3, "frozenRowCount": 1, "frozenColumnCount": 1},
    }
    reply = book.batch_update(batch({"addSheet": {"properties": asked}}))["replies"][0]["addSheet"]["properties"]
    assert reply["gridProperties"] == asked["gridProperties"]
    assert (reply["sheetId"], reply["index"], reply["tabColor"]) == (501, 0, {"red": 1})
    for again, words in (
        ({"sheetId": 501, "title": "Other"}, "exists already"),
        ({"title": "TRIAGE"}, "already exists"),
    ):
        with pytest.raises(APIError, match=words):
            book.batch_update(batch({"addSheet": {"properties": again}}))
    named = book.batch_update(batch({"addSheet": {}}))["replies"][0]["addSheet"]["properties"]
    assert named["title"] == "Sheet2"


def test_tabs_are_changed_field_by_field(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """Only what the mask names; a slash in it does (gspread writes one)."""
    properties = {"sheetId": 0, "title": "Renamed", "hidden": True, "gridProperties": {"frozenRowCount": 2}}
    fields = "title,gridProperties/frozenRowCount"
    book.batch_update(batch({"updateSheetProperties": {"properties": properties, "fields": fields}}))
    found = sheet(book, "properties")["properties"]
    assert (found["title"], found["gridProperties"]["frozenRowCount"], "hidden" in found) == ("Renamed", 2, False)
    book.sheet1.freeze(rows=1)
    assert sheet(book, "properties")["properties"]["gridProperties"]["frozenRowCount"] == 1
    with pytest.raises(APIError, match="can't hide all the sheets"):
        book.batch_update(batch({"updateSheetProperties": {"properties": properties, "fields": "hidden"}}))
    with pytest.raises(APIError, match="must be positive"):
        book.batch_update(batch({"updateSheetProperties": {"properties": properties, "fields": "gridProperties"}}))
    assert google.tabs(ID) == ["Renamed"]


@pytest.mark.parametrize(
    ("index", "order"),
    [(0, "ABC"), (1, "ABC"), (2, "BAC"), (3, "BCA")],
)
def test_a_tab_s_place_is_counted_before_the_move(
    google: NotGoogle, book: gspread.Spreadsheet, index: int, order: str
) -> None:
    """As the reference describes it: its own place and the next one change nothing."""
    for title in "BC":
        book.add_worksheet(title, 5, 5)
    request = {"properties": {"sheetId": 0, "title": "A", "index": index}, "fields": "title,index"}
    book.batch_update(batch({"updateSheetProperties": request}))
    assert "".join(google.tabs(ID)) == order


def test_the_last_visible_tab_stays(book: gspread.Spreadsheet) -> None:
    """A spreadsheet always shows something."""
    with pytest.raises(APIError, match="You can't remove all the visible sheets"):
        book.batch_update(batch({"deleteSheet": {"sheetId": 0}}))


def test_locale_and_time_zone_are_pinned(book: gspread.Spreadsheet) -> None:
    """Set by mask, read back, and held to what exists."""
    properties = {"locale": "en_GB", "timeZone": "Europe/London", "title": "Desk 2"}
    book.batch_update(
        batch({"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone,title"}})
    )
    found = book.client.spreadsheets_get(ID, {"fields": "properties(title,locale,timeZone)"})["properties"]
    assert found == properties
    for wrong in ({"timeZone": "Mars/Olympus"}, {"locale": "English"}, {"title": ""}):
        request = {"properties": wrong, "fields": next(iter(wrong))}
        with pytest.raises(APIError, match="Invalid value for properties"):
            book.batch_update(batch({"updateSpreadsheetProperties": request}))


def test_rows_are_inserted_deleted_moved_and_added(google: NotGoogle, book: gspread.Spreadsheet, ann: Hands) -> None:
    """Lines go where they should and take their cells along."""
    ann.paste("Sheet1", "A1", [[letter] for letter in "abcd"])

    def column() -> str:
        return "".join(row[0] or "." for row in google.cells(ID, "Sheet1"))

    span = {"sheetId": 0, "dimension": "ROWS"}
    book.batch_update(batch({"insertDimension": {"range": {**span, "startIndex": 1, "endIndex": 3}}}))
    assert column() == "a..bcd"
    book.batch_update(batch({"deleteDimension": {"range": {**span, "startIndex": 1, "endIndex": 3}}}))
    assert column() == "abcd"
    source = {**span, "startIndex": 0, "endIndex": 2}
    book.batch_update(batch({"moveDimension": {"source": source, "destinationIndex": 3}}))
    assert column() == "cabd"
    source = {**span, "startIndex": 2, "endIndex": 4}
    book.batch_update(batch({"moveDimension": {"source": source, "destinationIndex": 0}}))
    assert column() == "bdca"
    book.batch_update(batch({"appendDimension": {**span, "length": 5}}))
    assert sheet(book, "properties")["properties"]["gridProperties"]["rowCount"] == 1005
    columns = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    book.batch_update(batch({"insertDimension": {"range": columns}}))
    assert google.cells(ID, "Sheet1")[0] == [None, "b"]


def test_a_grid_keeps_a_row_below_the_frozen_ones(book: gspread.Spreadsheet) -> None:
    """Rows outside the grid, all rows, all rows that are not frozen: none of these can be deleted."""
    tab = book.add_worksheet("Small", 3, 2)
    tab.freeze(rows=1)
    span = {"sheetId": tab.id, "dimension": "ROWS"}
    for start, end, words in (
        (0, 3, "can't delete all the rows"),
        (1, 3, "non-frozen rows"),
        (2, 9, "not in the grid"),
    ):
        with pytest.raises(APIError, match=words):
            book.batch_update(batch({"deleteDimension": {"range": {**span, "startIndex": start, "endIndex": end}}}))
    with pytest.raises(APIError, match="inheritFromBefore cannot be true"):
        book.batch_update(
            batch({"insertDimension": {"range": {**span, "startIndex": 0, "endIndex": 1}, "inheritFromBefore": True}})
        )


@pytest.mark.parametrize(("before", "bold", "checkbox"), [(True, True, False), (False, False, True)])
def test_new_rows_look_like_a_neighbour(
    google: NotGoogle, book: gspread.Spreadsheet, before: bool, bold: bool, checkbox: bool
) -> None:
    """inheritFromBefore takes the row above as the model, else the one below, rules included."""
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
    head = {"sheetId": 0, "endRowIndex": 1, "endColumnIndex": 1}
    body = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 9, "endColumnIndex": 1}
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    span = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    book.batch_update(
        batch(
            {"repeatCell": {"range": head, "cell": look, "fields": "userEnteredFormat"}},
            {"setDataValidation": {"range": body, "rule": rule}},
            {"insertDimension": {"range": span, "inheritFromBefore": before}},
            {
                "updateCells": {
                    "start": {"sheetId": 0, "rowIndex": 1},
                    "rows": [{"values": [text("x")]}],
                    "fields": "userEnteredValue",
                }
            },
        )
    )
    new = google.view(ID).tabs[0].rows[1][0]
    assert (new.bold, new.is_checkbox) == (bold, checkbox)


def test_rows_are_sorted_with_blanks_at_the_end(google: NotGoogle, book: gspread.Spreadsheet, ann: Hands) -> None:
    """Numbers, texts whatever their case, FALSE, TRUE, then blanks, both ways; the notes go along."""
    values = ["b", 10, None, True, "A", 9, False]
    ann.paste("Sheet1", "A1", [[value, number] for number, value in enumerate(values)])
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 7, "endColumnIndex": 2}

    def sort(order: str) -> list[Any]:
        book.batch_update(
            batch({"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": order}]}})
        )
        return [row[0] for row in google.cells(ID, "Sheet1")]

    assert sort("ASCENDING") == [9, 10, "A", "b", False, True, None]
    assert sort("DESCENDING") == [True, False, "b", "A", 10, 9, None]
    assert [row[1] for row in google.cells(ID, "Sheet1")] == [3, 6, 0, 4, 1, 5, 2]


def test_the_answer_can_hold_the_spreadsheet(book: gspread.Spreadsheet) -> None:
    """includeSpreadsheetInResponse tells the state after all requests."""
    body = batch({"addSheet": {"properties": {"title": "New"}}})
    answer = book.batch_update({**body, "includeSpreadsheetInResponse": True})
    titles = [tab["properties"]["title"] for tab in answer["updatedSpreadsheet"]["sheets"]]
    assert titles == ["Sheet1", "New"]


def test_grid_data_is_told_as_far_as_something_is_there(book: gspread.Spreadsheet, ann: Hands) -> None:
    """Ranges pick tabs and cells; entered, effective and shown value stand side by side."""
    book.add_worksheet("Other", 5, 5)
    ann.paste("Sheet1", "B2", [["=1/0", "12%"]])
    params = {"includeGridData": "true", "ranges": ["Sheet1!B2:C9"]}
    found = book.client.fetch_sheet_metadata(ID, params)
    (tab,) = found["sheets"]
    (data,) = tab["data"]
    assert (data["startRow"], data["startColumn"], len(data["rowData"])) == (1, 1, 1)
    broken, share = data["rowData"][0]["values"]
    assert broken["userEnteredValue"] == {"formulaValue": "=1/0"}
    assert broken["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert (share["effectiveValue"], share["formattedValue"]) == ({"numberValue": 0.12}, "12%")
