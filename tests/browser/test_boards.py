"""A channel's board on the page: marked as pinned, found again among newer cards, and every line leads to its card."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import board, card, landed, open_channel, send
from tests.browser.conftest import Stage

LONG = "https://www.company.example/" + "a-very-long-path-without-any-break/" * 6
HEADED = re.compile(r"Pinned\s*Open tickets for Finance · \d+")

TODAY = re.compile(r"(since t|T)oday at \d\d:\d\d")


def invoice(page: Page, subject: str) -> None:
    """A ticket of a customer of its own, whose card lands in #finance."""
    words, email = "how do I change my billing address?", f"{subject.split(maxsplit=1)[0].lower()}@studio.example"
    landed(send(page, "form", Name="Ana", Email=email, Subject=subject, Message=words), "#finance")


def test_a_board_is_pinned_and_found_again_from_the_channels_head(page: Page) -> None:
    """It is marked, belongs to no ticket, and the head leads to it however often one has scrolled away."""
    invoice(page, "First invoice")
    open_channel(page, "finance")
    expect(board(page)).to_contain_text("First invoice")
    expect(board(page)).to_contain_text("Pinned")
    expect(board(page).get_by_role("link", name="journey")).to_have_count(0)
    head = page.get_by_role("link", name=HEADED)
    page.set_viewport_size({"width": 1440, "height": 320})
    for _ in range(2):
        head.click()
        expect(board(page)).to_be_focused()
        expect(board(page).get_by_text("Pinned", exact=True)).to_be_in_viewport()
        page.get_by_role("main").evaluate("main => { main.scrollTop = 0 }")
        expect(board(page).get_by_text("Pinned", exact=True)).not_to_be_in_viewport()


def test_the_head_counts_along(page: Page, stage: Stage) -> None:
    """What the board says in its first line is seen without scrolling, and follows the board."""
    invoice(page, "Counted invoice")
    open_channel(page, "finance")
    expect(board(page)).to_contain_text("Counted invoice")
    said = page.get_by_role("link", name=HEADED)
    count = int(said.inner_text().rpartition(" ")[2])
    stage.world.send.form(
        {"name": "Bo", "email": "bo@b.example", "subject": "One more", "message": "how do I change my billing address?"}
    )
    expect(said).to_contain_text(f"· {count + 1}")
    expect(board(page)).to_contain_text("One more")


def test_a_line_leads_to_its_card(page: Page) -> None:
    """Its link is Slack's own permalink; in the local world the card is on this very page, in this very tab."""
    invoice(page, "Linked invoice")
    open_channel(page, "finance")
    board(page).get_by_role("link", name="Linked invoice").click()
    shown = card(page, "Linked invoice")
    expect(shown).to_be_focused()
    expect(shown).to_be_in_viewport()
    assert page.url.endswith(f"#channel/finance/{shown.get_attribute('data-ts')}")
    assert len(page.context.pages) == 1


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_it_fits_the_screen(page: Page, width: int) -> None:
    """Head and board keep within the window, whatever the subject."""
    invoice(page, f"Wide{width} {LONG}")
    open_channel(page, "finance")
    expect(board(page)).to_contain_text(f"Wide{width}")
    page.set_viewport_size({"width": width, "height": 760})
    for part in (page.get_by_role("link", name=HEADED), board(page), board(page).get_by_role("link").first):
        box = part.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width + 0.5
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_days_that_are_near_have_names_as_in_slack(page: Page) -> None:
    """On the board inside a sentence, on the card at its beginning; a day further away is a date."""
    invoice(page, "Dated invoice")
    open_channel(page, "finance")
    expect(board(page)).to_contain_text("Dated invoice")
    on_card = card(page, "Dated invoice").locator(".day").first
    on_board = board(page).locator(".day").last
    for date in (on_card, on_board):
        expect(date).to_have_text(TODAY)
    days_older = "(time, days) => { time.dataset.at -= days * 86400 }"
    on_board.evaluate(days_older, 1)
    expect(on_board).to_have_text(re.compile(r"since yesterday at \d\d:\d\d"))
    on_card.evaluate(days_older, 2)
    expect(on_card).to_have_text(re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4} at \d\d:\d\d"))
