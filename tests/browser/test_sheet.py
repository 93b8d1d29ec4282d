"""The stories of the workbook, done by hand on the page: held tickets sent on, and rules that count."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.acts import card, landed, open_channel, send
from tests.browser.conftest import Stage
from tests.browser.sheet_acts import be, cell, enter, line, open_tab, pick, row

FORMULA = '=HYPERLINK("https://evil.example") zzz qqq'
TAG = "<img src=x onerror=alert(1)>"


def held(page: Page, stage: Stage, words: str, who: str = "guest@postbox.example") -> None:
    """A ticket that says nothing, until it is in Triage."""
    landed(send(page, "chat", Name="", Email=who, Conversation=words), "#triage")
    stage.world.settle_workbook()
    open_tab(page, "Triage")
    expect(row(page, words)).to_have_count(1)


def test_a_held_ticket_is_sent_on_from_triage(page: Page, stage: Stage) -> None:
    """It appears by itself; a team from the dropdown and a tick on Go put its card there, and Status says so."""
    held(page, stage, "hello?")
    pick(page, cell(page, "hello?", "team"), "finance")
    cell(page, "hello?", "Go").get_by_role("checkbox").check()
    expect(cell(page, "hello?", "Status")).to_contain_text("finance")
    expect(cell(page, "hello?", "Status")).to_contain_text(re.compile(r"\d\d:\d\d"))
    open_channel(page, "finance")
    expect(card(page, "hello?")).to_be_visible()


def test_an_impossible_tick_is_answered_in_its_row(page: Page, stage: Stage) -> None:
    """A Go with nothing chosen does nothing but say what is missing."""
    held(page, stage, "hm?")
    cell(page, "hm?", "Go").get_by_role("checkbox").check()
    expect(cell(page, "hm?", "Status")).to_contain_text(re.compile("topic|team"))


def test_customer_text_is_text(page: Page, stage: Stage) -> None:
    """What looks like a formula or a tag stands in the cell as it was written."""
    held(page, stage, f"{FORMULA} {TAG}", "eve@evil.example")
    shown = cell(page, "HYPERLINK", "message")
    expect(shown).to_contain_text(f"{FORMULA} {TAG}")
    assert shown.get_attribute("data-computed") is None
    shown.click()
    expect(page.locator("#sheet-whole")).to_contain_text(TAG)
    assert page.locator("#sheet img").count() == 0


def test_a_topic_goes_to_another_team(page: Page, stage: Stage) -> None:
    """The line counts down to the edit; then a new version is in force, and the next ticket goes there."""
    open_tab(page, "Topics")
    be(page, "ann@company.example")
    pick(page, cell(page, "Invoices", "team"), "support")
    expect(line(page)).to_contain_text("the edit counts in")
    page.get_by_role("button", name="Move the clock by 1 minute").click()
    page.get_by_role("button", name="Move the clock by 1 minute").and_(page.locator(":enabled")).click()
    expect(line(page)).to_contain_text("Rules version 2 in force")
    expect(cell(page, "Invoices", "Status")).to_have_text("live")
    words = "how do I change my billing address?"
    line_ = send(page, "form", Name="Tom", Email="tom@a.example", Subject="Billing address", Message=words)
    landed(line_, "#support")


def test_a_broken_row_says_so_and_the_old_rule_stays(page: Page, stage: Stage) -> None:
    """A team that does not exist is refused when typed; pasted past the dropdown, the row says what is wrong."""
    open_tab(page, "Topics")
    wrong = cell(page, "A wish for something", "team")
    enter(page, wrong, "prodct")
    expect(page.get_by_role("status")).to_contain_text("prodct")
    expect(page.locator("#sheet-input")).to_have_value("prodct")
    page.get_by_role("option", name="Paste “prodct” as it is").click()
    expect(wrong).to_have_text("prodct")
    stage.world.settle_workbook()
    stage.world.aws.advance(70)
    status = cell(page, "A wish for something", "Status")
    expect(status).to_contain_text("did you mean 'product'")
    expect(line(page)).to_contain_text("1 problem in the rules")
    landed(
        send(page, "form", Name="Kim", Email="kim@c.example", Subject="Dark mode", Message="Please add a dark mode."),
        "#product",
    )


def test_a_lost_notification_is_made_good(page: Page, stage: Stage) -> None:
    """Drive loses the news of an edit: the line says that nobody noticed, until the schedule looks."""
    stage.world.settle_workbook()  # a new world's first look would notice the edit all the same
    open_tab(page, "VIPs")
    page.get_by_label("With its next notification").select_option("lose")
    page.get_by_role("button", name="Do that next").click()
    expect(line(page)).to_contain_text("Drive will lose its next notification")
    enter(page, cell(page, "acme.example", "note"), "In renewal")
    expect(line(page)).to_contain_text("the edit of bob@company.example is not noticed yet")
    expect(line(page)).not_to_contain_text("Drive will lose")
    page.get_by_role("button", name="Run now: drive-sync").click()
    expect(line(page)).not_to_contain_text("not noticed yet")
    expect(line(page)).to_contain_text("the edit counts in")


def test_google_is_told_to_fail(page: Page, stage: Stage) -> None:
    """The workbook's service is in the menu of failures; the line says that Google failed and is asked again."""
    open_tab(page, "Teams")
    page.get_by_label("What", exact=True).select_option("google")
    page.get_by_label("How", exact=True).select_option("500")
    page.get_by_label("How many calls").fill("9")
    page.get_by_role("button", name="Make it fail").click()
    expect(page.locator(".fault")).to_contain_text("google")
    page.get_by_role("button", name="Run now: drive-sync").click()
    expect(line(page)).to_contain_text("Google failed the last call")
    page.get_by_role("button", name="Heal everything").click()
    page.get_by_role("button", name="Run now: drive-sync").click()
    expect(line(page)).not_to_contain_text("Google failed")
