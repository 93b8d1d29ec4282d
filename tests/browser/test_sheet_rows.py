"""Rows and tabs as they come, go and move, by one's own hand and by others' while one types."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from scripts.sandbox import desk
from tests.browser.conftest import Stage
from tests.browser.sheet_acts import be, cell, enter, from_menu, in_column, open_tab, row

MANAGER = "ann@company.example"


def test_rows_are_sorted_from_the_column(page: Page, stage: Stage) -> None:
    """Z to A and back: the rows move with all they hold, and the choice goes with its row."""
    open_tab(page, "Teams")
    mine = cell(page, "#support", "team")
    mine.click()
    letter = page.get_by_role("button", name="Column A")
    from_menu(page, letter, "Sort Z to A")
    first = page.locator("#sheet tbody tr").first
    expect(first).to_contain_text("support@company.example")
    expect(mine).to_have_class(re.compile("chosen"))
    from_menu(page, letter, "Sort A to Z")
    expect(first).to_contain_text("engineering@company.example")


def test_rows_come_and_go_by_their_menu(page: Page, stage: Stage) -> None:
    """Insert, fill, duplicate, delete: dropdowns come along, and nothing else moves."""
    open_tab(page, "Urgent words")
    below = row(page, "outage").first
    number = below.get_attribute("data-number")
    from_menu(page, below.locator("th button"), "Insert a row above")
    new = page.locator(f'#sheet tr[data-number="{number}"]')
    expect(new.locator(".v")).to_have_count(0)
    enter(page, in_column(page, new, "word or phrase"), "kaputt")
    made = row(page, "kaputt")
    expect(in_column(page, made, "kind")).to_have_attribute("data-choices", re.compile(r"\d"))
    from_menu(page, made.locator("th button"), "Duplicate the row")
    expect(made).to_have_count(2)
    for left in (1, 0):
        from_menu(page, made.first.locator("th button"), "Delete the row")
        expect(made).to_have_count(left)


def test_a_row_is_added_at_the_end(page: Page, stage: Stage) -> None:
    """The button opens the first empty row; what is typed there is in the workbook."""
    open_tab(page, "VIPs")
    page.get_by_role("button", name="Add a row").click()
    page.keyboard.type("lakeside.example")
    page.keyboard.press("Enter")
    expect(row(page, "lakeside.example")).to_have_count(1)
    assert stage.world.google.records(desk.SPREADSHEET_ID, "VIPs")[-1]["customer"] == "lakeside.example"


def test_an_edit_survives_what_others_do(page: Page, stage: Stage) -> None:
    """While one types, somebody sorts and inserts: the editor follows its row, and the text lands there."""
    open_tab(page, "Teams")
    theirs = stage.world.google.hands(desk.SPREADSHEET_ID, MANAGER)
    where = cell(page, "legal@company.example", "slack channel")
    where.dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type("#law")
    theirs.sort("Teams", "team", descending=True)
    theirs.insert_rows("Teams", 2)
    expect(row(page, "legal@company.example")).to_have_attribute("data-number", "7")
    editor = page.locator("#sheet-input")
    expect(editor).to_have_value("#law")
    assert editor.bounding_box() is not None
    editor.press("Enter")
    expect(where).to_have_text("#law")
    found = {r["team"]: r["slack channel"] for r in stage.world.google.records(desk.SPREADSHEET_ID, "Teams")}
    assert found["legal"] == "#law"
    assert list(found.values()).count("#law") == 1


def test_an_edit_of_a_row_that_is_gone_is_refused(page: Page, stage: Stage) -> None:
    """Somebody deletes the row meanwhile: what was typed stays on the screen, and nothing else is overwritten."""
    open_tab(page, "VIPs")
    theirs = stage.world.google.hands(desk.SPREADSHEET_ID, MANAGER)
    number = theirs.add_row("VIPs", {"customer": "gone.example"})
    where = cell(page, "gone.example", "note")
    where.dblclick()
    page.keyboard.type("too late")
    before = stage.world.google.records(desk.SPREADSHEET_ID, "VIPs")[:-1]
    theirs.delete_rows("VIPs", number)
    expect(row(page, "gone.example")).to_have_count(0)
    page.locator("#sheet-input").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("That row is gone")
    expect(page.locator("#sheet-input")).to_have_value("too late")
    page.locator("#sheet-input").press("Escape")
    assert stage.world.google.records(desk.SPREADSHEET_ID, "VIPs") == before


def test_a_tab_is_renamed_and_deleted(page: Page, stage: Stage) -> None:
    """By the tab's own menu; deleting asks first, and a tab that is gone says so."""
    open_tab(page, "Preview")
    be(page, MANAGER)
    more = page.get_by_role("button", name="What can be done with the tab")
    from_menu(page, more, "Rename the tab …")
    page.get_by_label("A new name for Preview").fill("Was / will be")
    page.keyboard.press("Enter")
    expect(page.get_by_role("grid", name="Was / will be")).to_be_visible()
    from_menu(page, more, "Delete the tab …")
    page.get_by_role("menuitem", name="Keep it").click()
    from_menu(page, more, "Delete the tab …")
    page.get_by_role("menuitem", name="Delete Was / will be with everything in it").click()
    expect(page.get_by_role("grid", name="Triage")).to_be_visible()
    assert "Was / will be" not in stage.world.google.tabs(desk.SPREADSHEET_ID)
    page.evaluate("location.hash = '#sheet/Preview'")
    expect(page.get_by_role("main")).to_contain_text("There is no tab Preview any more")


def test_a_long_tab_opens_at_once_and_in_full(page: Page, stage: Stage) -> None:
    """Of 2,000 rows the first 200 are drawn; more come on request, and where one was stays in sight."""
    rows = [[f"A question, number {number}", "billing", "low", "calm"] for number in range(2000)]
    stage.world.google.hands(desk.SPREADSHEET_ID, MANAGER).paste("Examples", "A2", rows)
    open_tab(page, "Examples")
    drawn = page.locator("#sheet tbody tr")
    expect(drawn).to_have_count(200)
    more = page.get_by_role("button", name="Show more rows")
    more.scroll_into_view_if_needed()
    top = page.locator("#sheet-scroll").evaluate("box => box.scrollTop")
    more.click()
    expect(drawn).to_have_count(501)
    assert page.locator("#sheet-scroll").evaluate("box => box.scrollTop") == top > 1000
    enter(page, row(page, "number 480").locator("td").first, "Another question, number 480")
    expect(row(page, "Another question")).to_have_attribute("data-number", "482")
