"""What people do on the page, in one word each."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

LANES = {"mail": "Mail", "form": "Web form", "chat": "Chat"}


def compose(page: Page, lane: str, **fields: str) -> None:
    """Choose a lane and fill in fields by their labels; underscores stand for spaces."""
    page.get_by_role("radio", name=LANES[lane]).check()
    box = page.locator(f'.lane-fields[data-lane="{lane}"]')
    for label, value in fields.items():
        box.get_by_label(label.replace("_", " "), exact=True).fill(value)


def send(page: Page, lane: str, **fields: str) -> Locator:
    """Send a ticket; returns its line under "Just sent", once it has become one."""
    compose(page, lane, **fields)
    subject = fields.get("Subject") or fields["Conversation"].splitlines()[0]
    page.get_by_role("button", name="Send", exact=True).click()
    line = page.locator(".sent-one").filter(has_text=subject).first
    expect(line.get_by_role("link", name=subject)).to_be_visible()
    return line


def landed(line: Locator, place: str) -> None:
    """Wait until a ticket that was just sent has landed in a place."""
    expect(line.get_by_role("link", name=place, exact=True)).to_be_visible()


def open_channel(page: Page, name: str) -> None:
    """Open a Slack channel from the list of places."""
    page.get_by_role("navigation").locator(f'[href="#channel/{name}"]').click()
    expect(page.get_by_role("heading", name=f"#{name}", exact=True)).to_be_visible()


def card(page: Page, text: str) -> Locator:
    """The card on the page that says something."""
    return page.locator(".sl-message[data-ticket]").filter(has_text=text)


def board(page: Page) -> Locator:
    """The pinned board of the channel that is open."""
    return page.get_by_role("article", name="Pinned message")
