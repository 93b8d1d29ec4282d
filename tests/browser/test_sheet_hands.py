"""The grid under people's hands: keys, notes, pasting, and what it refuses."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from scripts.sandbox import desk
from tests.browser.conftest import Stage
from tests.browser.sheet_acts import be, cell, enter, open_tab, row

MANAGER = "ann@company.example"


def test_the_keyboard_moves_types_and_clears(page: Page, stage: Stage) -> None:
    """Arrows move the choice, a letter starts typing, Escape leaves all as it was, Enter goes down, Delete clears."""
    open_tab(page, "VIPs")
    note = cell(page, "northwind.example", "note")
    before = note.inner_text()
    cell(page, "northwind.example", "customer").click()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(note).to_be_focused()
    page.keyboard.type("half a thought")
    page.keyboard.press("Escape")
    expect(note).to_be_focused()
    expect(note).to_have_text(before)
    page.keyboard.type("Calls on Mondays")
    page.keyboard.press("Enter")
    expect(note).to_have_text("Calls on Mondays")
    expect(cell(page, "acme.example", "note")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    expect(note).to_have_text("")
    assert stage.world.google.records(desk.SPREADSHEET_ID, "VIPs")[0]["note"] is None


def test_a_protected_cell_says_why(page: Page, stage: Stage) -> None:
    """A header of Triage is the router's: no editor opens, a sentence does. The workbook's owner may."""
    open_tab(page, "Triage")
    head = page.locator("#sheet .frozen td").filter(has_text=re.compile("^why held$"))
    head.dblclick()
    expect(page.get_by_role("status")).to_contain_text("is protected (Ticket router: headers of Triage)")
    expect(page.locator("#sheet-input")).to_have_count(0)
    be(page, MANAGER)
    head.dblclick()
    expect(page.locator("#sheet-input")).to_have_value("why held")
    page.keyboard.press("Escape")


def test_a_computed_cell_is_for_reading(page: Page) -> None:
    """Status is a formula's: typing into it would break it for the whole column."""
    open_tab(page, "Topics")
    cell(page, "Invoices", "Status").dblclick()
    expect(page.get_by_role("status")).to_contain_text("computed by a formula")
    expect(page.locator("#sheet-input")).to_have_count(0)


def test_a_header_tells_what_its_column_means(page: Page) -> None:
    """Its note shows when it is pointed at and when it has the focus, and goes with Escape."""
    open_tab(page, "Topics")
    head = page.locator("#sheet .frozen td").filter(has_text=re.compile("^team$"))
    head.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("The team whose queue these tickets land in.")
    head.click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tooltip")).to_contain_text("One line for the reader")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)


def test_hidden_tabs_are_for_looking(page: Page) -> None:
    """Behind their toggle the router's own tabs can be seen, and nothing in them can be touched."""
    open_tab(page, "Topics")
    page.get_by_text("Hidden tabs").click()
    page.get_by_role("link", name="_lists").click()
    shown = page.locator("#sheet tbody tr").first.locator("td").first
    expect(shown).to_have_text("billing")
    be(page, MANAGER)
    shown.dblclick()
    expect(page.get_by_role("status")).to_contain_text("for looking only")
    expect(page.get_by_role("button", name="Add a row")).to_have_count(0)


def test_cells_are_pasted_as_spreadsheets_copy_them(page: Page, stage: Stage) -> None:
    """Two rows of two columns go in where one stands, quotes and lines included."""
    open_tab(page, "People")
    spot = page.locator("#sheet tbody tr").last.locator("td").first
    spot.click()
    page.evaluate(
        """(text) => {
          const clip = new DataTransfer();
          clip.setData("text/plain", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: clip, bubbles: true}));
        }""",
        'uma\tuma@company.example\n"vic ""v"""\tvic@company.example',
    )
    expect(row(page, "uma@company.example")).to_contain_text("uma")
    expect(row(page, "vic@company.example")).to_contain_text('vic "v"')


def test_a_stranger_has_to_say_who_they_are(page: Page) -> None:
    """Somebody else is asked for a mail address, and is refused without one."""
    open_tab(page, "VIPs")
    be(page, "")
    other = page.get_by_label("Your mail address")
    other.fill("nobody")
    other.press("Tab")
    enter(page, cell(page, "northwind.example", "note"), "hello")
    expect(page.get_by_role("status")).to_contain_text("Say who you are with a mail address")
    page.keyboard.press("Escape")
    other.fill("zoe@company.example")
    other.press("Tab")
    enter(page, cell(page, "northwind.example", "note"), "hello")
    expect(cell(page, "northwind.example", "note")).to_have_text("hello")
