"""What lies over the cells of a tab: dropdowns, protection, conditional formats, filters, merges, names, charts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

from scripts.sandbox.not_google import ROUTER, Hands, NotGoogle
from tests.integration.standins.google_clients import ANN, ID, batch


def sheet(book: gspread.Spreadsheet, fields: str, index: int = 0) -> dict[str, Any]:
    """Some fields of one tab."""
    found = book.client.spreadsheets_get(ID, {"fields": f"sheets({fields})"})
    return dict(found["sheets"][index])


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
    asked = {
        "range": {"sheetId": 0, "endRowIndex": 1},
        "description": "header",
        "editors": {"users": ["eve@x.example"]},
    }
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

    add = [
        {"addConditionalFormatRule": {"rule": rule(word), "index": at}} for word, at in (("a", 0), ("b", 1), ("c", 0))
    ]
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


def test_ranges_laid_over_a_tab_follow_too(google: NotGoogle, book: gspread.Spreadsheet, ann: Hands) -> None:
    """Protected ranges, conditional formats, the filter, merges, names and dropdown sources."""
    area = {"sheetId": 0, "startRowIndex": 4, "endRowIndex": 6, "startColumnIndex": 1, "endColumnIndex": 3}
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=$B5="off"'}]}
    choice = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!$B$5:$B"}]}
    book.batch_update(
        batch(
            {"addProtectedRange": {"protectedRange": {"range": area, "warningOnly": True}}},
            {
                "addConditionalFormatRule": {
                    "rule": {"ranges": [area], "booleanRule": {"condition": condition, "format": {}}}
                }
            },
            {"setBasicFilter": {"filter": {"range": area}}},
            {"mergeCells": {"range": area}},
            {"addNamedRange": {"namedRange": {"name": "names", "range": area}}},
            {"setDataValidation": {"range": area, "rule": {"condition": choice, "showCustomUi": True}}},
        )
    )
    fields = "sheets(protectedRanges/range,conditionalFormats,basicFilter,merges),namedRanges/range"

    def ranges() -> tuple[list[dict[str, int]], str, str]:
        found = book.client.spreadsheets_get(ID, {"fields": fields})
        tab = next(one for one in found["sheets"] if one)
        rule = tab["conditionalFormats"][0]
        (choice,) = google.files[ID].book.rules.values()
        return (
            [
                tab["protectedRanges"][0]["range"],
                rule["ranges"][0],
                tab["basicFilter"]["range"],
                *tab["merges"],
                found["namedRanges"][0]["range"],
            ],
            rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"],
            choice["condition"]["values"][0]["userEnteredValue"],
        )

    assert ranges() == ([area] * 5, '=$B5="off"', "=Sheet1!$B$5:$B")
    ann.insert_rows("Sheet1", 2, 1)
    assert ranges() == ([{**area, "startRowIndex": 5, "endRowIndex": 7}] * 5, '=$B6="off"', "=Sheet1!$B$6:$B")
    ann.delete_rows("Sheet1", 1, 2)
    ann.rename_tab("Sheet1", "Main tab")
    assert ranges() == ([{**area, "startRowIndex": 3, "endRowIndex": 5}] * 5, '=$B4="off"', "='Main tab'!$B$4:$B")
    span = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    book.batch_update(batch({"deleteDimension": {"range": span}}))
    assert (
        ranges()[0] == [{**area, "startRowIndex": 3, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 2}] * 5
    )
    assert ranges()[1:] == ('=$A4="off"', "='Main tab'!$A$4:$A")
