"""Block Kit as the page shows it: Slack's tokens become what they mean, and no text becomes markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.sandbox.page.mrkdwn import Names, mrkdwn
from scripts.sandbox.page.slack_html import blocks_html

NAMES = Names({"U1": "dana"}, {"C1": "finance"})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _soft_ ~gone~", "<b>bold</b> <i>soft</i> <s>gone</s>"),
        ("2 * 3 * 4 snake_case_name", "2 * 3 * 4 snake_case_name"),
        ("`*not bold*`", "<code>*not bold*</code>"),
        ("&lt;!channel&gt; &amp;amp;", "&lt;!channel&gt; &amp;amp;"),
        ("<@U1>", '<span class="bk-mention">@dana</span>'),
        ("<#C1>", '<span class="bk-mention">#finance</span>'),
        ("<!here>", '<span class="bk-mention">@here</span>'),
        ("<javascript:alert(1)|click>", "click"),
        ("&gt; said\n&gt; so", "<blockquote>said\nso</blockquote>"),
    ],
)
def test_mrkdwn_reads_as_in_slack(text: str, html: str) -> None:
    """Formatting, mentions, escapes and quotes of docs.slack.dev/messaging/formatting-message-text."""
    assert mrkdwn(text, NAMES) == html


def test_a_link_and_a_date_are_shown_as_slack_does() -> None:
    """A link opens in a tab of its own; a date follows its own format, with the fallback as its title."""
    link = mrkdwn("<https://a.example/?b=1&amp;c=2|a>", NAMES)
    assert link.startswith('<a href="https://a.example/?b=1&amp;c=2" target="_blank"')
    shown = mrkdwn("<!date^1795255040^{date_short_pretty} at {time}|then>", NAMES)
    assert 'title="then"' in shown and ">Nov 21, 2026 at 09:57<" in shown


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://company.slack.com/archives/C1/p1795722351095151", "#channel/finance/1795722351.095151"),
        ("https://company.slack.com/archives/C9/p1795722351095151", ""),
        ("https://company.slack.com/archives/C1", ""),
        ("https://company.slack.com.evil.example/archives/C1/p1795722351095151", ""),
        ("C1/p1795722351095151", ""),
    ],
)
def test_a_permalink_of_the_workspace_leads_to_the_message_on_the_page(url: str, leads: str) -> None:
    """In this very tab; no other address is taken for one, and a message nobody knows is none."""
    names = Names({}, {"C1": "finance"}, "https://company.slack.com/archives/")
    run = [{"type": "link", "url": url, "text": "card", "style": {"bold": True}}]
    section = {"type": "rich_text_section", "elements": run}
    html = blocks_html([{"type": "rich_text", "elements": [section]}], names)
    assert names.place(url) == leads
    assert (f'<a href="{leads}"><b>card</b></a>' in html) == bool(leads)


@given(st.text(alphabet="<>&\"'*_~`|!@#\n aU1\ue000\ue0010", max_size=60))
def test_no_mrkdwn_makes_a_tag_of_its_own(text: str) -> None:
    """Whatever the text, only tags that Slack's formatting knows come out."""
    rest = str(mrkdwn(text, NAMES))
    for tag in ("b", "i", "s", "code", "pre", "blockquote"):
        rest = rest.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    rest = rest.replace('<span class="bk-mention">', "").replace("</span>", "")
    assert "<" not in rest and ">" not in rest


@given(st.text(max_size=40))
def test_rich_text_is_literal(text: str) -> None:
    """In rich text and plain text nothing has a meaning: no tag, no mention comes of it."""
    run = [{"type": "text", "text": text}]
    html = blocks_html(
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": run}]}],
        NAMES,
    )
    inner = html.removeprefix('<div class="bk-rich"><div class="bk-text">').removesuffix("</div></div>")
    assert "<" not in inner and ">" not in inner
