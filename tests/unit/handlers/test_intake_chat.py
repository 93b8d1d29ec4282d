"""The chat's handler: signatures over the raw body, and sentences for whoever runs the chat."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.handlers.conftest import Event, FakeApp
from ticket_router.adapters.lanes.auth import chat_signature
from ticket_router.handlers import intake_chat

CONTEXT = SimpleNamespace(aws_request_id="8f1c0000-0000-4000-8000-000000000000")
Events = Callable[[str], Event]
Logged = Callable[[], list[dict[str, Any]]]


def body(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer says."""
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def test_a_chat_becomes_a_ticket(app: FakeApp, event: Events) -> None:
    """Signed over the raw body, whichever way the body was carried."""
    given = event("url_chat")
    answer = intake_chat.handler(given, CONTEXT)
    carried = {**given, "body": base64.b64encode(given["body"].encode()).decode(), "isBase64Encoded": True}
    again = intake_chat.handler(carried, CONTEXT)
    assert (answer["statusCode"], again["statusCode"]) == (202, 202)
    assert body(answer) == body(again)
    file = app.world.file(body(answer)["ticket_id"])
    assert file.messages[0].shown == "Visitor: I cannot sign in to my account\nBot: Which browser?"


@pytest.mark.parametrize("change", [lambda b: b + " ", lambda b: b.replace("c-1", "c-2"), lambda b: ""])
def test_a_changed_chat_is_not_accepted(app: FakeApp, event: Events, change: Callable[[str], str]) -> None:
    """One byte more and the signature is another."""
    given = event("url_chat")
    given["body"] = change(given["body"])
    answer = intake_chat.handler(given, CONTEXT)
    assert (answer["statusCode"], body(answer)) == (401, {"error": "Not accepted."})
    assert app.desk.rows.tickets == {}


def test_a_signature_is_read_in_either_case(app: FakeApp, event: Events) -> None:
    """Hex digits are hex digits; so are header names."""
    given = event("url_chat")
    given["headers"] = {"X-Chat-Signature": given["headers"]["x-chat-signature"].upper()}
    assert intake_chat.handler(given, CONTEXT)["statusCode"] == 202


def test_a_chat_that_is_wrong_learns_what(app: FakeApp, event: Events) -> None:
    """The chat system's owner gets one sentence per field."""
    given = event("url_chat")
    given["body"] = json.dumps({"messages": [{"from": "robot", "text": "x"}]})
    given["headers"]["x-chat-signature"] = chat_signature(given["body"].encode(), "chat-secret")
    answer = intake_chat.handler(given, CONTEXT)
    assert answer["statusCode"] == 400
    assert set(body(answer)["fields"]) == {"conversation_id", "customer", "messages[0].from"}
