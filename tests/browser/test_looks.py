"""What makes the page usable by everybody: the keyboard, the theme, and finding one ticket among many."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.acts import landed, send


def test_the_keyboard_is_enough(page: Page) -> None:
    """The first Tab offers to skip to the tickets; the lanes change with the arrow keys; Escape closes the ticker."""
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the tickets")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.get_by_role("radio", name="Mail").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#form-message")).to_be_visible()
    page.locator("#ticker > summary").press("Enter")
    expect(page.locator("#ticker .activity")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#ticker .activity")).to_be_hidden()


def test_a_chosen_theme_stays(page: Page) -> None:
    """The switch turns the page dark, and it still is after a reload."""
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 22, 27)"


def test_the_filter_finds_a_ticket_and_keeps_finding(page: Page) -> None:
    """Typing narrows the queue, and tickets that arrive meanwhile are narrowed too; the cursor stays where it is."""
    landed(
        send(page, "form", Name="Tom", Email="tom@a.example", Subject="Card change", Message="change my credit card"),
        "#finance",
    )
    page.get_by_label("Show only tickets").fill("seats")
    expect(page.locator(".row:visible")).to_have_count(0)
    words = "We would like a quote for the team plan."
    landed(
        send(page, "form", Name="Amara", Email="amara@b.example", Subject="Quote for 60 seats", Message=words), "#sales"
    )
    expect(page.locator(".row:visible")).to_have_count(1)
    page.get_by_label("Show only tickets").fill("")
    expect(page.locator(".row:visible")).to_have_count(2)


def test_an_address_opens_its_ticket(page: Page) -> None:
    """A link to a ticket opens it after a reload; one to a ticket that is not there says so."""
    line = send(
        page, "form", Name="Kim", Email="kim@c.example", Subject="Add dark mode", Message="Please add a dark mode."
    )
    landed(line, "#product")
    line.get_by_role("link", name="Add dark mode").click()
    expect(page.locator("h1")).to_have_text("Add dark mode")
    page.reload()
    expect(page.locator("h1")).to_have_text("Add dark mode")
    page.evaluate("location.hash = '#ticket/T-NOTHERE'")
    expect(page.locator("h1")).to_have_text("There is no ticket T-NOTHERE")
