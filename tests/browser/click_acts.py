"""What people do with the cards of Slack on the page."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import card, landed, open_channel, send

AGAIN = "press the button again"
PRESSES = 5
SUBJECT = "Billing address"


def a_card(page: Page, words: str, channel: str = "finance", *, who: str) -> Locator:
    """Send a web form of a customer of one's own, and open the channel where its card stands; returns the card."""
    email = f"{who.lower()}@a.example"
    landed(send(page, "form", Name=who, Email=email, Subject=SUBJECT, Message=words), f"#{channel}")
    open_channel(page, channel)
    expect(card(page, words)).to_be_visible()
    return card(page, words)


def be(page: Page, handle: str) -> None:
    """Say who one is in Slack."""
    page.get_by_label("You are").select_option(handle)


def press(where: Locator, button: str) -> None:
    """Press a button of a card, and wait until that was answered."""
    one = where.get_by_role("button", name=button, exact=True)
    one.click()
    expect(where.page.locator(".bk-button[aria-busy]")).to_have_count(0)


def opened(where: Locator, button: str) -> Locator:
    """Press a button that opens a modal; on a busy machine Slack's three seconds may pass, and one presses again.

    That word is a line in the channel, which stays there; the note at the edge does not show where it is in sight.
    """
    dialog, told = where.page.get_by_role("dialog"), _whispers(where.page).filter(has_text=AGAIN)
    for _ in range(PRESSES):
        before = told.count()
        press(where, button)
        expect(dialog.or_(told.nth(before)).first).to_be_visible()
        if dialog.is_visible():
            break
    expect(dialog).to_be_visible()
    return dialog


def choose(dialog: Locator, label: str, typed: str, option: str) -> None:
    """Type in a menu of a modal, and choose what it then offers."""
    menu = dialog.get_by_role("combobox", name=label)
    menu.click()
    menu.fill(typed)
    dialog.get_by_role("option", name=option, exact=True).click()
    expect(menu).to_have_value(option)


def holds(dialog: Locator, label: str, value: str) -> None:
    """Wait until a menu of a modal holds a value."""
    expect(dialog.get_by_role("combobox", name=label)).to_have_value(value)


def submit(dialog: Locator, button: str) -> None:
    """Send a modal that is in order: it closes."""
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_be_hidden()


def whispers(page: Page) -> Locator:
    """What only this person sees in the channel, but for the word that Slack's three seconds have passed."""
    return _whispers(page).filter(has_not_text=AGAIN)


def _whispers(page: Page) -> Locator:
    return page.locator(".sl-whisper").filter(has_text=re.compile("Only visible to you"))
