"""What the page's Slack verbs refuse, and how an open modal becomes HTML: in words, and with every text escaped."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from scripts.sandbox.not_slack import NotSlack, View
from scripts.sandbox.not_slack.arguments import Arguments
from scripts.sandbox.not_slack.chat import post_message
from scripts.sandbox.not_slack.modal_state import initial
from scripts.sandbox.page.clicks import TROUBLE, SlackClicks
from scripts.sandbox.page.modal_html import modal
from scripts.sandbox.page.mrkdwn import Names
from scripts.sandbox.page.sending import Refused
from scripts.sandbox.page.visitor import Visitor
from scripts.sandbox.world import World

EVIL = "\"><img src=x onerror=alert(1)> ' &amp;"
BUTTONS = [
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "tr_take", "text": {"type": "plain_text", "text": "Take"}, "value": "{}"}
        ],
    }
]


def plain(text: str) -> dict[str, str]:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


class Page:
    """A workspace with Dana and one card, and a function that answers as told."""

    def __init__(self) -> None:
        self.slack = NotSlack(lambda: 1_760_000_000.0)
        self.slack.add_channel("finance", id="C1")
        self.slack.add_user("dana", id="U1")
        with self.slack.lock:
            args = Arguments({"channel": "C1", "text": "card", "blocks": BUTTONS})
            self.ts = post_message(self.slack.workspace, args, frozenset())["ts"]
        self.status = 200
        self.posted: list[bytes] = []
        world = cast("World", SimpleNamespace(slack=self.slack, aws=SimpleNamespace(post=self.post)))
        self.verbs = SlackClicks(world, Visitor(world)).verbs

    def post(self, _function: str, _headers: dict[str, str], body: bytes, *, path: str) -> Any:
        """The function's answer."""
        assert path == "/slack"
        self.posted.append(body)
        return SimpleNamespace(status=self.status, body=b"", text=lambda: "")

    def press(self, **given: str) -> dict[str, Any]:
        """Dana presses Take, but for what is given."""
        return self.verbs["slack-press"](
            {"you": "@dana", "channel": "finance", "ts": self.ts, "action": "tr_take", **given}
        )


@pytest.fixture
def page() -> Page:
    """A fresh one."""
    return Page()


def test_a_press_goes_to_the_function(page: Page) -> None:
    """Signed as by Slack; nothing is shown when nothing is answered."""
    assert page.press() == {"modal": None, "told": [], "errors": {}}
    assert len(page.posted) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"you": ""}, "who you are"),
        ({"you": "@ticket-router"}, "who you are"),
        ({"you": "<b>"}, "who you are"),
        ({"channel": "nowhere"}, "not there any more"),
        ({"ts": "1.0"}, "not there any more"),
        ({"action": "tr_evil"}, "not there any more"),
    ],
)
def test_what_is_not_there_cannot_be_pressed(page: Page, given: dict[str, str], said: str) -> None:
    """The visitor reads why, and no function is asked."""
    with pytest.raises(Refused, match=said):
        page.press(**given)
    assert page.posted == []


def test_a_function_that_fails_is_trouble_in_slacks_words(page: Page) -> None:
    """As its own window would say it."""
    page.status = 500
    with pytest.raises(Refused) as trouble:
        page.press()
    assert str(trouble.value) == TROUBLE


@pytest.mark.parametrize("verb", ["slack-suggest", "slack-pick", "slack-send", "slack-close"])
def test_a_modal_of_nobody_is_not_there(page: Page, verb: str) -> None:
    """Closed, invented or another person's: all the same."""
    with pytest.raises(Refused, match="not there any more"):
        page.verbs[verb]({"you": "dana", "view": "V1", "block": "topic"})


def test_only_what_a_menu_can_offer_is_picked(page: Page) -> None:
    """A choice of another shape is refused before Slack has it."""
    for value, text in ((5, "x"), ("x" * 200, "x"), ("x", ""), ("x", None)):
        with pytest.raises(Refused, match="offered"):
            page.verbs["slack-pick"]({"you": "dana", "view": "V1", "block": "topic", "value": value, "text": text})


def test_texts_in_a_modal_are_text() -> None:
    """In titles, labels, hints, placeholders, values and options nothing becomes markup."""
    option = {"text": plain(EVIL), "value": EVIL}
    menu = {"type": "external_select", "action_id": "a", "placeholder": plain(EVIL), "initial_option": option}
    field = {"type": "plain_text_input", "action_id": "a", "multiline": True, "initial_value": EVIL}
    radio = {"type": "radio_buttons", "action_id": "a", "options": [option], "initial_option": option}
    blocks: list[dict[str, Any]] = [
        {"type": "input", "block_id": f"{EVIL}{n}", "label": plain(EVIL), "hint": plain(EVIL), "element": element}
        for n, element in enumerate((menu, field, radio, {**field, "multiline": False}))
    ]
    blocks.append({"type": "section", "block_id": "s", "text": plain(EVIL)})
    shown = {"type": "modal", "title": plain(EVIL), "blocks": blocks}
    made = modal(View("V1", "U1", "h", shown, initial(shown), "t"), Names())
    html = "".join(block["html"] for block in made["blocks"])
    assert "<img" not in html and html.count("&lt;img") > 10
    assert len({block["key"] for block in made["blocks"]}) == len(blocks)
    assert (made["submit"], made["close"]) == ("", "Close")
