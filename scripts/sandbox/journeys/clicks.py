"""What people do with cards in Slack, as a journey tells it: the real buttons and modals, signed as by Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.sandbox.journeys.script import Step
from scripts.sandbox.not_slack import Message
from scripts.sandbox.views import is_live, tag_of

if TYPE_CHECKING:
    from scripts.sandbox.not_slack.workspace import View
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
FUNCTION = "correct-handler"
PRESSES = 5
Said = tuple[str, tuple[str, ...]]


class Clicks:
    """Clicks, and hears what the one who clicked is told."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, step: Step, ticket_id: str) -> Said:
        """One step. Several people in `by` all look at the card as it is now, and click one after the other.

        Raises LookupError for a button that is not there.
        """
        given, action = step.given, str(step.given["action"])
        people = given["by"] if isinstance(given["by"], list) else [given["by"]]
        message = self._message(ticket_id, action)
        presses = [(who, self._press(message, action, who)) for who in people]
        told = [self._click(payload, given.get("set", {}), self._user(who)) for who, payload in presses]
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

    def _press(self, message: Message, action: str, who: str) -> dict[str, Any]:
        return self._world.slack.press(message.channel, message.ts, f"tr_{action}", self._user(who))

    def _user(self, who: str) -> str:
        """The member's id; somebody unknown is made a plain member."""
        slack, name = self._world.slack, who.removeprefix("@")
        known = next((user.id for user in list(slack.workspace.users.values()) if user.name == name), "")
        return known or slack.add_user(name)

    def _click(self, payload: dict[str, Any], wanted: dict[str, Any], user: str) -> str:
        """Press, fill in what opens, send it; what the person was told, or an empty string.

        Told to press again, a person does, as a busy machine may need more than Slack's three seconds.
        """
        opened, told = self._pressed(payload, user)
        for _ in range(PRESSES - 1):
            if "press the button again" in told:
                opened, told = self._pressed(payload, user)
        if not opened:
            return told
        (view,) = opened
        if "submit" not in view.view:
            return _words(view.view)
        answer = self._post(self._world.slack.submit(view.id, _filled(view.view, wanted), user))
        return _words(answer["view"]) if answer.get("response_action") == "update" else ""

    def _pressed(self, payload: dict[str, Any], user: str) -> tuple[list[View], str]:
        """The modals that opened at one press, and what the person was told."""
        workspace = self._world.slack.workspace
        views, whispers = set(workspace.views), len(workspace.whispers)
        # A trigger lives three seconds of a clock that tests move: a person presses just now.
        self._post({**payload, "trigger_id": workspace.new_trigger(user)})
        told = " ".join(whisper.text for whisper in workspace.whispers[whispers:] if whisper.user == user)
        return [view for view in workspace.views.values() if view.id not in views and view.user == user], told

    def _post(self, payload: dict[str, Any]) -> dict[str, Any]:
        headers, body = self._world.slack.interaction(payload)
        answer = self._world.aws.post(FUNCTION, headers, body, path="/slack")
        if answer.status != 200:
            raise LookupError(f"Slack's request was answered {answer.status} {answer.text()}")
        return dict(answer.json()) if answer.body else {}


def _filled(view: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """The state of a modal: what it was prefilled with, and what the person chose instead."""
    chosen = {"level" if name == "to" else name: str(value) for name, value in wanted.items()}
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        if element["type"] == "plain_text_input":
            held: dict[str, Any] = {"value": chosen.get(name, element.get("initial_value"))}
        elif name in chosen:
            text = {"type": "plain_text", "text": chosen[name]}
            held = {"selected_option": {"value": chosen[name], "text": text}}
        else:
            held = {"selected_option": element.get("initial_option")}
        state[name] = {element["action_id"]: {"type": element["type"], **held}}
    return state


def _values(message: Message) -> list[str]:
    elements = [part for block in message.blocks for part in block.get("elements", [])]
    return [str(part["value"]) for part in elements if part.get("action_id") == "tr_separate"]


def _words(view: dict[str, Any]) -> str:
    return " ".join(str(block["text"]["text"]) for block in view["blocks"] if "text" in block)
