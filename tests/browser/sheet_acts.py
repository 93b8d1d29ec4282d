"""What people do in the workbook on the page, and where to look in it."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect


def open_tab(page: Page, title: str) -> None:
    """Open a tab of the workbook from wherever one is."""
    page.get_by_role("navigation", name="Places").filter(visible=True).get_by_role("link", name="Workbook").click()
    strip = page.get_by_role("navigation", name="Tabs of the workbook")
    strip.locator(f'[href="#sheet/{quote(title)}"]').click()
    expect(page.get_by_role("grid", name=title, exact=True)).to_be_visible()


def be(page: Page, who: str) -> None:
    """Say who one is."""
    page.get_by_label("You are").select_option(who)


def row(page: Page, words: str) -> Locator:
    """The row that says something."""
    return page.locator("#sheet tbody tr").filter(has_text=words)


def cell(page: Page, words: str, header: str) -> Locator:
    """The cell of such a row in the column with a header."""
    return in_column(page, row(page, words), header)


def in_column(page: Page, where: Locator, header: str) -> Locator:
    """A row's cell in the column with a header."""
    head = page.locator("#sheet .frozen td").filter(has_text=re.compile(rf"^{re.escape(header)}$"))
    return where.locator(f'td[data-c="{head.get_attribute("data-c")}"]')


def enter(page: Page, where: Locator, value: str) -> None:
    """Type a value over what is in a cell, and press Enter."""
    where.dblclick()
    editor = page.locator("#sheet-input")
    editor.fill(value)
    editor.press("Enter")


def pick(page: Page, where: Locator, choice: str) -> None:
    """Choose from a cell's dropdown."""
    where.dblclick()
    page.get_by_role("option", name=choice, exact=True).click()
    expect(page.locator("#sheet-input")).to_have_count(0)
    expect(where).to_have_text(choice)


def from_menu(page: Page, button: Locator, entry: str) -> None:
    """Open a menu and choose from it."""
    button.click()
    page.get_by_role("menuitem", name=entry, exact=True).click()


def line(page: Page) -> Locator:
    """The line that says what the router knows of the workbook."""
    return page.get_by_role("list", name="What the router knows of the workbook")
