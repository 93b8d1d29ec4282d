"""The pages behind a mail's links keep what somebody typed, and do not ask for what can no longer be done."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.sandbox.journeys.html_form import form_of
from tests.fakes.deliveries import form, mail
from tests.fakes.reader import by_words, filled
from tests.unit.handlers.mailed import Mailed
from ticket_router.domain.base import Status
from ticket_router.domain.errors import Retryable
from ticket_router.domain.inbound import Customer
from ticket_router.handlers import correct_handler

TEXTS = {"first": "my <carefully> cut\nfirst text", "second": "and the second"}


@pytest.mark.parametrize(
    ("action", "typed", "wrong"),
    [
        ("split", {**TEXTS, "name": "  "}, "name"),
        ("split", {**TEXTS, "name": ""}, "name"),
        ("split", {**TEXTS, "second": " ", "name": "Dana"}, "second"),
        ("split", {"first": "", "second": "and the second", "name": "Dana"}, "first"),
        ("reassign", {"seen": "billing", "topic": "", "team": "", "person": "", "name": "Dana"}, "topic"),
        ("reassign", {"seen": "billing", "topic": "login", "team": "", "person": "@nobody", "name": "D"}, "person"),
        ("reassign", {"seen": "billing", "topic": "login", "team": "triage", "person": "", "name": ""}, "name"),
        ("bump", {"level": "normal", "name": " "}, "name"),
    ],
)
def test_what_was_typed_stands_there_again(mailed: Mailed, action: str, typed: dict[str, str], wrong: str) -> None:
    """A page that asks again has lost nothing, and says which field is wrong; then the link still works."""
    answer = mailed.open(mailed.path(action), "POST", **typed)
    page, fields = answer["body"], form_of(answer["body"])
    assert answer["statusCode"] == 400 and page.count('role="alert"') == 1 and mailed.corrections == 0
    kept = {name: said for name, said in typed.items() if said.strip() and said != "@nobody"}
    assert {name: fields[name] for name in kept} == kept
    assert 'id="' + wrong + '"' in page and page.count('aria-invalid="true"') == 1
    assert f'id="{wrong}"' in page.partition('aria-invalid="true"')[0].rpartition("<")[2]
    better = {"name": "Dana", "first": "one", "second": "two", "topic": "login", "person": "", "level": "priority"}
    assert "<h1>Done</h1>" in mailed.filled_in(page, mailed.path(action), **better)


def test_a_refused_choice_is_asked_again_beside_what_is_in_force_now(mailed: Mailed) -> None:
    """Whoever was slower reads who chose what, and may still choose: now knowing it."""
    book = mailed.app.world.rules.book
    more = [book.topics[0].renewed(row=90 + n, topic=name) for n, name in enumerate(("refund", "payment"))]
    mailed.app.world.rules.book = book.renewed(topics=(*book.topics, *more))
    slow = mailed.open(mailed.path("reassign"))["body"]
    other = mailed.app.links.to_action(mailed.ticket_id, 1, 2, "reassign", mailed.app.clock.now())
    quick = other.removeprefix("https://do.example")
    mailed.filled_in(mailed.open(quick)["body"], quick, name="Dana", topic="refund")
    told = mailed.filled_in(slow, mailed.path("reassign"), name="Sam", topic="payment")
    assert "Nothing was changed" in told and "topic refund since Dana" in told
    assert (form_of(told)["seen"], form_of(told)["topic"]) == ("refund", "payment")
    assert "<h1>Done</h1>" in mailed.filled_in(told, mailed.path("reassign"))
    assert mailed.app.world.route(mailed.ticket_id).decision.topic == "payment"


@pytest.mark.parametrize("action", ["take", "reassign", "bump", "done", "split"])
@pytest.mark.parametrize(("before", "said"), [("done", "closed by Dana"), ("reassign", "moved to support by Dana")])
def test_a_link_that_comes_too_late_does_not_ask(mailed: Mailed, action: str, before: str, said: str) -> None:
    """What stands in the way is said before anybody types anything."""
    link = mailed.app.links.to_action(mailed.ticket_id, 1, 2, action, mailed.app.clock.now())
    mailed.open(mailed.path(before), "POST", name="Dana", topic="login")
    page = mailed.open(link.removeprefix("https://do.example"))["body"]
    assert "<h1>This is not possible now</h1>" in page and said in page and "<form" not in page


def test_a_ticket_that_somebody_is_at_is_not_offered(mailed: Mailed) -> None:
    """Another mail's Take says who has it; its Done asks as ever."""
    mailed.open(mailed.path("take"), "POST", name="Dana")
    take, done = (
        mailed.app.links.to_action(mailed.ticket_id, 1, 2, action, mailed.app.clock.now())
        for action in ("take", "done")
    )
    page = mailed.open(take.removeprefix("https://do.example"))["body"]
    assert "taken by Dana" in page and "<form" not in page
    assert "<form" in mailed.open(done.removeprefix("https://do.example"))["body"]


def test_texts_that_came_too_late_can_be_copied(mailed: Mailed) -> None:
    """While somebody cut a message in two the ticket was closed: the work is not lost with the click."""
    mailed.open(mailed.path("done"), "POST", name="Sam")
    page = mailed.open(mailed.path("split"), "POST", name="Dana", **TEXTS)["body"]
    assert "Nothing was changed" in page and "closed by Sam" in page and "<form" not in page
    assert "my &lt;carefully&gt; cut\nfirst text" in page and "and the second" in page


def test_a_text_keeps_its_lines_as_everywhere(mailed: Mailed) -> None:
    """Browsers send line breaks as two characters; what the reader is shown has one."""
    mailed.open(mailed.path("split"), "POST", name="Dana", first="one\r\ntwo", second="three")
    texts = {m.text for name in mailed.app.world.desk.rows.tickets for m in mailed.app.world.file(name).messages}
    assert "one\ntwo" in texts


def test_passing_trouble_keeps_the_texts(mailed: Mailed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form stands there as it was sent, and sent again it acts."""

    def away(_wish: object) -> None:
        raise Retryable("the desk is away")

    path = mailed.path("split")
    with monkeypatch.context() as patched:
        patched.setattr(type(mailed.app.correct), "__call__", lambda _self, wish: away(wish))
        answer = mailed.open(path, "POST", name="Dana", **TEXTS)
    assert answer["statusCode"] == 503 and form_of(answer["body"]) == {"name": "Dana", **TEXTS}
    assert "<h1>Done</h1>" in mailed.filled_in(answer["body"], path)


@pytest.mark.parametrize("odd", ["fields", "base64"])
def test_a_form_that_is_none_of_ours_gets_a_plain_page(mailed: Mailed, odd: str) -> None:
    """No alarm for an operator, and nothing changed."""
    event: dict[str, Any] = {"rawPath": mailed.path("done"), "headers": {}}
    event |= {"requestContext": {"http": {"method": "POST"}}, "body": "name=Dana" + "&x=1" * 30}
    event |= {"body": "%%%a", "isBase64Encoded": True} if odd == "base64" else {}
    answer = correct_handler.handler(event, None)
    assert answer["statusCode"] == 400 and "<h1>This could not be read</h1>" in answer["body"]
    assert mailed.status is Status.delivered and mailed.corrections == 0


def test_a_long_name_is_still_a_name(mailed: Mailed) -> None:
    """A topic is found by all of its name, however long the rules allow it to be."""
    name = "payments and refunds for customers in the european union with a very long name that goes on"
    book = mailed.app.world.rules.book
    mailed.app.world.rules.book = book.renewed(topics=(*book.topics, book.topics[0].renewed(row=99, topic=name)))
    assert "<h1>Done</h1>" in mailed.open(mailed.path("reassign"), "POST", name="Dana", topic=name)["body"]


def test_what_is_so_already_is_not_called_done(mailed: Mailed) -> None:
    """The page does not claim a change that there was not."""
    page = mailed.open(mailed.path("bump"), "POST", name="Dana", level="normal")["body"]
    assert "<h1>Nothing was changed</h1>" in page and "it was so already" in page


def test_a_split_begins_with_every_message_and_names_what_is_joined(mailed: Mailed) -> None:
    """The page offers what the form in Slack does, and says what else becomes of it."""
    world = mailed.app.world
    world.follow_up("Thanks!")
    joined = world.deliver(form("My invoices once more", 3))
    page = mailed.open(mailed.path("split"))["body"]
    assert form_of(page)["first"] == "Change <b>my</b> invoices\n\nThanks!"
    assert "What was joined to it becomes a ticket of its own again" in page and joined in page
    assert "Second problem</label>" in page


def test_the_second_text_of_a_split_is_filled_in_and_named(mailed: Mailed) -> None:
    """By what the reader quoted, wherever the mail broke its lines."""
    world = mailed.app.world
    world.reader.usual = by_words({"": {**filled("billing"), "t2": "login", "q2": "I cannot sign in"}})
    mailed.ticket_id = world.deliver(
        mail("The sum is wrong and I\ncannot sign in", 9, customer=Customer(address="b@b.example"))
    )
    page = mailed.open(mailed.path("split"))["body"]
    assert "Second problem (may be about login)</label>" in page
    assert (form_of(page)["first"], form_of(page)["second"]) == ("The sum is wrong and", "I\ncannot sign in")


def test_what_comes_while_the_page_is_open_is_not_lost(mailed: Mailed) -> None:
    """Also when the page had to ask again meanwhile: it still knows what its texts were made of."""
    world, path = mailed.app.world, mailed.path("split")
    world.follow_up("Thanks!")
    page = mailed.open(path)["body"]
    world.follow_up("PS: the order number is 4711", 3)
    page = mailed.filled_in(page, path, name=" ", first="one", second="two")
    mailed.filled_in(page, path, name="Dana")
    first, second = (world.file(half).opening.text for half in world.file(mailed.ticket_id).ticket.linked)
    assert (first, second) == ("one\n\nPS: the order number is 4711", "two")
