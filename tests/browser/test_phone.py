"""The same page in one hand: nothing sticks out to the side, and everything is a tap away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.acts import card, landed, send
from tests.browser.conftest import Stage

LONG = "https://www.company.example/" + "a-very-long-path-without-any-break/" * 6


@pytest.fixture
def viewport() -> ViewportSize:
    """A phone."""
    return {"width": 390, "height": 844}


def sticks_out(page: Page) -> int:
    """How far the page can be scrolled to the side, in pixels."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_a_ticket_from_a_phone_is_followed_to_its_card(page: Page) -> None:
    """Send, the queue, the channel, the journey, the inboxes and the world: each fits the screen."""
    tabs = page.get_by_role("navigation", name="Places").last
    assert sticks_out(page) == 0
    tabs.get_by_role("link", name="Send").click()
    line = send(
        page,
        "form",
        Name="Tom " * 20,
        Email="tom@okafor-design.example",
        Subject=f"Billing address {LONG}",
        Message=f"how do I change my billing address? {LONG}",
        Page_they_were_on=LONG,
    )
    landed(line, "#finance")
    assert sticks_out(page) == 0
    line.get_by_role("link", name="#finance").click()
    expect(card(page, "billing address")).to_be_visible()
    assert sticks_out(page) == 0
    page.get_by_role("link", name="journey").click()
    expect(page.get_by_role("heading", name="Journey")).to_be_visible()
    assert sticks_out(page) == 0
    tabs.get_by_role("link", name="Queue").click()
    expect(page.locator(".row").first).to_be_visible()
    assert sticks_out(page) == 0
    tabs.get_by_role("link", name="World").click()
    expect(page.get_by_role("heading", name="Make something fail")).to_be_visible()
    assert sticks_out(page) == 0


def test_a_mail_is_opened_from_the_list(page: Page, stage: Stage) -> None:
    """On a phone the inbox is a list first; a mail opens on its own, with the way back."""
    stage.world.send.form(
        {
            "name": "Bo",
            "email": "bo@mailhaus.example",
            "subject": "My data",
            "message": "Please delete all my personal data under the GDPR.",
        }
    )
    tabs = page.get_by_role("navigation", name="Places").last
    tabs.get_by_role("link", name="Inboxes").click()
    page.get_by_label("Inbox").select_option("legal@company.example")
    page.locator(".mail-row").filter(has_text="My data").click()
    expect(page.locator(".mail").get_by_role("heading")).to_contain_text("My data")
    expect(page.locator(".mail-row")).to_be_hidden()
    assert sticks_out(page) == 0
    page.get_by_role("link", name="All mails").click()
    expect(page.locator(".mail-row")).to_be_visible()
