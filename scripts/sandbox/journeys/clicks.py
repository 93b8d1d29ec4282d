"""What people do with cards in Slack, as a journey tells it: the real buttons and modals, signed as by Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.sandbox.journeys.script import Step
from scripts.sandbox.not_slack import Message
from scripts.sandbox.slack_hands import NoAnswer, SlackHands
from scripts.sandbox.views import is_live, tag_of

if TYPE_CHECKING:
    from scripts.sandbox.not_slack import View
    from scripts.sandbox.world import World

CLICK_KEYS = ("ticket", "by", "action", "set", "told")
CLICK_SETS: dict[str, tuple[str, ...]] = {
    "take": (),
    "done": (),
    "reassign": ("topic", "team", "person"),
    "bump": ("to",),
    "split": ("first", "second"),
    "why": (),
    "separate": (),
}
"""Each action with what its `set` may hold."""
PRESSES = 5
Said = tuple[str, tuple[str, ...]]


class Clicks:
    """Clicks, and hears what the one who clicked is told."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._hands = SlackHands(world)

    def __call__(self, step: Step, ticket_id: str) -> Said:
        """One step. Several people in `by` all look at the card as it is now, and click one after the other.

        Raises LookupError for a button that is not there, or an answer that Slack could not use.
        """
        given, action = step.given, str(step.given["action"])
        people = given["by"] if isinstance(given["by"], list) else [given["by"]]
        message = self._message(ticket_id, action)
        looks = [(who, self._look(message, action, who)) for who in people]
        try:
            told = [self._click(payload, given.get("set", {}), self._user(who)) for who, payload in looks]
        except NoAnswer as trouble:
            raise LookupError(str(trouble)) from trouble
        wanted = given.get("told")
        problems = (
            ()
            if wanted is None or str(wanted).casefold() in told[-1].casefold()
            else (f"{people[-1]} was told {told[-1] or 'nothing'!r}, which has no {wanted!r}",)
        )
        heard = "; ".join(f"{who} was told {said!r}" for who, said in zip(people, told, strict=True) if said)
        said = f"{', '.join(people)} clicked {action} on {given['ticket']}"
        return f"{said}: {heard}" if heard else said, problems

    def _message(self, ticket_id: str, action: str) -> Message:
        """The live card, or for a merge the follow-up that carries the button."""
        views = self._world.views
        if action == "separate":
            found = self._follow_up(ticket_id)
        else:
            found = next((card for card in views.slack_cards(ticket_id) if is_live(card)), None)
        if found is None:
            raise LookupError(f"there is no card of {ticket_id} in Slack that offers {action!r}")
        return found

    def _follow_up(self, ticket_id: str) -> Message | None:
        file = self._world.views.file(ticket_id)
        owner = file.ticket.merged_into if file and file.ticket.merged_into else ticket_id
        for channel in list(self._world.slack.workspace.channels.values()):
            for card in self._world.slack.messages(channel.name):
                for reply in self._world.slack.thread(channel.name, card.ts)[1:]:
                    tag = tag_of(reply)
                    mine = owner == ticket_id or any(f'"t":"{ticket_id}"' in value for value in _values(reply))
                    if tag and tag["ticket_id"] == owner and _values(reply) and mine:
                        return reply
        return None

    def _look(self, message: Message, action: str, who: str) -> dict[str, Any]:
        return self._hands.look(message.channel, message.ts, f"tr_{action}", self._user(who))

    def _user(self, who: str) -> str:
        """The member's id; somebody unknown is made a plain member."""
        slack, name = self._world.slack, who.removeprefix("@")
        known = next((user.id for user in list(slack.workspace.users.values()) if user.name == name), "")
        return known or slack.add_user(name)

    def _click(self, payload: dict[str, Any], wanted: dict[str, Any], user: str) -> str:
        """Press, fill in what opens, send it; what the person was told, or an empty string.

        Told to press again, a person does, as a busy machine may need more than Slack's three seconds.
        """
        outcome = self._hands.click(payload)
        for _ in range(PRESSES - 1):
            if outcome.view or not any("press the button again" in text for text in outcome.told):
                break
            outcome = self._hands.click(payload)
        view = outcome.view
        if view is None:
            return " ".join(outcome.told)
        if "submit" in view.view:
            for name, value in wanted.items():
                block, element = _field(view, "level" if name == "to" else name)
                text = {"type": "plain_text", "text": str(value)}
                is_text = element["type"] == "plain_text_input"
                held = str(value) if is_text else {"value": str(value), "text": text}
                view = self._hands.put(view.id, block, held, user)
            outcome = self._hands.send(view.id, user)
        said = [*outcome.errors.values(), *([_words(outcome.view.view)] if outcome.view and not outcome.errors else [])]
        if outcome.view:
            self._hands.dismiss(outcome.view.id, user)
        return " ".join(said)


def _field(view: View, name: str) -> tuple[str, dict[str, Any]]:
    """A field's block and element as the modal is now; LookupError."""
    for block in view.view["blocks"]:
        if block["type"] == "input" and block["element"]["action_id"] == f"tr_{name}":
            return block["block_id"], block["element"]
    raise LookupError(f"the modal has no field {name!r}")


def _values(message: Message) -> list[str]:
    elements = [part for block in message.blocks for part in block.get("elements", [])]
    return [str(part["value"]) for part in elements if part.get("action_id") == "tr_separate"]


def _words(view: dict[str, Any]) -> str:
    return " ".join(str(block["text"]["text"]) for block in view["blocks"] if "text" in block)
