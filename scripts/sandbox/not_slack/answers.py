"""What the app may answer to a sent modal or to a menu that asks, and what then becomes of the modal.

docs.slack.dev/surfaces/modals (response_action); docs.slack.dev/reference/block-kit/block-elements (external select).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.sandbox.not_slack.elements import GROUP, OPTION
from scripts.sandbox.not_slack.errors import SlackRefusal
from scripts.sandbox.not_slack.shapes import array, record
from scripts.sandbox.not_slack.views import checked_modal, replace
from scripts.sandbox.not_slack.workspace import View, Workspace

_OPTIONS = record({"options": array(OPTION, 100, 0)})
_GROUPS = record({"option_groups": array(GROUP, 100, 0)})


def sent(workspace: Workspace, view: View, answer: Mapping[str, Any]) -> dict[str, str]:
    """What follows an answer to view_submission: the modal closes, changes, or stays with errors by block_id.

    Raises SlackRefusal for an answer that Slack would take for none, as an error in the person's window.
    """
    action = answer.get("response_action")
    if not answer or action == "clear":
        close(workspace, view)
        return {}
    if action == "update":
        replace(workspace, view, checked_modal(workspace, answer.get("view"), view.id))
        return {}
    if action == "errors":
        return _errors(view, answer.get("errors"))
    raise SlackRefusal("invalid_arguments", [f"response_action {action!r} [json-pointer:/response_action]"])


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackRefusal("invalid_arguments", ["missing required field: errors [json-pointer:/errors]"])
    for block_id, said in errors.items():
        if block_id not in inputs:
            raise SlackRefusal("invalid_arguments", [f"no input block {block_id!r} [json-pointer:/errors]"])
        if not isinstance(said, str) or not said:
            raise SlackRefusal("invalid_arguments", [f"must be a string [json-pointer:/errors/{block_id}]"])
    return dict(errors)


def options(answer: Any) -> list[dict[str, Any]]:
    """The options that a menu shows, at most 100. Raises SlackRefusal for an answer that would leave it empty."""
    grouped = isinstance(answer, dict) and "option_groups" in answer
    if problems := list((_GROUPS if grouped else _OPTIONS)(answer, "")):
        raise SlackRefusal("invalid_arguments", problems)
    return [one for group in answer["option_groups"] for one in group["options"]] if grouped else answer["options"]


def close(workspace: Workspace, view: View) -> None:
    """The modal is gone: nothing updates it any more."""
    workspace.views.pop(view.id, None)
