"""People at a card or a mail's page who get an error, or no answer at all, and do what people do: they try again.

Slack does not send a click again whose answer was lost: it shows an error beside the button, or in the modal, which
stays open (docs.slack.dev/interactivity/handling-user-interaction).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.sandbox.journeys.clicks import Clicks
from scripts.sandbox.slack_hands import NoAnswer, Outcome, SlackHands
from ticket_router.handlers.correct_handler import NOT_NOW, TOO_SLOW

if TYPE_CHECKING:
    from scripts.sandbox.aws.urls import UrlAnswer
    from scripts.sandbox.journeys.script import Step
    from scripts.sandbox.world import World

TRIES = 4
FORMS = ("tr_reassign", "tr_bump", "tr_split", "tr_why")
NO_ANSWER = 500


class StubbornHands(SlackHands):
    """Hands that press and send again where Slack showed an error or a sentence asked for it."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._slack = world.slack
        self.again = 0

    def click(self, payload: dict[str, Any]) -> Outcome:
        """See SlackHands; another press on the same button has a time of its own."""
        for _ in range(TRIES):
            views = set(self._slack.workspace.views)
            try:
                outcome = super().click(payload)
                failed = any(NOT_NOW in text or TOO_SLOW in text for text in outcome.told)
            except NoAnswer:
                user, now = payload["user"]["id"], list(self._slack.workspace.views.values())
                opened = [view for view in now if view.id not in views and view.user == user]
                outcome, failed = Outcome(opened[0] if opened else None), True
            if outcome.view:
                return Outcome(outcome.view)  # whatever else was said: the form is there
            if not failed:
                if payload["actions"][0]["action_id"] in FORMS and not outcome.told:
                    raise LookupError("a button did nothing, and nobody said so")
                return outcome
            self.again += 1
            (action,) = payload["actions"]
            payload = {**payload, "actions": [{**action, "action_ts": self._slack.workspace.new_ts()}]}
        raise LookupError(f"{TRIES} clicks brought nothing but errors")

    def send(self, view_id: str, user: str) -> Outcome:
        """See SlackHands; a form that could not be sent stays open, and is sent again."""
        try:
            return super().send(view_id, user)
        except NoAnswer:
            self.again += 1
            return super().send(view_id, user)


class StubbornClicks(Clicks):
    """Clicks as in any journey, but an error is answered by another click on the card as it was then."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._slack = world.slack
        self._hands = self._stubborn = StubbornHands(world)
        self.heard: list[tuple[str, str]] = []

    def _click(self, payload: dict[str, Any], wanted: dict[str, Any], user: str) -> str:
        self._stubborn.again = 0
        told = super()._click(payload, wanted, user)
        if NOT_NOW in told:  # the form has given way to this sentence, so the button is where to begin
            self._stubborn.again += 1
            (action,) = payload["actions"]
            payload = {**payload, "actions": [{**action, "action_ts": self._slack.workspace.new_ts()}]}
            told = super()._click(payload, wanted, user)
        if self._stubborn.again:
            self.heard.append((payload["user"]["name"], told))
        return told


class Reloading:
    """The world as a browser sees it whose reader reloads what did not come."""

    def __init__(self, world: World) -> None:
        self.views = world.views
        self.aws = self
        self._world = world

    def post(self, *given: Any, **named: Any) -> UrlAnswer:
        """A page, asked for until there is one."""
        answer = self._world.aws.post(*given, **named)
        for _ in range(TRIES - 1):
            if answer.status >= NO_ANSWER:
                answer = self._world.aws.post(*given, **named)
        return answer


def unexplained(step: Step, heard: list[tuple[str, str]]) -> list[str]:
    """Who clicked again after an error and was neither let, nor told that it was done already by themselves."""
    wanted = str(step.given.get("told", ""))
    found = []
    for who, told in heard:
        own = f"@{who}" in told or "so already" in told or bool(wanted and wanted.casefold() in told.casefold())
        if told and not own:
            found.append(f"line {step.line}: {who} clicked again after an error and was told {told!r}")
    return found
