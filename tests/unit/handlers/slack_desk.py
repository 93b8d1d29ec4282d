"""A ticket on its card in Slack, somebody in front of it, and their requests as Slack's own library signs them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from scripts.sandbox.not_slack.blocks import check_view_blocks
from tests.fakes.deliveries import mail
from tests.fakes.small import FakeSignedRequests
from ticket_router.domain.base import Status
from ticket_router.domain.errors import Refused
from ticket_router.handlers import correct_handler
from ticket_router.services.correct import Correct
from ticket_router.services.explain import Explain

if TYPE_CHECKING:
    from tests.unit.handlers.conftest import Event, FakeApp

SECRET = "signing-secret"
Json = dict[str, Any]
Request = tuple[dict[str, str], bytes]


class Replies:
    """What Slack is told, instead of Slack."""

    def __init__(self) -> None:
        self.opened: list[Json] = []
        self.changed: list[Json] = []
        self.told: list[str] = []
        self.broken = False

    def open(self, trigger: str, view: Json) -> None:
        """A modal opens; what Slack would not take fails here."""
        if self.broken:
            raise Refused("expired_trigger_id", for_good=True)
        assert trigger and not list(check_view_blocks(view["blocks"]))
        self.opened.append(view)

    def change(self, view_id: str, seen: str, view: Json) -> None:
        """An open modal is another one."""
        if self.broken:
            raise Refused("hash_conflict", for_good=True)
        assert view_id and seen and not list(check_view_blocks(view["blocks"]))
        self.changed.append(view)

    def tell(self, channel: str, user: str, text: str, thread: str = "") -> None:
        """A sentence for one."""
        assert (channel, user) == ("C1", "U1")
        self.told.append(text)


class Desk:
    """One ticket on its card, and Dana in front of it."""

    def __init__(self, app: FakeApp) -> None:
        self.app, world = app, app.world
        app.secrets |= {"slack-signing": SECRET}
        app.settings = app.settings.model_copy(update={"slack_team": "T1"})
        app.correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
        app.explain = Explain(desk=world.desk, rules=world.rules)
        app.rules = world.rules
        app.signed_requests = FakeSignedRequests()
        self.replies = app.slack_replies = Replies()
        self.ticket_id = world.deliver(mail())
        self.numbers = count()

    def value(self, **more: Any) -> str:
        """What the card's buttons carry."""
        return json.dumps({"t": self.ticket_id, "n": 1, "topic": "billing", "team": "finance", **more})

    def press(self, name: str, **value: Any) -> Json:
        """The payload of a button."""
        return {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1", "username": "dana"},
            "container": {"channel_id": "C1", "message_ts": "1.1"},
            "message": {"ts": "1.1"},
            "trigger_id": f"t{next(self.numbers)}",
            "actions": [
                {"action_id": f"tr_{name}", "action_ts": f"{next(self.numbers)}.0", "value": self.value(**value)}
            ],
        }

    def submit(self, view: Json, **chosen: str) -> Json:
        """The payload of a modal that was sent, its fields as prefilled but for the chosen ones."""
        shown = {**view, "id": f"V{next(self.numbers)}", "state": {"values": state_of(view, chosen)}}
        return {
            "type": "view_submission",
            "trigger_id": f"t{next(self.numbers)}",
            "team": {"id": "T1"},
            "user": {"id": "U1", "username": "dana"},
            "view": shown,
        }

    def pick(self, view: Json, field: str, **chosen: str) -> Json:
        """The payload of a choice in a menu of an open modal, its fields holding what was chosen."""
        shown = {**view, "id": "V1", "hash": "1.a", "state": {"values": state_of(view, chosen)}}
        block = next(b for b in view["blocks"] if b["block_id"].partition(":")[0] == field)
        assert block["dispatch_action"]
        return {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": "U1", "username": "dana"},
            "container": {"type": "view", "view_id": "V1"},
            "trigger_id": f"t{next(self.numbers)}",
            "view": shown,
            "actions": [
                {
                    "type": "external_select",
                    "action_id": block["element"]["action_id"],
                    "block_id": block["block_id"],
                    "action_ts": "1.0",
                    **shown["state"]["values"][block["block_id"]][block["element"]["action_id"]],
                }
            ],
        }

    def request(self, payload: Json, *, secret: str = SECRET, late: float = 0) -> Request:
        """Slack's request as it was `late` seconds ago, signed by slack_sdk: headers and raw body."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        stamp = str(int(self.app.clock.now().timestamp() - late))
        signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body) or ""
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": signature}, body

    def receive(self, headers: Mapping[str, str], body: bytes) -> Event:
        """The request arrives, and everything that follows happens."""
        event = {
            "rawPath": "/slack",
            "headers": dict(headers),
            "requestContext": {"http": {"method": "POST"}},
            "body": body.decode(),
        }
        answer = correct_handler.handler(event, None)
        self.app.world.run()
        return answer

    def post(self, payload: Json, *, secret: str = SECRET, late: float = 0) -> Event:
        """A request and what it is answered."""
        return self.receive(*self.request(payload, secret=secret, late=late))

    def opened(self, name: str, **value: Any) -> Json:
        """The modal behind a button."""
        assert self.post(self.press(name, **value))["statusCode"] == 200
        return self.replies.opened[-1]

    @property
    def state(self) -> tuple[Status, str, int]:
        """Where the ticket stands."""
        route = self.app.world.route(self.ticket_id)
        return self.app.world.file(self.ticket_id).ticket.status, route.decision.team, route.n


def state_of(view: Json, chosen: dict[str, str]) -> Json:
    """What the fields of a modal hold: what was chosen, by field, else what they were filled with; "" is nothing."""
    state: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element, name = block["element"], block["block_id"].partition(":")[0]
            if element["type"] == "plain_text_input":
                held: Json = {"value": chosen.get(name, element.get("initial_value"))}
            else:
                option = {"value": chosen[name]} if chosen.get(name) else None
                held = {"selected_option": option if name in chosen else element.get("initial_option")}
            state[block["block_id"]] = {element["action_id"]: held}
    return state
