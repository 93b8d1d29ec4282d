"""Edits as requests to Google: typed cells, the right order, and nothing that Google would refuse."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ticket_router.adapters.google.batches import LARGEST_CALL, calls, size_of
from ticket_router.adapters.google.edit_requests import LARGEST_PIECE, SPARE_ROWS, pieces
from ticket_router.adapters.google.seen_tabs import SeenTab
from ticket_router.adapters.google.typed import LONGEST_CELL, cell_data, fitting
from ticket_router.domain.errors import Retryable
from ticket_router.domain.workbook.grid import Cell, DeleteRows, Edit, InsertRows, ReplaceRows

TABS = {
    "Triage": SeenTab(201, rows=100, columns=14, fresh={1: {"dataValidation": {"condition": {"type": "BOOLEAN"}}}}),
    "_status": SeenTab(401, rows=5, columns=2),
}


def requests(*edits: Edit) -> list[dict[str, Any]]:
    """All requests of these edits in order."""
    return [request for piece in pieces(edits, TABS) for request in piece]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("=1+1", {"stringValue": "=1+1"}),
        ("007", {"stringValue": "007"}),
        (3, {"numberValue": 3}),
        (0.5, {"numberValue": 0.5}),
        (True, {"boolValue": True}),
        (float("nan"), {"stringValue": "nan"}),
    ],
)
def test_a_cell_keeps_its_type(cell: Cell, value: dict[str, Any]) -> None:
    """Text is never parsed, whatever it looks like, and stays text when somebody opens the cell."""
    data = cell_data(cell)
    assert data["userEnteredValue"] == value
    assert ("userEnteredFormat" in data) == ("stringValue" in value)


def test_a_blank_cell_is_cleared() -> None:
    """It has no value, and so takes what was there away."""
    assert cell_data(None) == {}


@pytest.mark.parametrize("sign", ["x", "\U0001f514"])
def test_text_that_is_too_long_is_cut_with_a_word_about_it(sign: str) -> None:
    """Google counts in UTF-16: an emoji is two, and is never cut in half."""
    width = 2 if ord(sign) > 0xFFFF else 1
    whole = sign * (LONGEST_CELL // width)
    assert fitting(whole) == whole
    cut = fitting(whole + sign)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert cut.startswith(sign * 1000)
    assert cut.endswith(f"of its {LONGEST_CELL + width:,} characters)")


def test_text_that_is_none_can_be_sent() -> None:
    """Half a surrogate pair in a mail does not stop the sheet."""
    json.dumps(cell_data("a\ud800b")).encode()
    assert fitting("a\ud800b") == "a?b"


def test_new_rows_go_beneath_the_header_with_their_checkbox() -> None:
    """They inherit nothing from the header, and nobody's colour from the row beneath them."""
    insert, fill = requests(InsertRows("Triage", (("T-2", False), ("T-1", None))))
    span = {"sheetId": 201, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    assert insert == {"insertDimension": {"range": span, "inheritFromBefore": False}}
    update = fill["updateCells"]
    assert update["start"] == {"sheetId": 201, "rowIndex": 1, "columnIndex": 0}
    assert [row["values"][0]["userEnteredValue"] for row in update["rows"]] == [
        {"stringValue": "T-2"},
        {"stringValue": "T-1"},
    ]
    assert all(row["values"][1]["dataValidation"] == {"condition": {"type": "BOOLEAN"}} for row in update["rows"])
    assert "userEnteredFormat.backgroundColorStyle" in update["fields"].split(",")


def test_rows_are_deleted_first_and_from_below() -> None:
    """Their numbers are of rows as they stand before the call; neighbours go together."""
    found = requests(InsertRows("Triage", (("T-9",),)), DeleteRows("Triage", (7, 3, 4, 3)))
    spans = [r["deleteDimension"]["range"] for r in found if "deleteDimension" in r]
    assert [(span["startIndex"], span["endIndex"]) for span in spans] == [(6, 7), (2, 4)]
    assert [next(iter(request)) for request in found][:2] == ["deleteDimension"] * 2


def test_the_last_row_beneath_the_header_is_not_deleted_without_another() -> None:
    """Google refuses a tab in which every row is frozen, so the tab grows first."""
    kinds = [next(iter(request)) for request in requests(DeleteRows("_status", (2, 3, 4, 5)))]
    assert kinds == ["appendDimension", "deleteDimension"]
    assert [next(iter(request)) for request in requests(DeleteRows("_status", (2, 3)))] == ["deleteDimension"]


def test_a_header_is_never_deleted() -> None:
    """That would be a bug of ours."""
    with pytest.raises(ValueError, match="header"):
        pieces([DeleteRows("Triage", (1, 2))], TABS)


def test_a_row_that_is_gone_is_passing_trouble() -> None:
    """Somebody deleted rows since: the next look tells which ones are meant."""
    with pytest.raises(Retryable):
        pieces([DeleteRows("Triage", (101,))], TABS)


def test_a_column_that_is_gone_is_passing_trouble() -> None:
    """Its cells would come out under another header."""
    with pytest.raises(Retryable):
        pieces([InsertRows("Triage", (("T-1", *["x"] * 14),))], TABS)


def test_a_system_tab_is_filled_to_its_end() -> None:
    """What stood there before and is not in the new rows is cleared, and the tab grows when it has to."""
    [fill] = requests(ReplaceRows("_status", (("T-1", "x"),)))
    assert fill["updateCells"]["range"] == {"sheetId": 401, "startRowIndex": 1}
    grow, _ = requests(ReplaceRows("_status", tuple((f"T-{n}", "x") for n in range(10))))
    assert grow["appendDimension"]["length"] == 6 + SPARE_ROWS


def test_a_system_tab_can_be_emptied() -> None:
    """No rows at all clear everything beneath the header."""
    [fill] = requests(ReplaceRows("_status", ()))
    assert fill["updateCells"]["range"] == {"sheetId": 401, "startRowIndex": 1}
    assert fill["updateCells"]["rows"] == [{"values": [{}]}]


def test_an_edit_of_a_tab_that_is_gone_is_left_out() -> None:
    """The rest is written; the parser says what is missing."""
    assert requests(InsertRows("Preview", (("x",),)), DeleteRows("Nowhere", (1,))) == []


def test_what_is_large_is_cut_and_stays_in_order() -> None:
    """No call is larger than Google likes; rows that are inserted in portions end up in their order."""
    rows = tuple((f"T-{n}", "x" * 40_000) for n in range(90))
    edits = [InsertRows("Triage", rows), ReplaceRows("_status", rows)]
    made = calls(pieces(edits, TABS))
    assert len(made) > 1
    assert all(size_of(call) <= LARGEST_CALL for call in made)
    triage: list[str] = []
    status: dict[int, str] = {}
    for request in (request for call in made for request in call):
        update = request.get("updateCells", {})
        found = [row["values"][0]["userEnteredValue"]["stringValue"] for row in update.get("rows", [])]
        if "start" in update:
            triage = found + triage
        elif "range" in update:
            first = update["range"]["startRowIndex"]
            status |= dict(enumerate(found, start=first))
    assert triage == [row[0] for row in rows]
    assert [status[number] for number in sorted(status)] == [row[0] for row in rows]
    open_ended = [
        r
        for call in made
        for r in call
        if "endRowIndex" not in r.get("updateCells", {}).get("range", {"endRowIndex": 0})
    ]
    assert len(open_ended) == 1
    assert LARGEST_PIECE < LARGEST_CALL


def test_a_hundred_new_rows_are_one_call() -> None:
    """A flood of held tickets with a thousand characters each costs no more than one ticket does."""
    rows = tuple((f"T-{n}", "2026-11-26 14:05", "Ana", "mail", "x" * 1000, "unsure", *[None] * 8) for n in range(100))
    status = tuple((cells[0], "x" * 200) for cells in rows)
    assert len(calls(pieces([InsertRows("Triage", rows), ReplaceRows("_status", status)], TABS))) == 1
