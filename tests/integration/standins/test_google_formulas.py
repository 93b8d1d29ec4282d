"""Formulas are really computed: operators, every function that the stand-in knows, arrays and where they spill."""

from __future__ import annotations

import time
from typing import Any

import pytest

from scripts.sandbox.not_google import Hands, NotGoogle
from scripts.sandbox.not_google.formulas.evaluate import FUNCTIONS
from scripts.sandbox.not_google.grid.book import Named
from scripts.sandbox.not_google.grid.boxes import Box
from tests.integration.standins.conftest import Clock
from tests.integration.standins.google_clients import ID
from tests.integration.standins.google_formulas import SINGLE, SPILLS, TABLE


def shown(google: NotGoogle, tab: str = "Sheet1") -> list[list[Any]]:
    """What a tab's cells come to."""
    return google.cells(ID, tab)


@pytest.fixture
def google(unserved_google: NotGoogle) -> NotGoogle:
    """Nobody calls over the wire here."""
    return unserved_google


@pytest.fixture
def data(google: NotGoogle, ann: Hands) -> Hands:
    """Ann, with TABLE in tab Data."""
    ann.add_tab("Data")
    ann.paste("Data", "A1", TABLE)
    return ann


@pytest.mark.parametrize(("formula", "value"), SINGLE, ids=[formula for formula, _ in SINGLE])
def test_a_formula_comes_to_its_value(google: NotGoogle, data: Hands, formula: str, value: Any) -> None:
    """In a cell of its own, over a small table in another tab."""
    data.type("Sheet1", "A1", formula)
    found = shown(google)
    got = found[0][0] if found else None
    assert got == (pytest.approx(value) if isinstance(value, float) else value)
    assert isinstance(got, bool) is isinstance(value, bool)


def test_every_known_function_has_an_example() -> None:
    """The table above and the spills below leave no function out."""
    text = " ".join(formula.upper() for formula, _ in [*SINGLE, *SPILLS])
    assert [name for name in FUNCTIONS if f"{name}(" not in text] == []


@pytest.mark.parametrize(("formula", "cells"), SPILLS, ids=[formula for formula, _ in SPILLS])
def test_an_array_fills_the_cells_below_and_beside(
    google: NotGoogle, data: Hands, formula: str, cells: list[list[Any]]
) -> None:
    """From the one cell that holds the formula."""
    data.type("Sheet1", "A1", formula)
    assert shown(google) == cells


def test_without_arrayformula_a_range_means_the_cell_beside(google: NotGoogle, data: Hands) -> None:
    """Implicit intersection: the value in the formula's own row, and an error where there is none."""
    data.paste("Data", "G1", [['=A1:A5&"!"'], ["=A1:A5"], ["=A1:B5"]])
    assert [row[6] for row in shown(google, "Data")[:3]] == ["topic!", "billing", "#VALUE!"]


def test_content_in_the_way_blocks_the_whole_array(google: NotGoogle, data: Hands) -> None:
    """#REF! names the cell; once that is empty, the array is there."""
    data.type("Sheet1", "A1", "=ARRAYFORMULA(Data!A1:A5)")
    data.type("Sheet1", "A3", "mine")
    assert shown(google) == [["#REF!"], [None], ["mine"]]
    assert google.view(ID).tabs[0].rows[0][0].error.endswith("it would overwrite data in A3.")
    data.clear("Sheet1", "A3")
    assert [row[0] for row in shown(google)] == [row[0] for row in TABLE]


def test_an_unticked_box_is_in_the_way_too(google: NotGoogle, data: Hands) -> None:
    """FALSE is content; a blank cell with a look or a rule is not."""
    data.paste("Sheet1", "A2", [[False]])
    data.type("Sheet1", "A1", "={1;2}")
    assert shown(google)[0] == ["#REF!"]


def test_two_arrays_do_not_share_a_cell(google: NotGoogle, data: Hands) -> None:
    """One of them is blocked by what the other one spilled."""
    data.add_tab("Two")
    data.paste("Two", "B1", [["={1;2;3}"]])
    data.paste("Two", "A2", [["={7,8}"]])
    assert [value for row in shown(google, "Two") for value in row].count("#REF!") == 1


def test_an_array_needs_room_in_the_grid(google: NotGoogle, data: Hands) -> None:
    """A whole column does not fit from row 2 on."""
    data.type("Sheet1", "A2", "=ARRAYFORMULA(Data!A:A)")
    assert google.view(ID).tabs[0].rows[1][0].error == (
        "Result was not automatically expanded, please insert more rows (1)."
    )


@pytest.mark.parametrize(
    "formulas",
    [
        ["=A1"],
        ["=B1", "=A1"],
        ["=SUM(A:A)"],
        ["=ARRAYFORMULA(A1:A3&1)"],
        ['=ARRAYFORMULA(C1:D1&"")', None, '=B1&"x"', None],
    ],
)
def test_a_circle_is_an_error(google: NotGoogle, data: Hands, formulas: list[str | None]) -> None:
    """A formula that reads itself, by itself or around a corner, shows #REF!."""
    data.paste("Sheet1", "A1", [formulas])
    assert "#REF!" in shown(google)[0]


def test_what_looks_like_a_circle_and_is_none(google: NotGoogle, data: Hands) -> None:
    """A column's formula may read the columns beside it, whichever side the formulas there stand on."""
    data.paste("Sheet1", "A1", [["=ARRAYFORMULA(B1:B2)", "=ARRAYFORMULA(C1:C2&1)", "x"], [None, None, "y"]])
    assert shown(google) == [["x1", "x1", "x"], ["y1", "y1", "y"]]


def test_the_status_formula_looks_its_key_up(google: NotGoogle, data: Hands) -> None:
    """The workbook's own kind of formula: in the header row, over whole columns, blank where there is no key."""
    looked_up = 'IFNA(XLOOKUP("Data¦"&A:A&"¦"&C:C,_status!A:A,_status!B:B),"not read yet")'
    formula = f'=ARRAYFORMULA(IF(ROW(A:A)=1,"Status",IF(A:A="",,{looked_up})))'
    data.add_tab("_status")
    data.paste("_status", "A1", [["key", "status"], ["Data¦billing¦3", "✓ live"], ["data¦LOGIN¦5", "off"]])
    data.type("Data", "F1", formula)
    assert [row[5] for row in shown(google, "Data")] == ["Status", "✓ live", "off", "not read yet", "not read yet"]
    data.paste("_status", "A4", [["Data¦outage¦", "✗ no team"]])
    assert shown(google, "Data")[3][5] == "✗ no team"
    data.delete_tab("_status")
    assert {row[5] for row in shown(google, "Data")[1:]} == {"#REF!"}


def test_time_passes_in_formulas(google: NotGoogle, data: Hands, clock: Clock) -> None:
    """TODAY and NOW follow the world's clock, in the spreadsheet's time zone."""
    data.paste("Sheet1", "A1", [["=TODAY()", "=NOW()-TODAY()", "=1+1"]])
    assert shown(google)[0] == [45939, pytest.approx(8 / 24 + 53 / 1440 + 20 / 86400), 2]
    clock.advance(86_400)
    assert shown(google)[0][0] == 45940


def test_a_named_range_is_known_in_formulas(google: NotGoogle, data: Hands) -> None:
    """By its name, whatever the case."""
    book = google.files[ID].book
    book.named.append(Named("1", "Topics", book.tabs[1].id, Box(1, 0, 3, 1)))
    data.type("Sheet1", "A1", "=COUNTA(topics)")
    assert shown(google) == [[2]]


def test_two_thousand_rows_are_computed_at_once(google: NotGoogle, data: Hands) -> None:
    """A Status column over 2,000 rows, looked up in 3,000: each key finds its own, and nothing is computed twice."""
    data.add_tab("_status")
    data.paste("_status", "A1", [["key", "status"], *([f"T-{n}", f"ok {n}"] for n in range(3000))])
    data.add_tab("Triage")
    data.paste("Triage", "A1", [["ticket"], *([f"T-{n}"] for n in range(1999))])
    data.type(
        "Triage",
        "C1",
        '=ARRAYFORMULA(IF(ROW(A:A)=1,"Status",IF(A:A="",,IFNA(XLOOKUP(A:A,_status!A:A,_status!B:B),""))))',
    )
    started = time.process_time()
    assert [row[2] for row in shown(google, "Triage")] == ["Status", *(f"ok {n}" for n in range(1999))]
    print(f"first look: {time.process_time() - started:.3f} s")
    calculation = google.files[ID].calculation(google.now())
    shown(google, "Triage")
    assert google.files[ID].calculation(google.now()) is calculation
