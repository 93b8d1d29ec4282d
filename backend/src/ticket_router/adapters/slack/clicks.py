"""What Slack sends when somebody does something with a card or a modal, as one checked value.

Shapes of docs.slack.dev/reference/interaction-payloads: block_actions, view_submission, block_suggestion.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from ticket_router.domain.base import Value
from ticket_router.domain.errors import BadRequest, Unauthorized

UNREADABLE = {"payload": "This is no interaction of Slack's."}


class About(Value):
    """What a button or a modal tells about the card that it belongs to."""

    t: str
    """The ticket."""
    n: int | None = None
    """Number of the card."""
    topic: str = ""
    team: str = ""
    of: str = ""
    """For a follow-up: the ticket that it was joined to."""
    channel: str = ""
    thread: str = ""
    follows: str = ""
    """The team that a modal shows because of the topic chosen in it; nobody has asked for it."""
    turn: int = 0
    """How often a modal has changed the team that it shows."""
    rest: bool = False
    """A split whose first text, left empty, is all that the second one does not hold."""
    made_of: str = ""
    """Marks of the messages that a split's texts were offered from."""


class Click(Value):
    """One interaction."""

    kind: str
    """`block_actions`, `view_submission` or `block_suggestion`."""
    name: str
    """What it is about, without the `tr_` before it: `take`, `reassign`, ... or, for a menu, `topic`."""
    id: str
    """The same for the same interaction, however often it arrives."""
    user_id: str
    user_name: str
    trigger: str = ""
    about: About | None = None
    typed: str = ""
    """block_suggestion: what was typed so far."""
    chosen: dict[str, str] = {}
    """In a modal: what each field holds."""
    blocks: dict[str, str] = {}
    """In a modal: the block that each field stands in now."""
    view: str = ""
    """In a modal: its id."""
    hash: str = ""
    """In a modal: Slack's mark of the state that was looked at."""


def click_from(body: bytes, team: str) -> Click:
    """The interaction in a form body. Raises BadRequest for what is none, Unauthorized for another workspace's."""
    try:
        (payload,) = parse_qs(body.decode(), strict_parsing=True)["payload"]
        given = json.loads(payload)
        if team and given["team"]["id"] != team:
            raise Unauthorized("slack team")
        return _click(given)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise BadRequest(UNREADABLE) from None


def _click(given: dict[str, Any]) -> Click:
    kind, user = given["type"], given["user"]
    who = {"user_id": user["id"], "user_name": user.get("username") or user.get("name") or user["id"]}
    if kind == "block_suggestion":
        return Click(kind=kind, name=_bare(given["action_id"]), id="", typed=given.get("value") or "", **who)
    if kind == "view_submission":
        return Click(kind=kind, name=_bare(given["view"]["callback_id"]), **who, **_modal(given["view"]))
    if kind != "block_actions":
        raise ValueError(kind)
    action = given["actions"][0]
    if "view" in given:
        return Click(kind=kind, name=_bare(action["action_id"]), **who, **_modal(given["view"]))
    box = given.get("container") or {}
    told = json.loads(action["value"])
    message = given.get("message") or {}
    thread = message.get("thread_ts") or ""
    thread = "" if thread == message.get("ts") else thread  # a card that has a thread is not in it
    about = About.model_validate({**told, "channel": box.get("channel_id", ""), "thread": thread})
    name, at = _bare(action["action_id"]), action["action_ts"]
    return Click(
        kind=kind,
        name=name,
        id=f"slack:{at}:{user['id']}:{name}:{about.t}",
        about=about,
        trigger=given["trigger_id"],
        **who,
    )


def _modal(view: dict[str, Any]) -> dict[str, Any]:
    fields = {block: _held(*held.values()) for block, held in view["state"]["values"].items()}
    return {
        "id": f"slack:{view['id']}",
        "about": About.model_validate_json(view["private_metadata"]),
        "chosen": {field_of(block): held for block, held in fields.items()},
        "blocks": {field_of(block): block for block in fields},
        "view": view["id"],
        "hash": view.get("hash") or "",
    }


def block_of(field: str, turn: int = 0) -> str:
    """The block_id of a modal's field. Slack keeps what a block held, whatever its initial value, for as long as its id
    stays (docs.slack.dev, views.update; bolt-js issue 290): another `turn` is another id."""
    return f"{field}:{turn}" if turn else field


def field_of(block: str) -> str:
    """The field that stands in a block."""
    return block.partition(":")[0]


def _bare(name: str) -> str:
    return str(name).removeprefix("tr_")


def _held(field: dict[str, Any]) -> str:
    chosen = field.get("selected_option")
    return str(chosen["value"] if chosen else field.get("value") or "")
