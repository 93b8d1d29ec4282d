"""Nothing that a customer writes can act on the page, and no other site can make the page act."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import card, landed, open_channel, send
from tests.browser.conftest import Stage

HOSTILE = (
    '<script>document.title = "owned"</script> <!channel> <@U0ROUTER> <img src=x onerror="document.title=1"> '
    "please change my billing address on the invoice"
)


def test_hostile_text_stays_text(page: Page) -> None:
    """Tags and Slack's commands show as they were written: in the queue, on the card, in the journey, in the lists."""
    subject = "<b>bill</b> <!here>"
    line = send(page, "form", Name="<i>Eve</i>", Email="eve@evil.example", Subject=subject, Message=HOSTILE)
    landed(line, "#finance")
    open_channel(page, "finance")
    shown = card(page, "owned")
    for text in ("<script>", "<!channel>", "<@U0ROUTER>", "<img src=x", "<i>Eve</i>", subject):
        expect(shown).to_contain_text(text)
    expect(shown.locator(".bk-mention, script, img, i:has-text('Eve')")).to_have_count(0)
    line.get_by_role("link", name=subject).click()
    expect(page.locator("h1")).to_have_text(subject)
    expect(page.locator(".said-text")).to_contain_text(HOSTILE)
    assert "owned" not in page.title()


def test_a_hostile_mail_to_legal_runs_nothing(page: Page) -> None:
    """The same in the hand-off mail: text in its frame, in which scripts are off."""
    words = f"Delete all my personal data under the GDPR. {HOSTILE.partition(' please')[0]}"
    line = send(page, "form", Name="Eve", Email="eve@evil.example", Subject="<script>1</script> GDPR", Message=words)
    landed(line, "legal@company.example")
    line.get_by_role("link", name="legal@company.example").click()
    frame = page.locator(".mail").frame_locator("iframe")
    expect(frame.get_by_text("<script>document.title").first).to_be_visible()
    assert frame.locator("script").count() == 0
    assert "owned" not in page.title()


def asked(stage: Stage, method: str, path: str, headers: dict[str, str]) -> int:
    """The status of one request with exactly these headers."""
    place = urlsplit(stage.url)
    connection = http.client.HTTPConnection(place.netloc)
    try:
        connection.request(method, path, json.dumps({}) if method == "POST" else None, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def own(stage: Stage) -> dict[str, str]:
    """The headers of the page's own requests."""
    return {"Origin": stage.url.rstrip("/"), "Content-Type": "application/json"}


def test_the_page_itself_may_act(stage: Stage) -> None:
    """The measure for the refusals below: the very same request from the page is answered."""
    assert asked(stage, "POST", "/do/heal", own(stage)) == 200


@pytest.mark.parametrize(
    "foreign",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_another_site_cannot_act(stage: Stage, foreign: dict[str, str]) -> None:
    """A foreign origin, a name that was pointed here, and a cross-site request are refused."""
    assert asked(stage, "POST", "/do/heal", {**own(stage), **foreign}) == 403


def test_an_action_without_an_origin_or_as_a_form_is_refused(stage: Stage) -> None:
    """A browser always names the origin of a POST, and a form of another site cannot send JSON."""
    headers = own(stage)
    assert asked(stage, "POST", "/do/heal", {"Content-Type": headers["Content-Type"]}) == 403
    assert asked(stage, "POST", "/do/heal", {**headers, "Content-Type": "text/plain"}) == 415


def test_a_name_that_was_pointed_here_reads_nothing(stage: Stage) -> None:
    """DNS rebinding: the state is not told to a foreign host."""
    assert asked(stage, "GET", "/state.json", {"Host": "evil.example"}) == 403
    assert asked(stage, "GET", "/state.json", {}) == 200
