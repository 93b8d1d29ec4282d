"""views.*: modals, opened only within three seconds of what a person did, and only once for it."""

from __future__ import annotations

import copy
import json
from typing import Any

from scripts.sandbox.not_slack.arguments import Arguments
from scripts.sandbox.not_slack.blocks import check_view_blocks
from scripts.sandbox.not_slack.errors import SlackRefusal, missing
from scripts.sandbox.not_slack.modal_state import carried, initial
from scripts.sandbox.not_slack.shapes import Problems, boolean, choice, record, string, text
from scripts.sandbox.not_slack.workspace import View, Workspace

VIEW_BYTES = 250 * 1024


def _blocks(value: Any, _: str) -> Problems:
    yield from check_view_blocks(value)


_MODAL = record(
    {"type": choice("modal"), "title": text(24, "plain_text"), "blocks": _blocks},
    {
        "submit": text(24, "plain_text"),
        "close": text(24, "plain_text"),
        "private_metadata": string(3000, 0),
        "callback_id": string(255, 0),
        "external_id": string(255, 0),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)


def open_view(workspace: Workspace, args: Arguments, _: frozenset[str]) -> dict[str, Any]:
    """views.open: the trigger is spent even when the view is refused, as on Slack."""
    trigger = args.needed("trigger_id")
    user = workspace.spend_trigger(trigger)
    modal = _modal(workspace, args, None)
    view = View(workspace.new_id("V"), user, workspace.new_ts(), modal, initial(modal), trigger)
    workspace.views[view.id] = view
    return {"view": view_json(workspace, view)}


def update_view(workspace: Workspace, args: Arguments, _: frozenset[str]) -> dict[str, Any]:
    """views.update by view_id or external_id; a stale hash is a conflict, and a modal that was closed is not found."""
    view_id, external = args.words("view_id"), args.words("external_id")
    if not view_id and not external:
        raise missing("view_id")
    found = workspace.views.get(view_id or "")
    if external:
        found = next((v for v in workspace.views.values() if v.view.get("external_id") == external), None)
    if found is None:
        raise SlackRefusal("not_found")
    if args.get("hash") and args["hash"] != found.hash:
        raise SlackRefusal("hash_conflict")
    replace(workspace, found, _modal(workspace, args, found.id))
    return {"view": view_json(workspace, found)}


def replace(workspace: Workspace, view: View, modal: dict[str, Any]) -> None:
    """Show another modal in the place of an open one; fields that stay keep what they hold."""
    view.state = carried(modal, view.view, view.state)
    view.view = modal
    view.hash = workspace.new_ts()


def _modal(workspace: Workspace, args: Arguments, own: str | None) -> dict[str, Any]:
    modal = args.structure("view", "invalid_arguments")
    if modal is None:
        raise missing("view")
    return checked_modal(workspace, modal, own)


def checked_modal(workspace: Workspace, modal: Any, own: str | None) -> dict[str, Any]:
    """A modal, and a block_id for each block without one; raises SlackRefusal. `own` is the view that it is for."""
    if len(json.dumps(modal, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise SlackRefusal("view_too_large")
    problems = list(_MODAL(modal, "/view"))
    if not problems and "submit" not in modal and any(b["type"] == "input" for b in modal["blocks"]):
        problems.append("`submit` is required when an input block is present [json-pointer:/view]")
    if problems:
        raise SlackRefusal("invalid_arguments", problems)
    external = modal.get("external_id")
    taken = {v.view.get("external_id") for v in workspace.views.values() if v.id != own}
    if external and external in taken:
        raise SlackRefusal("duplicate_external_id")
    return {**modal, "blocks": [{"block_id": workspace.new_id("b"), **block} for block in modal["blocks"]]}


def view_json(workspace: Workspace, view: View) -> dict[str, Any]:
    """An open view as Slack returns it."""
    return {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        **view.view,
        "id": view.id,
        "team_id": workspace.team,
        "app_id": "A0ROUTER",
        "bot_id": "B0ROUTER",
        "hash": view.hash,
        "root_view_id": view.id,
        "state": {"values": copy.deepcopy(view.state)},
    }
