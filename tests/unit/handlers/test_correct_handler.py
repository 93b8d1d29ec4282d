"""Clicks in Slack: signed, answered at once by one transaction or one modal, and once however often they arrive."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.rulebook import small_book
from tests.unit.handlers.slack_desk import Desk
from ticket_router.adapters.slack.card import render_card
from ticket_router.domain.base import Move, Status
from ticket_router.domain.errors import Refused, Retryable
from ticket_router.handlers import correct_handler


def test_one_tap_takes_a_ticket(desk: Desk) -> None:
    """It is done when Slack has its answer, which is empty: the card says the rest."""
    answer = desk.post(desk.press("take"))
    assert (answer["statusCode"], answer["body"], desk.replies.told) == (200, "", [])
    assert desk.state == (Status.taken, "finance", 1)
    assert desk.app.world.route(desk.ticket_id).taken_by == "@dana"


def test_reassigning_takes_a_modal_and_one_choice(desk: Desk) -> None:
    """Topic and team are filled in; another topic brings its own team, and the modal closes."""
    view = desk.opened("reassign")
    prefilled = [b["element"].get("initial_option", {}).get("value") for b in view["blocks"]]
    assert prefilled == ["billing", "finance", None]
    answer = desk.post(desk.submit(view, topic="login"))
    assert (answer["statusCode"], answer["body"]) == (200, "")
    assert desk.state == (Status.delivered, "support", 2)


def test_a_team_and_a_person_may_be_named(desk: Desk) -> None:
    """Whoever is named is pinged on the card of the team that was chosen."""
    desk.post(desk.submit(desk.opened("reassign"), team="support", person="@support-lead"))
    decision = desk.app.world.route(desk.ticket_id).decision
    assert (decision.team, decision.person) == ("support", "@support-lead")


def test_a_modal_sent_too_late_says_who_was_quicker(desk: Desk) -> None:
    """The form gives way to one sentence; nothing was changed."""
    view = desk.opened("reassign")
    desk.post(desk.submit(view, topic="login"))
    answer = json.loads(desk.post(desk.submit(view, topic="outage"))["body"])
    assert answer["response_action"] == "update" and desk.state[1] == "support"
    assert "moved to support by @dana" in answer["view"]["blocks"][0]["text"]["text"]


def test_a_bump_and_a_split_are_modals_too(desk: Desk) -> None:
    """Up by one choice; the message is there to be divided."""
    desk.post(desk.submit(desk.opened("bump"), level="priority"))
    assert desk.app.world.route(desk.ticket_id).decision.move is Move.priority
    view = desk.opened("split")
    first = next(b for b in view["blocks"] if b.get("block_id") == "first")
    assert first["element"]["initial_value"] == desk.app.world.file(desk.ticket_id).messages[0].text
    desk.post(desk.submit(view, second="And I cannot sign in"))
    assert desk.state[0] is Status.divided


def test_not_the_same_problem_is_about_the_thread_it_stands_in(desk: Desk) -> None:
    """Once that was said, the same button in the same thread takes nothing off another ticket."""
    world, first = desk.app.world, desk.ticket_id
    second = desk.ticket_id = world.deliver(mail("The invoices once more please", 2))
    desk.post(desk.press("separate", of=first))
    assert world.file(second).ticket.apart == (first,)
    world.desk.rows.tickets[second] = world.file(second).ticket.renewed(status=Status.merged, merged_into="T-OTHER")
    desk.post(desk.press("separate", of=first))
    assert world.file(second).ticket.merged_into == "T-OTHER"
    assert desk.replies.told == [f"{second}: it was so already: apart from {first}."]


def test_why_tells_rows_values_and_the_rules_version(desk: Desk) -> None:
    """It only reads."""
    before = desk.app.world.file(desk.ticket_id)
    said = " ".join(block["text"]["text"] for block in desk.opened("why")["blocks"])
    version = desk.app.world.route(desk.ticket_id).decision.rules_version
    for words in ("route for finance", "Priority rules row", "billing (0.90)", "Runner-up", f"rules v{version}"):
        assert words in said
    assert desk.app.world.file(desk.ticket_id) == before


def test_menus_offer_what_was_typed(desk: Desk) -> None:
    """Topics, teams and people of the rules in force, however many there are."""
    asked = {
        "type": "block_suggestion",
        "team": {"id": "T1"},
        "user": {"id": "U1", "username": "dana"},
        "block_id": "x",
    }
    found = {
        name: [
            o["value"]
            for o in json.loads(desk.post({**asked, "action_id": f"tr_{name}", "value": typed})["body"])["options"]
        ]
        for name, typed in (("topic", "BILL"), ("team", ""), ("person", "@support"))
    }
    assert found["topic"] == ["billing"] and found["team"] == list(small_book().live_teams)
    assert "@support-lead" in found["person"]


def test_a_refusal_is_a_sentence_for_one(desk: Desk) -> None:
    """Whoever comes second reads who was first."""
    desk.post(desk.press("take"))
    payload = desk.press("take")
    payload["user"]["username"] = "sam"
    assert desk.post(payload)["statusCode"] == 200
    assert desk.replies.told[0].startswith(f"{desk.ticket_id}: taken by @dana")


def test_trouble_of_our_own_asks_for_another_try(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence or in the modal, never as an error of Slack's."""
    view = desk.opened("reassign")

    def away(_wish: object) -> None:
        raise Retryable("the desk is away")

    monkeypatch.setattr(desk.app, "correct", away)
    desk.post(desk.press("take"))
    assert desk.replies.told == [correct_handler.NOT_NOW]
    assert correct_handler.NOT_NOW in desk.post(desk.submit(view, topic="login"))["body"]


def test_a_modal_that_slack_does_not_take_is_said(desk: Desk) -> None:
    """A form that Slack waited too long for, or whose click came twice, is no error; the person reads what to do."""
    desk.replies.broken = True
    assert desk.post(desk.press("reassign"))["statusCode"] == 200
    assert desk.replies.told == [correct_handler.TOO_SLOW]


def test_an_answer_that_slack_does_not_take_is_an_error_beside_the_button(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word to the second who clicks is lost, so they see an error, and hear it at the next click."""
    desk.post(desk.press("take"))

    def away(*_said: str) -> None:
        raise Refused("not_in_channel", for_good=True)

    with monkeypatch.context() as patched:
        patched.setattr(desk.replies, "tell", away)
        assert desk.post(desk.press("take"))["statusCode"] == 503
        desk.replies.broken = True
        assert desk.post(desk.press("reassign"))["statusCode"] == 503
    assert desk.state[0] is Status.taken
    assert desk.post(desk.press("take"))["statusCode"] == 200 and "taken by @dana" in desk.replies.told[0]


@pytest.mark.parametrize("payload", [{}, {"type": "shortcut"}, {"type": "view_submission"}, [], "x"])
def test_what_cannot_be_read_is_refused(desk: Desk, payload: Any) -> None:
    """However it is broken, and though it is signed."""
    if isinstance(payload, dict):
        payload = {"team": {"id": "T1"}, "user": {"id": "U1"}, **payload}
    assert desk.post(payload)["statusCode"] == 400


@pytest.mark.parametrize(("path", "verb", "status"), [("/", "POST", 404), ("/slack", "GET", 405)])
def test_only_slack_posts_here(desk: Desk, path: str, verb: str, status: int) -> None:
    """There is nothing else at this address."""
    event = {"rawPath": path, "headers": {}, "requestContext": {"http": {"method": verb}}}
    assert correct_handler.handler(event, None)["statusCode"] == status


def test_the_cards_own_buttons_are_understood(desk: Desk) -> None:
    """What the card writes into its buttons is what the handler reads."""
    from tests.unit.cards.gallery import make_card

    (row,) = [
        b for b in render_card(make_card(ticket_id=desk.ticket_id))[0].payload["blocks"] if b["type"] == "actions"
    ]
    value = json.loads(row["elements"][0]["value"])
    assert desk.post(desk.press("take", **value))["statusCode"] == 200
    assert desk.state[0] is Status.taken
