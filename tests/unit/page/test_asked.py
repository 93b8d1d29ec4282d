"""What an action says about the workbook is checked before anything is done with it, and refused in a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.sandbox.not_google import BookView, CellView, TabView
from scripts.sandbox.not_google.people.view import ColumnView
from scripts.sandbox.page.sending import Refused
from scripts.sandbox.page.sheet.asked import at_cell, person, rows_of, tab_of, text
from scripts.sandbox.page.sheet.seen import Seen, address

ROBOT = "router@desk.iam.gserviceaccount.com"


def tab(number: int, title: str, *, hidden: bool = False) -> TabView:
    """A tab of two columns and two rows."""
    columns = (ColumnView("A", 100, False), ColumnView("B", 100, False))
    rows = ((CellView("topic", "text"), CellView("team", "text")), (CellView("bug", "text"), CellView("", "blank")))
    return TabView(number, title, hidden, "", 1, 0, 100, columns, rows, (), (), 1)


TABS = (tab(1, "Topics"), tab(2, "_status", hidden=True), tab(3, "Was / will be"))
SEEN = Seen(
    BookView("id", "Workbook", 1, TABS), {t.id: (f"r{t.id}-1", f"r{t.id}-2") for t in TABS}, "ann@a.example", "", 0
)


def test_a_cell_is_found_by_its_rows_name() -> None:
    """The second row's second column is B2."""
    assert at_cell(SEEN, tab_of(SEEN, {"tab": 1}), {"row": "r1-2", "column": 1}) == "B2"


@pytest.mark.parametrize("given", [{"row": "r1-9", "column": 0}, {"row": 2, "column": 0}, {"row": "r1-2", "column": 2}])
def test_a_cell_that_is_gone_is_refused(given: dict[str, Any]) -> None:
    """A row or a column that is not there any more says so."""
    with pytest.raises(Refused, match="gone"):
        at_cell(SEEN, TABS[0], given)


@pytest.mark.parametrize("column", [-1, "0", None, True, 1.0])
def test_a_column_is_a_place(column: object) -> None:
    """Anything but a whole number within the tab is refused: -1 is not the last one."""
    with pytest.raises(Refused):
        at_cell(SEEN, TABS[0], {"row": "r1-2", "column": column})


def test_hidden_and_missing_tabs_are_refused() -> None:
    """The router's own tabs are for looking only; a deleted one is gone."""
    with pytest.raises(Refused, match="looking only"):
        tab_of(SEEN, {"tab": 2})
    with pytest.raises(Refused, match="deleted"):
        tab_of(SEEN, {"tab": 9})


@pytest.mark.parametrize("who", ["", "nobody", "a b@c.example", "a@b@c", ROBOT, None, "x" * 300 + "@a.example"])
def test_people_have_a_mail_address(who: object) -> None:
    """Whoever edits is a person: no empty name, no other text, and not the router itself."""
    with pytest.raises(Refused):
        person({"by": who}, {ROBOT})


@pytest.mark.parametrize("rows", [None, [], "x", ["x"], [[1]], [["x"]] * 501, [["x"] * 51]], ids=lambda r: str(r)[:20])
def test_only_a_table_of_text_is_pasted(rows: object) -> None:
    """Nothing, something else, or too much of it is refused."""
    with pytest.raises(Refused):
        rows_of({"rows": rows})


def test_text_is_text() -> None:
    """A number is not taken for what somebody typed; an empty text is."""
    assert text({"value": ""}, "value") == ""
    with pytest.raises(Refused):
        text({"value": 5}, "value")


def test_tabs_have_an_address() -> None:
    """A title that cannot be part of an address gives way to the tab's id, and both find the tab."""
    assert [address(one) for one in TABS] == ["Topics", "_status", "~3"]
    assert all(SEEN.tab(address(one)) is one for one in TABS)
    assert SEEN.tab("") is TABS[0]
    assert SEEN.tab("Gone") is None
