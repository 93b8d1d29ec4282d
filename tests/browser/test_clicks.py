"""The buttons of a card, each pressed by hand: they do what the team's own do, where the team sees it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.acts import card, open_channel, send
from tests.browser.click_acts import a_card, be, choose, holds, opened, press, submit, whispers

TAG = "<img src=x onerror=alert(1)>"


def test_one_takes_a_ticket(page: Page) -> None:
    """The card says who took it, in its place; nobody is told anything else."""
    here = a_card(page, "Take: how do I change my billing address?", who="Tara")
    be(page, "dana")
    press(here, "Take")
    expect(here).to_contain_text(re.compile(r"taken by @dana", re.IGNORECASE))
    expect(whispers(page)).to_have_count(0)


def test_one_moves_a_ticket_and_its_team_follows_the_topic(page: Page) -> None:
    """The menus offer what is typed in them; the old card says where it went, and the new one stands there."""
    # Words of its own: what moves is learned, and the other tests of this world are read with that.
    here = a_card(page, "Move: please put the VAT number of our company on the invoice.", who="Mona")
    dialog = opened(here, "Reassign")
    holds(dialog, "Topic", "billing")
    holds(dialog, "Team", "finance")
    choose(dialog, "Person", "support-l", "@support-lead")
    choose(dialog, "Topic", "LOG", "login")
    holds(dialog, "Team", "support")
    holds(dialog, "Person", "@support-lead")
    submit(dialog, "Move")
    expect(page.locator(".sl-moved").filter(has_text="by @dana").last).to_contain_text("support")
    open_channel(page, "support")
    expect(card(page, "Move: please put")).to_contain_text("@support-lead")


def test_a_team_chosen_by_hand_stays(page: Page) -> None:
    """Whatever topic is chosen after it; emptied, it follows again."""
    dialog = opened(a_card(page, "By hand: how do I change my billing address?", who="Hana"), "Reassign")
    choose(dialog, "Team", "eng", "engineering")
    choose(dialog, "Topic", "login", "login")
    expect(dialog.get_by_role("button", name="Move", exact=True)).to_be_enabled()
    holds(dialog, "Team", "engineering")
    dialog.get_by_role("button", name="Clear Team").click()
    choose(dialog, "Topic", "bug", "bug")
    holds(dialog, "Team", "engineering")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_one_raises_a_ticket(page: Page) -> None:
    """Bump asks how far; the lead is pinged."""
    here = a_card(page, "Bump: how do I change my billing address?", who="Bert")
    dialog = opened(here, "Bump")
    expect(dialog.get_by_role("radio", name="Raise to priority")).to_be_checked()
    dialog.get_by_role("radio", name="Back to normal").check()
    dialog.get_by_role("button", name="Bump", exact=True).click()
    expect(dialog).to_contain_text("Nothing was changed")
    dialog.get_by_role("button", name="Close", exact=True).last.click()
    dialog = opened(here, "Bump")
    submit(dialog, "Bump")
    expect(page.locator(".sl-message").filter(has_text="Bump: how do").last).to_contain_text("PRIORITY")
    expect(page.locator(".sl-pinged").last).to_contain_text("@finance-lead")


def test_one_finishes_a_ticket(page: Page) -> None:
    """The card says so in its place."""
    here = a_card(page, "Done: how do I change my billing address?", who="Dora")
    press(here, "Done")
    expect(here).to_contain_text("Closed by @dana")
    expect(whispers(page)).to_have_count(0)


def test_one_splits_a_ticket(page: Page) -> None:
    """A text that is missing is said at its field, and the rest is still there; then each half is a card of its own."""
    words = f"Split: how do I change my billing address? {TAG}"
    here = a_card(page, words, who="Sven")
    dialog = opened(here, "Split")
    first, second = dialog.get_by_label("First problem"), dialog.get_by_label("Second problem")
    assert TAG in first.input_value() + second.input_value()
    assert dialog.locator("img").count() == 0
    first.fill("Split: how do I change my billing address?")
    second.fill("")
    dialog.get_by_role("button", name="Split", exact=True).click()
    expect(dialog.get_by_role("alert").filter(has_text="Please complete")).to_be_visible()
    expect(second).to_be_focused()
    expect(second).to_have_attribute("aria-invalid", "true")
    second.fill(" ")
    dialog.get_by_role("button", name="Split", exact=True).click()
    expect(dialog.get_by_role("alert").filter(has_text="one of them is empty")).to_be_visible()
    second.fill("I forgot my password and the reset link never arrives, so I cannot log in to my account.")
    expect(dialog.get_by_role("alert").filter(has_text="one of them is empty")).to_be_hidden()
    submit(dialog, "Split")
    open_channel(page, "support")
    expect(card(page, "the reset link never arrives")).to_be_visible()


def test_one_asks_why(page: Page) -> None:
    """The explanation opens for that person alone, customer's words as text; Escape closes it, back on the button."""
    here = a_card(page, f"Why: how do I change my billing address? {TAG}", who="Wim")
    dialog = opened(here, "Why?")
    expect(dialog).to_contain_text("Runner-up")
    assert dialog.locator("img").count() == 0
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(here.get_by_role("button", name="Why?")).to_be_focused()


def test_an_error_of_the_router_stands_at_its_field(page: Page) -> None:
    """Nothing chosen is answered where one has to choose, and the modal stays."""
    dialog = opened(a_card(page, "Error: how do I change my billing address?", who="Erik"), "Reassign")
    dialog.get_by_role("button", name="Clear Topic").click()
    holds(dialog, "Topic", "")
    holds(dialog, "Team", "finance")
    dialog.get_by_role("button", name="Clear Team").click()
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(dialog.get_by_role("alert").filter(has_text="Nothing is filled in")).to_be_visible()
    expect(dialog.get_by_role("combobox", name="Topic")).to_be_focused()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()


def test_a_follow_up_is_not_the_same_problem(page: Page) -> None:
    """The button stands in the thread; the follow-up becomes a card of its own."""
    here = a_card(page, "There is a charge on my invoice that I do not know, please explain it.", who="Lee")
    second = "Please change the address on all my invoices, and send the receipts again."
    send(page, "form", Name="Lee", Email="lee@a.example", Subject="Invoice", Message=second)
    reply = here.locator(".sl-reply").filter(has_text=second)
    press(reply, "Not the same problem")
    own = page.locator(".sl-message:not(:has(.sl-reply))").filter(has_text=second)
    expect(own.get_by_role("button", name="Take")).to_be_visible()
