"""spreadsheets.batchUpdate: all or nothing, one reply for each request, and what every kind does."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

from scripts.sandbox.not_google import ROUTER, Hands, NotGoogle
from tests.integration.standins.google_clients import ANN, ID, batch


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


def test_a_range_that_the_rows_do_not_cover_is_cleared(google: NotGoogle, book: gspread.Spreadsheet, ann: Hands) -> None:
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


def test_cells_are_appended_after_the_last_row_with_data(google: NotGoogle, book: gspread.Spreadsheet, ann: Hands) -> None:
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
    for again, words in (({"sheetId": 501, "title": "Other"}, "exists already"), ({"title": "TRIAGE"}, "already exists")):
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
def test_a_tab_s_place_is_counted_before_the_move(google: NotGoogle, book: gspread.Spreadsheet, index: int, order: str) -> None:
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
        with pytest.raises(APIError, match="Invalid value for properties"):
            request = {"properties": wrong, "fields": next(iter(wrong))}
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
    for start, end, words in ((0, 3, "can't delete all the rows"), (1, 3, "non-frozen rows"), (2, 9, "not in the grid")):
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
            {"updateCells": {"start": {"sheetId": 0, "rowIndex": 1}, "rows": [{"values": [text("x")]}], "fields": "userEnteredValue"}},
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


def test_dropdowns_and_checkboxes_are_held_to_their_kind(book: gspread.Spreadsheet) -> None:
    """A rule has the values that its type asks for, and a range of a tab that exists."""
    area = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 1}

    def rule(kind: str, *values: str) -> dict[str, Any]:
        condition: dict[str, Any] = {"type": kind, "values": [{"userEnteredValue": value} for value in values]}
        rule = {"condition": condition, "strict": True, "showCustomUi": True}
        return {"setDataValidation": {"range": area, "rule": rule}}

    book.batch_update(batch(rule("ONE_OF_RANGE", "=Sheet1!$C$2:$C")))
    values = sheet(book, "data.rowData.values.dataValidation")["data"][0]["rowData"][1]["values"]
    assert values[0]["dataValidation"]["condition"]["values"] == [{"userEnteredValue": "=Sheet1!$C$2:$C"}]
    for kind, *given in (
        ("ONE_OF_LIST",),
        ("ONE_OF_RANGE", "=Gone!A1:A"),
        ("ONE_OF_RANGE", "=1+1"),
        ("BOOLEAN", "a", "b", "c"),
        ("NUMBER_BETWEEN", "1"),
        ("CUSTOM_FORMULA", "TRUE"),
        ("CONDITION_TYPE_UNSPECIFIED",),
        ("BLANK",),
    ):
        with pytest.raises(APIError) as refused:
            book.batch_update(batch(rule(kind, *given)))
        assert refused.value.code == 400, kind
    book.batch_update(batch({"setDataValidation": {"range": area}}))
    assert "data" not in sheet(book, "data.rowData.values.dataValidation") or not sheet(
        book, "data.rowData.values.dataValidation"
    )["data"][0].get("rowData")


def test_protected_ranges_have_their_maker_and_the_owner_as_editors(book: gspread.Spreadsheet) -> None:
    """Added, changed, read back and deleted; a range that only warns has no editors."""
    asked = {"range": {"sheetId": 0, "endRowIndex": 1}, "description": "header", "editors": {"users": ["eve@x.example"]}}
    reply = book.batch_update(batch({"addProtectedRange": {"protectedRange": asked}}))["replies"][0]
    made = reply["addProtectedRange"]["protectedRange"]
    assert made["editors"]["users"] == sorted([ANN, ROUTER, "eve@x.example"])
    assert sheet(book, "protectedRanges")["protectedRanges"] == [made]
    change = {"protectedRangeId": made["protectedRangeId"], "warningOnly": True}
    book.batch_update(batch({"updateProtectedRange": {"protectedRange": change, "fields": "warningOnly"}}))
    kept = sheet(book, "protectedRanges")["protectedRanges"][0]
    assert (kept["warningOnly"], "editors" in kept, kept["description"]) == (True, False, "header")
    with pytest.raises(APIError, match="Editors cannot be set"):
        book.batch_update(batch({"addProtectedRange": {"protectedRange": {**asked, "warningOnly": True}}}))
    with pytest.raises(APIError, match="Invalid user: eve"):
        book.batch_update(batch({"addProtectedRange": {"protectedRange": {**asked, "editors": {"users": ["eve"]}}}}))
    book.batch_update(batch({"deleteProtectedRange": {"protectedRangeId": made["protectedRangeId"]}}))
    assert sheet(book, "properties,protectedRanges").get("protectedRanges") is None
    with pytest.raises(APIError, match="No protected range with ID"):
        book.batch_update(batch({"deleteProtectedRange": {"protectedRangeId": 4711}}))


def test_the_router_cannot_write_what_is_protected_from_it(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """Protection holds for the API as it does for people: values, cells, rows and the tab itself."""
    from dataclasses import replace

    book.add_worksheet("Other", 5, 5)
    reply = book.sheet1.add_protected_range("A1:B2")
    assert reply["replies"]
    tab = google.files[ID].book.tabs[0]
    tab.protections = [replace(tab.protections[0], editors=("eve@x.example",))]
    attempts = [
        lambda: book.sheet1.update([["x"]], "B2"),
        lambda: book.sheet1.batch_clear(["A1:Z9"]),
        lambda: book.sheet1.delete_rows(2),
        lambda: book.sheet1.insert_row(["x"], 2),
        lambda: book.sheet1.sort((1, "asc")),
        lambda: book.del_worksheet(book.sheet1),
        lambda: book.sheet1.format("A1", {"textFormat": {"bold": True}}),
    ]
    for attempt in attempts:
        with pytest.raises(APIError, match="You are trying to edit a protected cell or object"):
            attempt()
    book.sheet1.update([["x"]], "C3")


def test_looks_and_names_are_kept_and_told(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """Conditional formats, a filter, merges, names, widths, a chart: set, read back, and taken away again."""
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    condition = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "✗"}]}
    rule = {"ranges": [area], "booleanRule": {"condition": condition, "format": {"backgroundColor": {"red": 1}}}}
    anchor = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 4, "columnIndex": 4}}}
    chart = {"spec": {"title": "Held", "basicChart": {"chartType": "COLUMN"}}, "position": anchor}
    width = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    replies = book.batch_update(
        batch(
            {"addConditionalFormatRule": {"rule": rule, "index": 0}},
            {"setBasicFilter": {"filter": {"range": area}}},
            {"mergeCells": {"range": area, "mergeType": "MERGE_ROWS"}},
            {"addNamedRange": {"namedRange": {"name": "topics", "range": area}}},
            {"updateDimensionProperties": {"range": width, "properties": {"pixelSize": 240}, "fields": "pixelSize"}},
            {"addChart": {"chart": chart}},
        )
    )["replies"]
    found = sheet(book, "conditionalFormats,basicFilter,merges,charts,data.columnMetadata")
    told = {"backgroundColor": {"red": 1}, "backgroundColorStyle": {"rgbColor": {"red": 1}}}
    assert found["conditionalFormats"][0]["booleanRule"] == {"condition": condition, "format": told}
    assert found["basicFilter"] == {"range": area}
    assert [merge["startRowIndex"] for merge in found["merges"]] == [0, 1, 2]
    assert [column["pixelSize"] for column in found["data"][0]["columnMetadata"][:2]] == [240, 100]
    assert found["charts"][0]["spec"] == chart["spec"]
    assert book.values_get("topics")["range"] == "Sheet1!A1:B3"
    chart_id = replies[5]["addChart"]["chart"]["chartId"]
    name_id = replies[3]["addNamedRange"]["namedRange"]["namedRangeId"]
    book.batch_update(
        batch(
            {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}},
            {"clearBasicFilter": {"sheetId": 0}},
            {"unmergeCells": {"range": area}},
            {"deleteNamedRange": {"namedRangeId": name_id}},
            {"deleteEmbeddedObject": {"objectId": chart_id}},
        )
    )
    left = sheet(book, "properties,conditionalFormats,basicFilter,merges,charts")
    assert list(left) == ["properties"]
    with pytest.raises(APIError, match="Unable to parse range: topics"):
        book.values_get("topics")


def test_conditional_formats_have_an_order(book: gspread.Spreadsheet) -> None:
    """They are inserted, replaced, moved and deleted by index."""

    def rule(word: str) -> dict[str, Any]:
        condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": word}]}
        return {"ranges": [{"sheetId": 0}], "booleanRule": {"condition": condition, "format": {}}}

    def words() -> list[str]:
        found = sheet(book, "properties,conditionalFormats").get("conditionalFormats", [])
        return [one["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for one in found]

    add = [{"addConditionalFormatRule": {"rule": rule(word), "index": at}} for word, at in (("a", 0), ("b", 1), ("c", 0))]
    book.batch_update(batch(*add))
    assert words() == ["c", "a", "b"]
    replies = book.batch_update(
        batch(
            {"updateConditionalFormatRule": {"index": 2, "rule": rule("d")}},
            {"updateConditionalFormatRule": {"sheetId": 0, "index": 2, "newIndex": 0}},
            {"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}},
        )
    )["replies"]
    assert words() == ["d", "a"]
    assert replies[0]["updateConditionalFormatRule"]["newIndex"] == 2
    for wrong in (
        {"addConditionalFormatRule": {"rule": rule("x"), "index": 9}},
        {"deleteConditionalFormatRule": {"sheetId": 0, "index": 2}},
        {"addConditionalFormatRule": {"rule": {**rule("x"), "ranges": []}}},
        {"addConditionalFormatRule": {"rule": {**rule("x"), "ranges": [{"sheetId": 9}]}}},
    ):
        with pytest.raises(APIError) as refused:
            book.batch_update(batch(wrong))
        assert refused.value.code == 400


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
