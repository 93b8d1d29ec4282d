"""Rows, columns and tabs move, and formulas, rules and ranges go on meaning the same cells."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.sandbox.not_google import Hands, NotGoogle, Refused
from scripts.sandbox.not_google.formulas.references import Reference, read_reference, rewrite
from scripts.sandbox.not_google.grid.a1 import read_cells
from scripts.sandbox.not_google.grid.values import Formula
from tests.integration.standins.google_clients import ID


def formula(google: NotGoogle, cell: str, tab: str = "Other") -> str:
    """The formula of a cell as it stands now."""
    box = read_cells(cell)
    assert box is not None
    where = google.files[ID].book.titled(tab)
    assert where is not None
    entered = where.cell(box.top, box.left).entered
    assert isinstance(entered, Formula)
    return entered.text


@pytest.fixture
def google(unserved_google: NotGoogle) -> NotGoogle:
    """Nobody calls over the wire here."""
    return unserved_google


@pytest.fixture
def other(ann: Hands) -> Hands:
    """Ann, with a tab Other beside Sheet1."""
    ann.add_tab("Other")
    return ann


ROWS_IN = [
    ("=Sheet1!A1", "=Sheet1!A1"),
    ("=Sheet1!A2", "=Sheet1!A4"),
    ("=Sheet1!$A$2", "=Sheet1!$A$4"),
    ("=Sheet1!A:A", "=Sheet1!A:A"),
    ("=Sheet1!A2:A", "=Sheet1!A4:A"),
    ("=Sheet1!$A$1:$A", "=Sheet1!$A$1:$A"),
    ("=Sheet1!A1:B5", "=Sheet1!A1:B7"),
    ("=Sheet1!A2:B5", "=Sheet1!A4:B7"),
    ("=Sheet1!1:1", "=Sheet1!1:1"),
    ("=Sheet1!2:3", "=Sheet1!4:5"),
    ('=SUM(sheet1!A2, Sheet1!A3) & "Sheet1!A2"', '=SUM(sheet1!A4, Sheet1!A5) & "Sheet1!A2"'),
    ("=A2", "=A2"),
    ("=Other!A2", "=Other!A2"),
    ("=1+", "=1+"),
]


@pytest.mark.parametrize(("before", "after"), ROWS_IN, ids=[before for before, _ in ROWS_IN])
def test_two_rows_above_row_two(google: NotGoogle, other: Hands, before: str, after: str) -> None:
    """References below the new rows move down, whole columns and the header stay."""
    other.type("Other", "Z1", before)
    other.insert_rows("Sheet1", 2, 2)
    assert formula(google, "Z1") == after


ROWS_OUT = [
    ("=Sheet1!A1", "=Sheet1!A1"),
    ("=Sheet1!A3", "=#REF!"),
    ("=Sheet1!A5", "=Sheet1!A3"),
    ("=Sheet1!A2:A3", "=#REF!"),
    ("=Sheet1!A1:A3", "=Sheet1!A1:A1"),
    ("=Sheet1!A3:A9", "=Sheet1!A2:A7"),
    ("=Sheet1!A1:A9", "=Sheet1!A1:A7"),
    ("=Sheet1!A2:A", "=Sheet1!A2:A"),
    ("=Sheet1!B:B", "=Sheet1!B:B"),
]


@pytest.mark.parametrize(("before", "after"), ROWS_OUT, ids=[before for before, _ in ROWS_OUT])
def test_without_rows_two_and_three(google: NotGoogle, other: Hands, before: str, after: str) -> None:
    """What is gone is #REF!, what is left shrinks and moves up."""
    other.type("Other", "Z1", before)
    other.delete_rows("Sheet1", 2, 2)
    assert formula(google, "Z1") == after


def test_columns_take_their_references_along(google: NotGoogle, other: Hands) -> None:
    """Inserted, moved and deleted columns: the formula means the same column by its content."""
    other.paste("Sheet1", "A1", [["a", "b", "c"]])
    other.paste("Other", "A1", [["=COUNTA(Sheet1!B:B)", "=Sheet1!A1:C1", "=Sheet1!$C1"]])
    other.insert_column("Sheet1", "b", "new")
    assert formula(google, "A1") == "=COUNTA(Sheet1!C:C)"
    other.move_column("Sheet1", "b", "a")
    assert google.cells(ID, "Sheet1") == [["b", "a", "new", "c"]]
    assert formula(google, "A1") == "=COUNTA(Sheet1!A:A)"
    other.move_column("Sheet1", "b", "c")
    assert formula(google, "A1") == "=COUNTA(Sheet1!C:C)"
    assert formula(google, "C1") == "=Sheet1!$D1"


def test_the_status_formula_outlives_what_people_do(google: NotGoogle, other: Hands) -> None:
    """Sort, insert, delete, move rows; move a column; rename a tab: each row keeps its own status."""
    other.paste("Sheet1", "A1", [["ticket", "note"], ["T-3", "c"], ["T-1", "a"], ["T-2", "b"]])
    other.paste("Other", "A1", [["key", "status"], ["T-1", "one"], ["T-2", "two"], ["T-3", "three"]])
    text = '=ARRAYFORMULA(IF(ROW(A:A)=1,"Status",IF(A:A="",,IFNA(XLOOKUP(A:A,Other!A:A,Other!B:B),""))))'
    other.type("Sheet1", "C1", text)

    def statuses() -> dict[str, Any]:
        return {record["ticket"]: record["Status"] for record in google.records(ID, "Sheet1") if record["ticket"]}

    right = {"T-1": "one", "T-2": "two", "T-3": "three"}
    assert statuses() == right
    other.sort("Sheet1", "ticket")
    assert [record["ticket"] for record in google.records(ID, "Sheet1")] == ["T-1", "T-2", "T-3"]
    assert statuses() == right
    other.sort("Sheet1", "Status", descending=True)
    assert [record["Status"] for record in google.records(ID, "Sheet1")] == ["two", "three", "one"]
    assert statuses() == right
    other.insert_rows("Sheet1", 2, 3)
    other.fill("Sheet1", 2, {"ticket": "T-9"})
    assert statuses() == {**right, "T-9": ""}
    other.delete_rows("Sheet1", 2, 3)
    other.move_rows("Sheet1", 2, 1, 5)
    assert [record["ticket"] for record in google.records(ID, "Sheet1")] == ["T-3", "T-1", "T-2"]
    assert statuses() == right
    other.move_column("Sheet1", "note", "ticket")
    other.rename_tab("Other", "Its status")
    assert "'Its status'!A:A" in formula(google, "C1", "Sheet1") and "ROW(B:B)" in formula(google, "C1", "Sheet1")
    assert statuses() == right


def test_a_sorted_formula_reads_its_own_row_again(google: NotGoogle, ann: Hands) -> None:
    """Relative references of the tab move with their row, fixed ones and other tabs' do not."""
    ann.add_tab("Other")
    rows = [["n", "double", "rest"], [2, "=A2*2", "=$A$2&Other!A2"], [1, "=A3*2", "=$A$2&Other!A3"]]
    ann.paste("Sheet1", "A1", rows)
    ann.sort("Sheet1", "n")
    assert [row[:2] for row in google.cells(ID, "Sheet1")[1:]] == [[1, 2], [2, 4]]
    assert [formula(google, cell, "Sheet1") for cell in ("B2", "B3")] == ["=A2*2", "=A3*2"]
    assert [formula(google, cell, "Sheet1") for cell in ("C2", "C3")] == ["=$A$2&Other!A3", "=$A$2&Other!A2"]


def test_sorting_moves_only_what_was_entered(google: NotGoogle, ann: Hands) -> None:
    """A column that spills has nothing to move, and comes out right by itself."""
    ann.paste("Sheet1", "A1", [["n", '=ARRAYFORMULA(IF(ROW(A:A)=1,"twice",IF(A:A="",,A:A*2)))'], [3], [1], [2]])
    ann.sort("Sheet1", "n", descending=True)
    assert google.cells(ID, "Sheet1") == [["n", "twice"], [3, 6], [2, 4], [1, 2]]
    tab = google.files[ID].book.tabs[0]
    assert all(tab.cell(row, 1).entered is None for row in range(1, 4))


def test_merged_cells_cannot_be_sorted(google: NotGoogle, ann: Hands) -> None:
    """As in the UI, which says so."""
    ann.paste("Sheet1", "A1", [["n"], [2], [1]])
    ann.merge("Sheet1", "A2:B2")
    with pytest.raises(Refused, match="merged cells"):
        ann.sort("Sheet1", "n")


def test_a_deleted_tab_breaks_what_named_it(google: NotGoogle, other: Hands) -> None:
    """#REF! in the formula and in the dropdown, and it stays so when a tab of that name comes back."""
    other.paste("Sheet1", "A1", [['=SUM(Other!A:A)&"Other!A1"', "=A2"]])
    other.delete_tab("Other")
    assert formula(google, "A1", "Sheet1") == '=SUM(#REF!)&"Other!A1"'
    assert google.cells(ID, "Sheet1") == [["#REF!"]]
    other.add_tab("Other")
    assert google.cells(ID, "Sheet1") == [["#REF!"]]


def test_a_tab_that_is_only_not_there_yet_is_found_later(google: NotGoogle, ann: Hands) -> None:
    """A formula may name a tab before it exists."""
    ann.type("Sheet1", "A1", "=COUNTA(Later!A:A)")
    assert google.cells(ID, "Sheet1") == [["#REF!"]]
    ann.add_tab("Later")
    assert google.cells(ID, "Sheet1") == [[0]]


@pytest.mark.parametrize(
    "text",
    [
        "A1",
        "$A$1",
        "A1:B2",
        "A:A",
        "$A:$B",
        "1:2",
        "A2:A",
        "$A$2:$A",
        "Sheet1!A1",
        "'My tab'!A1:B2",
        "'It''s'!A:A",
        "AA10:AZ99",
    ],
)
def test_a_reference_is_written_back_as_it_was_read(text: str) -> None:
    """Nothing is lost on the way through."""
    assert read_reference(text).text() == text


def test_only_references_are_rewritten() -> None:
    """Texts, functions and names that look like cells stay as they are."""
    seen: list[str] = []

    def note(reference: Reference) -> Reference:
        seen.append(reference.text())
        return reference

    text = "=LOG10(A1)+\"B2\"&SUM(C3:C4)&taxes2024&'D5'!E6&IF1"
    assert rewrite(text, note) == text
    assert seen == ["A1", "C3:C4", "'D5'!E6", "IF1"]
