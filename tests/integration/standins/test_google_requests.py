"""As strict as the real service: bodies, queries and masks that Google refuses are refused in its words."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
import requests
from google.auth.transport.requests import Request
from gspread.exceptions import APIError

from scripts.sandbox.not_google import NotGoogle
from scripts.sandbox.not_google.api import KNOWN_CALLS
from scripts.sandbox.not_google.sheets.batch import KINDS
from scripts.sandbox.not_google.wire.documents import document
from scripts.sandbox.not_google.wire.masks import read_mask
from scripts.sandbox.not_google.wire.schemas import Schemas
from tests.integration.standins.google_clients import ID, api_client, batch, credentials

RANGE = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}
CELL = {"userEnteredValue": {"stringValue": "x"}}

BAD = [
    (
        {"updateSheetProperties": {"properties": {"sheetIds": 0}, "fields": "title"}},
        "Unknown name \"sheetIds\" at 'requests[0].update_sheet_properties.properties': Cannot find field.",
    ),
    (
        {"addSheet": {}, "deleteSheet": {"sheetId": 0}},
        "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'",
    ),
    ({}, "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is not set"),
    ({"flyToTheMoon": {}}, "Unknown name \"flyToTheMoon\" at 'requests[0]': Cannot find field."),
    (
        {"appendDimension": {"sheetId": 0, "dimension": "rows", "length": 1}},
        "Invalid value at 'requests[0].append_dimension.dimension'",
    ),
    (
        {"appendDimension": {"sheetId": "zero", "dimension": "ROWS", "length": 1}},
        "Invalid value at 'requests[0].append_dimension.sheet_id' (TYPE_INT32), \"zero\"",
    ),
    (
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 2**31}},
        "Invalid value at 'requests[0].append_dimension.length' (TYPE_INT32)",
    ),
    (
        {"updateSheetProperties": {"properties": {"hidden": "true"}, "fields": "hidden"}},
        "Invalid value at 'requests[0].update_sheet_properties.properties.hidden' (TYPE_BOOL)",
    ),
    (
        {"repeatCell": {"range": RANGE, "cell": {"userEnteredValue": {"numberValue": "1"}}, "fields": "*"}},
        "requests[0].repeat_cell.cell.user_entered_value.number_value' (TYPE_DOUBLE)",
    ),
    (
        {
            "repeatCell": {
                "range": RANGE,
                "cell": {"userEnteredValue": {"numberValue": 1, "boolValue": True}},
                "fields": "*",
            }
        },
        "oneof field 'value' is already set. Cannot set 'boolValue'",
    ),
    (
        {"updateCells": {"start": {"sheetId": 0}, "range": RANGE, "rows": [], "fields": "*"}},
        "oneof field 'area' is already set",
    ),
    ({"updateCells": {"rows": [], "fields": "*"}}, "oneof field 'area' is not set"),
    (
        {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": CELL}], "fields": "*"}},
        "Invalid value at 'requests[0].update_cells.rows[0].values' (type.googleapis.com/google.protobuf.ListValue)",
    ),
    (
        {"repeatCell": {"range": RANGE, "cell": CELL, "fields": ""}},
        "Invalid requests[0].repeatCell: At least one field must be listed in 'fields'.",
    ),
    (
        {"repeatCell": {"range": RANGE, "cell": CELL, "fields": "userEnteredValues"}},
        "Invalid requests[0].repeatCell: Invalid field: userEnteredValues",
    ),
    (
        {"repeatCell": {"range": RANGE, "cell": CELL, "fields": "userEnteredFormat.colour"}},
        "Invalid field: userEnteredFormat.colour",
    ),
    ({"repeatCell": {"range": RANGE, "cell": CELL, "fields": "effectiveValue"}}, "effectiveValue is read-only"),
    ({"repeatCell": {"range": {"sheetId": 99}, "cell": CELL, "fields": "*"}}, "No grid with id: 99"),
    (
        {"repeatCell": {"range": {"sheetId": 0, "startRowIndex": 5, "endRowIndex": 5}, "cell": CELL, "fields": "*"}},
        "must be after start index",
    ),
    (
        {"updateCells": {"start": {"sheetId": 0, "rowIndex": 1000}, "rows": [{"values": [CELL]}], "fields": "*"}},
        "Invalid requests[0].updateCells: Attempting to write row: 1000, beyond the last requested row of: 999",
    ),
    (
        {"updateCells": {"start": {"sheetId": 0, "columnIndex": 26}, "rows": [{"values": [CELL]}], "fields": "*"}},
        "Attempting to write column: 26, beyond the last requested column of: 25",
    ),
    (
        {"updateCells": {"range": RANGE, "rows": [{"values": [CELL]}] * 2, "fields": "*"}},
        "Attempting to write row: 1, beyond the last requested row of: 0",
    ),
    (
        {"repeatCell": {"range": RANGE, "cell": {"userEnteredValue": {"formulaValue": "1+1"}}, "fields": "*"}},
        "must begin with =",
    ),
    (
        {"repeatCell": {"range": RANGE, "cell": {"userEnteredValue": {"errorValue": {"type": "REF"}}}, "fields": "*"}},
        "errorValue cannot be set",
    ),
]


@pytest.mark.parametrize(("request_", "words"), BAD, ids=[words[:60] for _, words in BAD])
def test_a_bad_request_is_refused_in_google_s_words(
    google: NotGoogle, book: gspread.Spreadsheet, request_: dict[str, Any], words: str
) -> None:
    """400, and the place is named the way Google names it; nothing has changed."""
    version = google.files[ID].version
    with pytest.raises(APIError) as refused:
        book.batch_update(batch(request_))
    assert refused.value.code == 400
    assert refused.value.error["status"] == "INVALID_ARGUMENT"
    assert words in refused.value.error["message"]
    assert google.files[ID].version == version


def test_a_batch_asks_for_something(book: gspread.Spreadsheet) -> None:
    """An empty list of requests is refused."""
    with pytest.raises(APIError, match="Must specify at least one request"):
        book.batch_update({"requests": []})


def test_what_the_stand_in_cannot_do_is_said_aloud(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """A kind, a method or a member that was never built answers 501 and its name, never an empty success."""
    with pytest.raises(APIError, match="does not know the request findReplace") as unknown:
        book.batch_update(batch({"findReplace": {"find": "a", "replacement": "b", "allSheets": True}}))
    assert unknown.value.code == 501
    with pytest.raises(APIError, match=r"sheets\.spreadsheets\.sheets\.copyTo"):
        book.client.spreadsheets_sheets_copy_to(ID, 0, ID)
    runs = {"textFormatRuns": [{"startIndex": 0}]}
    with pytest.raises(APIError, match=r"CellData\.textFormatRuns"):
        book.batch_update(batch({"repeatCell": {"range": RANGE, "cell": runs, "fields": "textFormatRuns"}}))
    answer = requests.get(f"{google.url}/v4/nowhere", timeout=5)
    assert answer.status_code == 404


def _call(google: NotGoogle, method: str, path: str, **named: Any) -> requests.Response:
    account = credentials(google)
    account.refresh(Request())
    headers = {"Authorization": f"Bearer {account.token}", **named.pop("headers", {})}
    return requests.request(method, google.url + path, headers=headers, timeout=5, **named)


def test_sheets_takes_no_unknown_parameter_and_drive_overlooks_it(google: NotGoogle) -> None:
    """The two servers differ, and so do their stand-ins."""
    sheets = _call(google, "GET", f"/v4/spreadsheets/{ID}?includeGrids=true")
    assert (sheets.status_code, "Cannot bind query parameter" in sheets.text) == (400, True)
    drive = _call(google, "GET", f"/drive/v3/files/{ID}?includeItemsFromAllDrives=True")
    assert drive.json() == {
        "kind": "drive#file",
        "id": ID,
        "name": "Desk",
        "mimeType": "application/vnd.google-apps.spreadsheet",
    }


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("majorDimension=SIDEWAYS", "Invalid value at 'majorDimension'"),
        ("majorDimension=ROWS&majorDimension=ROWS", "takes one value"),
        ("valueRenderOption=formatted", "Invalid value at 'valueRenderOption'"),
        ("fields=values(", "Invalid field selection"),
        ("fields=rows", "Cannot find matching fields for path 'rows'"),
    ],
)
def test_a_query_is_held_to_the_method(google: NotGoogle, query: str, words: str) -> None:
    """Enums, repeats and field masks are checked."""
    answer = _call(google, "GET", f"/v4/spreadsheets/{ID}/values/Sheet1?{query}")
    assert (answer.status_code, words in answer.json()["error"]["message"]) == (400, True)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"{", "application/json"), (b"[]", "application/json"), (b"a=1", "application/x-www-form-urlencoded")],
)
def test_a_body_is_a_json_object(google: NotGoogle, body: bytes, kind: str) -> None:
    """Anything else is an invalid payload."""
    path = f"/v4/spreadsheets/{ID}/values:batchUpdate"
    answer = _call(google, "POST", path, data=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_a_range_may_come_as_it_is_or_encoded(google: NotGoogle) -> None:
    """Clients differ in how much they encode; a tab's title may hold a slash."""
    google.hands(ID, "ann@company.example").add_tab("in/out")
    for text in ("Sheet1!A1:B2", "Sheet1%21A1%3AB2"):
        assert _call(google, "GET", f"/v4/spreadsheets/{ID}/values/{text}").json()["range"] == "Sheet1!A1:B2"
    assert _call(google, "GET", f"/v4/spreadsheets/{ID}/values/in%2Fout").json()["range"] == "'in/out'!A1:Z1000"


def test_a_field_mask_keeps_what_it_names(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """Only the parts that were asked for come back, of lists too."""
    book.sheet1.update([["a", 2]], "A1")
    mask = "properties.title,sheets(properties(sheetId,title),data/rowData/values/effectiveValue)"
    found = book.client.spreadsheets_get(ID, {"fields": mask})
    values = [{"effectiveValue": {"stringValue": "a"}}, {"effectiveValue": {"numberValue": 2}}]
    assert found == {
        "properties": {"title": "Desk"},
        "sheets": [{"properties": {"sheetId": 0, "title": "Sheet1"}, "data": [{"rowData": [{"values": values}]}]}],
    }
    answer = _call(google, "GET", f"/drive/v3/files/{ID}?fields=lastModifyingUser(me,emailAddress)")
    assert answer.json() == {
        "lastModifyingUser": {"me": True, "emailAddress": google.service_account_info()["client_email"]}
    }


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("a", [("a",)]),
        ("a.b,a.c", [("a", "b"), ("a", "c")]),
        ("a(b,c(d)),e", [("a", "b"), ("a", "c", "d"), ("e",)]),
        ("a/b", [("a", "b")]),
        ("*", [("*",)]),
        ("a.*", [("a",)]),
    ],
)
def test_field_masks_are_read(text: str, paths: list[tuple[str, ...]]) -> None:
    """Points, slashes, parentheses and stars."""
    assert read_mask(text).paths() == paths


@pytest.mark.parametrize("text", ["", "a,", "a(", "a(b", "a..b", ".a", "a)", "a b"])
def test_a_mask_that_makes_no_sense_is_refused(text: str) -> None:
    """A mask is read to its end or not at all."""
    with pytest.raises(ValueError, match="in '"):
        read_mask(text)


def test_our_own_answers_are_held_to_the_documents_too() -> None:
    """An answer with an unknown name, a null or a number where Google sends text is a bug, and stops there."""
    answers = Schemas(document("drive", "v3"), answers=True)
    answers.check("File", {"version": "42"})
    for wrong in ({"version": 42}, {"versions": "42"}, {"version": None}):
        with pytest.raises(AssertionError, match="bad File"):
            answers.check("File", wrong)


def test_every_method_and_kind_that_is_served_is_in_the_documents() -> None:
    """The pinned documents still have what the stand-in says it knows."""
    methods = {method.id for api in (document("sheets", "v4"), document("drive", "v3")) for method in api.methods}
    assert KNOWN_CALLS - methods == {"token"}
    assert set(KINDS) - set(document("sheets", "v4").schemas["Request"]["properties"]) == set()


def test_googleapiclient_finds_its_way(google: NotGoogle) -> None:
    """The generated client of the Sheets API works against the stand-in as gspread does."""
    sheets = api_client(google, "sheets", "v4")
    values = sheets.spreadsheets().values()
    values.update(spreadsheetId=ID, range="Sheet1!A1", valueInputOption="RAW", body={"values": [["a", "=b"]]}).execute()
    assert values.get(spreadsheetId=ID, range="Sheet1!A1:B2").execute()["values"] == [["a", "=b"]]
    values.append(spreadsheetId=ID, range="Sheet1", valueInputOption="RAW", body={"values": [["c"]]}).execute()
    found = values.batchGet(spreadsheetId=ID, ranges=["Sheet1!A1:A9", "Sheet1!B1"]).execute()
    assert [one["values"] for one in found["valueRanges"]] == [[["a"], ["c"]], [["=b"]]]
    values.clear(spreadsheetId=ID, range="Sheet1", body={}).execute()
    assert "sheets" in sheets.spreadsheets().get(spreadsheetId=ID, includeGridData=True).execute()
    sheets.close()


def test_a_mask_tells_black_from_nothing(book: gspread.Spreadsheet) -> None:
    """Black is an empty object; what a cell does not have is left out."""
    look = {"userEnteredFormat": {"backgroundColor": {}, "textFormat": {"bold": True}}}
    cell = {"range": {**RANGE, "endColumnIndex": 1}, "cell": look, "fields": "userEnteredFormat"}
    book.batch_update(batch({"repeatCell": cell}))
    mask = "sheets.data.rowData.values.userEnteredFormat(backgroundColor,borders)"
    found = book.client.spreadsheets_get(ID, {"fields": mask})
    values = found["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert values == [{"userEnteredFormat": {"backgroundColor": {}}}]
