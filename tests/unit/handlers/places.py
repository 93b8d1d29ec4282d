"""The three places where people act on a ticket, each entered by its own door: a click, a mail's page, a row's Go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any
from urllib.parse import urlencode

from scripts.sandbox.journeys.html_form import form_of
from tests.unit.handlers.slack_desk import Desk
from ticket_router.domain.correction import Answer, Wish
from ticket_router.domain.workbook.live_rows import wish_of
from ticket_router.domain.workbook.memory import Tick
from ticket_router.handlers import correct_handler

FORMS = ("reassign", "bump", "split")
"""Actions that Slack asks something about first."""
BY = {"slack": "@dana", "mail": "Dana (name as given in a mail link)", "workbook": "dana@company.example"}
"""How each place names the same person."""
TICKS = count(1)


def from_slack(desk: Desk, action: str, chosen: Mapping[str, str]) -> None:
    """A button of the card or of the follow-up, and the modal behind it filled in."""
    if action in FORMS:
        answer = desk.post(desk.submit(desk.opened(action), **chosen))
        assert answer["body"] == ""
    else:
        desk.post(desk.press(action))
    assert desk.replies.told == []


def from_mail(desk: Desk, action: str, chosen: Mapping[str, str]) -> None:
    """The link's page, at which nothing happens, and its form sent as a browser sends it."""
    link = desk.app.links.to_action(desk.ticket_id, 1, 1, action, desk.app.clock.now())
    event: dict[str, Any] = {"rawPath": link.removeprefix("https://do.example"), "headers": {}}
    before = rows_of(desk)
    shown = correct_handler.handler({**event, "requestContext": {"http": {"method": "GET"}}}, None)
    desk.app.world.run()
    assert shown["statusCode"] == 200 and rows_of(desk) == before
    fields = {**form_of(shown["body"]), "name": "Dana", **chosen}
    posted = {**event, "requestContext": {"http": {"method": "POST"}}, "body": urlencode(fields)}
    assert "<h1>Done</h1>" in correct_handler.handler(posted, None)["body"]


def from_workbook(desk: Desk, action: str, chosen: Mapping[str, str]) -> None:
    """A row of Routed with Go ticked."""
    columns = {"topic": "", "team": "", "urgency": "", "action": "" if action == "reassign" else action, **chosen}
    wish = wish_of(Tick(id=f"w{next(TICKS)}", tab="Routed", ticket_id=desk.ticket_id, by=BY["workbook"], **columns))
    assert isinstance(wish, Wish)
    answer: Answer = desk.app.correct(wish)
    assert answer.done


DOORS: Mapping[str, Callable[[Desk, str, Mapping[str, str]], None]] = {
    "slack": from_slack,
    "mail": from_mail,
    "workbook": from_workbook,
}


def rows_of(desk: Desk) -> dict[str, Any]:
    """Everything that is stored, as plain values, but for where and when a card was handed over."""
    rows = desk.app.world.desk.rows
    return {
        "tickets": {name: ticket.model_dump() for name, ticket in rows.tickets.items()},
        "routes": {name: route.renewed(handoffs={}).model_dump() for name, route in rows.routes.items()},
        "claims": dict(rows.claims),
        "corrections": [kept.model_dump() for kept in rows.corrections.values()],
        "audit": [kept.model_dump() for kept in rows.audit.values()],
    }
