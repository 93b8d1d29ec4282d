"""Two people on one card, sentences for one of them alone, and the same actions by the links of a hand-off mail."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.acts import card, landed, open_channel, send
from tests.browser.click_acts import a_card, be, opened, press, submit, whispers
from tests.browser.conftest import Stage

GDPR = "Under the GDPR I ask you to delete my account and all personal data that you hold about me."


def test_of_two_people_the_second_reads_who_was_first(page: Page, stage: Stage) -> None:
    """In another tab one is another; only the one who came second sees the sentence, until it is dismissed."""
    words = "First: how do I change my billing address?"
    here = a_card(page, words, who="Tara")
    be(page, "dana")
    tab = page.context.new_page()
    tab.goto(f"{stage.url}#channel/finance")
    be(tab, "finance-lead")
    there = card(tab, words)
    press(here, "Take")
    expect(there).to_contain_text("Taken by @dana")
    press(there, "Take")
    expect(whispers(tab)).to_contain_text("taken by @dana")
    expect(tab.get_by_role("status")).to_contain_text("Only visible to you")
    expect(whispers(page)).to_have_count(0)
    be(tab, "dana")
    expect(whispers(tab)).to_have_count(0)
    be(tab, "finance-lead")
    whispers(tab).get_by_role("button", name="Dismiss message").click()
    expect(whispers(tab)).to_have_count(0)
    tab.close()


def test_a_modal_sent_too_late_says_who_was_quicker(page: Page, stage: Stage) -> None:
    """Both have the form open; the second one's gives way to a sentence, and nothing was changed by it."""
    words = "Quick: please put the VAT number of our company on the invoice."
    here = a_card(page, words, who="Mona")
    tab = page.context.new_page()
    tab.goto(f"{stage.url}#channel/finance")
    be(tab, "finance-lead")
    mine, theirs = opened(here, "Split"), opened(card(tab, words), "Reassign")
    theirs.get_by_role("combobox", name="Topic").click()
    theirs.get_by_role("option", name="login").click()
    expect(theirs.get_by_role("combobox", name="Team")).to_have_value("support")
    submit(theirs, "Move")
    tab.close()
    mine.get_by_label("First problem").fill("One thing.")
    mine.get_by_label("Second problem").fill("Another thing.")
    mine.get_by_role("button", name="Split", exact=True).click()
    expect(mine).to_contain_text("moved to support by @finance-lead")
    mine.get_by_role("button", name="Close", exact=True).last.click()
    expect(mine).to_be_hidden()
    open_channel(page, "support")
    expect(card(page, words)).to_have_count(1)


def test_a_hand_off_mails_link_asks_and_acts(page: Page) -> None:
    """It opens in a tab of its own, asks for a name, and moves the ticket; used again it says so."""
    form = {"Name": "Andrei", "Email": "andrei@m.example", "Subject": "My data", "Message": GDPR}
    landed(send(page, "form", **form), "legal@company.example")
    page.get_by_role("navigation").locator('[href="#inbox/legal@company.example"]').click()
    link = page.locator(".mail").frame_locator("iframe").get_by_role("link", name="Reassign", exact=True)
    expect(link).to_be_visible()
    box = link.bounding_box()
    assert box
    with page.context.expect_page() as popup:  # a click of the mouse: playwright's own runs scripts in the frame
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    asked = popup.value
    expect(asked.get_by_role("heading", name="Reassign this ticket?")).to_be_visible()
    address = asked.url
    asked.get_by_label("Your name").fill("Vera")
    asked.get_by_label("Topic").select_option("billing")
    asked.get_by_role("button", name="Reassign").click()
    expect(asked.get_by_text("sent to finance (#finance), topic billing")).to_be_visible()
    asked.goto(address)
    expect(asked.get_by_role("heading", name="This link has been used")).to_be_visible()
    asked.close()
    open_channel(page, "finance")
    expect(card(page, "Under the GDPR")).to_be_visible()


def test_a_mails_page_keeps_what_was_typed(page: Page, stage: Stage) -> None:
    """On a phone, texts that somebody cut with care stand there again beside what was wrong, and can be sent then."""
    form = {"Name": "Ilse", "Email": "ilse@m.example", "Subject": "My data", "Message": GDPR}
    landed(send(page, "form", **form), "legal@company.example")
    (link,) = [row for row in stage.world.ses.mails[-1].text.splitlines() if row.startswith("Split: ")]
    asked = page.context.new_page()
    asked.set_viewport_size({"width": 390, "height": 760})
    asked.goto(link.partition(": ")[2])
    asked.get_by_label("First problem").fill("One <thing>\nin two lines.")
    asked.get_by_label("Second problem").fill(" ")
    asked.get_by_label("Your name").fill("Vera")
    asked.get_by_role("button", name="Split").click()
    expect(asked.get_by_role("alert")).to_contain_text("one of them is empty")
    expect(asked.get_by_label("First problem")).to_have_value("One <thing>\nin two lines.")
    expect(asked.get_by_label("Second problem")).to_be_focused()
    assert asked.evaluate("document.documentElement.scrollWidth <= innerWidth")
    asked.get_by_label("Second problem").fill("Another thing.")
    asked.get_by_role("button", name="Split").click()
    expect(asked.get_by_role("heading", name="Done")).to_be_visible()
    asked.close()
