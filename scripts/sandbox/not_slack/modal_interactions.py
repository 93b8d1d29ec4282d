"""What Slack sends when a person does something in an open modal (docs.slack.dev/reference/interaction-payloads).

Whoever opened a modal alone has it before them; LookupError for anybody else, and for one that is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.sandbox.not_slack import modal_state
from scripts.sandbox.not_slack.interactions import who
from scripts.sandbox.not_slack.views import view_json
from scripts.sandbox.not_slack.workspace import View, Workspace

Json = dict[str, Any]


def open_view(workspace: Workspace, view_id: str, user: str) -> View:
    """A modal that this person has open."""
    view = workspace.views.get(view_id)
    if view is None or view.user != user:
        raise LookupError(f"{user} has no modal {view_id} open")
    return view


def pick(workspace: Workspace, view_id: str, block_id: str, held: Any, user: str) -> Json | None:
    """A field holds something else now: an option, a text, or None. Returns the block_actions payload where the app is
    told: for a choice in a block with dispatch_action. (A text is told when Enter is pressed; this person does not.)"""
    view = open_view(workspace, view_id, user)
    block, element = modal_state.put(view.view, view.state, block_id, held)
    told = block.get("dispatch_action") if block["type"] == "input" else True
    if not told or element["type"] == "plain_text_input":
        return None
    action = {
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": workspace.new_ts(),
        **view.state[block_id][element["action_id"]],
    }
    return {**_from(workspace, "block_actions", view, user), "actions": [action]}


def suggest(workspace: Workspace, view_id: str, block_id: str, typed: str, user: str) -> Json | None:
    """The block_suggestion payload of a menu that somebody opens or types in; None below its min_query_length."""
    view = open_view(workspace, view_id, user)
    for block, element in modal_state.fields(view.view):
        if block["block_id"] == block_id and element["type"].endswith("external_select"):
            if len(typed) < element.get("min_query_length", 3):
                return None
            asked = {"block_id": block_id, "action_id": element["action_id"], "value": typed}
            payload = {**_from(workspace, "block_suggestion", view, user), **asked}
            del payload["trigger_id"]
            return payload
    raise LookupError(f"no menu that asks in block {block_id!r}")


def submit(workspace: Workspace, view_id: str, values: Mapping[str, Any], user: str) -> Json:
    """The view_submission payload of a modal as it is filled in, once `values` (block_id -> action_id -> what it holds)
    have gone into its fields."""
    view = open_view(workspace, view_id, user)
    for block_id, held in values.items():
        view.state[block_id] = {**view.state.get(block_id, {}), **held}
    return {**_from(workspace, "view_submission", view, user), "response_urls": []}


def _from(workspace: Workspace, kind: str, view: View, user: str) -> Json:
    payload: Json = {
        "type": kind,
        "team": {"id": workspace.team, "domain": workspace.domain},
        "user": who(workspace, user),
        "api_app_id": "A0ROUTER",
        "trigger_id": workspace.new_trigger(user),
        "view": view_json(workspace, view),
    }
    if kind != "view_submission":
        payload["container"] = {"type": "view", "view_id": view.id}
    return payload
