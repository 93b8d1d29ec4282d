"""Whose requests count as clicks: ours is the verdict of slack_sdk's own verifier, and what is refused is counted."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from tests.unit.handlers.slack_desk import SECRET, Desk
from ticket_router.domain.base import Status
from ticket_router.domain.errors import Retryable
from ticket_router.handlers import correct_handler

REFUSED = {"error": "Not accepted."}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The metrics told so far."""
    told: list[str] = []
    monkeypatch.setattr(correct_handler, "count", told.append)
    return told


def accepted_by_slack_sdk(desk: Desk, headers: Mapping[str, str], body: bytes) -> bool:
    """What Slack's own library says of a request at this moment."""

    class Now(Clock):
        def now(self) -> float:
            return float(desk.app.clock.now().timestamp())

    return SignatureVerifier(SECRET, Now()).is_valid_request(body, dict(headers))


@pytest.mark.parametrize("late", [0, 299, 300, -300], ids=["now", "late", "just in time", "a clock that is ahead"])
def test_what_slack_signed_counts(desk: Desk, counted: list[str], late: float) -> None:
    """Within five minutes either way, as slack_sdk has it."""
    headers, body = desk.request(desk.press("take"), late=late)
    assert accepted_by_slack_sdk(desk, headers, body)
    assert desk.receive(headers, body)["statusCode"] == 200
    assert desk.state[0] is Status.taken and counted == []


@pytest.mark.parametrize(
    "how",
    ["another secret", "tampered body", "tampered time", "old", "ahead", "no signature", "another version", "cut"],
)
def test_what_slack_sdk_refuses_is_refused(desk: Desk, counted: list[str], how: str) -> None:
    """Without detail, without effect, and counted."""
    late = {"old": 301.0, "ahead": -301.0}.get(how, 0.0)
    headers, body = desk.request(desk.press("take"), secret="another" if how == "another secret" else SECRET, late=late)
    stamp, signature = headers["x-slack-request-timestamp"], headers["x-slack-signature"]
    headers |= {
        "tampered time": {"x-slack-request-timestamp": str(int(stamp) - 1)},
        "no signature": {"x-slack-signature": ""},
        "another version": {"x-slack-signature": signature.replace("v0=", "v1=")},
        "cut": {"x-slack-signature": signature[:-1]},
    }.get(how, {})
    body += b"&x=1" if how == "tampered body" else b""
    assert not accepted_by_slack_sdk(desk, headers, body)
    answer = desk.receive(headers, body)
    assert (answer["statusCode"], json.loads(answer["body"])) == (401, REFUSED)
    assert counted == ["ClicksRefused"] and desk.state[0] is Status.delivered


@pytest.mark.parametrize("how", ["another workspace", "no secret yet", "a time that is none", "no headers"])
def test_strangers_learn_nothing(desk: Desk, counted: list[str], how: str) -> None:
    """What slack_sdk has no word on, or would break at, is refused alike and counted."""
    payload = desk.press("take")
    if how == "another workspace":
        payload["team"]["id"] = "T2"
    headers, body = desk.request(payload)
    if how == "no secret yet":
        del desk.app.secrets["slack-signing"]
    if how == "a time that is none":
        headers["x-slack-request-timestamp"] = "yesterday"
    answer = desk.receive({} if how == "no headers" else headers, body)
    assert (answer["statusCode"], json.loads(answer["body"])) == (401, REFUSED)
    assert counted == ["ClicksRefused"] and desk.state[0] is Status.delivered


@pytest.mark.parametrize("name", ["take", "done", "why", "reassign"])
def test_a_replayed_click_is_refused(desk: Desk, counted: list[str], name: str) -> None:
    """Byte for byte the same request within Slack's window does nothing, opens nothing, and is counted."""
    headers, body = desk.request(desk.press(name))
    assert desk.receive(headers, body)["statusCode"] == 200
    before, audit = desk.app.world.file(desk.ticket_id), dict(desk.app.world.desk.rows.audit)
    opened = list(desk.replies.opened)
    desk.app.clock.advance(seconds=290)
    answer = desk.receive(headers, body)
    assert (answer["statusCode"], json.loads(answer["body"])) == (401, REFUSED)
    assert (desk.replies.told, desk.replies.opened) == ([], opened)
    assert desk.app.world.file(desk.ticket_id) == before and desk.app.world.desk.rows.audit == audit
    assert counted == ["ClicksRefused"]


def test_a_replay_of_what_was_not_possible_then_does_nothing_now(desk: Desk, counted: list[str]) -> None:
    """A click that was refused a minute ago is refused as a replay, though by now it would be granted."""
    asked = desk.request(desk.submit(desk.opened("reassign"), topic="login"))
    desk.post(desk.submit(desk.opened("reassign"), topic="outage"))
    assert "Nothing was changed" in desk.receive(*asked)["body"]
    desk.post(desk.submit(desk.opened("reassign", n=2, topic="outage", team="engineering"), topic="billing"))
    before = desk.app.world.file(desk.ticket_id)
    assert desk.receive(*asked)["statusCode"] == 401
    assert desk.app.world.file(desk.ticket_id) == before and counted == ["ClicksRefused"]


def test_a_replayed_form_is_refused(desk: Desk, counted: list[str]) -> None:
    """A modal that arrives twice, though the ticket was moved on by somebody else in between, changes nothing more."""
    headers, body = desk.request(desk.submit(desk.opened("reassign"), topic="login"))
    desk.receive(headers, body)
    desk.post({**desk.submit(desk.opened("reassign", n=2, topic="login", team="support"), topic="outage")})
    before = desk.app.world.file(desk.ticket_id)
    assert desk.receive(headers, body)["statusCode"] == 401
    assert desk.app.world.file(desk.ticket_id) == before and desk.state[1] == "engineering"
    assert counted == ["ClicksRefused"]


def test_a_form_that_is_sent_again_is_answered_as_before(desk: Desk, counted: list[str]) -> None:
    """Whoever saw an error of Slack's presses the form's button again: that is another request with the same wish."""
    form = desk.submit(desk.opened("reassign"), topic="login")
    desk.post(form)
    before = desk.app.world.file(desk.ticket_id)
    answer = desk.post({**form, "trigger_id": "another"})
    assert (answer["statusCode"], answer["body"]) == (200, "")
    assert desk.app.world.file(desk.ticket_id) == before and counted == ["ClicksRepeated"]


def test_a_menu_may_ask_twice(desk: Desk, counted: list[str]) -> None:
    """What is typed in a menu changes nothing, so that nobody keeps count of it."""
    menu = {"type": "block_suggestion", "team": {"id": "T1"}, "user": {"id": "U1"}, "action_id": "tr_topic"}
    headers, body = desk.request(menu)
    assert desk.receive(headers, body) == desk.receive(headers, body)
    assert desk.app.signed_requests.came == set() and counted == []


def test_a_click_counts_once_the_memory_is_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is away nothing is done, and the person reads that they should try again."""

    def away(*_: object) -> bool:
        raise Retryable("the state table is away")

    with monkeypatch.context() as patched:
        patched.setattr(desk.app.signed_requests, "first", away)
        assert desk.post(desk.press("take"))["statusCode"] == 200
    assert desk.replies.told == [correct_handler.NOT_NOW] and desk.state[0] is Status.delivered
    desk.post(desk.press("take"))
    assert desk.state[0] is Status.taken


def test_a_replay_after_the_window_is_refused(desk: Desk, counted: list[str]) -> None:
    """By its time alone, whatever became of the ticket."""
    headers, body = desk.request(desk.press("take"))
    desk.receive(headers, body)
    desk.app.clock.advance(seconds=301)
    assert desk.receive(headers, body)["statusCode"] == 401 and counted == ["ClicksRefused"]
