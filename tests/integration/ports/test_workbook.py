"""Workbook: what people see is what is read, what is written is what they see, and nothing of theirs is hit."""

from __future__ import annotations

import pytest

from tests.integration.ports.sheet_benches import FakeSheet, GoogleSheet, SheetBench
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.domain.errors import NotFound, Retryable
from ticket_router.domain.workbook.grid import Cell, DeleteRows, InsertRows, ReplaceRows, cell_text
from ticket_router.domain.workbook.keys import row_key

TITLES = [tab.title for tab in workbook_shape().tabs]


LOOKS_LIKE_SOMETHING_ELSE = [
    "=1+1",
    '=HYPERLINK("http://x.example")',
    "+49 30 1234",
    "-1",
    "@dana",
    "\ttabbed",
    "'quoted",
    "007",
    "TRUE",
    "1/2",
    "12,5",
    "2026-11-26",
    "50%",
    "#REF!",
    "two\nlines",
    "\U0001f514 \u00fc \u0639",
    "a" * 3000,
]


@pytest.fixture(params=["memory", "google"])
def sheet(request: pytest.FixtureRequest) -> SheetBench:
    """A workbook of each kind, without rows."""
    return FakeSheet() if request.param == "memory" else GoogleSheet(request.getfixturevalue("google"))


def row(*cells: Cell) -> tuple[Cell, ...]:
    """A row of Triage as it is written: as wide as the header."""
    width = len(workbook_shape().tab("Triage").columns)
    return (*cells, *[None] * (width - len(cells)))


def test_a_new_workbook_has_every_tab_with_its_header(sheet: SheetBench) -> None:
    """In the template's words, and with nothing below."""
    tabs = sheet.workbook.read().tabs
    assert set(TITLES) <= set(tabs)
    for tab in workbook_shape().rule_tabs:
        assert list(tabs[tab.title].header) == [column.name for column in tab.columns]
        assert tabs[tab.title].body == []


def test_what_people_typed_is_read_with_its_type(sheet: SheetBench) -> None:
    """Numbers, ticks and text; blanks are None, and those at the end are not told."""
    sheet.type("Topics", 3, "topic", "billing")
    sheet.type("Topics", 3, "hold below", 0.7)
    sheet.type("Triage", 2, "Go", True)
    tabs = sheet.workbook.read().tabs
    header = list(tabs["Topics"].header)
    [(number, cells)] = tabs["Topics"].body
    assert number == 3
    assert cells[header.index("topic")] == "billing"
    assert cells[header.index("hold below")] == 0.7
    assert cells[header.index("team")] is None
    assert cells[-1] is not None
    [(_, ticked)] = tabs["Triage"].body
    assert ticked[list(tabs["Triage"].header).index("Go")] is True


def test_text_stays_what_the_customer_wrote(sheet: SheetBench) -> None:
    """No formula, no number, no date, whatever it looks like: in what people see, and read back."""
    texts = LOOKS_LIKE_SOMETHING_ELSE
    rows = tuple(row(f"T-{number}", None, text) for number, text in enumerate(texts))
    told = tuple((f"T-{number}", text) for number, text in enumerate(texts))
    sheet.workbook.write([InsertRows("Triage", rows), ReplaceRows("_status", told)])
    assert sheet.column("Triage", "customer") == texts
    assert sheet.column("Triage", "Status") == texts
    read = sheet.workbook.read().tabs
    assert [cells[2] for cells in read["Triage"].rows[1:]] == texts
    assert [cells[1] for cells in read["_status"].rows[1:]] == texts


def test_new_rows_stand_on_top_in_their_order(sheet: SheetBench) -> None:
    """The newest are seen first; what was there moves down, whatever people did with it."""
    sheet.workbook.write([InsertRows("Triage", (row("T-2"), row("T-1")))])
    sheet.type("Triage", 3, "team", "finance")
    sheet.workbook.write([InsertRows("Triage", (row("T-4"), row("T-3")))])
    assert sheet.column("Triage", "ticket") == ["T-4", "T-3", "T-2", "T-1"]
    assert sheet.column("Triage", "team") == [None, None, None, "finance"]


def test_numbers_and_ticks_are_written_as_such(sheet: SheetBench) -> None:
    """A checkbox needs a boolean, a row number should sort as a number."""
    log = workbook_shape().tab("Rules log")
    cells = {"entry": "1", "row": 12, "what": "a topic is new"}
    sheet.workbook.write([InsertRows("Rules log", (tuple(cells.get(c.field) for c in log.columns),))])
    assert sheet.column("Rules log", "row") == [12]
    assert sheet.column("Rules log", "entry") == ["1"]
    width = [column.name for column in workbook_shape().tab("Triage").columns].index("Go")
    sheet.workbook.write([InsertRows("Triage", (row("T-1", *[None] * (width - 1), False),))])
    assert sheet.column("Triage", "Go") == [False]


def test_rows_that_people_moved_meanwhile_are_not_hit(sheet: SheetBench) -> None:
    """They sort, insert and type between the look and the write; each row keeps its own cells."""
    sheet.workbook.write([InsertRows("Triage", (row("T-3"), row("T-2"), row("T-1")))])
    sheet.workbook.read()
    sheet.type("Triage", 2, "team", "three")
    sheet.sort("Triage", "ticket")
    sheet.insert_row("Triage", 3)
    sheet.workbook.write([InsertRows("Triage", (row("T-4"),)), ReplaceRows("_status", (("T-3", "seen"),))])
    assert sheet.column("Triage", "ticket") == ["T-4", "T-1", None, "T-2", "T-3"]
    assert sheet.column("Triage", "team") == [None, None, None, None, "three"]
    assert sheet.column("Triage", "Status")[-1] == "seen"


def test_a_status_is_looked_up_by_ticket_and_by_rule_row(sheet: SheetBench) -> None:
    """The one text in the hidden tab shows in whichever row it belongs to, and follows it."""
    sheet.type("Teams", 2, "team", "finance")
    sheet.type("Teams", 2, "slack channel", "#finance")
    sheet.type("Teams", 3, "team", "support")
    header, *body = sheet.workbook.read().tabs["Teams"].rows
    columns = workbook_shape().tab("Teams").written_by_people
    cells = [body[0][header.index(c.name)] if header.index(c.name) < len(body[0]) else None for c in columns]
    assert sheet.column("Teams", "Status") == ["not read yet", "not read yet"]
    told = ((row_key("Teams", cells), "\u2713 live"), ("T-1", "\u2713 with finance"))
    sheet.workbook.write([ReplaceRows("_status", told), InsertRows("Triage", (row("T-2"), row("T-1")))])
    assert sheet.column("Teams", "Status") == ["\u2713 live", "not read yet"]
    assert [cell or None for cell in sheet.column("Triage", "Status")] == [None, "\u2713 with finance"]
    sheet.sort("Triage", "ticket")
    sheet.insert_row("Teams", 2)
    assert [cell or None for cell in sheet.column("Triage", "Status")] == ["\u2713 with finance", None]
    assert [cell or None for cell in sheet.column("Teams", "Status")] == [None, "\u2713 live", "not read yet"]
    sheet.type("Teams", 3, "slack channel", "#money")
    assert sheet.column("Teams", "Status")[1] == "not read yet"


def test_a_slack_id_is_looked_up_by_the_address(sheet: SheetBench) -> None:
    """People read it beside the name; nobody writes it into their rows."""
    sheet.type("People", 2, "name", "dana")
    sheet.type("People", 2, "email", "Dana@company.example")
    sheet.workbook.write([ReplaceRows("_people", (("dana@company.example", "U0DANA"),))])
    assert sheet.column("People", "Slack id") == ["U0DANA"]


def test_a_system_tab_holds_what_was_written_last(sheet: SheetBench) -> None:
    """More rows, fewer, none: never a rest of what was there; and more than a new tab has rows for."""
    for count in (3, 1, 1500, 2, 0):
        rows = tuple((f"T-{n}", f"text {n}") for n in range(count))
        sheet.workbook.write([ReplaceRows("_status", rows)])
        assert [tuple(cells) for cells in sheet.shown("_status")[1:]] == list(rows)
        assert [tuple(cells) for cells in sheet.workbook.read().tabs["_status"].rows[1:]] == list(rows)


def test_rows_are_deleted_by_the_numbers_they_have_now(sheet: SheetBench) -> None:
    """Several, apart, in any order, and before rows come in at the top by the same call."""
    sheet.workbook.write([InsertRows("Triage", tuple(row(f"T-{n}") for n in range(1, 7)))])
    sheet.workbook.write([InsertRows("Triage", (row("T-9"),)), DeleteRows("Triage", (6, 2, 3))])
    assert sheet.column("Triage", "ticket") == ["T-9", "T-3", "T-4", "T-6"]


def test_every_row_can_go(sheet: SheetBench) -> None:
    """Sheets wants a row beneath the frozen header; the tab goes on taking rows, and its Status goes on working."""
    sheet.workbook.write([InsertRows("Triage", (row("T-1"), row("T-2")))])
    sheet.delete_rows("Triage", 4, len_of(sheet) - 3)
    sheet.workbook.write([DeleteRows("Triage", (2, 3))])
    assert len(sheet.shown("Triage")) == 1
    sheet.workbook.write([InsertRows("Triage", (row("T-3"),)), ReplaceRows("_status", (("T-3", "here"),))])
    assert sheet.column("Triage", "Status") == ["here"]


def len_of(sheet: SheetBench) -> int:
    """How many rows Triage has, blank ones too."""
    if isinstance(sheet, GoogleSheet):
        tab = next(tab for tab in sheet.google.file("the-workbook").book.tabs if tab.title == "Triage")
        return tab.row_count
    assert isinstance(sheet, FakeSheet)
    return sheet.fake._sheets["Triage"].rows


def test_a_row_that_is_gone_is_passing_trouble(sheet: SheetBench) -> None:
    """And nothing else of that call is done."""
    sheet.workbook.write([InsertRows("Triage", (row("T-1"), row("T-2")))])
    with pytest.raises(Retryable):
        sheet.workbook.write([InsertRows("Triage", (row("T-3"),)), DeleteRows("Triage", (2, 99_999))])
    assert sheet.column("Triage", "ticket") == ["T-1", "T-2"]


def test_a_tab_that_is_gone_is_missing_and_the_rest_goes_on(sheet: SheetBench) -> None:
    """Both ways: it is not in the look, and what would be written to it is left out."""
    sheet.workbook.read()
    sheet.delete_tab("Triage")
    for _ in range(2):
        assert set(TITLES) - set(sheet.workbook.read().tabs) == {"Triage"}
    sheet.workbook.write([InsertRows("Triage", (row("T-1"),)), ReplaceRows("_status", (("T-1", "x"),))])
    assert sheet.shown("_status")[1] == ["T-1", "x"]


def test_an_edit_of_a_tab_that_went_since_the_last_look_is_left_out(sheet: SheetBench) -> None:
    """The worker still believes that it is there."""
    sheet.workbook.read()
    sheet.workbook.write([InsertRows("Triage", (row("T-1"),))])
    sheet.delete_tab("Triage")
    sheet.workbook.write([InsertRows("Triage", (row("T-2"),)), ReplaceRows("_status", (("T-1", "x"),))])
    assert sheet.shown("_status")[1] == ["T-1", "x"]


def test_a_renamed_tab_is_seen_under_its_new_name_and_found_again(sheet: SheetBench) -> None:
    """So that people can be told what it is called now; once it has its name back, it is read and written again."""
    sheet.type("Topics", 2, "topic", "billing")
    sheet.rename_tab("Topics", "Topcs")
    tabs = sheet.workbook.read().tabs
    assert "Topics" not in tabs and "Topcs" in tabs
    sheet.rename_tab("Topcs", "Topics")
    tabs = sheet.workbook.read().tabs
    assert [cells[0] for _, cells in tabs["Topics"].body] == ["billing"]
    assert set(tabs) == set(TITLES)


def test_a_workbook_without_any_of_our_tabs_is_no_crash(sheet: SheetBench) -> None:
    """Somebody renamed them all: the parser says so, tab by tab."""
    for title in TITLES:
        sheet.rename_tab(title, f"old {title}")
    assert not set(TITLES) & set(sheet.workbook.read().tabs)
    sheet.workbook.write([InsertRows("Triage", (row("T-1"),))])


def test_a_workbook_that_is_not_shared_is_not_found(sheet: SheetBench) -> None:
    """For reading and for writing alike."""
    sheet.unshare()
    with pytest.raises(NotFound):
        sheet.workbook.read()
    with pytest.raises(NotFound):
        sheet.workbook.write([InsertRows("Triage", (row("T-1"),))])


def test_a_text_that_no_cell_takes_is_cut_and_says_so(sheet: SheetBench) -> None:
    """Sheets would refuse the whole call otherwise."""
    sheet.workbook.write([InsertRows("Triage", (row("T-1", None, "x" * 60_000),))])
    [cell] = sheet.column("Triage", "customer")
    assert len(cell_text(cell)) <= 50_000
    assert cell_text(cell).endswith("its 60,000 characters)")


def test_writing_nothing_does_nothing(sheet: SheetBench) -> None:
    """An empty list of edits is no call."""
    sheet.workbook.write([])
    assert all(len(sheet.shown(tab.title)) <= 1 for tab in workbook_shape().rule_tabs)
