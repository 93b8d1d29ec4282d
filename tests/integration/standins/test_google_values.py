"""Values in and out: RAW and typed, blanks, where rows are appended, what is read back."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

from scripts.sandbox.not_google import Hands, NotGoogle
from tests.integration.standins.google_clients import ID, batch

TYPED = [
    ("=1+1", 2, "2"),
    ("'=1+1", "=1+1", "=1+1"),
    ("0.5", 0.5, "0.5"),
    (".5", 0.5, "0.5"),
    ("1,234", 1234, "1,234"),
    ("12%", 0.12, "12%"),
    ("12.5%", 0.125, "12.50%"),
    ("$100", 100, "$100"),
    ("-7", -7, "-7"),
    ("1e3", 1000, "1.00E+03"),
    ("true", True, "TRUE"),
    ("2026-12-31", 46387, "12/31/2026"),
    ("12/31/2026", 46387, "12/31/2026"),
    ("31 Dec 2026", 46387, "12/31/2026"),
    ("2026-12-31 12:00", 46387.5, "12/31/2026 12:00:00"),
    ("6:00 PM", 0.75, "6:00:00 PM"),
    ("+", "+", "+"),
    ("- item", "#NAME?", "#NAME?"),
    ("+44 20 7946", "#ERROR!", "#ERROR!"),
    ("@dana", "@dana", "@dana"),
    (" plain ", " plain ", " plain "),
    ("1.2.3", "1.2.3", "1.2.3"),
    ("99/99/2026", "99/99/2026", "99/99/2026"),
    ("25:00", "25:00", "25:00"),
    ("1e999", "1e999", "1e999"),
]


@pytest.mark.parametrize(("text", "value", "shown"), TYPED, ids=[text for text, _, _ in TYPED])
def test_what_typing_makes_of_a_text(book: gspread.Spreadsheet, text: str, value: Any, shown: str) -> None:
    """USER_ENTERED parses as the UI does; the same text RAW stays what it is."""
    tab = book.sheet1
    tab.update([[text]], "A1", value_input_option="USER_ENTERED")
    assert tab.get("A1", value_render_option="UNFORMATTED_VALUE") == [[value]]
    assert tab.get("A1") == [[shown]]
    tab.update([[text]], "B1")
    assert tab.get("B1", value_render_option="UNFORMATTED_VALUE") == [[text]]


def test_a_formula_shows_what_was_entered_on_request(book: gspread.Spreadsheet) -> None:
    """FORMULA gives a formula's text and every other cell's value."""
    book.sheet1.update([["=1+1", "=1+1", 3]], "A1", value_input_option="USER_ENTERED")
    book.sheet1.update([["=1+1"]], "B1")
    assert book.sheet1.get("A1:C1", value_render_option="FORMULA") == [["=1+1", "=1+1", 3]]
    assert book.sheet1.get("A1:C1", value_render_option="UNFORMATTED_VALUE") == [[2, "=1+1", 3]]


def test_a_cell_formatted_as_text_keeps_what_is_typed(book: gspread.Spreadsheet) -> None:
    """Plain text (`@`) means that nothing is parsed, formulas included."""
    book.sheet1.format("A1:B1", {"numberFormat": {"type": "TEXT"}})
    book.sheet1.update([["=1+1", "007"]], "A1", value_input_option="USER_ENTERED")
    assert book.sheet1.get("A1:B1", value_render_option="UNFORMATTED_VALUE") == [["=1+1", "007"]]


def test_numbers_and_dates_are_read_by_the_locale(book: gspread.Spreadsheet) -> None:
    """0,5 is a number in Germany, and the day comes first in Britain."""
    book.batch_update(batch({"updateSpreadsheetProperties": {"properties": {"locale": "de_DE"}, "fields": "locale"}}))
    book.sheet1.update([["0,5", "31.12.2026"]], "A1", value_input_option="USER_ENTERED")
    assert book.sheet1.get("A1:B1", value_render_option="UNFORMATTED_VALUE") == [[0.5, 46387]]
    assert book.sheet1.get("A1:B1") == [["0,5", "31.12.2026"]]
    book.batch_update(batch({"updateSpreadsheetProperties": {"properties": {"locale": "en_GB"}, "fields": "locale"}}))
    book.sheet1.update([["1/2/2026"]], "A2", value_input_option="USER_ENTERED")
    assert book.sheet1.get("A2") == [["01/02/2026"]]
    assert book.sheet1.get("A2", value_render_option="UNFORMATTED_VALUE") == [[46054]]


def test_null_leaves_a_cell_and_empty_text_clears_it(book: gspread.Spreadsheet) -> None:
    """The two ways to say nothing do two things."""
    book.sheet1.update([["a", "b", "c"]], "A1")
    answer = book.values_batch_update(
        {"valueInputOption": "RAW", "data": [{"range": "Sheet1!A1:C1", "values": [["x", None, ""]]}]}
    )
    assert book.sheet1.get_all_values() == [["x", "b"]]
    assert answer["totalUpdatedCells"] == 2


def test_reads_end_where_the_last_value_is(book: gspread.Spreadsheet) -> None:
    """Trailing blanks are left out, blanks in between are told, and the whole range is named."""
    book.sheet1.update([["a", "", "c"], [], ["", "z"]], "A1")
    found = book.values_get("Sheet1!A1:E10")
    assert found == {
        "range": "Sheet1!A1:E10",
        "majorDimension": "ROWS",
        "values": [["a", "", "c"], [], ["", "z"]],
    }
    columns = book.values_get("Sheet1!A1:E10", {"majorDimension": "COLUMNS"})
    assert columns["values"] == [["a"], ["", "", "z"], ["c"]]
    assert "values" not in book.values_get("Sheet1!F1:G10")


def test_a_row_wider_or_longer_than_its_range_is_refused(book: gspread.Spreadsheet) -> None:
    """A range limits what is written; a single cell only says where to start."""
    with pytest.raises(APIError, match=r"tried writing to row \[3\]"):
        book.sheet1.update([["a"], ["b"], ["c"]], "A1:A2")
    with pytest.raises(APIError, match=r"tried writing to column \[2\]"):
        book.sheet1.update([["a", "b"]], "A1:A2")
    book.sheet1.update([["a", "b"], ["c", "d"]], "A1")
    assert book.sheet1.get_all_values() == [["a", "b"], ["c", "d"]]


def test_nothing_is_written_outside_the_grid(book: gspread.Spreadsheet) -> None:
    """The grid has 1000 rows and 26 columns until somebody adds some."""
    for cell in ("A1001", "AA1"):
        with pytest.raises(APIError, match=r"exceeds grid limits\. Max rows: 1000, max columns: 26"):
            book.sheet1.update([["x"]], cell)
    with pytest.raises(APIError, match="exceeds grid limits"):
        book.sheet1.update([["x"], ["y"]], "A1000")
    assert book.values_get("Sheet1!A1:AZ5000")["range"] == "Sheet1!A1:Z1000"


@pytest.mark.parametrize(
    "text", ["Nowhere!A1", "Sheet1!", "Sheet1!A", "sheet1!A1", "Sheet1!A1:B2:C3", "'Sheet1", "Sheet1!A:5"]
)
def test_a_range_that_names_no_cells_is_not_parsed(book: gspread.Spreadsheet, text: str) -> None:
    """A tab that is not there is the same to Google as a slip of the pen."""
    with pytest.raises(APIError, match="Unable to parse range: "):
        book.values_get(text)


def test_one_range_in_many_fails_them_all(book: gspread.Spreadsheet) -> None:
    """batchGet and batchUpdate answer for every range or for none."""
    with pytest.raises(APIError, match="Unable to parse range: Gone!A:Z"):
        book.values_batch_get(["Sheet1!A:Z", "Gone!A:Z"])
    data = [{"range": "Sheet1!A1", "values": [["x"]]}, {"range": "Gone!A1", "values": [["y"]]}]
    with pytest.raises(APIError, match=r"Invalid data\[1\]: Unable to parse range: Gone!A1"):
        book.values_batch_update({"valueInputOption": "RAW", "data": data})
    assert book.sheet1.get_all_values() == [[]]


@pytest.mark.parametrize("text", ["Sheet1", "Sheet1!A:Z", "A1:Z1000", "Sheet1!1:1000", "'Sheet1'!$A$1:$Z$1000"])
def test_one_grid_has_many_names(book: gspread.Spreadsheet, text: str) -> None:
    """A title alone, whole columns, whole rows, no title: all mean the same cells."""
    assert book.values_get(text)["range"] == "Sheet1!A1:Z1000"


def test_titles_are_quoted_where_they_need_it(book: gspread.Spreadsheet) -> None:
    """A title with a space or a quote is told in quotes, and understood in them."""
    book.add_worksheet("Ann's rules", 10, 2)
    assert book.values_get("'Ann''s rules'!A1:B2")["range"] == "'Ann''s rules'!A1:B2"
    assert book.values_get("'Ann''s rules'!B2")["range"] == "'Ann''s rules'!B2"


def test_writing_says_how(book: gspread.Spreadsheet) -> None:
    """valueInputOption is asked for, in the query and in the body."""
    with pytest.raises(APIError, match="'valueInputOption' is required but not specified"):
        book.values_update("Sheet1!A1", params={}, body={"values": [["x"]]})
    with pytest.raises(APIError, match="'valueInputOption' is required but not specified"):
        book.values_batch_update({"data": [{"range": "Sheet1!A1", "values": [["x"]]}]})
    with pytest.raises(APIError, match="Invalid value at 'valueInputOption'"):
        book.values_update("Sheet1!A1", params={"valueInputOption": "raw"}, body={"values": [["x"]]})


@pytest.mark.parametrize("value", [{"a": 1}, ["a"]])
def test_a_cell_takes_a_value_and_no_structure(book: gspread.Spreadsheet, value: Any) -> None:
    """Lists and objects are no cells."""
    with pytest.raises(APIError, match=r"Invalid values\[0\]\[0\]"):
        book.sheet1.update([[value]], "A1")


def test_a_cell_takes_fifty_thousand_characters(book: gspread.Spreadsheet) -> None:
    """One more is refused, whichever way it comes."""
    book.sheet1.update([["x" * 50_000]], "A1")
    with pytest.raises(APIError, match="more than the maximum of 50000 characters"):
        book.sheet1.update([["x" * 50_001]], "A1")
    cell = {"userEnteredValue": {"stringValue": "x" * 50_001}}
    start = {"sheetId": 0}
    with pytest.raises(APIError, match="more than the maximum of 50000 characters"):
        book.batch_update(
            batch({"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}})
        )


def test_clearing_takes_values_and_leaves_looks(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """Formats and rules stay where they are."""
    book.sheet1.update([["a", "b"], ["c", "d"]], "A1")
    book.sheet1.format("A1", {"textFormat": {"bold": True}})
    assert book.values_clear("Sheet1!A1:A2")["clearedRange"] == "Sheet1!A1:A2"
    assert book.sheet1.get_all_values() == [["", "b"], ["", "d"]]
    assert google.view(ID).tabs[0].rows[0][0].bold
    assert book.sheet1.batch_clear(["A1", "B1:B5"])["clearedRanges"] == ["Sheet1!A1", "Sheet1!B1:B5"]
    assert book.sheet1.get_all_values() == [[]]


def test_values_come_back_with_the_answer_when_asked_for(book: gspread.Spreadsheet) -> None:
    """includeValuesInResponse tells what the cells hold now."""
    params = {"valueInputOption": "USER_ENTERED", "includeValuesInResponse": True}
    answer = book.values_update("Sheet1!A1", params=params, body={"values": [["=2*3"]]})
    assert answer["updatedData"]["values"] == [["6"]]


def test_dates_come_as_numbers_or_as_they_look(book: gspread.Spreadsheet) -> None:
    """dateTimeRenderOption counts for unformatted values."""
    book.sheet1.update([["2026-12-31", 5]], "A1", value_input_option="USER_ENTERED")
    params = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert book.values_get("Sheet1!A1:B1", params)["values"] == [["12/31/2026", 5]]


GUIDE = [
    ("Sheet1", "B7"),
    ("Sheet1!B4", "B7"),
    ("Sheet1!C5:D5", "B7"),
    ("Sheet1!B2:D4", "B7"),
    ("Sheet1!A3:G10", "B7"),
    ("Sheet1!A1", "A3"),
    ("Sheet1!E4", "E4"),
    ("Sheet1!A4", "A4"),
]


@pytest.mark.parametrize(("where", "start"), GUIDE)
def test_rows_are_appended_to_the_last_table_that_the_range_meets(
    book: gspread.Spreadsheet, where: str, start: str
) -> None:
    """The examples of Google's guide: one table in A1:C2, one in B4:D6."""
    book.sheet1.update([["x", "y", "z"]] * 2, "A1:C2")
    book.sheet1.update([["x", "y", "z"]] * 3, "B4:D6")
    answer = book.values_append(where, {"valueInputOption": "RAW"}, {"values": [["new"]]})
    assert answer["updates"]["updatedRange"] == f"Sheet1!{start}"


def test_appending_overwrites_what_is_below_unless_rows_are_inserted(book: gspread.Spreadsheet) -> None:
    """OVERWRITE is the default, and it means it."""
    book.sheet1.update([["a", "b"], ["c", "d"]], "A1")
    book.sheet1.update([["below"]], "E4")
    book.values_append("Sheet1!A1", {"valueInputOption": "RAW"}, {"values": [["1", "", "", "", "2"]] * 2})
    assert book.sheet1.get("E3:E4") == [["2"], ["2"]]
    book.sheet1.clear()
    book.sheet1.update([["a", "b"], ["c", "d"]], "A1")
    book.sheet1.update([["below"]], "E4")
    params = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"}
    answer = book.values_append("Sheet1!A1", params, {"values": [["1"], ["2"]]})
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!A1:B2", "Sheet1!A3:A4")
    assert book.sheet1.acell("E6").value == "below"


def test_appending_makes_the_grid_longer(book: gspread.Spreadsheet) -> None:
    """A full grid gets rows, never columns."""
    small = book.add_worksheet("Small", 2, 2)
    small.update([["a", "b"], ["c", "d"]], "A1")
    small.append_rows([["e", "f"], ["g", "h"]])
    assert small.get_all_values() == [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]
    with pytest.raises(APIError, match="beyond the last requested column"):
        small.append_row(["1", "2", "3"])


def test_a_blank_first_cell_makes_the_next_row_drift(book: gspread.Spreadsheet) -> None:
    """The trap of append: a table without its first column starts one further right."""
    book.sheet1.update([["", "b", "c"]], "A1")
    book.sheet1.append_row(["1", "2", "3"])
    assert book.values_get("Sheet1")["values"] == [["", "b", "c"], ["", "1", "2", "3"]]


def test_formulas_that_show_empty_text_fill_a_table(book: gspread.Spreadsheet, bob: Hands) -> None:
    """An array formula giving "" down the column pushes appended rows below it; one giving blanks does not."""
    tab = book.add_worksheet("Tab", 10, 3)
    bob.type("Tab", "B1", '=ARRAYFORMULA(IF(A:A="","",A:A))')
    tab.update([["a"]], "A1")
    assert tab.append_row(["b"])["updates"]["updatedRange"] == "Tab!A11"
    bob.delete_rows("Tab", 11)
    bob.type("Tab", "B1", '=ARRAYFORMULA(IF(A:A="",,A:A))')
    assert tab.append_row(["b"])["updates"]["updatedRange"] == "Tab!A2"
    assert tab.get_all_values() == [["a", "a"], ["b", "b"]]
