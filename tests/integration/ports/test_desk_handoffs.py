"""Desk: what is known of posts and hand-offs, written beside the route's rev by whoever holds the token."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.values import decision, post, route, route_write, ticket, ticket_write
from tests.integration.ports.benches import Bench
from ticket_router.domain.base import Move
from ticket_router.domain.change import Change
from ticket_router.domain.errors import Conflict
from ticket_router.domain.route import HandOff, Landing, LandingKind, Post, PostState, Route

CARD = "0/card"
FINANCE = Landing(kind=LandingKind.slack, address="#finance", team="finance")


@pytest.fixture
def routed(bench: Bench) -> Bench:
    """A desk with one ticket that was just decided."""
    bench.desk.commit(Change(tickets=(ticket_write(ticket()),), routes=(route_write(route()),)))
    return bench


def route_of(bench: Bench) -> Route:
    """The route, which is there."""
    file = bench.desk.file("T-1")
    assert file is not None and file.route is not None
    return file.route


def posts(bench: Bench, n: int = 1) -> dict[str, Post]:
    """The posts of a hand-off."""
    return route_of(bench).handoffs[n].posts


def test_a_claim_is_taken_by_one_worker(routed: Bench) -> None:
    """Of two workers that saw no post only one may post."""
    routed.desk.save_post("T-1", 1, 1, CARD, post("mine", landing=FINANCE, pinged=("@dana",)), "")
    with pytest.raises(Conflict):
        routed.desk.save_post("T-1", 1, 1, CARD, post("theirs"), "")
    assert posts(routed) == {CARD: post("mine", landing=FINANCE, pinged=("@dana",))}


def test_an_outcome_is_recorded_by_the_owner_of_the_claim(routed: Bench) -> None:
    """A worker whose claim was taken over learns that, and does not overwrite what the other one did."""
    routed.desk.save_post("T-1", 1, 1, CARD, post("first"), "")
    routed.desk.save_post("T-1", 1, 1, CARD, post("second"), "first")
    with pytest.raises(Conflict):
        routed.desk.save_post("T-1", None, 1, CARD, post("first", PostState.posted), "first")
    routed.desk.save_post("T-1", None, 1, CARD, post("second", PostState.posted, message_id="C1:2"), "second")
    assert posts(routed) == {CARD: post("second", PostState.posted, message_id="C1:2")}


def test_a_claim_stands_only_at_the_rev_it_was_made_for(routed: Bench) -> None:
    """Whoever composed a card from an older decision must look again before posting it; outcomes may come late."""
    routed.desk.save_post("T-1", 1, 1, CARD, post("mine"), "")
    routed.desk.commit(Change(routes=(route_write(route(rev=2)),)))
    with pytest.raises(Conflict):
        routed.desk.save_post("T-1", 1, 1, "0/more:1", post("more"), "")
    routed.desk.save_post("T-1", None, 1, CARD, post("mine", PostState.posted), "mine")
    assert posts(routed) == {CARD: post("mine", PostState.posted)}


def test_a_removed_post_is_gone_and_may_be_claimed_again(routed: Bench) -> None:
    """After a refusal the part is as if it had never been tried."""
    routed.desk.save_post("T-1", 1, 1, CARD, post("mine"), "")
    with pytest.raises(Conflict):
        routed.desk.save_post("T-1", None, 1, CARD, None, "other")
    routed.desk.save_post("T-1", None, 1, CARD, None, "mine")
    assert posts(routed) == {}
    with pytest.raises(Conflict):
        routed.desk.save_post("T-1", None, 1, CARD, None, "mine")
    routed.desk.save_post("T-1", 1, 1, CARD, post("again"), "")


@pytest.mark.parametrize(("ticket_id", "n"), [("T-1", 2), ("T-2", 1)])
def test_posts_belong_to_a_hand_off_that_exists(routed: Bench, ticket_id: str, n: int) -> None:
    """Nothing is made up for a route or a number that nobody decided."""
    with pytest.raises(Conflict):
        routed.desk.save_post(ticket_id, None, n, CARD, post("mine"), "")
    with pytest.raises(Conflict):
        routed.desk.save_post(ticket_id, None, n, CARD, post("mine"), "seen")
    with pytest.raises(Conflict):
        routed.desk.save_handoff(ticket_id, HandOff(n=n, landing=FINANCE), 0)


def test_a_new_decision_never_overwrites_what_is_known_of_posts(routed: Bench) -> None:
    """A reassign in flight loses neither the card that is being posted nor the one before it."""
    routed.desk.save_post("T-1", 1, 1, CARD, post("mine", landing=FINANCE), "")
    routed.desk.save_handoff("T-1", HandOff(n=1, landing=FINANCE, tries=1), 0)
    moved = route(rev=2, n=2, decision=decision(Move.priority, "support"))
    assert moved.handoffs == {}
    routed.desk.commit(Change(routes=(route_write(moved),)))
    after = route_of(routed)
    assert after.handoffs[1].posts == {CARD: post("mine", landing=FINANCE)}
    assert (after.handoffs[1].landing, after.handoffs[1].tries) == (FINANCE, 1)
    assert (after.handoff, after.n, after.decision.team) == (HandOff(n=2), 2, "support")
    routed.desk.save_post("T-1", None, 1, CARD, post("mine", PostState.posted, landing=FINANCE), "mine")
    assert posts(routed, 1)[CARD].state is PostState.posted


def test_a_hand_off_is_recorded_without_its_posts(routed: Bench) -> None:
    """Tries, landing and fallbacks are written as a whole; posts that somebody else recorded meanwhile stay."""
    handoff = route_of(routed).handoff
    routed.desk.save_post("T-1", 1, 1, CARD, post("mine"), "")
    later = handoff.renewed(
        landing=FINANCE, tries=2, first_try_at=STARTED, retry_at=STARTED + timedelta(minutes=2), fallback=("why",)
    )
    routed.desk.save_handoff("T-1", later, 0)
    assert route_of(routed).handoff == later.renewed(posts={CARD: post("mine")})


def test_a_fallback_is_started_once(routed: Bench) -> None:
    """Of two workers that give up on a landing one goes on to the next."""
    routed.desk.save_handoff("T-1", HandOff(n=1, attempt=1, landing=FINANCE), 0)
    with pytest.raises(Conflict):
        routed.desk.save_handoff("T-1", HandOff(n=1, attempt=1, landing=FINANCE), 0)
    routed.desk.save_handoff("T-1", HandOff(n=1, attempt=1, landing=FINANCE, tries=1), 1)
    assert route_of(routed).handoff.tries == 1


def test_neither_posts_nor_hand_offs_touch_rev_or_debt(routed: Bench) -> None:
    """The bookkeeping of a hand-off does not make its own settling conflict."""
    routed.desk.save_post("T-1", 1, 1, CARD, post("mine"), "")
    routed.desk.save_handoff("T-1", HandOff(n=1, landing=FINANCE), 0)
    after = route_of(routed)
    assert (after.rev, after.owes, after.due_at) == (1, route().owes, route().due_at)
    routed.desk.commit(Change(routes=(route_write(route(rev=2, owes=None)),)))
    assert route_of(routed).handoff.landing == FINANCE


def test_many_parts_stand_side_by_side(routed: Bench) -> None:
    """Parts with all the signs that keys and attempts bring are apart from each other."""
    parts = [CARD, "0/more:1", "1/card", "0/note:20260302T090000000000Z-aa", "0/note:20260302T090000000000Z-aa:1"]
    for part in (*parts, "0/ping:escalate"):
        routed.desk.save_post("T-1", 1, 1, part, post(f"token of {part}"), "")
    assert {part: found.token for part, found in posts(routed).items()} == {
        part: f"token of {part}" for part in (*parts, "0/ping:escalate")
    }
