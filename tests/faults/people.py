"""People at a card or a mail's page who get an error, or no answer at all, and do what people do: they try again.

Slack does not send a click again whose answer was lost: it shows an error beside the button, or in the modal, which
stays open (docs.slack.dev/interactivity/handling-user-interaction).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.sandbox.journeys.clicks import Clicks
from scripts.sandbox.not_slack.workspace import View
from ticket_router.handlers.correct_handler import NOT_NOW, TOO_SLOW

if TYPE_CHECKING:
    from scripts.sandbox.aws.urls import UrlAnswer
    from scripts.sandbox.journeys.script import Step
    from scripts.sandbox.world import World

TRIES = 4
FORMS = ("tr_reassign", "tr_bump", "tr_split", "tr_why")
NO_ANSWER = 500


class StubbornClicks(Clicks):
    """Clicks as in any journey, but an error is answered by another click on the card as it was then."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._world = world
        self.again = 0
        self.heard: list[tuple[str, str]] = []

    def _click(self, payload: dict[str, Any], wanted: dict[str, Any], user: str) -> str:
        self.again = 0
        told = super()._click(payload, wanted, user)
        if NOT_NOW in told:  # the form has given way to this sentence, so the button is where to begin
            self.again += 1
            told = super()._click(self._once_more(payload), wanted, user)
        if self.again:
            self.heard.append((payload["user"]["name"], told))
        return told

    def _pressed(self, payload: dict[str, Any], user: str) -> tuple[list[View], str]:
        for _ in range(TRIES):
            views = set(self._world.slack.workspace.views)
            try:
                opened, told = super()._pressed(payload, user)
                failed = NOT_NOW in told or TOO_SLOW in told
            except LookupError:
                now = list(self._world.slack.workspace.views.values())
                opened, told, failed = [v for v in now if v.id not in views and v.user == user], "", True
            if opened:
                return opened, ""  # whatever else was said: the form is there
            if not failed:
                if payload["actions"][0]["action_id"] in FORMS and not told:
                    raise LookupError("a button did nothing, and nobody said so")
                return [], told
            self.again += 1
            payload = self._once_more(payload)
        raise LookupError(f"{TRIES} clicks brought nothing but errors")

    def _post(self, payload: dict[str, Any]) -> dict[str, Any]:
        """A form that could not be sent stays open, and is sent again."""
        if payload["type"] != "view_submission":
            return super()._post(payload)
        try:
            return super()._post(payload)
        except LookupError:
            self.again += 1
            return super()._post(payload)

    def _once_more(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Another click on the same button: Slack gives it a time of its own."""
        (action,) = payload["actions"]
        return {**payload, "actions": [{**action, "action_ts": self._world.slack.workspace.new_ts()}]}


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
