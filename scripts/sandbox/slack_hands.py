"""A person's hands in Slack: each press, choice and sent modal is a signed interaction, posted to the function as Slack
posts it; what the app answers does to the modal what it would do in Slack. Journeys and the demo page act through it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scripts.sandbox.not_slack import modal_state
from scripts.sandbox.not_slack.answers import options
from scripts.sandbox.not_slack.errors import SlackRefusal

if TYPE_CHECKING:
    from scripts.sandbox.not_slack import View
    from scripts.sandbox.world import World

FUNCTION = "correct-handler"
Json = dict[str, Any]


class NoAnswer(Exception):
    """The app did not answer as Slack needs it, and says how; the person reads that Slack had trouble connecting."""


@dataclass(frozen=True)
class Outcome:
    """What the person has before them: a modal, sentences for them alone, errors by block_id; or nothing of it."""

    view: View | None = None
    told: tuple[str, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


class SlackHands:
    """`user` is always a member's id. LookupError for a button or a modal that this person does not have."""

    def __init__(self, world: World) -> None:
        self._world = world

    def look(self, channel: str, ts: str, action_id: str, user: str) -> Json:
        """A button as it is on a message now, to be pressed with `click`."""
        return self._world.slack.press(channel, ts, action_id, user)

    def click(self, payload: Json) -> Outcome:
        """Press a button that was looked at, however long ago. Raises NoAnswer."""
        slack, user = self._world.slack, payload["user"]["id"]
        with slack.lock:
            # A trigger lives three seconds of a clock that may have been moved: a person presses just now.
            trigger = slack.workspace.new_trigger(user)
            heard = len(slack.workspace.whispers)
        self._post({**payload, "trigger_id": trigger})
        with slack.lock:
            told = tuple(one.text for one in slack.workspace.whispers[heard:] if one.user == user)
            view = next((one for one in slack.workspace.views.values() if one.trigger == trigger), None)
        return Outcome(view, told)

    def press(self, channel: str, ts: str, action_id: str, user: str) -> Outcome:
        """Press a button as it is now. Raises NoAnswer."""
        return self.click(self.look(channel, ts, action_id, user))

    def suggestions(self, view_id: str, block_id: str, typed: str, user: str) -> list[Json]:
        """What a menu offers for what was typed in it. Raises NoAnswer."""
        payload = self._world.slack.suggest(view_id, block_id, typed, user)
        if payload is None:
            return []
        try:
            return options(self._post(payload))
        except SlackRefusal as refusal:
            raise NoAnswer(f"Slack cannot read the menu: {refusal.extra}") from refusal

    def put(self, view_id: str, block_id: str, held: Any, user: str) -> View:
        """Fill in a field (an option, a text or None); the modal as it is once the app was told, where it is told.

        An app that does not answer keeps nobody from going on.
        """
        payload = self._world.slack.pick(view_id, block_id, held, user)
        if payload is not None:
            with suppress(NoAnswer):
                self._post(payload)
        return self._world.slack.view(view_id, user)

    def send(self, view_id: str, user: str) -> Outcome:
        """Send a modal as it is filled in; Slack's own window keeps one back that misses something. Raises NoAnswer."""
        slack = self._world.slack
        view = slack.view(view_id, user)
        if missing := modal_state.complaints(view.view, view.state):
            return Outcome(view, errors=missing)
        answer = self._post(slack.submit(view_id, {}, user))
        try:
            errors = slack.answered(view_id, answer, user)
        except SlackRefusal as refusal:
            raise NoAnswer(f"Slack cannot read the answer: {refusal.extra}") from refusal
        return Outcome(slack.workspace.views.get(view_id), errors=errors)

    def dismiss(self, view_id: str, user: str) -> None:
        """Close a modal without sending it."""
        self._world.slack.dismiss(view_id, user)

    def _post(self, payload: Json) -> Json:
        headers, body = self._world.slack.interaction(payload)
        answer = self._world.aws.post(FUNCTION, headers, body, path="/slack")
        if answer.status != 200:
            raise NoAnswer(f"Slack's request was answered {answer.status} {answer.text()}")
        if not answer.body:
            return {}
        try:
            said = answer.json()
        except json.JSONDecodeError:
            raise NoAnswer(f"Slack's request was answered {answer.text()!r}") from None
        return dict(said)
