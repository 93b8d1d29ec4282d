"""Open modals: what their fields hold through views.update, what the app hears, and what its answers do to them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from scripts.sandbox.not_slack import NotSlack
from scripts.sandbox.not_slack.answers import options
from scripts.sandbox.not_slack.errors import SlackRefusal
from scripts.sandbox.not_slack.modal_state import REQUIRED, complaints

Json = dict[str, Any]
DANA, LEAD = "U0DANA", "U0LEAD"


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    """An option of a menu."""
    return {"text": plain(value), "value": value}


def menu(block_id: str, name: str, first: str = "", **block: Any) -> Json:
    """An input with a menu that asks the app."""
    element: Json = {"type": "external_select", "action_id": name, "min_query_length": 2}
    if first:
        element["initial_option"] = option(first)
    return {"type": "input", "block_id": block_id, "label": plain(name), "element": element, **block}


def note(block_id: str = "note", **element: Any) -> Json:
    """An input with a text."""
    field = {"type": "plain_text_input", "action_id": "note", **element}
    return {"type": "input", "block_id": block_id, "label": plain("Note"), "element": field, "optional": True}


def modal(*blocks: Json) -> Json:
    """A modal that can be sent."""
    return {"type": "modal", "title": plain("T"), "submit": plain("Go"), "blocks": list(blocks)}


def opened(slack: NotSlack, web: WebClient, *blocks: Json) -> Json:
    """A modal that Dana has open."""
    with slack.lock:
        trigger = slack.workspace.new_trigger(DANA)
    return dict(web.views_open(trigger_id=trigger, view=modal(*blocks))["view"])


def held(slack: NotSlack, view_id: str, block_id: str) -> Any:
    """What the one field of a block holds."""
    (entry,) = slack.view(view_id, DANA).state[block_id].values()
    found = entry.get("selected_option", entry.get("value"))
    return found["value"] if isinstance(found, dict) else found


def refused(call: Any, **args: Any) -> str:
    """The code of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as error:
        call(**args)
    return str(error.value.response["error"])


def test_a_field_keeps_what_it_holds_unless_its_id_changes(slack: NotSlack, web: WebClient) -> None:
    """An initial value counts in a new block or a new action alone; what was typed elsewhere stays."""
    view = opened(slack, web, menu("topic", "topic", "login"), menu("team", "team", "support"), note())
    slack.pick(view["id"], "note", "please hurry", DANA)
    same = modal(menu("topic", "topic", "billing"), menu("team", "team", "finance"), note(initial_value="x"))
    view = dict(web.views_update(view_id=view["id"], hash=view["hash"], view=same)["view"])
    assert [held(slack, view["id"], name) for name in ("topic", "team", "note")] == ["login", "support", "please hurry"]
    assert view["state"]["values"]["team"]["team"]["selected_option"] == option("support")
    other = modal(menu("topic", "topic2", "billing"), menu("team:1", "team", "finance"), note())
    view = dict(web.views_update(view_id=view["id"], hash=view["hash"], view=other)["view"])
    assert [held(slack, view["id"], name) for name in ("topic", "team:1", "note")] == [
        "billing",
        "finance",
        "please hurry",
    ]


def test_an_update_of_what_was_not_seen_or_is_gone_is_refused(slack: NotSlack, web: WebClient) -> None:
    """A stale hash is a conflict and changes nothing; a modal that was closed or never was is not found."""
    view = opened(slack, web, note())
    web.views_update(view_id=view["id"], hash=view["hash"], view=modal(note("other")))
    late = {"view_id": view["id"], "hash": view["hash"], "view": modal(note("late"))}
    assert refused(web.views_update, **late) == "hash_conflict"
    assert [block["block_id"] for block in slack.view(view["id"], DANA).view["blocks"]] == ["other"]
    slack.dismiss(view["id"], DANA)
    assert refused(web.views_update, **late) == "not_found"
    assert refused(web.views_update, view_id="V0", view=modal(note())) == "not_found"


def test_the_app_hears_of_a_choice_that_it_asked_to_hear_of(slack: NotSlack, web: WebClient) -> None:
    """With dispatch_action alone, from inside the view and with all that its fields hold; a text says nothing yet."""
    view = opened(slack, web, menu("topic", "topic", dispatch_action=True), menu("team", "team", "support"), note())
    assert slack.pick(view["id"], "team", option("finance"), DANA) is None
    assert slack.pick(view["id"], "note", "hm", DANA) is None
    payload = slack.pick(view["id"], "topic", option("login"), DANA)
    assert payload is not None
    assert payload["container"] == {"type": "view", "view_id": view["id"]} and "message" not in payload
    assert payload["view"]["hash"] == view["hash"]
    (action,) = payload["actions"]
    assert (action["block_id"], action["action_id"], action["selected_option"]) == ("topic", "topic", option("login"))
    values = payload["view"]["state"]["values"]
    assert values["team"]["team"]["selected_option"] == option("finance")
    assert (values["topic"]["topic"]["selected_option"], values["note"]["note"]["value"]) == (option("login"), "hm")
    emptied = slack.pick(view["id"], "topic", None, DANA)
    assert emptied is not None and emptied["actions"][0]["selected_option"] is None


def test_a_menu_asks_once_enough_is_typed(slack: NotSlack, web: WebClient) -> None:
    """min_query_length keeps short words back; only a menu that asks can be typed in."""
    view = opened(slack, web, menu("topic", "topic"), note())
    assert slack.suggest(view["id"], "topic", "l", DANA) is None
    asked = slack.suggest(view["id"], "topic", "lo", DANA)
    assert asked is not None
    assert [asked[name] for name in ("type", "action_id", "block_id", "value")] == [
        "block_suggestion",
        "topic",
        "topic",
        "lo",
    ]
    with pytest.raises(LookupError):
        slack.suggest(view["id"], "note", "lo", DANA)


def test_a_modal_is_before_one_person(slack: NotSlack, web: WebClient) -> None:
    """Nobody else can fill it in, send or close it."""
    view = opened(slack, web, note())
    for act in (
        lambda: slack.pick(view["id"], "note", "x", LEAD),
        lambda: slack.submit(view["id"], {}, LEAD),
        lambda: slack.dismiss(view["id"], LEAD),
    ):
        with pytest.raises(LookupError):
            act()


def test_what_slacks_window_keeps_back(slack: NotSlack, web: WebClient) -> None:
    """A required field that is empty and a text that is too long or short are never sent."""
    long, short = note("long", max_length=5), note("short", min_length=3)
    view = opened(slack, web, menu("topic", "topic"), menu("team", "team", optional=True), long, short)
    slack.pick(view["id"], "long", "123456", DANA)
    slack.pick(view["id"], "short", "12", DANA)
    shown = slack.view(view["id"], DANA)
    found = complaints(shown.view, shown.state)
    assert list(found) == ["topic", "long", "short"] and found["topic"] == REQUIRED
    assert "5 characters or fewer" in found["long"] and "3 characters or more" in found["short"]


def test_what_an_answer_does_to_a_modal(slack: NotSlack, web: WebClient) -> None:
    """Errors leave it open, an update is another modal in its place, and an empty answer closes it."""
    view = opened(slack, web, menu("topic", "topic"), note())
    said = {"topic": "There is no such topic."}
    assert slack.answered(view["id"], {"response_action": "errors", "errors": said}, DANA) == said
    told = {"type": "modal", "title": plain("T"), "blocks": [{"type": "section", "text": plain("Too late.")}]}
    assert slack.answered(view["id"], {"response_action": "update", "view": told}, DANA) == {}
    (block,) = slack.view(view["id"], DANA).view["blocks"]
    assert block["text"]["text"] == "Too late." and block["block_id"]
    slack.answered(view["id"], {}, DANA)
    with pytest.raises(LookupError):
        slack.view(view["id"], DANA)


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"team": "not a block of it"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors", "errors": {"topic": ""}},
        {"response_action": "update"},
        {"response_action": "update", "view": {"type": "modal", "title": plain("x" * 25), "blocks": []}},
        {"response_action": "close"},
        {"ok": True},
    ],
)
def test_an_answer_that_is_none_leaves_the_modal_alone(slack: NotSlack, web: WebClient, answer: Json) -> None:
    """Slack says that it had trouble, and the person may try again."""
    view = opened(slack, web, menu("topic", "topic"))
    with pytest.raises(SlackRefusal):
        slack.answered(view["id"], answer, DANA)
    assert slack.view(view["id"], DANA).hash == view["hash"]


@pytest.mark.parametrize(
    "answer",
    [{}, [], {"options": [option("x" * 76)]}, {"options": [option("x")] * 101}, {"options": [{"value": "x"}]}],
)
def test_a_menu_takes_at_most_a_hundred_options_of_their_size(answer: Any) -> None:
    """What Slack could not show is refused."""
    with pytest.raises(SlackRefusal):
        options(answer)
    assert options({"options": []}) == []


@pytest.mark.parametrize(
    "element",
    [{"max_length": 0}, {"max_length": 3001}, {"min_length": -1}, {"initial_value": "x" * 3001}],
)
def test_a_text_field_has_its_limits(slack: NotSlack, web: WebClient, element: Json) -> None:
    """As the page of the plain-text input element says."""
    with slack.lock:
        trigger = slack.workspace.new_trigger(DANA)
    assert refused(web.views_open, trigger_id=trigger, view=modal(note(**element))) == "invalid_arguments"
