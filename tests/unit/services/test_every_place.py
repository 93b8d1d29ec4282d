"""Wherever an action comes from, the same rows say that it happened."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.reader import by_words, filled
from tests.fakes.world import World
from ticket_router.adapters.slack import modals
from ticket_router.adapters.slack.clicks import About, Click
from ticket_router.domain.correction import Action, Wish
from ticket_router.domain.workbook.live_rows import wish_of
from ticket_router.domain.workbook.memory import Tick
from ticket_router.services.correct import Correct

WHO = "dana"
TEXT = "My invoices are wrong and I cannot sign in"
QUOTE = "I cannot sign in"
REST = "My invoices are wrong and"


def from_slack(ticket_id: str, action: str, **chosen: str) -> Wish:
    """A card's button, or the modal behind it."""
    about = About(t=ticket_id, n=1, topic="billing", team="finance")
    if action in ("done", "spam"):
        return Wish(id="w", ticket_id=ticket_id, action=Action(action), n=1, by=WHO, origin="slack")
    prefilled = {"topic": "billing", "team": "finance"} if action == "reassign" else {"first": REST, "second": QUOTE}
    click = Click(
        kind="view_submission", name=action, id="w", user_id="U1", user_name=WHO, chosen={**prefilled, **chosen}
    )
    return modals.wish_of(click, about, WHO)


def from_workbook(ticket_id: str, action: str, **chosen: str) -> Wish:
    """A row of Routed with Go ticked."""
    columns = {"topic": "", "team": "", "urgency": "", "action": "" if action == "reassign" else action, **chosen}
    wish = wish_of(Tick(id="w", tab="Routed", ticket_id=ticket_id, by=WHO, **columns))
    assert isinstance(wish, Wish)
    return wish


def rows_after(place: Any, action: str, **chosen: str) -> dict[str, Any]:
    """Everything stored of one ticket after the action, but for where it came from."""
    world = World()
    world.reader.usual = by_words(
        {" and ": {**filled("billing"), "t2": "login", "q2": QUOTE}, "sign in": filled("login")}
    )
    ticket_id = world.deliver(mail(TEXT))
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    assert correct(place(ticket_id, action, **chosen)).done
    world.run()
    rows = world.desk.rows
    return {
        "tickets": rows.tickets,
        "routes": {name: route.renewed(handoffs={}) for name, route in rows.routes.items()},
        "claims": rows.claims,
        "corrections": [kept.renewed(origin="") for kept in rows.corrections.values()],
        "audit": [(a.action, a.by, a.before, a.ticket) for a in rows.audit.values()],
    }


@pytest.mark.parametrize(
    ("action", "chosen"),
    [
        ("reassign", {"topic": "login"}),
        ("reassign", {"team": "support"}),
        ("done", {}),
        ("spam", {}),
        ("split", {}),
    ],
    ids=["topic", "team", "done", "spam", "split"],
)
def test_an_action_leaves_the_same_rows_from_every_place(action: str, chosen: dict[str, str]) -> None:
    """Ticket, route, claim, correction and audit differ in nothing but the name of the place."""
    assert rows_after(from_slack, action, **chosen) == rows_after(from_workbook, action, **chosen)
