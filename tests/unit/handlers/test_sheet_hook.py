"""The workbook's hook: who is let in, what is answered, and that trouble of ours never looks like a refusal."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.handlers.conftest import Event, FakeApp
from ticket_router.adapters.lanes.poke import poke_signature
from ticket_router.domain.errors import Retryable, Unauthorized
from ticket_router.handlers import sheet_hook
from ticket_router.services.hear_sheet import DriveCall

Events = Callable[[str], Event]
Logged = Callable[[], list[dict[str, Any]]]


class Hears:
    """Records what is passed on, or raises."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.calls: list[DriveCall | str] = []

    def drive(self, call: DriveCall) -> None:
        """A call of Drive's."""
        self._noted(call)

    def poke(self, nonce: str) -> None:
        """A poke."""
        self._noted(nonce)

    def _noted(self, call: DriveCall | str) -> None:
        self.calls.append(call)
        if self.error:
            raise self.error


@pytest.fixture
def hears(app: FakeApp) -> Hears:
    """The use case behind the hook."""
    app.hear_sheet = Hears()
    return app.hear_sheet


def signed(event: Event, body: str, secret: str = "poke-secret") -> Event:
    """The poke with another body, rightly signed."""
    event["body"] = body
    event["headers"]["x-router-signature"] = poke_signature("1772442000", body.encode(), secret)
    return event


def test_drive_is_answered_without_a_body(event: Events, hears: Hears) -> None:
    """204 is one of the answers that Drive takes for success; the headers are passed on as they came."""
    answer = sheet_hook.handler(event("url_drive"), None)
    assert (answer["statusCode"], answer["body"]) == (204, "")
    assert hears.calls == [DriveCall("3d9f0c9e-0000-4000-8000-000000000001", "a-token", "7", "update")]


def test_headers_that_are_missing_are_empty(event: Events, hears: Hears) -> None:
    """Whoever calls without them is judged by the use case like anybody else."""
    given = event("url_drive")
    given["headers"] = {"host": "abc123.lambda-url.us-east-1.on.aws"}
    sheet_hook.handler(given, None)
    assert hears.calls == [DriveCall("", "", "", "")]


@pytest.mark.parametrize("name", ["url_drive", "url_poke"])
def test_trouble_of_ours_asks_for_another_call(event: Events, hears: Hears, name: str) -> None:
    """503, which Drive tries again, and never 429 or another 4xx, which it drops."""
    hears.error = Retryable("SQS is away")
    answer = sheet_hook.handler(event(name), None)
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "5")


def test_a_stranger_learns_nothing_and_is_logged(event: Events, hears: Hears, logged: Logged) -> None:
    """401 without detail; the log says why."""
    hears.error = Unauthorized("unknown channel or wrong token")
    answer = sheet_hook.handler(event("url_drive"), None)
    assert (answer["statusCode"], json.loads(answer["body"])) == (401, {"error": "Not accepted."})
    (line,) = logged()
    assert (line["message"], line["why"]) == ("not accepted", "unknown channel or wrong token")
    assert "a-token" not in json.dumps(line)


def test_a_signed_poke_is_passed_on(event: Events, hears: Hears) -> None:
    """Its nonce is all that is used of it."""
    answer = sheet_hook.handler(event("url_poke"), None)
    assert (answer["statusCode"], json.loads(answer["body"])) == (202, {"nonce": "n-0123456789"})
    assert hears.calls == ["n-0123456789"]


def test_the_signature_is_checked_before_the_body_is_read(event: Events, hears: Hears) -> None:
    """Rubbish without a signature is refused as a stranger's; with one, it is told what is wrong."""
    given = event("url_poke")
    given["body"] = "{"
    assert sheet_hook.handler(given, None)["statusCode"] == 401
    answer = sheet_hook.handler(signed(given, "{"), None)
    assert (answer["statusCode"], json.loads(answer["body"])["fields"]) == (
        400,
        {"body": "The post could not be read as JSON."},
    )
    assert hears.calls == []


def test_an_old_poke_is_refused(app: FakeApp, event: Events, hears: Hears) -> None:
    """Five minutes later its signature is worth nothing."""
    app.clock.advance(seconds=301)
    assert sheet_hook.handler(event("url_poke"), None)["statusCode"] == 401
    assert hears.calls == []


def test_without_a_secret_nobody_pokes(app: FakeApp, event: Events, hears: Hears, logged: Logged) -> None:
    """A parameter that was never made, or made empty, opens to nobody; the first is logged for whoever set it up."""
    del app.secrets["poke"]
    assert sheet_hook.handler(event("url_poke"), None)["statusCode"] == 401
    assert "no secret named poke" in logged()[0]["why"]
    app.secrets["poke"] = ""
    given = event("url_poke")
    assert sheet_hook.handler(signed(given, given["body"], ""), None)["statusCode"] == 401
    assert hears.calls == []


def test_secrets_out_of_reach_are_trouble_of_ours(
    app: FakeApp, event: Events, hears: Hears, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A poke that cannot be checked now is not refused for it."""

    def away(_name: str) -> str:
        raise Retryable("SSM is away")

    monkeypatch.setattr(app, "secret", away)
    assert sheet_hook.handler(event("url_poke"), None)["statusCode"] == 503


@pytest.mark.parametrize("name", ["url_drive", "url_poke"])
def test_large_posts_are_not_read(event: Events, hears: Hears, name: str) -> None:
    """Neither Drive nor the script sends more than a few bytes."""
    given = event(name)
    given["body"] = "x" * 5000
    assert sheet_hook.handler(given, None)["statusCode"] == 413
    assert hears.calls == []


@pytest.mark.parametrize("verb", ["GET", "HEAD"])
def test_robots_may_come(event: Events, hears: Hears, verb: str) -> None:
    """Drive asks robots.txt before it calls, and a refusal there would silence it."""
    given = event("url_drive")
    given["rawPath"], given["requestContext"]["http"]["method"] = "/robots.txt", verb
    answer = sheet_hook.handler(given, None)
    assert (answer["statusCode"], answer["body"]) == (200, "User-agent: *\nAllow: /\n")
    assert answer["headers"]["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("path", "verb", "status"),
    [
        ("/", "POST", 404),
        ("/drive/more", "POST", 404),
        ("/drive", "GET", 405),
        ("/poke", "PUT", 405),
        ("/robots.txt", "POST", 405),
        ("/drive/", "POST", 204),
    ],
)
def test_other_addresses_are_told_so(event: Events, hears: Hears, path: str, verb: str, status: int) -> None:
    """What does not exist is not found, and what takes a POST says so."""
    given = event("url_drive")
    given["rawPath"], given["requestContext"]["http"]["method"] = path, verb
    answer = sheet_hook.handler(given, None)
    assert answer["statusCode"] == status
    assert ("allow" in answer["headers"]) == (status == 405)


def test_a_bug_is_no_refusal(app: FakeApp, event: Events) -> None:
    """It raises, which a Function URL answers with 502: Drive calls again, and the errors' alarm counts it."""
    app.hear_sheet = SimpleNamespace(drive=lambda _call: {}["bug"])
    with pytest.raises(KeyError):
        sheet_hook.handler(event("url_drive"), None)
