"""What visitors do in Slack on the page: the same signed interactions that journeys use, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scripts.sandbox.not_slack.elements import OPTION
from scripts.sandbox.page.channels import names
from scripts.sandbox.page.modal_html import modal
from scripts.sandbox.page.sending import Given, Refused
from scripts.sandbox.slack_hands import NoAnswer, Outcome, SlackHands

if TYPE_CHECKING:
    from scripts.sandbox.not_slack import View
    from scripts.sandbox.page.visitor import Visitor
    from scripts.sandbox.world import World

Told = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"
"""Slack's own words when an app does not answer."""


class SlackClicks:
    """Does them, each as the person who the page says one is: `you`, a handle with or without @."""

    def __init__(self, world: World, visitor: Visitor) -> None:
        self._slack, self._visitor = world.slack, visitor
        self._hands = SlackHands(world)
        self.verbs: dict[str, Callable[[Given], Told]] = {
            "slack-press": self._kindly(self._press),
            "slack-suggest": self._kindly(self._suggest),
            "slack-pick": self._kindly(self._pick),
            "slack-send": self._kindly(self._send),
            "slack-close": self._kindly(self._close),
            "slack-dismiss": self._kindly(self._dismiss),
        }

    def _kindly(self, act: Callable[[Given, str], Told]) -> Callable[[Given], Told]:
        def verb(given: Given) -> Told:
            you = self._user(str(given.get("you") or ""))
            try:
                return act(given, you)
            except NoAnswer:
                raise Refused(TROUBLE) from None
            except LookupError:
                raise Refused("That is not there any more.") from None

        return verb

    def _user(self, handle: str) -> str:
        wanted = handle.removeprefix("@")
        with self._slack.lock:
            people = [one for one in self._slack.workspace.users.values() if one is not self._slack.workspace.bot]
        found = next((one.id for one in people if one.name == wanted), "")
        if not found:
            raise Refused("Choose who you are first.")
        return found

    def _press(self, given: Given, you: str) -> Told:
        channel, ts, action = (str(given.get(name) or "") for name in ("channel", "ts", "action"))
        return self._shown(self._hands.press(channel, ts, action, you))

    def _suggest(self, given: Given, you: str) -> Told:
        view, block, typed = (str(given.get(name) or "") for name in ("view", "block", "typed"))
        found = self._hands.suggestions(view, block, typed, you)
        return {"options": [{"value": one["value"], "text": one["text"]["text"]} for one in found]}

    def _pick(self, given: Given, you: str) -> Told:
        value = given.get("value")
        option = {"text": {"type": "plain_text", "text": given.get("text")}, "value": value}
        if value is not None and list(OPTION(option, "")):
            raise Refused("Choose one that is offered.")
        view = self._hands.put(str(given.get("view")), str(given.get("block")), option if value else None, you)
        return {"modal": self._modal(view)}

    def _send(self, given: Given, you: str) -> Told:
        view = self._slack.view(str(given.get("view")), you)
        held = given.get("held")
        for block in view.view["blocks"]:
            element = block.get("element", {})
            if not isinstance(held, dict) or block["block_id"] not in held:
                continue
            said: Any = str(held[block["block_id"]] or "") or None
            if element["type"] == "radio_buttons":
                said = next((one for one in element["options"] if one["value"] == said), None)
            self._hands.put(view.id, block["block_id"], said, you)
        return self._shown(self._hands.send(view.id, you))

    def _close(self, given: Given, you: str) -> Told:
        self._hands.dismiss(str(given.get("view")), you)
        return {}

    def _dismiss(self, given: Given, _you: str) -> Told:
        self._visitor.dismiss(str(given.get("ts")))
        return {}

    def _shown(self, outcome: Outcome) -> Told:
        self._visitor.changed()
        shown = self._modal(outcome.view) if outcome.view else None
        return {"modal": shown, "told": list(outcome.told), "errors": outcome.errors}

    def _modal(self, view: View) -> Told:
        return modal(view, names(self._slack))
