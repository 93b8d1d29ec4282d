"""The plan behind `workbook create`: a pure function of what was found; its order is safe, and people keep theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from scripts.ops.access import NoAccess, spreadsheet_id
from scripts.ops.tabs import read_tabs
from scripts.ops.workbook.drift import Plan
from scripts.ops.workbook.found import Found, FoundCell, FoundTab
from scripts.ops.workbook.plan import Wishes, plan
from scripts.ops.workbook.ranges import bounds, runs

TEMPLATES = list(read_tabs().values())
BLANK = FoundTab(0, "Sheet1", 1000, 26)
NEW = Found("Rules", "en_GB", "Europe/Berlin", (BLANK,))
WISHES = Wishes("router@project.example")


def kinds(made: Plan) -> list[str]:
    """The kind of each request, in order."""
    return [kind for request in made.requests for kind in request]


def sheet_ids(told: Any) -> Iterator[int]:
    """Every tab that a request names."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name == "sheetId":
                yield value
            else:
                yield from sheet_ids(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from sheet_ids(value)


def formulas(made: Plan) -> list[str]:
    """Every formula that is written."""
    return [
        cell["userEnteredValue"]["formulaValue"]
        for request in made.requests
        if "updateCells" in request
        for row in request["updateCells"]["rows"]
        for cell in row["values"]
        if "formulaValue" in cell.get("userEnteredValue", {})
    ]


def test_tabs_are_made_before_they_are_named_and_the_blank_one_goes_last() -> None:
    """A batch is done in order: a formula or a dropdown never looks at a tab that is not there yet."""
    made = plan(NEW, TEMPLATES, WISHES)
    order = kinds(made)
    assert order[: len(TEMPLATES)] == ["addSheet"] * len(TEMPLATES)
    assert order[-1] == "deleteSheet" and order.count("deleteSheet") == 1
    assert "addSheet" not in order[len(TEMPLATES) :]
    assert made.left == []


def test_the_same_look_makes_the_same_plan() -> None:
    """No clock, no dice, nothing remembered."""
    assert plan(NEW, TEMPLATES, WISHES) == plan(NEW, TEMPLATES, WISHES)


def test_a_first_tab_with_a_word_in_it_stays() -> None:
    """The blank tab of a new spreadsheet is known by its number and by having nothing in it."""
    written = replace(BLANK, cells={4: (FoundCell(), FoundCell(shown="milk"))})
    assert "deleteSheet" not in kinds(plan(replace(NEW, tabs=(written,)), TEMPLATES, WISHES))


def test_tabs_of_people_are_in_no_request() -> None:
    """Whatever stands beside ours is never named."""
    mine = FoundTab(77, "My notes", 50, 5, cells={0: (FoundCell(shown="topic"),)})
    made = plan(replace(NEW, tabs=(mine,)), TEMPLATES, WISHES)
    assert 77 not in set(sheet_ids(made.requests))


def test_a_tab_that_comes_back_gets_its_place() -> None:
    """Behind the nearest one before it, whatever people put in between."""
    titles = ["Triage", "My notes", "Topics", "Settings"]
    tabs = tuple(FoundTab(number, title, 50, 20) for number, title in enumerate(titles, start=1))
    made = plan(replace(NEW, tabs=tabs), TEMPLATES, WISHES)
    index = {
        r["addSheet"]["properties"]["title"]: r["addSheet"]["properties"]["index"]
        for r in made.requests
        if "addSheet" in r
    }
    # Each addition moves on what follows it.
    assert (index["Routed"], index["Teams"], index["Preview"]) == (1, 4, 11)


def test_arguments_are_kept_apart_as_the_locale_wants_it() -> None:
    """Where a comma is the decimal mark, formulas are written with semicolons."""
    german = plan(replace(NEW, locale="de_DE"), TEMPLATES, WISHES)
    outside = ["".join(formula.split('"')[::2]) for formula in formulas(german)]
    assert len(outside) > 15 and not any("," in formula for formula in outside)


def test_ranges_are_compared_whatever_way_they_are_told() -> None:
    """An open end and the end of the grid are the same; places side by side are one run."""
    assert bounds({"sheetId": 1}, BLANK) == bounds(
        {"startRowIndex": 0, "endRowIndex": 1000, "endColumnIndex": 26}, BLANK
    )
    assert bounds({"endRowIndex": 1}, BLANK) != bounds({}, BLANK)
    assert runs([3, 1, 2, 7]) == [(1, 4), (7, 8)]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("1AbC-d_E", "1AbC-d_E"),
        ("https://docs.google.com/spreadsheets/d/1AbC-d_E/edit#gid=0", "1AbC-d_E"),
        ("https://docs.google.com/spreadsheets/u/1/d/1AbC-d_E/edit", "1AbC-d_E"),
        (" 1AbC ", "1AbC"),
    ],
)
def test_a_spreadsheet_is_named_by_id_or_address(given: str, found: str) -> None:
    """As people copy it."""
    assert spreadsheet_id(given) == found


@pytest.mark.parametrize("given", ["", "my rules", "https://docs.google.com/document/d/1AbC/edit"])
def test_what_is_no_spreadsheet_is_refused(given: str) -> None:
    """A sentence says what to give."""
    with pytest.raises(NoAccess, match="That is no spreadsheet"):
        spreadsheet_id(given)
