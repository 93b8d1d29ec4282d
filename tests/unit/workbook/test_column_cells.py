"""A new row's dropdowns are those of the template, wherever people moved the columns to."""

from __future__ import annotations

import pytest

from scripts.ops.workbook.body import validation_of
from scripts.ops.workbook.formulas import letter
from ticket_router.adapters.google.column_cells import LISTS_TAB, column_letter, validations
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.domain.workbook.grid import Grid
from ticket_router.domain.workbook.shape import Tab

SHAPE = workbook_shape()
LISTS = Grid([[column.name for column in SHAPE.tab(LISTS_TAB).columns]])
PLACES = {tab.title: {column.field: place for place, column in enumerate(tab.columns)} for tab in SHAPE.tabs}


@pytest.mark.parametrize("tab", SHAPE.tabs, ids=lambda tab: tab.title)
def test_new_cells_offer_what_the_create_command_made_them_offer(tab: Tab) -> None:
    """Two places make them, and they never drift apart."""
    grid = Grid([[column.name for column in tab.columns]])
    wanted = {place: validation_of(column, PLACES) for place, column in enumerate(tab.columns)}
    assert validations(tab, grid, LISTS) == {place: rule for place, rule in wanted.items() if rule}


def test_they_follow_the_columns() -> None:
    """In the tab, and in the hidden one that the choices come from."""
    triage = SHAPE.tab("Triage")
    grid = Grid([["my notes", *(column.name for column in reversed(triage.columns))]])
    lists = Grid([["", *LISTS.header]])
    found = validations(triage, grid, lists)
    place = grid.header.index("team")
    assert found[place]["condition"]["values"] == [{"userEnteredValue": "=_lists!$C$2:$C"}]
    assert found[grid.header.index("Go")]["condition"] == {"type": "BOOLEAN"}
    assert 0 not in found


def test_without_the_lists_the_rest_still_comes() -> None:
    """A range in a tab that is gone would have Google refuse the whole call."""
    triage = SHAPE.tab("Triage")
    grid = Grid([[column.name for column in triage.columns]])
    kinds = {rule["condition"]["type"] for rule in validations(triage, grid, None).values()}
    assert kinds == {"ONE_OF_LIST", "BOOLEAN"}


@pytest.mark.parametrize("place", [0, 25, 26, 51, 52, 701, 702])
def test_letters_go_on_after_z(place: int) -> None:
    """As the create command counts them."""
    assert column_letter(place) == letter(place)
