"""Desk and Lists: corrections are kept with the change they belong to, and many tickets are seen at a glance."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.values import decision, route, route_write, ticket, ticket_write
from tests.integration.ports.benches import Bench
from ticket_router.domain.base import TRIAGE, Move, Urgency
from ticket_router.domain.change import Change
from ticket_router.domain.correction import Action, Correction
from ticket_router.domain.errors import Conflict
from ticket_router.domain.route import Route

KEPT = Correction(
    ticket_id="T-1",
    rev=2,
    wish_id="sheet:1",
    action=Action.reassign,
    at=STARTED,
    by="bob@company.example",
    origin="workbook",
    orig_topic="login",
    orig_team="support",
    orig_urgency=Urgency.low,
    topic="billing",
    team="finance",
    urgency=Urgency.high,
    sorted=True,
    teaches=True,
    said="sent to finance (#finance) ☂",
)


def corrected(kept: Correction = KEPT) -> Change:
    """The change that a correction is part of."""
    after = ticket(kept.ticket_id, kept.rev)
    return Change(tickets=(ticket_write(after, ticket(kept.ticket_id, kept.rev - 1)),), corrections=(kept,))


def test_a_correction_is_found_by_its_wish(bench: Bench) -> None:
    """All of it comes back; another wish, or another ticket's, is none."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket()), ticket_write(ticket("T-2")))))
    bench.desk.commit(corrected())
    bench.desk.commit(corrected(KEPT.renewed(rev=3, wish_id="sheet:2")))
    assert bench.desk.correction("T-1", "sheet:1") == KEPT
    assert bench.desk.correction("T-1", "sheet:3") is None
    assert bench.desk.correction("T-2", "sheet:1") is None


def test_a_correction_stands_or_falls_with_its_change(bench: Bench) -> None:
    """When the ticket moved on, no correction is kept."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket()),)))
    with pytest.raises(Conflict):
        bench.desk.commit(corrected(KEPT.renewed(rev=5)))
    assert bench.desk.correction("T-1", "sheet:1") is None


def held(ticket_id: str, minutes: int, **more: object) -> Route:
    """A held ticket, decided some minutes after the start."""
    at = STARTED + timedelta(minutes=minutes)
    return route(
        ticket_id, decision=decision(Move.hold, TRIAGE, "unsure"), opened_at=at, decided_at=at, owes=None, **more
    )


def test_held_tickets_are_listed_longest_first(bench: Bench) -> None:
    """Not what landed in triage for want of a team, not what is closed, nothing of other teams."""
    for one in (
        held("T-2", 2),
        held("T-1", 1),
        held("T-3", 3, done_at=STARTED),
        route("T-4", decision=decision(Move.route, TRIAGE)),
        route("T-5"),
    ):
        bench.desk.commit(Change(tickets=(ticket_write(ticket(one.ticket_id)),), routes=(route_write(one),)))
    assert list(bench.lists.held()) == ["T-1", "T-2"]


def test_a_days_decisions_are_listed_latest_first(bench: Bench) -> None:
    """Each as it was decided; the days before and after are their own."""
    for one in (held("T-1", 1), held("T-2", 5), held("T-3", 24 * 60)):
        bench.desk.commit(Change(routes=(route_write(one),)))
    found = bench.lists.decided_on(STARTED.date())
    assert [one.ticket_id for one in found] == ["T-2", "T-1"]
    assert found[0] == held("T-2", 5)
    assert [one.ticket_id for one in bench.lists.decided_on((STARTED + timedelta(days=1)).date())] == ["T-3"]
