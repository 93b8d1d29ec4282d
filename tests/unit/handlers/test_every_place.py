"""Wherever an action comes from, the same rows say that it happened; and which place offers which action."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fakes.deliveries import mail
from tests.fakes.reader import by_words, filled
from tests.unit.cards.gallery import make_card
from tests.unit.handlers.conftest import FakeApp
from tests.unit.handlers.places import BY, DOORS, rows_of
from tests.unit.handlers.slack_desk import Desk
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.adapters.links import SignedLinks
from ticket_router.adapters.slack.card import render_card
from ticket_router.domain.workbook.live_rows import ACTIONS, ASKED
from ticket_router.handlers import by_link, correct_handler
from ticket_router.services import compose

QUOTE = "I cannot sign in"
BOTH = f"My invoices are wrong and {QUOTE}"
URGENT = "I need my invoices today"
JOINS = "The invoices once more please"

CASES: dict[str, tuple[str, dict[str, str], str, tuple[str, ...]]] = {
    "take": ("take", {}, BOTH, ("slack", "mail")),
    "done": ("done", {}, BOTH, ("slack", "mail", "workbook")),
    "bump up": ("bump", {"level": "priority"}, BOTH, ("slack", "mail")),
    "bump down": ("bump", {"level": "normal"}, URGENT, ("slack", "mail")),
    "by topic": ("reassign", {"topic": "login"}, BOTH, ("slack", "mail", "workbook")),
    "by team": ("reassign", {"team": "support"}, BOTH, ("slack", "mail", "workbook")),
    "to a person": ("reassign", {"person": "@finance-lead"}, BOTH, ("slack", "mail")),
    "split": ("split", {}, BOTH, ("slack", "mail", "workbook")),
    "not the same problem": ("separate", {}, JOINS, ("slack", "mail")),
    "spam": ("spam", {}, BOTH, ("workbook",)),
}
"""Each action with what is chosen for it, the message it is about, and the places that offer it."""
FROM = {"slack": "from Slack", "mail": "from a mail", "workbook": "from the workbook"}


def rows_after(place: str, case: str) -> str:
    """Everything stored after the action, with neutral names for the place, the person and the wish."""
    action, chosen, text, _ = CASES[case]
    desk = Desk(FakeApp())
    app = desk.app
    app.links = SignedLinks("", lambda: app.secret("links"), actions_url="https://do.example/")
    world = app.world
    world.reader.usual = by_words(
        {
            " and ": {**filled("billing"), "t2": "login", "q2": QUOTE},
            "sign in": filled("login"),
            "today": filled("billing", "h"),
        }
    )
    with pytest.MonkeyPatch.context() as patched:
        for module in (correct_handler, by_link):
            patched.setattr(module, "app", lambda: app)
        if text != JOINS:
            world.desk.rows.claims.clear()  # the desk's own first ticket is another story
        desk.ticket_id = world.deliver(mail(text, 2))
        old = set(world.desk.rows.tickets)
        DOORS[place](desk, action, chosen)
        world.run()
    return told(rows_of(desk), place, [name for name in world.desk.rows.tickets if name not in old])


def told(rows: dict[str, Any], place: str, made: list[str]) -> str:
    """The rows as text. Ids of tickets that a wish made hang on the wish's own id, so they go by their order."""
    for kept in rows["corrections"]:
        assert kept["origin"] == place
        kept |= {"wish_id": "the wish", "origin": "somewhere"}
    text = json.dumps(rows, default=str, indent=1)
    for number, name in enumerate(made, start=1):
        text = text.replace(name, f"half {number}")
    return text.replace(BY[place], "somebody").replace(FROM[place], "from somewhere")


@pytest.mark.parametrize("case", [case for case, (*_, places) in CASES.items() if len(places) > 1])
def test_an_action_leaves_the_same_rows_from_every_place(case: str) -> None:
    """Ticket, route, claim, correction and audit differ in nothing but the names of the place and of the person."""
    first, *others = (rows_after(place, case) for place in CASES[case][-1])
    assert '"wish_id": "the wish"' in first
    for other in others:
        assert other == first


@pytest.mark.parametrize(("place", "case"), [(p, c) for c, (*_, places) in CASES.items() for p in places])
def test_an_action_is_one_row_in_each_history(place: str, case: str) -> None:
    """One correction and one audit row of the person's, with what was before and what was after."""
    rows = json.loads(rows_after(place, case))
    (correction,) = rows["corrections"]
    (audit,) = [a for a in rows["audit"] if a["action"] == CASES[case][0]]
    assert (correction["by"], audit["by"]) == ("somebody", "somebody")
    assert correction["rev"] == audit["ticket"]["rev"]


def test_each_place_offers_what_it_can() -> None:
    """A card has every button but the follow-up's; mails have the same as links; a row has columns, and spam."""
    offered = {place: {action for action, *_, places in CASES.values() if place in places} for place in DOORS}
    (card,) = [b for b in render_card(make_card())[0].payload["blocks"] if b["type"] == "actions"]
    buttons = {element["action_id"].removeprefix("tr_") for element in card["elements"]}
    assert buttons == offered["slack"] - {"separate"} | {"why"}
    assert set(compose.ACTIONS) == offered["mail"] - {"separate"} | {"why"} == buttons
    assert {action.value for action in ACTIONS.values()} == offered["workbook"] - {"reassign"}
    for tab in workbook_shape().tabs:
        if tab.title in ("Triage", "Routed"):
            assert set(ASKED) <= set(tab.by_field)
