"""The spreadsheet as somebody sees it: what a page draws."""

from __future__ import annotations

from typing import Any

import gspread

from scripts.sandbox.not_google import Hands, NotGoogle, TabView
from tests.integration.standins.google_clients import ANN, BOB, ID, area, batch


def tab(google: NotGoogle, by: str = BOB) -> TabView:
    """The first tab as somebody sees it."""
    return google.view(ID, by).tabs[0]


def test_a_view_has_what_a_page_draws(google: NotGoogle, book: gspread.Spreadsheet, topics: Hands) -> None:
    """Texts, looks, notes, boxes, choices, protection, errors."""
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}}, "note": "the topic"}
    protect = {"range": area((0, 1), (0, 26)), "description": "header"}
    book.batch_update(
        batch(
            {"repeatCell": {"range": area((0, 1), (0, 1)), "cell": bold, "fields": "userEnteredFormat,note"}},
            {"addProtectedRange": {"protectedRange": protect}},
        )
    )
    topics.paste("Sheet1", "E1", [['=ARRAYFORMULA(IF(ROW(A:A)=1,"n",IF(A:A="",,LEN(A:A))))'], [None]])
    topics.paste("Sheet1", "F2", [["=1/0", "12%"]])
    view = tab(google)
    head, row = view.rows[0], view.rows[1]
    assert (view.title, view.frozen_rows, len(view.rows), view.row_count) == ("Sheet1", 1, 3, 1000)
    assert [(column.letter, column.width) for column in view.columns[:2]] == [("A", 100), ("B", 100)]
    assert (head[0].shown, head[0].bold, head[0].background, head[0].note) == ("topic", True, "#ff0000", "the topic")
    assert (head[0].editable, head[0].protected, row[0].editable) == (False, "header", True)
    assert tab(google, ANN).rows[0][0].editable
    assert (row[1].choices, row[1].strict, row[2].is_checkbox, row[2].ticked) == (
        ("finance", "support"),
        True,
        True,
        False,
    )
    assert (head[4].formula[:6], head[4].computed) == ("=ARRAY", True)
    assert (row[4].formula, row[4].computed, row[4].shown, row[4].kind) == ("", True, "7", "number")
    assert (row[5].kind, row[5].shown, bool(row[5].error)) == ("error", "#DIV/0!", True)
    assert (row[6].shown, row[6].computed) == ("12%", False)


def test_conditional_formats_are_computed(google: NotGoogle, book: gspread.Spreadsheet, topics: Hands) -> None:
    """The first rule that holds decides; a formula is read from each cell's own place."""

    def rule_of(condition: dict[str, Any], look: dict[str, Any], columns: tuple[int, int]) -> dict[str, Any]:
        boolean = {"condition": condition, "format": look}
        return {
            "addConditionalFormatRule": {
                "rule": {"ranges": [area((1, 50), columns)], "booleanRule": boolean},
                "index": 0,
            }
        }

    formula = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=$B2="support"'}]}
    starts = {"type": "TEXT_STARTS_WITH", "values": [{"userEnteredValue": "LOG"}]}
    relative = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=D2=D$2"}]}
    book.batch_update(
        batch(
            rule_of(formula, {"backgroundColor": {"red": 1}, "textFormat": {"bold": True}}, (0, 3)),
            rule_of(starts, {"backgroundColor": {"blue": 1}}, (0, 1)),
            rule_of(relative, {"backgroundColor": {"green": 1}}, (3, 5)),
        )
    )
    first, second = tab(google).rows[1], tab(google).rows[2]
    assert [cell.background for cell in second[:4]] == ["#0000ff", "#ff0000", "#ff0000", ""]
    assert [cell.background for cell in first[:5]] == ["", "", "", "#00ff00", "#00ff00"]
    topics.type("Sheet1", "B2", "support")
    assert tab(google).rows[1][0].background == "#ff0000"


def test_dropdowns_show_what_their_range_holds_now(google: NotGoogle, topics: Hands) -> None:
    """Computed ranges too; an unchanged tab is not drawn again."""
    topics.add_tab("Other")
    before = google.view(ID, BOB)
    assert google.view(ID, BOB).tabs[1] is before.tabs[1]
    topics.paste("Sheet1", "D2", [['=SORT({"x";"legal";"finance"})'], [None]])
    assert tab(google).rows[1][1].choices == ("finance", "legal", "x")
    assert google.view(ID, BOB).tabs[1] is before.tabs[1]
    assert google.view(ID, BOB).version > before.version


def test_a_book_can_be_copied_into_another_world(google: NotGoogle, topics: Hands) -> None:
    """A built workbook is made once and copied; the copies go their own ways."""
    google.add_spreadsheet("second-id", "Copy", ANN, book=google.files[ID].book)
    google.hands("second-id", ANN).type("Sheet1", "A2", "changed")
    assert google.cells(ID, "Sheet1")[1][0] == "billing"
    assert google.cells("second-id", "Sheet1")[1][0] == "changed"
    assert [one.title for one in (google.view(ID), google.view("second-id"))] == ["Desk", "Copy"]
