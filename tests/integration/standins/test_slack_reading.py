"""Who may read what: tokens, scopes, history, threads, cursors and people, through slack_sdk."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from scripts.sandbox.not_slack import NotSlack
from tests.integration.standins.conftest import Clock

METADATA = {"event_type": "ticket_card", "event_payload": {"ticket": "T-1", "n": 1}}


def test_a_token_is_checked(slack: NotSlack, web: WebClient) -> None:
    """No token, a wrong token and the right token are three different answers."""
    assert web.auth_test()["user"] == "ticket-router"
    for token, code in (("", "not_authed"), ("xoxb-wrong", "invalid_auth")):
        stranger = WebClient(token=token, base_url=slack.api_url, retry_handlers=[])
        with pytest.raises(SlackApiError) as error:
            stranger.auth_test()
        assert error.value.response["error"] == code


@pytest.mark.parametrize(
    ("call", "arguments", "needed"),
    [
        ("chat.postMessage", {"channel": "C0FINANCE", "text": "x"}, "chat:write"),
        ("conversations.history", {"channel": "C0FINANCE"}, "channels:history"),
        ("conversations.history", {"channel": "C0SECRET"}, "groups:history"),
        ("conversations.list", {}, "channels:read"),
        ("users.lookupByEmail", {"email": "dana@company.example"}, "users:read.email"),
        ("users.list", {}, "users:read"),
        ("pins.add", {"channel": "C0FINANCE", "timestamp": "1.0"}, "pins:write"),
        ("pins.remove", {"channel": "C0FINANCE", "timestamp": "1.0"}, "pins:write"),
    ],
)
def test_a_missing_scope_is_named(
    slack: NotSlack, web: WebClient, call: str, arguments: dict[str, str], needed: str
) -> None:
    """Without the scope a call says which one it needs and which there are."""
    slack.add_channel("secret", private=True, id="C0SECRET")
    slack.scopes -= {needed}
    with pytest.raises(SlackApiError) as error:
        web.api_call(call, params=arguments)
    answer = error.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
    assert needed not in answer["provided"].split(",")


def test_an_unknown_method_is_refused(web: WebClient) -> None:
    """A method that does not exist is not silently fine."""
    with pytest.raises(SlackApiError) as error:
        web.api_call("chat.postMassage")
    assert error.value.response["error"] == "unknown_method"


def test_history_shows_top_level_messages_newest_first_with_metadata_on_request(web: WebClient, clock: Clock) -> None:
    """A claim that expired is looked up here: by time, with metadata, and only if asked for."""
    web.chat_postMessage(channel="C0FINANCE", text="old")
    clock.advance(10)
    since = str(clock.seconds)
    clock.advance(10)
    card = web.chat_postMessage(channel="C0FINANCE", text="card", metadata=METADATA)["ts"]
    web.chat_postMessage(channel="C0FINANCE", text="reply", thread_ts=card)
    bare = web.conversations_history(channel="C0FINANCE")["messages"]
    assert [m["text"] for m in bare] == ["card", "old"]
    assert bare[0]["reply_count"] == 1
    assert "metadata" not in bare[0]
    recent = web.conversations_history(channel="C0FINANCE", oldest=since, include_all_metadata=True)["messages"]
    assert [m["metadata"] for m in recent] == [METADATA]
    assert web.conversations_history(channel="C0FINANCE", oldest=card)["messages"] == []
    inclusive = web.conversations_history(channel="C0FINANCE", oldest=card, inclusive=True, limit=1)["messages"]
    assert [m["ts"] for m in inclusive] == [card]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"channel": "#finance"}, "channel_not_found"),
        ({"channel": "C0OTHERS"}, "not_in_channel"),
        ({"channel": "C0FINANCE", "cursor": "bm9uc2Vuc2U="}, "invalid_cursor"),
        ({"channel": "C0FINANCE", "oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"channel": "C0FINANCE", "limit": 1000}, "invalid_limit"),
    ],
)
def test_a_history_call_that_slack_would_refuse_is_refused(
    slack: NotSlack, web: WebClient, arguments: dict[str, object], code: str
) -> None:
    """History wants an id, membership, a cursor of its own and sensible bounds."""
    slack.add_channel("others", member=False, id="C0OTHERS")
    with pytest.raises(SlackApiError) as error:
        web.api_call("conversations.history", params=arguments)
    assert error.value.response["error"] == code


def test_cursors_lead_through_everything_once(slack: NotSlack, web: WebClient) -> None:
    """Following next_cursor shows each message once, though new ones arrive meanwhile."""
    slack.limits = None
    for number in range(7):
        web.chat_postMessage(channel="C0FINANCE", text=str(number))
    seen: list[str] = []
    for page in web.conversations_history(channel="C0FINANCE", limit=3):
        seen += [m["text"] for m in page["messages"]]
        web.chat_postMessage(channel="C0FINANCE", text="later")
    assert seen == list("6543210")


def test_a_thread_is_read_with_its_parent_first(web: WebClient) -> None:
    """replies gives the parent and its answers in order; an unknown ts is thread_not_found."""
    card = web.chat_postMessage(channel="C0FINANCE", text="card")["ts"]
    for text in ("one", "two"):
        web.chat_postMessage(channel="C0FINANCE", text=text, thread_ts=card)
    texts = [m["text"] for m in web.conversations_replies(channel="C0FINANCE", ts=card)["messages"]]
    assert texts == ["card", "one", "two"]
    with pytest.raises(SlackApiError) as error:
        web.conversations_replies(channel="C0FINANCE", ts="1.000001")
    assert error.value.response["error"] == "thread_not_found"


def test_channels_are_listed_by_kind(slack: NotSlack, web: WebClient) -> None:
    """Public by default; private only when asked for; archived left out on request."""
    slack.add_channel("legal", private=True)
    slack.add_channel("old", archived=True)

    def names(**given: Any) -> list[str]:
        return [c["name"] for c in web.conversations_list(**given)["channels"]]

    assert names() == ["finance", "old"]
    assert names(types="public_channel,private_channel", exclude_archived=True) == ["finance", "legal"]
    assert web.conversations_info(channel="C0FINANCE")["channel"]["is_member"]


def test_people_are_found_by_address(slack: NotSlack, web: WebClient) -> None:
    """An address resolves to the id that can be pinged, whatever its case; a stranger does not."""
    assert web.users_lookupByEmail(email="dana@COMPANY.example")["user"]["id"] == "U0DANA"
    with pytest.raises(SlackApiError) as error:
        web.users_lookupByEmail(email="nobody@company.example")
    assert error.value.response["error"] == "users_not_found"
    assert {m["name"] for m in web.users_list()["members"]} == {"ticket-router", "dana", "finance-lead"}
    assert web.users_info(user="U0LEAD")["user"]["profile"]["email"] == "lead@company.example"
    slack.scopes -= {"users:read.email"}
    assert "email" not in web.users_info(user="U0LEAD")["user"]["profile"]
