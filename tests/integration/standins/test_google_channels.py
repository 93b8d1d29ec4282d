"""Drive's notification channels: how they begin, who may open one, and when they fall silent."""

from __future__ import annotations

from typing import Any

import pytest
from googleapiclient.errors import HttpError

from scripts.sandbox.not_google import Hands, NotGoogle
from tests.integration.standins.conftest import Clock
from tests.integration.standins.google_hook import Hook, deliver, watch


def test_a_channel_begins_with_sync(google: NotGoogle, drive: Any, hook: Hook, clock: Clock) -> None:
    """With every documented header, an empty body, and the number 1."""
    channel = watch(drive, hook, expiration=int((clock() + 7200) * 1000))
    assert channel["kind"] == "api#channel"
    assert (channel["token"], channel["expiration"]) == ("t0k", "1760007200000")
    assert google.push.moving() is not None
    deliver(google)
    assert google.push.moving() is None
    (sync,) = hook.heard
    assert {name: value for name, value in sync.items() if name.startswith("x-goog")} == {
        "x-goog-channel-id": channel["id"],
        "x-goog-channel-token": "t0k",
        "x-goog-channel-expiration": "Thu, 09 Oct 2025 10:53:20 GMT",
        "x-goog-message-number": "1",
        "x-goog-resource-id": channel["resourceId"],
        "x-goog-resource-state": "sync",
        "x-goog-resource-uri": channel["resourceUri"],
    }
    assert (sync["body"], sync["content-length"]) == ("", "0")
    assert sync["user-agent"].startswith("APIs-Google")


def test_sync_may_come_before_the_watch_is_answered(google: NotGoogle, drive: Any, hook: Hook) -> None:
    """An option, because real Drive does it now and then."""
    google.sync_before_answer = True
    watch(drive, hook)
    assert hook.states == ["sync"]
    deliver(google)
    assert hook.states == ["sync"]


def test_a_channel_ends_by_the_clock(google: NotGoogle, drive: Any, hook: Hook, bob: Hands, clock: Clock) -> None:
    """An hour unless more was asked for, a day at most, and silence afterwards."""
    usual, longest = watch(drive, hook), watch(drive, hook, expiration=int((clock() + 10 * 86_400) * 1000))
    assert [int(one["expiration"]) / 1000 - clock() for one in (usual, longest)] == [3600, 86_400]
    deliver(google)
    assert "x-goog-channel-expiration" not in hook.heard[0]
    hook.heard.clear()
    clock.advance(3600)
    bob.type("Sheet1", "A1", "x")
    deliver(google)
    assert [one["x-goog-channel-id"] for one in hook.heard] == [longest["id"]]
    clock.advance(86_400)
    bob.type("Sheet1", "A1", "y")
    deliver(google)
    assert len(hook.heard) == 1
    with pytest.raises(HttpError, match="not found for project"):
        drive.channels().stop(body={"id": usual["id"], "resourceId": usual["resourceId"]}).execute()


def test_a_stopped_channel_is_silent(google: NotGoogle, drive: Any, hook: Hook, bob: Hands) -> None:
    """What was on its way is not delivered either; stopping again is 404."""
    channel = watch(drive, hook)
    deliver(google)
    bob.type("Sheet1", "A1", "x")
    stop = {"id": channel["id"], "resourceId": channel["resourceId"]}
    with pytest.raises(HttpError) as wrong:
        drive.channels().stop(body={**stop, "resourceId": "other"}).execute()
    assert wrong.value.resp.status == 404
    assert drive.channels().stop(body=stop).execute() == ""
    deliver(google)
    assert hook.states == ["sync"]
    with pytest.raises(HttpError) as gone:
        drive.channels().stop(body=stop).execute()
    assert gone.value.resp.status == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": None}, "Required: id"),
        ({"id": "x" * 65}, "at most 64"),
        ({"token": "x" * 257}, "at most 256"),
        ({"type": None}, "Required: type"),
        ({"type": "carrier_pigeon"}, "Unknown channel type"),
        ({"address": None}, "Required: address"),
        ({"address": "http://desk.company.example/drive"}, "WebHook callback must be HTTPS"),
        ({"address": "ftp://127.0.0.1/"}, "WebHook callback must be HTTPS"),
        ({"expiration": 1}, "in the past"),
        ({"expiration": "soon"}, "Invalid value at 'expiration'"),
    ],
)
def test_a_bad_watch_is_refused(google: NotGoogle, drive: Any, hook: Hook, changes: dict[str, Any], words: str) -> None:
    """400, in words, and no channel is opened."""
    with pytest.raises(HttpError, match=words) as refused:
        watch(drive, hook, **changes)
    assert refused.value.resp.status == 400
    assert google.push.channels == {}


def test_a_channel_id_is_used_once(google: NotGoogle, drive: Any, hook: Hook) -> None:
    """A second watch with the same id is refused."""
    channel = watch(drive, hook)
    with pytest.raises(HttpError, match="not unique"):
        watch(drive, hook, id=channel["id"])


def test_a_file_that_is_not_shared_cannot_be_watched(google: NotGoogle, drive: Any, hook: Hook) -> None:
    """To Drive it is not there."""
    google.add_spreadsheet("private-id", "Private", "ann@company.example")
    body = {"id": "c", "type": "web_hook", "address": hook.url}
    with pytest.raises(HttpError, match="File not found: private-id"):
        drive.files().watch(fileId="private-id", body=body).execute()
