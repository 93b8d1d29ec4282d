"""A tick that was made while its row is being drawn anew."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.acts import landed, send
from tests.browser.conftest import Stage
from tests.browser.sheet_acts import cell, enter, open_tab, row


def test_a_tick_outlasts_its_rows_next_drawing(page: Page, stage: Stage) -> None:
    """Another cell's edit arrives before the tick was heard: the box stays ticked, and the tick counts."""
    landed(send(page, "chat", Name="", Email="guest@postbox.example", Conversation="hello there?"), "#triage")
    stage.world.settle_workbook()
    open_tab(page, "Triage")
    expect(row(page, "hello there?")).to_have_count(1)
    enter(page, cell(page, "hello there?", "team"), "finance")
    expect(cell(page, "hello there?", "team")).to_have_text("finance")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/do/sheet-tick", hold)
    box = cell(page, "hello there?", "Go").get_by_role("checkbox")
    box.check()
    first = box.element_handle()
    enter(page, cell(page, "hello there?", "topic"), "billing")
    page.wait_for_function("box => !box.isConnected", arg=first)
    expect(box).to_be_checked()
    held[0].continue_()
    expect(cell(page, "hello there?", "Status")).to_contain_text("finance")
