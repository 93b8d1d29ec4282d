"""`workbook create` on a spreadsheet that a person made: everything in one write, and nothing the second time."""

from __future__ import annotations

from scripts.ops.cells import row_cells
from scripts.ops.tabs import read_tabs
from tests.integration.workbook.conftest import BOOK, OWNER, Desk

TABS = read_tabs()


def test_an_empty_spreadsheet_becomes_the_workbook_in_one_write(empty: Desk) -> None:
    """All tabs in order, the blank one gone, and a single call that changes anything."""
    furnished = empty.create()
    assert furnished.left == ()
    assert len(furnished.done) == len(TABS) + 2  # and locale and time zone
    assert list(empty.google.tabs(BOOK)) == list(TABS)
    writes = [call.call for call in empty.google.calls if call.call == "sheets.spreadsheets.batchUpdate"]
    assert len(writes) == 1
    assert len([call for call in empty.google.calls if call.call.startswith("sheets.")]) == 5


def test_the_second_time_nothing_is_written(desk: Desk) -> None:
    """A look that finds no difference costs two reads."""
    before = len(desk.google.calls)
    assert desk.create().done == ()
    assert desk.check() == []
    calls = [call.call for call in desk.google.calls[before:] if call.call != "token"]
    assert calls == ["sheets.spreadsheets.get"] * 4


def test_every_tab_has_its_headers_and_starter_rows(desk: Desk) -> None:
    """As the templates say; formulas show their column's name in the header."""
    for title, tab in TABS.items():
        shown = desk.google.cells(BOOK, title)
        assert shown[0] == [column.name for column in tab.columns], title
        for row, found in zip(tab.rows, shown[1:], strict=False):
            wanted = [cell if cell is not None else "" for cell in row_cells(tab, row)]
            people = [n for n, column in enumerate(tab.columns) if not column.formula]
            cells = [found[n] if n < len(found) and found[n] is not None else "" for n in people]
            assert cells == [wanted[n] for n in people], f"{title}: {row}"


def test_what_people_made_is_still_there(desk: Desk) -> None:
    """A tab, a column, a width and rows of their own are no differences, and a repair leaves them alone."""
    hands = desk.hands()
    hands.add_tab("Bob's notes")
    hands.type("Bob's notes", "A1", "mine")
    hands.add_row("Topics", {"topic": "shipping", "team": "support", "description": "parcels", "state": "live"})
    hands.delete_rows("VIPs", 2, 1)
    assert desk.check() == []
    desk.hands(OWNER).delete_tab("_status")
    assert desk.create().left == ()
    assert desk.google.cells(BOOK, "Bob's notes") == [["mine"]]
    assert [row["topic"] for row in desk.rows("Topics")][-1] == "shipping"
    assert len(desk.rows("VIPs")) == len(TABS["VIPs"].rows) - 1


def test_a_spreadsheet_with_something_in_its_first_tab_keeps_it(empty: Desk) -> None:
    """Only a tab in which nothing stands at all is taken for the blank one."""
    first = next(iter(empty.google.tabs(BOOK)))
    empty.hands().type(first, "C7", "remember the milk")
    assert empty.create().left == ()
    assert set(empty.google.tabs(BOOK)) == {first, *TABS}
    assert empty.check() == []


def test_two_thousand_rows_make_no_difference(desk: Desk) -> None:
    """A long tab is neither a drift nor a reason to read more."""
    values = [{"values": [{"userEnteredValue": {"stringValue": f"word {n}"}}]} for n in range(2_000)]
    sheet = desk.tab("Urgent words").sheet_id
    desk.ask({"appendDimension": {"sheetId": sheet, "dimension": "ROWS", "length": 2_000}})
    start = {"sheetId": sheet, "rowIndex": 100, "columnIndex": 0}
    desk.ask({"updateCells": {"start": start, "rows": values, "fields": "userEnteredValue"}})
    left = desk.create().left
    assert left == () and desk.check() == []
