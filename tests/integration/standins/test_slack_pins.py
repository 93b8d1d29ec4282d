"""pins.* against slack_sdk, and auth.test, whose address the links on a pinned board begin with."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from scripts.sandbox.not_slack import NotSlack
from tests.integration.standins.conftest import Clock


@pytest.fixture
def ts(web: WebClient) -> str:
    """A message in #finance."""
    return str(web.chat_postMessage(channel="C0FINANCE", text="board")["ts"])


def refusal(web: WebClient, call: str, **arguments: str) -> str:
    """The code with which a call is refused."""
    with pytest.raises(SlackApiError) as error:
        web.api_call(call, json=arguments)
    return str(error.value.response["error"])


def test_pins_are_added_and_removed_once(slack: NotSlack, web: WebClient, ts: str) -> None:
    """A second pin and a missing pin are refused, and nothing changes by them."""
    web.pins_add(channel="C0FINANCE", timestamp=ts)
    assert refusal(web, "pins.add", channel="C0FINANCE", timestamp=ts) == "already_pinned"
    assert slack.channel("finance").pins == [ts]
    web.pins_remove(channel="C0FINANCE", timestamp=ts)
    assert refusal(web, "pins.remove", channel="C0FINANCE", timestamp=ts) == "no_pin"
    assert slack.channel("finance").pins == []


def test_a_pinned_message_says_so_in_the_history(web: WebClient, ts: str) -> None:
    """Whoever reads the channel sees where it is pinned, and how many pins there are."""
    assert "pinned_to" not in web.conversations_history(channel="C0FINANCE")["messages"][0]
    web.pins_add(channel="C0FINANCE", timestamp=ts)
    history = web.conversations_history(channel="C0FINANCE")
    assert (history["messages"][0]["pinned_to"], history["pin_count"]) == (["C0FINANCE"], 1)


@pytest.mark.parametrize("call", ["pins.add", "pins.remove"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "channel_not_found"),
        ({"channel": "C0NOWHERE", "timestamp": "1.000001"}, "channel_not_found"),
        ({"channel": "#finance", "timestamp": "1.000001"}, "channel_not_found"),
        ({"channel": "C0HIDDEN", "timestamp": "1.000001"}, "channel_not_found"),
        ({"channel": "C0OTHERS", "timestamp": "1.000001"}, "not_in_channel"),
        ({"channel": "C0OLD", "timestamp": "1.000001"}, "is_archived"),
        ({"channel": "C0FINANCE"}, "no_item_specified"),
        ({"channel": "C0FINANCE", "timestamp": "C0FINANCE:1.000001"}, "bad_timestamp"),
        ({"channel": "C0FINANCE", "timestamp": "1.000001"}, "message_not_found"),
    ],
)
def test_a_pin_that_slack_would_refuse_is_refused(
    slack: NotSlack, web: WebClient, call: str, arguments: dict[str, str], code: str
) -> None:
    """Pinning wants an id, membership, a channel in use, and the timestamp of a message that is there."""
    slack.add_channel("others", member=False, id="C0OTHERS")
    slack.add_channel("old", archived=True, id="C0OLD")
    slack.add_channel("hidden", private=True, member=False, id="C0HIDDEN")
    assert refusal(web, call, **arguments) == code
    assert slack.calls[-1].error == code


def test_a_channel_has_room_for_a_hundred_pins(slack: NotSlack, web: WebClient, ts: str) -> None:
    """One more is refused until one of them goes."""
    slack.limits = None
    stamps = [str(web.chat_postMessage(channel="C0FINANCE", text="note")["ts"]) for _ in range(100)]
    for stamp in stamps:
        web.pins_add(channel="C0FINANCE", timestamp=stamp)
    assert refusal(web, "pins.add", channel="C0FINANCE", timestamp=ts) == "too_many_pins"
    web.pins_remove(channel="C0FINANCE", timestamp=stamps[0])
    web.pins_add(channel="C0FINANCE", timestamp=ts)


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_is_deleted_is_not_pinned_any_more(slack: NotSlack, web: WebClient, ts: str, *, by_hand: bool) -> None:
    """Whether the app or an admin deletes it; it cannot be pinned again either."""
    web.pins_add(channel="C0FINANCE", timestamp=ts)
    if by_hand:
        slack.delete("finance", ts)
    else:
        web.chat_delete(channel="C0FINANCE", ts=ts)
    assert slack.channel("finance").pins == []
    assert web.conversations_history(channel="C0FINANCE")["pin_count"] == 0
    assert refusal(web, "pins.add", channel="C0FINANCE", timestamp=ts) == "message_not_found"


def test_pinning_is_limited_to_twenty_a_minute(slack: NotSlack, web: WebClient, ts: str, clock: Clock) -> None:
    """Tier 2 of docs.slack.dev; three seconds later there is room for one more."""
    codes = [refusal(web, "pins.remove", channel="C0FINANCE", timestamp=ts) for _ in range(21)]
    assert codes == ["no_pin"] * 20 + ["ratelimited"]
    web.pins_add(channel="C0FINANCE", timestamp=ts)  # each method for itself
    clock.advance(3)
    assert refusal(web, "pins.remove", channel="C0FINANCE", timestamp="1.0") == "message_not_found"


def test_the_workspaces_address_is_what_permalinks_begin_with(web: WebClient, ts: str) -> None:
    """auth.test names it with https and a slash at its end."""
    url = str(web.auth_test()["url"])
    assert url == "https://company.slack.com/"
    assert web.chat_getPermalink(channel="C0FINANCE", message_ts=ts)["permalink"].startswith(
        f"{url}archives/C0FINANCE/"
    )
