"""A ticket's way on the page: what the audit has, in the order in which it happened."""

from __future__ import annotations

from scripts.sandbox.page.journey import journey
from tests.fakes.deliveries import mail
from tests.unit.services.situations import routing_world
from ticket_router.adapters.aws.items import audit_item
from ticket_router.domain.correction import Action, Level, Wish
from ticket_router.services.correct import Correct


def test_a_correction_says_what_was_before() -> None:
    """Whoever looks at a bump sees what it changed; other steps, and rows of earlier versions, are as short as ever."""
    world = routing_world()
    ticket_id = world.deliver(mail())
    correct = Correct(desk=world.desk, rules=world.rules, queue=world.intake, clock=world.clock)
    correct(
        Wish(id="w", ticket_id=ticket_id, action=Action.bump, level=Level.priority, by="@dana", origin="slack"),
    )
    items = [audit_item(write) for write in world.desk.rows.audit.values()]
    rows = [{name: next(iter(value.values())) for name, value in item.items()} for item in items]
    told = {step["title"]: step["text"] for step in journey(world.file(ticket_id), rows, {})["steps"]}
    before = " (before: route, team finance, topic billing, urgency low)"
    assert told.pop("Bump").endswith(before)
    assert not any("(before" in text for text in told.values())
    old = [{**row, "before": row["before"].partition(":")[0]} for row in rows]
    assert not any("(before" in step["text"] for step in journey(world.file(ticket_id), old, {})["steps"])
