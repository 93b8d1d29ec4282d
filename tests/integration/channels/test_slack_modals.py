"""The product's modals in front of a strict Slack: they open, follow their topic and split long texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from scripts.sandbox.not_slack import NotSlack
from ticket_router.adapters.slack import modals, reassign_modal
from ticket_router.adapters.slack.clicks import About, click_from
from ticket_router.adapters.slack.replies import SlackReplies
from ticket_router.domain.errors import LandingTrouble
from ticket_router.domain.two_texts import BETWEEN, MARKED, TwoTexts

TOPICS = {"billing": "finance", "login": "support", "outage": "engineering", "long": "t" * 200}
ABOUT = About(t="T-0123456789", n=1, topic="billing", team="finance", channel="C1", thread="1.1")
MANAGER = "U0MANAGER1"
LONG = "Everything & nothing works since Tuesday. " * 200


@dataclass
class Window:
    """What one person has open, and the product's answers to it."""

    slack: NotSlack
    replies: SlackReplies

    def open(self, view: dict[str, Any]) -> str:
        """Open a modal; returns its id."""
        with self.slack.lock:
            trigger = self.slack.workspace.new_trigger(MANAGER)
        self.replies.open(trigger, view)
        return next(one.id for one in self.slack.workspace.views.values() if one.trigger == trigger)

    def pick(self, view_id: str, name: str, value: str) -> bytes | None:
        """Choose in a menu; the request that Slack sends, if any."""
        block = next(b for b in self.slack.view(view_id, MANAGER).view["blocks"] if b["block_id"].startswith(name))
        option = {"text": {"type": "plain_text", "text": value[:75]}, "value": value}
        payload = self.slack.pick(view_id, block["block_id"], option, MANAGER)
        return self.slack.interaction(payload)[1] if payload else None

    def follow(self, request: bytes | None) -> None:
        """What the handler does with such a request."""
        assert request
        click = click_from(request, self.slack.workspace.team)
        assert click.about
        if view := reassign_modal.followed(click, click.about, TOPICS):
            self.replies.change(click.view, click.hash, view)

    def shown(self, view_id: str) -> dict[str, str]:
        """What each field holds."""
        click = click_from(
            self.slack.interaction(self.slack.submit(view_id, {}, MANAGER))[1], self.slack.workspace.team
        )
        return dict(click.chosen)


@pytest.fixture
def window(slack: NotSlack) -> Window:
    """A manager's window."""
    return Window(slack, SlackReplies(lambda: slack.token, slack.api_url, timeout=1))


def test_the_team_on_the_screen_follows_the_topic(window: Window) -> None:
    """Twice, with a person named in between: Slack shows the new team, and keeps the rest."""
    view_id = window.open(reassign_modal.reassign(ABOUT, TOPICS))
    assert window.shown(view_id) == {"topic": "billing", "team": "finance", "person": ""}
    window.follow(window.pick(view_id, "topic", "login"))
    assert window.pick(view_id, "person", "@finance-lead") is None
    window.follow(window.pick(view_id, "topic", "outage"))
    assert window.shown(view_id) == {"topic": "outage", "team": "engineering", "person": "@finance-lead"}


def test_a_name_too_long_for_a_menu_is_left_out(window: Window) -> None:
    """Slack would refuse the whole modal for it."""
    view_id = window.open(reassign_modal.reassign(ABOUT, TOPICS))
    window.follow(window.pick(view_id, "topic", "long"))
    assert window.shown(view_id)["team"] == ""


def test_the_first_of_two_quick_choices_is_not_painted_over(window: Window) -> None:
    """The second was made before the first one's team was on the screen: Slack refuses its update, as trouble that the
    handler lets pass; the wish means the topic that is chosen."""
    view_id = window.open(reassign_modal.reassign(ABOUT, TOPICS))
    requests = [window.pick(view_id, "topic", topic) for topic in ("login", "outage")]
    window.follow(requests[0])
    with pytest.raises(LandingTrouble):
        window.follow(requests[1])
    body = window.slack.interaction(window.slack.submit(view_id, {}, MANAGER))[1]
    click = click_from(body, "")
    assert click.about
    wish = modals.wish_of(click, click.about, "@dana")
    assert (wish.topic, wish.team) == ("outage", "")


def test_a_modal_that_was_closed_cannot_follow(window: Window) -> None:
    """It is trouble of the kind that the handler lets pass."""
    view_id = window.open(reassign_modal.reassign(ABOUT, TOPICS))
    request = window.pick(view_id, "topic", "login")
    window.slack.dismiss(view_id, MANAGER)
    with pytest.raises(LandingTrouble):
        window.follow(request)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("short", ""),
        ("x" * 3_000, "y" * 3_000),
        (LONG, "works"),
        ("short", LONG),
        ("🙂" * 1_600, "&" * 3_000),
        ("tab\x00\x07here", "\u202ebackwards"),
    ],
    ids=["short", "full", "long", "long quote", "heavy", "odd"],
)
def test_slack_takes_a_split_of_any_texts(window: Window, first: str, second: str) -> None:
    """Nothing in it is longer than Slack's limits, and no text is there in part."""
    offered = TwoTexts(whole=first + second, first=first, second=second, made_of="a1b2c3", messages=1)
    view_id = window.open(modals.split(ABOUT, offered))
    shown = window.shown(view_id)
    assert shown["first"] in ("", modals.clean(first)) and shown["second"] in ("", modals.clean(second))


def test_slack_takes_a_split_of_all_that_a_ticket_may_have(window: Window) -> None:
    """As many messages as are told apart, a ticket's worth of joined ones, and a topic as long as the sheet takes."""
    joined = tuple(f"T-{n:010}" for n in range(100))
    made_of = BETWEEN.join(f"{n:06}" for n in range(MARKED))
    offered = TwoTexts(
        whole=LONG, first=LONG, second="&", topic="&" * 200, made_of=made_of, messages=999, joined=joined
    )
    assert window.open(modals.split(ABOUT, offered))


def test_slack_takes_the_other_modals(window: Window) -> None:
    """Bump, Why? and a notice, whatever a customer wrote into them."""
    for view in (modals.bump(ABOUT), modals.why([LONG, "<!channel>", "\x00"]), modals.notice(LONG)):
        assert window.open(view)
