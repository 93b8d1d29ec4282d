"""Breaking things, moving the clock, and being told what went wrong in plain words."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.acts import card, compose, landed, open_channel, send
from tests.browser.conftest import Stage


def test_a_card_that_slack_refused_is_posted_again_under_the_clock(page: Page, stage: Stage) -> None:
    """Slack breaks, the ticket waits with its reason; when the clock has moved on, the card is there, once."""
    page.get_by_label("How", exact=True).select_option("500")
    page.get_by_label("How many calls").fill("1")
    page.get_by_label("Only this call").fill("chat.postMessage")
    page.get_by_role("button", name="Make it fail").click()
    expect(page.locator(".fault")).to_contain_text("slack")

    words = "how do I change my billing address?"
    line = send(page, "form", Name="Ana", Email="ana@studio.example", Subject="Where to pay", Message=words)
    expect(page.locator(".fault")).to_have_count(0)
    line.get_by_role("link", name="Where to pay").click()
    expect(page.locator(".notice.still")).to_contain_text(re.compile("failed", re.IGNORECASE))

    before = stage.world.datetime()
    page.get_by_role("button", name="Move the clock by 1 minute").click()
    landed(line, "#finance")
    expect(page.locator(".job")).to_contain_text("The clock is 1 minute on.")
    open_channel(page, "finance")
    expect(card(page, words)).to_have_count(1)
    assert stage.world.datetime() - before >= timedelta(minutes=1)


def test_the_clock_moves_and_shows_progress(page: Page, stage: Stage) -> None:
    """Twenty minutes are several steps: the page says how far it is and that it is done, and shows the new time."""
    before = stage.world.datetime()
    page.get_by_role("button", name="Move the clock by 20 minutes").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator(".job")).to_contain_text("The clock is 20 minutes on.")
    assert stage.world.datetime() - before >= timedelta(minutes=20)
    hour = f"{stage.world.datetime():%H:}"
    expect(page.locator("#world-time")).to_contain_text(hour)


def test_a_schedule_runs_when_told_to(page: Page) -> None:
    """The sweep can be fired by hand and says when it has run."""
    page.get_by_role("button", name="Run now: sweep").click()
    expect(page.locator(".job")).to_contain_text("sweep has run")


def test_a_refused_form_says_which_field(page: Page) -> None:
    """The lane's own sentence stands at the field, which is marked and has the focus."""
    compose(page, "form", Name="Ana", Email="not an address", Subject="Hi", Message="Hello there, friends")
    page.get_by_role("button", name="Send", exact=True).click()
    email = page.locator("#form-email")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#form-email-error")).to_contain_text("does not look like an email address")
    expect(page.get_by_role("alert").filter(has_text="correct")).to_be_visible()
    email.fill("ana@studio.example")
    expect(page.locator("#form-email-error")).to_have_count(0)


def test_an_unknown_call_is_refused_in_words(page: Page) -> None:
    """Ordering a failure of something that does not exist says what there is."""
    page.get_by_label("Only this call").fill("chat.nonsense")
    page.get_by_role("button", name="Make it fail").click()
    expect(page.locator("#fail-error")).to_contain_text("chat.postMessage")
    expect(page.locator(".fault")).to_have_count(0)


def test_healing_withdraws_every_order(page: Page, stage: Stage) -> None:
    """What was told to fail is listed, and gone after healing."""
    page.get_by_label("What", exact=True).select_option("ses")
    page.get_by_label("How many calls").fill("5")
    page.get_by_role("button", name="Make it fail").click()
    expect(page.locator(".fault")).to_contain_text("next 5 calls of ses")
    page.get_by_role("button", name="Heal everything").click()
    expect(page.locator(".fault")).to_have_count(0)


def test_what_happens_is_told_as_it_happens(page: Page) -> None:
    """The ticker names the latest step and unfolds into the list of all of them."""
    words = "Please send me a quote for sixty seats of the team plan."
    landed(send(page, "form", Name="Amara", Email="amara@hotels.example", Subject="A quote", Message=words), "#sales")
    expect(page.locator(".latest")).to_contain_text("landed in #sales")
    page.locator("#ticker > summary").click()
    told = page.get_by_role("list", name="What happened, newest first")
    for step in ("arrived by form", "read as sales", "landed in #sales"):
        expect(told).to_contain_text(step)


def test_a_long_advance_can_be_stopped(page: Page, stage: Stage) -> None:
    """A day is long work: it shows how far it is, ends where the visitor stops it, and the clock stands there."""
    before = stage.world.datetime()
    page.get_by_role("button", name="Move the clock by 1 day").click()
    page.get_by_role("button", name="Stop here").click()
    expect(page.locator(".job")).to_contain_text("Stopped after")
    assert timedelta(0) < stage.world.datetime() - before < timedelta(days=1)


def test_a_second_long_work_waits_its_turn(page: Page) -> None:
    """Two hands on one clock: the second is told what is under way."""
    page.get_by_role("button", name="Move the clock by 1 day").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Move the clock by 1 hour").click()
    expect(page.get_by_role("status")).to_contain_text("still under way")
    page.get_by_role("button", name="Stop here").click()
    expect(page.locator(".job")).to_contain_text("Stopped after")
