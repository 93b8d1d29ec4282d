"""The form's handler: status codes, CORS, sentences for senders, and silence towards strangers."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.handlers.conftest import Event, FakeApp
from ticket_router.domain.base import Source, Status
from ticket_router.domain.errors import NotFound
from ticket_router.handlers import intake_form

CONTEXT = SimpleNamespace(aws_request_id="8f1c0000-0000-4000-8000-000000000000")
Events = Callable[[str], Event]
Logged = Callable[[], list[dict[str, Any]]]


def body(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer says."""
    found: dict[str, Any] = json.loads(answer["body"])
    return found


@pytest.mark.parametrize("name", ["url_form_json", "url_form_encoded"])
def test_a_form_becomes_a_ticket(app: FakeApp, event: Events, name: str) -> None:
    """As JSON and as browsers encode it (which arrives in base64), field by field; the answer names the ticket."""
    answer = intake_form.handler(event(name), CONTEXT)
    assert answer["statusCode"] == 202
    file = app.world.file(body(answer)["ticket_id"])
    assert (file.ticket.source, file.ticket.customer.address) == (Source.form, "ana@studio.example")
    assert (file.ticket.subject, file.messages[0].text) == ("My invoice", "Größe: How do I change the address?")
    assert file.messages[0].page == "https://shop.example/account"
    assert answer["headers"]["cache-control"] == "no-store"


def test_both_encodings_of_one_submission_are_one_ticket(app: FakeApp, event: Events) -> None:
    """The submission's own id is what counts."""
    answers = [intake_form.handler(event(name), CONTEXT) for name in ("url_form_json", "url_form_encoded")]
    assert len({body(answer)["ticket_id"] for answer in answers}) == 1


def test_without_a_submission_id_the_request_names_the_post(app: FakeApp, event: Events) -> None:
    """Two posts are two tickets."""
    given = event("url_form_json")
    fields = json.loads(given["body"])
    del fields["submission_id"]
    given["body"] = json.dumps(fields)
    ids = {
        body(intake_form.handler(given, SimpleNamespace(aws_request_id=request)))["ticket_id"]
        for request in ("one", "two", "two")
    }
    assert len(ids) == 2


def test_a_preflight_of_a_known_page_is_answered(app: FakeApp, event: Events) -> None:
    """The browser learns that this page may post, and which headers it may send."""
    answer = intake_form.handler(event("url_form_preflight"), CONTEXT)
    assert (answer["statusCode"], answer["body"]) == (204, "")
    assert answer["headers"]["access-control-allow-origin"] == "https://shop.example"
    assert answer["headers"]["access-control-allow-methods"] == "POST"
    assert "x-form-secret" in answer["headers"]["access-control-allow-headers"]
    assert answer["headers"]["vary"] == "Origin"


def test_a_preflight_of_another_page_is_not(app: FakeApp, event: Events) -> None:
    """No header lets its browser through."""
    given = event("url_form_preflight")
    given["headers"]["origin"] = "https://shop.example.evil.example"
    answer = intake_form.handler(given, CONTEXT)
    assert answer["statusCode"] == 403
    assert not any(name.startswith("access-control") for name in answer["headers"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda e: None, 202),
        (lambda e: e["headers"].update({"x-form-secret": "wrong"}), 401),
        (lambda e: e.update(body="{"), 400),
    ],
)
def test_the_page_can_read_every_answer(
    app: FakeApp, event: Events, change: Callable[[Event], Any], status: int
) -> None:
    """Also a refusal carries the CORS headers: without them a script sees nothing but a failure."""
    given = event("url_form_json")
    change(given)
    answer = intake_form.handler(given, CONTEXT)
    assert answer["statusCode"] == status
    assert answer["headers"]["access-control-allow-origin"] == "https://shop.example"


def test_each_bad_field_has_its_sentence(app: FakeApp, event: Events) -> None:
    """All at once, so that nobody has to try again for each."""
    given = event("url_form_json")
    given["body"] = json.dumps({"email": "nobody", "name": "x" * 201, "message": "", "subject": ""})
    answer = intake_form.handler(given, CONTEXT)
    assert answer["statusCode"] == 400
    assert body(answer)["fields"] == {
        "email": "email does not look like an email address.",
        "name": "name may have at most 200 characters; this one has 201.",
        "message": "message is missing.",
    }
    assert app.desk.rows.tickets == {}


def test_a_robot_is_thanked_like_anybody(app: FakeApp, event: Events) -> None:
    """The trap's answer tells it nothing; the post is kept and wakes nobody."""
    given = event("url_form_json")
    given["body"] = json.dumps({**json.loads(given["body"]), "website": "https://spam.example"})
    answer = intake_form.handler(given, CONTEXT)
    assert answer["statusCode"] == 202
    assert set(body(answer)) == {"ticket_id"}
    assert app.world.file(body(answer)["ticket_id"]).ticket.status is Status.ignored
    assert app.world.intake.sent == []


@pytest.mark.parametrize("secret", ["", "wrong", "form-secret ", "förm-secret", "\ud800"])
def test_a_wrong_form_secret_learns_nothing(app: FakeApp, event: Events, secret: str) -> None:
    """401 with no detail, and the body is not even parsed."""
    given = event("url_form_json")
    given["headers"]["x-form-secret"] = secret
    given["body"] = "not json"
    answer = intake_form.handler(given, CONTEXT)
    assert (answer["statusCode"], body(answer)) == (401, {"error": "Not accepted."})


def test_a_missing_secret_is_an_error_of_ours(app: FakeApp, event: Events) -> None:
    """The alarm hears of it; a sender is not told that they are wrong."""
    app.secrets = {}
    with pytest.raises(NotFound):
        intake_form.handler(event("url_form_json"), CONTEXT)


@pytest.mark.parametrize("text", ["\ud83d half an emoji, and more words", "\x00 and \x07 bells, and more words"])
def test_signs_that_no_store_takes_are_taken_out(app: FakeApp, event: Events, text: str) -> None:
    """JSON can spell what UTF-8 cannot; such a post is a ticket like any other."""
    given = event("url_form_json")
    given["body"] = json.dumps({**json.loads(given["body"]), "message": text, "subject": text})
    answer = intake_form.handler(given, CONTEXT)
    assert answer["statusCode"] == 202
    file = app.world.file(body(answer)["ticket_id"])
    assert file.ticket.model_dump_json() and "more words" in file.messages[0].text
    assert "\x00" not in file.messages[0].text


def test_a_field_name_that_cannot_be_encoded_is_answered_all_the_same(app: FakeApp, event: Events) -> None:
    """The answer is plain ASCII JSON, whatever the sender called a field."""
    given = event("url_form_json")
    given["body"] = '{"\\ud800": "x", "email": "ana@studio.example", "message": "hello there"}'
    answer = intake_form.handler(given, CONTEXT)
    assert answer["statusCode"] == 202
    answer["body"].encode("ascii")
