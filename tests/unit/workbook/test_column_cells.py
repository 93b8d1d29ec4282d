"""What a cell offers, by its column in the template, wherever people moved the columns to."""

from __future__ import annotations

from typing import Any

import pytest
from gspread.utils import rowcol_to_a1

from ticket_router.adapters.google.column_cells import LISTS_TAB, column_letter, fresh_cells, validations
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.domain.workbook.grid import Grid

SHAPE = workbook_shape()
LISTS = Grid([[column.name for column in SHAPE.tab(LISTS_TAB).columns]])


def offered(title: str) -> dict[str, dict[str, Any]]:
    """The rules of a tab by header."""
    header = [column.name for column in SHAPE.tab(title).columns]
    return {header[place]: rule for place, rule in validations(SHAPE.tab(title), Grid([header]), LISTS).items()}


def choices(rule: dict[str, Any]) -> list[str]:
    """What is in the dropdown, or where it comes from."""
    return [value["userEnteredValue"] for value in rule["condition"]["values"]]


def test_corrections_offer_live_topics_and_teams_and_a_checkbox() -> None:
    """And nothing else has a rule in Triage: the other cells are the router's, or free text."""
    found = offered("Triage")
    assert set(found) == {"topic", "team", "urgency", "action", "Go"}
    assert choices(found["topic"]) == ["=_lists!$A$2:$A"]
    assert choices(found["team"]) == ["=_lists!$B$2:$B"]
    assert choices(found["urgency"]) == ["low", "medium", "high"]
    assert found["Go"]["condition"] == {"type": "BOOLEAN"}
    assert all(rule["strict"] and rule["showCustomUi"] for rule in found.values())


def test_a_yes_or_no_is_a_list_of_two() -> None:
    """An empty cell means both."""
    rules = [rule for column, rule in offered("Priority rules").items() if column.casefold() == "vip"]
    assert [choices(rule) for rule in rules] == [["yes", "no"]]


@pytest.mark.parametrize("tab", SHAPE.rule_tabs, ids=lambda tab: tab.title)
def test_only_one_word_out_of_a_list_is_held_to_it(tab: Any) -> None:
    """Several topics, or `team/@person`, are in no list: they are offered and not enforced."""
    found = offered(tab.title)
    for column in tab.written_by_people:
        if column.choices_from:
            assert found[column.name]["strict"] is (column.type == "choice")
            assert choices(found[column.name])[0].startswith(f"={LISTS_TAB}!$")


def test_they_follow_the_columns() -> None:
    """In the tab, and in the hidden one that the choices come from."""
    triage = SHAPE.tab("Triage")
    grid = Grid([["my notes", *(column.name for column in reversed(triage.columns))]])
    lists = Grid([["", *LISTS.header]])
    found = validations(triage, grid, lists)
    assert choices(found[grid.header.index("team")]) == ["=_lists!$C$2:$C"]
    assert found[grid.header.index("Go")]["condition"] == {"type": "BOOLEAN"}
    assert 0 not in found


def test_without_the_lists_the_rest_still_comes() -> None:
    """A range in a tab that is gone would have Google refuse the whole call."""
    triage = SHAPE.tab("Triage")
    grid = Grid([[column.name for column in triage.columns]])
    kinds = {rule["condition"]["type"] for rule in validations(triage, grid, None).values()}
    assert kinds == {"ONE_OF_LIST", "BOOLEAN"}


def test_blank_cells_of_text_are_text_and_days_are_days() -> None:
    """A ticket's number that nobody wrote yet is as little a formula as one that is there."""
    vips = SHAPE.tab("VIPs")
    header = [column.name for column in vips.columns]
    kinds = {
        vips.columns[place].field: cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type", "")
        for place, cell in fresh_cells(vips, Grid([header]), LISTS).items()
    }
    assert kinds["customer"] == "TEXT" and kinds["until"] == "DATE" and kinds["status"] == ""
    triage = SHAPE.tab("Triage")
    cells = fresh_cells(triage, Grid([[column.name for column in triage.columns]]), LISTS)
    assert "userEnteredFormat" not in cells[[c.field for c in triage.columns].index("go")]


@pytest.mark.parametrize("place", [0, 25, 26, 51, 52, 701, 702])
def test_letters_go_on_after_z(place: int) -> None:
    """As gspread counts them."""
    assert column_letter(place) == rowcol_to_a1(1, place + 1).removesuffix("1")
