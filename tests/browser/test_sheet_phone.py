"""The workbook in one hand: a held ticket is sent on by taps, and nothing sticks out to the side."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.acts import landed, send
from tests.browser.conftest import Stage
from tests.browser.sheet_acts import cell, open_tab, row
from tests.browser.test_phone import sticks_out


@pytest.fixture
def viewport() -> ViewportSize:
    """A phone."""
    return {"width": 390, "height": 844}


def test_a_held_ticket_is_sent_on_from_a_phone(page: Page, stage: Stage) -> None:
    """The grid scrolls inside the page; the button beside the chosen cell opens it for editing."""
    tabs = page.get_by_role("navigation", name="Places").last
    tabs.get_by_role("link", name="Send").click()
    landed(send(page, "chat", Name="", Email="guest@postbox.example", Conversation="hello?"), "#triage")
    stage.world.settle_workbook()
    open_tab(page, "Triage")
    expect(row(page, "hello?")).to_have_count(1)
    assert sticks_out(page) == 0
    cell(page, "hello?", "team").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_role("option", name="sales", exact=True).click()
    expect(cell(page, "hello?", "team")).to_have_text("sales")
    cell(page, "hello?", "Go").get_by_role("checkbox").check()
    expect(cell(page, "hello?", "Status")).to_contain_text("sales")
    assert sticks_out(page) == 0


def test_every_tab_is_a_tap_away(page: Page) -> None:
    """The strip stays above the places while the page scrolls, and moves under the finger."""
    for title in ("Topics", "Rules log", "Settings"):
        open_tab(page, title)
        strip = page.get_by_role("navigation", name="Tabs of the workbook").bounding_box()
        places = page.get_by_role("navigation", name="Places").last.bounding_box()
        assert strip and places and strip["y"] + strip["height"] <= places["y"] + 1
        assert sticks_out(page) == 0
