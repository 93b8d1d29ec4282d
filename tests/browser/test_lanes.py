"""A visitor sends a ticket by each lane and follows it to the team that gets it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import card, landed, open_channel, send


def test_a_newcomer_is_told_what_to_do_first(page: Page) -> None:
    """An empty world says so, and how to begin."""
    expect(page.get_by_role("heading", name="Nothing has arrived yet")).to_be_visible()
    expect(page.get_by_role("button", name="Send the demo set")).to_be_enabled()


def test_a_mail_escalates_and_its_journey_says_why(page: Page) -> None:
    """The VIP's outage lands in #engineering, pings the manager, and its own page gives tab and row of each reason."""
    line = send(
        page,
        "mail",
        From="Nora Lind <nora.lind@northwind.example>",
        Subject="Store down",
        Message="Our store has been down for an hour, we're losing sales, please help NOW.",
    )
    landed(line, "#engineering")
    open_channel(page, "engineering")
    shown = card(page, "losing sales")
    expect(shown.locator(".bk-header")).to_contain_text("ESCALATE")
    expect(shown.locator(".sl-pinged")).to_contain_text("@oncall-manager")
    expect(shown.get_by_role("button", name="Take")).to_be_enabled()

    shown.get_by_role("link", name="journey").click()
    expect(page.get_by_role("heading", name="Store down")).to_be_visible()
    expect(page).to_have_url(re.compile("#ticket/T-"))
    main = page.get_by_role("main")
    for step in ("Arrived", "Read as", "Decided", "Pinged @oncall-manager", "Landed in"):
        expect(main.locator(".steps")).to_contain_text(step)
    expect(main.locator(".reasons .cell").first).to_contain_text(re.compile(r"Priority rules · row \d+"))
    expect(main.locator(".tags")).to_contain_text("rough")
    expect(main.locator(".fine")).to_contain_text("tokens in")
    main.get_by_role("link", name="#engineering").click()
    expect(card(page, "losing sales")).to_have_class(re.compile("sl-found"))


def test_a_form_is_routed_silently(page: Page) -> None:
    """The billing question lands in #finance, at the end of the queue, and wakes nobody."""
    line = send(
        page,
        "form",
        Name="Tom Okafor",
        Email="tom@okafor-design.example",
        Subject="Billing address",
        Message="how do I change my billing address?",
    )
    landed(line, "#finance")
    open_channel(page, "finance")
    shown = card(page, "how do I change my billing address?")
    expect(shown.locator(".bk-header")).to_contain_text("ROUTE")
    expect(shown.locator(".sl-pinged")).to_have_count(0)
    page.get_by_role("link", name="Queue").first.click()
    expect(page.get_by_role("region", name="finance").locator(".row")).to_contain_text("Billing address")
    expect(page.get_by_role("region", name="finance").locator(".wait")).to_have_text(re.compile(r"\d"))


def test_a_chat_without_a_topic_is_held(page: Page) -> None:
    """A conversation that says nothing waits in triage, with the reason."""
    line = send(page, "chat", Name="", Email="guest@postbox.example", Conversation="hello?")
    landed(line, "#triage")
    open_channel(page, "triage")
    expect(card(page, "hello?").locator(".bk-header")).to_contain_text("HELD")
    page.get_by_role("link", name="Queue").first.click()
    expect(page.get_by_role("region", name="triage").locator(".row")).to_contain_text("hello?")


def test_a_second_message_joins_the_first_card(page: Page) -> None:
    """The same customer with the same problem: one card, and the follow-up in its thread."""
    who, words = "Mei Tanaka <mei@harborline.example>", "Your API is down, every request returns 503."
    landed(send(page, "mail", From=who, Subject="API down", Message=words), "#engineering")
    line = send(page, "mail", From=who, Subject="API still down", Message="It is still down, all requests return 503.")
    expect(line).to_contain_text("joined")
    open_channel(page, "engineering")
    shown = card(page, "Your API is down")
    expect(shown).to_have_count(1)
    expect(shown.locator(".sl-thread")).to_contain_text("still down, all requests")
    line.get_by_role("link", name="API still down").click()
    expect(page.locator(".notice.still")).to_contain_text("same problem")


@pytest.mark.parametrize("label", ["Web form: Quote for 60 seats"])
def test_an_example_is_picked_and_sent(page: Page, label: str) -> None:
    """The menu fills the composer of the example's lane; sent untouched, it lands."""
    page.get_by_label("Start from an example").select_option(label=label)
    expect(page.locator("#form-subject")).to_have_value("Quote for 60 seats")
    page.get_by_role("button", name="Send", exact=True).click()
    landed(page.locator(".sent-one").filter(has_text="Quote for 60 seats"), "#sales")


def test_a_legal_matter_is_read_as_a_mail(page: Page) -> None:
    """Legal has an inbox only: the mail shows with its head, its HTML in a frame, and its text on request."""
    words = "Please delete my account and all my personal data under Article 17 of the GDPR."
    line = send(page, "mail", From="Andrei <andrei@mailhaus.example>", Subject="Art. 17 request", Message=words)
    landed(line, "legal@company.example")
    line.get_by_role("link", name="legal@company.example").click()
    mail = page.locator(".mail")
    expect(mail.get_by_role("heading")).to_contain_text("Art. 17 request")
    expect(mail.locator(".mail-head")).to_contain_text("andrei@mailhaus.example")
    frame = mail.frame_locator("iframe")
    expect(frame.get_by_text("personal data under Article 17").first).to_be_visible()
    assert "allow-scripts" not in (mail.locator("iframe").get_attribute("sandbox") or "allow-scripts")
    mail.get_by_label("Show as plain text").check()
    expect(mail.locator(".mail-text")).to_contain_text(words)
