"""What both web lanes do alike when they are misused, when the store is away, and in their logs."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.handlers.conftest import Event, FakeApp
from ticket_router.adapters.lanes.auth import chat_signature
from ticket_router.domain.errors import Retryable
from ticket_router.handlers import intake_chat, intake_form

CONTEXT = SimpleNamespace(aws_request_id="8f1c0000-0000-4000-8000-000000000000")
Events = Callable[[str], Event]
Logged = Callable[[], list[dict[str, Any]]]


def body(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer says."""
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def fail(error: Exception) -> Callable[..., Any]:
    """A use case that raises."""

    def use(*_: object, **__: object) -> None:
        raise error

    return use


def test_an_empty_secret_opens_to_nobody(app: FakeApp, event: Events) -> None:
    """A parameter that was created empty must not mean that everybody may post."""
    app.secrets = {"form": "", "chat": ""}
    given, talk = event("url_form_json"), event("url_chat")
    given["headers"]["x-form-secret"] = ""
    talk["headers"]["x-chat-signature"] = chat_signature(talk["body"].encode(), "")
    assert intake_form.handler(given, CONTEXT)["statusCode"] == 401
    assert intake_chat.handler(talk, CONTEXT)["statusCode"] == 401


@pytest.mark.parametrize(("module", "name"), [(intake_form, "url_form_json"), (intake_chat, "url_chat")])
def test_a_store_out_of_reach_asks_for_another_try(app: FakeApp, event: Events, module: Any, name: str) -> None:
    """503 with Retry-After: the sender keeps the post, and sends it again."""
    app.take_in = fail(Retryable("DynamoDB is away"))
    answer = module.handler(event(name), CONTEXT)
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "5")
    assert "send it again" in body(answer)["error"]


@pytest.mark.parametrize(("module", "name"), [(intake_form, "url_form_json"), (intake_chat, "url_chat")])
@pytest.mark.parametrize("verb", ["GET", "PUT", "DELETE", "HEAD"])
def test_only_a_post_posts(app: FakeApp, event: Events, module: Any, name: str, verb: str) -> None:
    """Anything else is told what would be right."""
    given = event(name)
    given["requestContext"]["http"]["method"] = verb
    answer = module.handler(given, CONTEXT)
    assert answer["statusCode"] == 405
    assert "POST" in answer["headers"]["allow"]


def test_what_customers_write_is_in_no_log(app: FakeApp, event: Events, logged: Logged) -> None:
    """Ids and outcomes are logged; names, addresses and words are not, nor is any secret."""
    intake_form.handler(event("url_form_json"), CONTEXT)
    intake_chat.handler(event("url_chat"), CONTEXT)
    app.take_in = fail(Retryable("away"))
    intake_form.handler(event("url_form_json"), CONTEXT)
    lines = logged()
    assert [line["message"] for line in lines] == ["form taken in", "chat taken in", "form not saved"]
    everything = json.dumps(lines, ensure_ascii=False).lower()
    for private in ("ana", "studio.example", "change the address", "sign in", "invoice", "secret", "sha256="):
        assert private not in everything
