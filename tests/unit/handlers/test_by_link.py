"""Links of hand-off mails: a look changes nothing, the form acts once, and any other link learns nothing."""

from __future__ import annotations

import pytest

from tests.unit.handlers.mailed import Mailed, app_path
from ticket_router.domain.base import Status
from ticket_router.domain.errors import Retryable
from ticket_router.handlers import by_link


@pytest.mark.parametrize("action", ["take", "reassign", "bump", "done", "split", "why"])
@pytest.mark.parametrize("verb", ["GET", "HEAD"])
def test_a_look_changes_nothing(mailed: Mailed, action: str, verb: str) -> None:
    """Mail scanners follow links, as often as they like; nothing of the customer's acts on the page."""
    before = mailed.app.world.file(mailed.ticket_id)
    for _ in range(2):
        answer = mailed.open(mailed.path(action), verb)
        assert answer["statusCode"] == 200 and "<script" not in answer["body"] and "<b>" not in answer["body"]
        assert answer["headers"]["content-security-policy"].startswith("default-src 'none'")
    assert mailed.app.world.file(mailed.ticket_id) == before


def test_the_form_acts_in_the_name_that_was_given(mailed: Mailed) -> None:
    """The name is marked as nobody's word but the visitor's."""
    answer = mailed.open(mailed.path("done"), "POST", name="Dana")
    assert answer["statusCode"] == 200 and "<h1>Done</h1>" in answer["body"]
    assert mailed.app.world.file(mailed.ticket_id).ticket.closed == "closed by Dana (name as given in a mail link)"


def test_a_link_works_once(mailed: Mailed) -> None:
    """The second time it says what the first one did, to a look and to the form alike."""
    path = mailed.path("take")
    mailed.open(path, "POST", name="Dana")
    before = mailed.app.world.file(mailed.ticket_id)
    for verb in ("GET", "POST"):
        answer = mailed.open(path, verb, name="Sam")
        assert "This link has been used" in answer["body"] and "taken by Dana" in answer["body"]
    assert mailed.app.world.file(mailed.ticket_id) == before


@pytest.mark.parametrize(
    ("action", "fields", "status"),
    [
        ("reassign", {"topic": "login"}, Status.delivered),
        ("bump", {"level": "priority"}, Status.delivered),
        ("split", {"first": "My invoices", "second": "I cannot sign in"}, Status.divided),
    ],
)
def test_fields_say_what_is_wanted(mailed: Mailed, action: str, fields: dict[str, str], status: Status) -> None:
    """The same actions as on a card in Slack."""
    assert "<h1>Done</h1>" in mailed.open(mailed.path(action), "POST", name="Dana", **fields)["body"]
    assert mailed.status is status
    assert len(mailed.app.world.desk.rows.corrections) == 1


@pytest.mark.parametrize(("action", "fields"), [("done", {}), ("done", {"name": "  "}), ("bump", {"name": "Dana"})])
def test_what_is_missing_is_asked_for(mailed: Mailed, action: str, fields: dict[str, str]) -> None:
    """The page comes again with a sentence, and the link is still good."""
    path = mailed.path(action)
    answer = mailed.open(path, "POST", **fields)
    assert answer["statusCode"] == 400 and 'role="alert"' in answer["body"] and mailed.status is Status.delivered
    assert "<h1>Done</h1>" in mailed.open(path, "POST", name="Dana", level="priority")["body"]


def test_a_stale_mail_says_who_was_quicker(mailed: Mailed) -> None:
    """Mails stay as they were sent: an old one's links change nothing."""
    path = mailed.path("done")
    mailed.open(mailed.path("reassign"), "POST", name="Dana", topic="login")
    body = mailed.open(path, "POST", name="Sam")["body"]
    assert "Nothing was changed" in body and "moved to support by Dana" in body
    assert mailed.status is Status.delivered


def test_a_page_that_was_opened_before_says_who_was_quicker(mailed: Mailed) -> None:
    """The form remembers the topic that it showed, since within a team the mail stays good."""
    book = mailed.app.world.rules.book
    more = [book.topics[0].renewed(row=90 + n, topic=name) for n, name in enumerate(("refund", "payment"))]
    mailed.app.world.rules.book = book.renewed(topics=(*book.topics, *more))
    first = mailed.path("reassign")
    asked = mailed.open(first)["body"]
    assert '<input type="hidden" name="seen" value="billing">' in asked
    mailed.open(first, "POST", name="Dana", topic="refund", seen="billing")
    before = mailed.app.world.file(mailed.ticket_id)
    mailed.app.clock.advance(days=1)  # a second copy of the mail has links of its own
    body = mailed.open(mailed.path("reassign"), "POST", name="Sam", topic="payment", seen="billing")["body"]
    assert "Nothing was changed" in body and "topic refund since Dana" in body
    assert mailed.app.world.file(mailed.ticket_id) == before


@pytest.mark.parametrize("how", ["forged", "expired", "a file's", "gone", "empty"])
def test_any_other_link_gets_one_plain_page(mailed: Mailed, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Whatever is wrong with it, the page is the same, and it is counted."""
    counted: list[str] = []
    monkeypatch.setattr(by_link, "count", counted.append)
    path = mailed.path("done")
    if how == "forged":
        path = path[:-2] + ("A" if path[-2] != "A" else "B") + path[-1]
    elif how == "expired":
        mailed.app.clock.advance(days=40)
    elif how == "a file's":
        path = "/do" + mailed.app.links.to_file(mailed.ticket_id, "done", mailed.app.clock.now())
    elif how == "gone":
        path = app_path(mailed.app.links.to_action("T-0000000000", 1, 1, "done", mailed.app.clock.now()))
    else:
        path = "/do/"
    for verb in ("GET", "POST"):
        answer = mailed.open(path, verb, name="Dana")
        assert answer["statusCode"] == 404 and "This link does not work" in answer["body"]
        assert mailed.ticket_id not in answer["body"]
    assert counted == ["LinksRefused"] * 2
    assert mailed.status is Status.delivered


def test_trouble_asks_for_patience(mailed: Mailed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link is still good afterwards."""

    def away(_ticket_id: str) -> None:
        raise Retryable("the desk is away")

    path = mailed.path("done")
    with monkeypatch.context() as patched:
        patched.setattr(mailed.app.desk, "file", away)
        assert mailed.open(path, "POST", name="Dana")["statusCode"] == 503
    assert mailed.open(path, "POST", name="Dana")["statusCode"] == 200


def test_only_browsers_verbs_are_answered(mailed: Mailed) -> None:
    """Nothing else is possible there."""
    assert mailed.open(mailed.path("done"), "PUT")["statusCode"] == 405
