"""Modals that answer while they are open: the team follows the topic, and what is wrong is said at its field."""

from __future__ import annotations

import json

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.reader import by_words, filled
from tests.unit.handlers.conftest import FakeApp
from tests.unit.handlers.slack_desk import Desk, Json
from ticket_router.adapters.slack import modals
from ticket_router.adapters.slack.clicks import About
from ticket_router.domain.base import Status
from ticket_router.domain.errors import Retryable
from ticket_router.domain.inbound import Customer
from ticket_router.domain.two_texts import TwoTexts
from ticket_router.handlers import correct_handler

SAM = Customer(address="sam@studio.example", name="Sam")
LONG = "".join(f"Line {number} of a long story & what came of it.\n" for number in range(200))
SECOND = "Line 150 of a long story & what came of it.\nLine 151 of a long story & what came of it."


@pytest.fixture
def desk(app: FakeApp, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk in front of the handler."""
    monkeypatch.setattr(correct_handler, "app", lambda: app)
    monkeypatch.setattr(correct_handler, "row_may_have_changed", lambda: None)
    return Desk(app)


def field(view: Json, name: str) -> Json:
    """The block of a field."""
    (block,) = [b for b in view["blocks"] if b.get("block_id", "").partition(":")[0] == name]
    return dict(block)


def holds(view: Json, name: str) -> str:
    """What a menu is filled with."""
    return str(field(view, name)["element"].get("initial_option", {}).get("value", ""))


def followed(desk: Desk, view: Json, **chosen: str) -> Json:
    """The modal that Slack is told to show after a topic was picked."""
    before = len(desk.replies.changed)
    assert desk.post(desk.pick(view, "topic", **chosen))["statusCode"] == 200
    assert len(desk.replies.changed) == before + 1
    return desk.replies.changed[-1]


def test_the_team_follows_the_topic(desk: Desk) -> None:
    """In a block of another id, since Slack keeps what is in one that stays; the rest is as it was left."""
    view = desk.opened("reassign")
    now = followed(desk, view, topic="login", person="@finance-lead")
    assert [holds(now, name) for name in ("topic", "team", "person")] == ["login", "support", "@finance-lead"]
    ids = [[field(one, name)["block_id"] for name in ("topic", "team", "person")] for one in (view, now)]
    assert ids == [["topic", "team", "person"], ["topic", "team:1", "person"]]
    again = followed(desk, now, topic="outage")
    assert (holds(again, "team"), field(again, "team")["block_id"]) == ("engineering", "team:2")


def test_a_team_that_followed_is_the_topics_to_say(desk: Desk) -> None:
    """Sent as it is shown, only the topic is asked for: the rows are those of a topic typed in the workbook."""
    now = followed(desk, desk.opened("reassign"), topic="login")
    assert desk.post(desk.submit(now))["body"] == ""
    override = desk.app.world.file(desk.ticket_id).ticket.override
    assert override and (override.topic, override.team) == ("login", "")
    assert desk.state == (Status.delivered, "support", 2)


def test_back_to_the_first_topic_is_back_to_the_first_team(desk: Desk) -> None:
    """The modal shows what is, and sent like that it changes nothing."""
    now = followed(desk, followed(desk, desk.opened("reassign"), topic="login"), topic="billing")
    assert (holds(now, "topic"), holds(now, "team")) == ("billing", "finance")
    assert "it was so already" in desk.post(desk.submit(now))["body"] and desk.state[2] == 1


def test_a_team_chosen_by_hand_stays(desk: Desk) -> None:
    """Whatever topic comes after it; and the team that was there first can be chosen against a topic's own."""
    view = desk.opened("reassign")
    desk.post(desk.pick(view, "topic", topic="login", team="engineering"))
    assert desk.replies.changed == []
    now = followed(desk, view, topic="login")
    desk.post(desk.submit(now, team="finance"))
    decision = desk.app.world.route(desk.ticket_id).decision
    assert (decision.topic, decision.team) == ("login", "finance")


def test_an_emptied_team_follows_again(desk: Desk) -> None:
    """Nothing chosen is no choice."""
    view = desk.opened("reassign")
    assert holds(followed(desk, view, topic="login", team=""), "team") == "support"


def test_an_emptied_topic_brings_back_the_team_that_is(desk: Desk) -> None:
    """The ticket stays where it is for as long as nothing else is said."""
    now = followed(desk, followed(desk, desk.opened("reassign"), topic="login"), topic="")
    assert (holds(now, "topic"), holds(now, "team")) == ("", "finance")


def test_a_held_ticket_is_offered_its_topics_team(desk: Desk) -> None:
    """Triage is no team to send it on to; an unsure topic comes with none."""
    desk.post(desk.press("reassign", topic="login", team="triage"))
    view = desk.replies.opened[-1]
    assert (view["title"]["text"], holds(view, "topic"), holds(view, "team")) == ("Send on", "login", "support")
    desk.post(desk.press("reassign", topic="unsure", team="triage"))
    assert [holds(desk.replies.opened[-1], name) for name in ("topic", "team")] == ["", ""]
    assert holds(followed(desk, desk.replies.opened[-1], topic="outage"), "team") == "engineering"


@pytest.mark.parametrize("trouble", ["slack", "rules"])
def test_a_team_that_cannot_follow_is_no_error(desk: Desk, monkeypatch: pytest.MonkeyPatch, trouble: str) -> None:
    """A modal that was closed or changed meanwhile, or rules out of reach: nobody is told, and sending still works."""
    view = desk.opened("reassign")

    def away() -> None:
        raise Retryable("the rules are away")

    with monkeypatch.context() as broken:
        if trouble == "rules":
            broken.setattr(desk.app.rules, "current", away)
        desk.replies.broken = trouble == "slack"
        answer = desk.post(desk.pick(view, "topic", topic="login"))
    assert (answer["statusCode"], answer["body"], desk.replies.told) == (200, "", [])
    desk.post(desk.submit(view, topic="login"))
    assert desk.state == (Status.delivered, "support", 2)


def test_following_reads_the_rules_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack waits three seconds for it: no ticket is read."""
    view = desk.opened("reassign")
    monkeypatch.setattr(desk.app, "desk", None)
    monkeypatch.setattr(desk.app, "correct", None)
    assert holds(followed(desk, view, topic="login"), "team") == "support"


def test_another_field_is_nothing_that_we_asked_to_hear_of(desk: Desk) -> None:
    """A choice that no modal of ours reports is refused."""
    payload = desk.pick(desk.opened("reassign"), "topic")
    payload["actions"][0]["action_id"] = "tr_person"
    assert desk.post(payload)["statusCode"] == 400


@pytest.mark.parametrize(
    ("chosen", "block", "words"),
    [
        ({"topic": "weather"}, "topic", "No topic 'weather'"),
        ({"team": "Suport"}, "team", "did you mean 'support'"),
        ({"person": "@nobody"}, "person", "No person '@nobody' in People"),
        ({"topic": "", "team": ""}, "topic", "Nothing is filled in"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk: Desk, chosen: dict[str, str], block: str, words: str) -> None:
    """The modal stays, and can be sent again once it is right."""
    view = desk.opened("reassign")
    answer = json.loads(desk.post(desk.submit(view, **chosen))["body"])
    assert answer["response_action"] == "errors" and list(answer["errors"]) == [block]
    assert words in answer["errors"][block] and desk.state[2] == 1


def test_an_error_finds_its_block_after_a_change(desk: Desk) -> None:
    """The team stands in a block of another id once it has followed."""
    now = followed(desk, desk.opened("reassign"), topic="login")
    answer = json.loads(desk.post(desk.submit(now, team="Suport"))["body"])
    assert list(answer["errors"]) == ["team:1"]


def test_an_empty_half_is_said_at_its_field(desk: Desk) -> None:
    """Blanks are no text."""
    answer = json.loads(desk.post(desk.submit(desk.opened("split"), second="   "))["body"])
    assert list(answer["errors"]) == ["second"]
    assert desk.state[0] is Status.delivered


@pytest.mark.parametrize("copied", [SECOND, SECOND.replace("\n", " \n\n  ")], ids=["as it was", "lines broken anew"])
def test_a_long_message_is_split_without_being_cut(desk: Desk, copied: str) -> None:
    """It fits in no field: the first one is left empty, and its ticket has all that was not copied into the second."""
    ticket_id = desk.app.world.deliver(mail(LONG, number=2, customer=SAM))
    desk.post(desk.press("split", t=ticket_id))
    view = desk.replies.opened[-1]
    assert "initial_value" not in field(view, "first")["element"] and field(view, "first")["optional"]
    assert "3,000 characters" in view["blocks"][1]["text"]["text"]
    assert desk.post(desk.submit(view, second=copied))["body"] == ""
    world = desk.app.world
    first, second = [world.file(half).messages[0].text for half in world.file(ticket_id).ticket.linked]
    assert second == copied
    assert first.split() == LONG.replace(SECOND, "").split()


def test_what_is_not_in_the_message_takes_nothing_from_it(desk: Desk) -> None:
    """A second problem in other words leaves the whole message to the first."""
    ticket_id = desk.app.world.deliver(mail(LONG, number=2, customer=SAM))
    desk.post(desk.press("split", t=ticket_id))
    desk.post(desk.submit(desk.replies.opened[-1], second="And the export fails"))
    (first, _) = desk.app.world.file(ticket_id).ticket.linked
    assert desk.app.world.file(first).messages[0].text == LONG.strip()


@pytest.mark.parametrize("second", ["q" * 3_001, "&" * 700], ids=["long", "heavy"])
def test_a_long_quote_is_not_cut_either(second: str) -> None:
    """Half a problem would be sent as a whole one; characters that Slack may count more than once count so here."""
    first = "A first problem."
    offered = TwoTexts(whole=f"{first} {second}", first=first, second=second, made_of="m", messages=1)
    view = modals.split(About(t="T-1"), offered)
    for name in ("first", "second"):
        assert "initial_value" not in field(view, name)["element"]
    assert About.model_validate_json(view["private_metadata"]).rest


def test_wrapped_quote_is_prefilled(desk: Desk) -> None:
    """What the card quotes stands in the second field as the customer wrote it; its label names the topic."""
    quote = "Also I cannot sign in to the shop"
    desk.app.world.reader.usual = by_words({"": {**filled("billing"), "t2": "login", "q2": quote}})
    ticket_id = desk.app.world.deliver(mail("A charge is wrong. Also I cannot\nsign in to the shop", 2, customer=SAM))
    desk.post(desk.press("split", t=ticket_id))
    view = desk.replies.opened[-1]
    assert field(view, "first")["element"]["initial_value"] == "A charge is wrong."
    assert field(view, "second")["element"]["initial_value"] == "Also I cannot\nsign in to the shop"
    assert field(view, "second")["label"]["text"] == "Second problem (may be about login)"


def test_modal_names_second_topic(desk: Desk) -> None:
    """Also where its words were not found: the label says what to look for. One problem needs no such hint."""
    assert field(desk.opened("split"), "second")["label"]["text"] == "Second problem"
    desk.app.world.reader.usual = by_words({"": {**filled("billing"), "t2": "login", "q2": "trouble signing in"}})
    ticket_id = desk.app.world.deliver(mail("A charge is wrong, and no code comes", 2, customer=SAM))
    desk.post(desk.press("split", t=ticket_id))
    second = field(desk.replies.opened[-1], "second")
    assert second["label"]["text"] == "Second problem (may be about login)"
    assert "initial_value" not in second["element"]


def test_a_split_begins_with_every_message_and_says_so(desk: Desk) -> None:
    """The opening first, then what came later; and which tickets are taken off it again."""
    world = desk.app.world
    assert world.follow_up("PS: the order number is 4711") == desk.ticket_id
    joined = world.deliver(mail("My invoices once more", 3))
    view = desk.opened("split")
    first = field(view, "first")
    assert first["element"]["initial_value"].endswith("on my invoices?\n\nPS: the order number is 4711")
    assert first["hint"]["text"] == "From the customer's 2 messages, oldest first."
    said = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    assert said[1:] == [f"What was joined to it becomes a ticket of its own again: {joined}."]


def test_messages_that_are_too_long_together_say_so(desk: Desk) -> None:
    """Nothing is cut: the field is empty, and left so it keeps all of them but the second text."""
    world = desk.app.world
    ticket_id = world.deliver(mail(LONG[:2_900], number=1, customer=SAM, message_id="<l@mail.example>"))
    world.clock.advance(minutes=5)
    late = {"references": ("<l@mail.example>",), "received_at": world.clock.at, "customer": SAM}
    assert world.deliver(mail(SECOND, number=2, **late)) == ticket_id
    desk.post(desk.press("split", t=ticket_id))
    view = desk.replies.opened[-1]
    assert view["blocks"][1]["text"]["text"].startswith("The 2 messages are longer than the 3,000 characters")
    assert "initial_value" not in field(view, "first")["element"]
    desk.post(desk.submit(view, second="Line 7 of a long story"))
    first = world.file(world.file(ticket_id).ticket.linked[0]).opening.text
    assert first.endswith(SECOND) and "Line 7 of" not in first and "Line 8 of" in first


def test_what_comes_while_the_form_is_open_is_not_lost(desk: Desk) -> None:
    """The form knows what it was made of; what was deleted in it stays deleted."""
    world = desk.app.world
    world.follow_up("Thanks!")
    view = desk.opened("split")
    world.follow_up("PS: the order number is 4711", 3)
    desk.post(desk.submit(view, first="one", second="two"))
    first, second = (world.file(half).opening.text for half in world.file(desk.ticket_id).ticket.linked)
    assert (first, second) == ("one\n\nPS: the order number is 4711", "two")


def test_a_split_of_a_ticket_that_is_gone_says_so(desk: Desk) -> None:
    """There is nothing to fill a form with."""
    desk.post(desk.press("split", t="T-0000000000"))
    assert desk.replies.opened[-1]["blocks"][0]["text"]["text"] == "There is no ticket T-0000000000."
