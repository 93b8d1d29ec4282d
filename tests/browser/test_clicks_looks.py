"""A modal by keyboard, and on screens of every size: nothing sticks out, and the focus stays where one works."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.click_acts import a_card, be, holds, opened, whispers
from tests.browser.click_acts import press as press_button

PHONE = 940
WORDS = "Keys: how do I change my billing address?"


def test_a_modal_is_worked_by_keyboard(page: Page) -> None:
    """Tab stays inside; arrows and Enter choose; Escape closes an open menu first, and then the modal."""
    here = a_card(page, WORDS, who="Kay")
    here.get_by_role("button", name="Reassign").focus()
    dialog = opened(here, "Reassign")
    expect(dialog).to_have_accessible_name("Reassign")
    topic = dialog.get_by_role("combobox", name="Topic")
    expect(topic).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog.get_by_role("listbox")).to_have_count(0)
    expect(dialog).to_be_visible()
    topic.press_sequentially("-log")
    expect(dialog.get_by_text("No result")).to_be_visible()
    topic.fill("log")
    expect(dialog.get_by_role("option", name="login")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(topic).to_have_attribute("aria-activedescendant", "md-topic-option-0")
    page.keyboard.press("Enter")
    holds(dialog, "Topic", "login")
    holds(dialog, "Team", "support")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(here.get_by_role("button", name="Reassign")).to_be_focused()


def test_what_was_not_chosen_does_not_stay(page: Page) -> None:
    """A word that is only typed gives way to the choice that stands, as in Slack."""
    dialog = opened(a_card(page, f"{WORDS} Twice.", who="Tom"), "Reassign")
    topic = dialog.get_by_role("combobox", name="Topic")
    topic.fill("weather")
    dialog.get_by_role("combobox", name="Person").focus()
    expect(topic).to_have_value("billing")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_a_team_that_follows_disturbs_nobody(page: Page) -> None:
    """Its field is a new one when the team comes: who is typing in another types on, who is in it is in it again."""
    dialog = opened(a_card(page, f"{WORDS} Thrice.", who="Una"), "Reassign")
    going: list[Route] = []

    def hold(route: Route) -> None:
        going.append(route)

    page.route("**/do/slack-pick", hold)
    for number, (topic, team, name) in enumerate([("login", "support", "Person"), ("bug", "engineering", "Team")]):
        menu = dialog.get_by_role("combobox", name="Topic")
        menu.click()
        dialog.get_by_role("option", name=topic, exact=True).click()
        other = dialog.get_by_role("combobox", name=name)
        other.fill("fin")
        expect(dialog.get_by_role("option").first).to_contain_text("fin")
        going[number].continue_()
        holds(dialog, "Team", team)
        expect(other).to_be_focused()
        if name == "Person":
            expect(other).to_have_value("fin")
            expect(dialog.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_it_fits_the_screen(page: Page, width: int) -> None:
    """Card, modal, its menus and a sentence for one keep within the window, light and dark."""
    here = a_card(page, f"{WORDS} {width}", who=f"Wim{width}")
    page.set_viewport_size({"width": width, "height": 760})
    be(page, "dana")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        dialog = opened(here, "Reassign")
        inside(page, dialog)
        dialog.get_by_role("combobox", name="Person").click()
        inside(page, dialog.get_by_role("listbox"))
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()
    press_button(here, "Take")
    expect(here).to_contain_text("Taken by @dana")
    be(page, "finance-lead")
    press_button(here, "Take")
    expect(whispers(page).last).to_be_visible()
    inside(page, whispers(page).last)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width > PHONE:  # on a phone the page itself scrolls, elsewhere its columns do
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def inside(page: Page, part: Locator) -> None:
    """Assert that a part of the page does not stick out of the window at a side."""
    box = part.bounding_box()
    size = page.viewport_size
    assert box and size
    assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"] + 0.5
