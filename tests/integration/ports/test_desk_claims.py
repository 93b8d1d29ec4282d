"""Desk: the duplicate claim, which is taken, checked and given back inside the changes that it guards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.values import ticket, ticket_write
from tests.integration.ports.benches import Bench
from ticket_router.domain.change import Change, CheckClaim, ReleaseClaim, TakeClaim
from ticket_router.domain.errors import Conflict

KEY = "ana@studio.example#billing"
DAY = timedelta(days=1)
LATER = STARTED + timedelta(hours=1)


def take(owner: str, at: object = STARTED) -> Change:
    """The change in which `owner` takes the claim for a day."""
    assert hasattr(at, "tzinfo")
    return Change(take=TakeClaim(key=KEY, ticket_id=owner, at=at, until=at + DAY))  # type: ignore[operator]


def test_a_free_claim_is_taken(bench: Bench) -> None:
    """From then on it is that ticket's, until it expires to the second."""
    bench.desk.commit(take("T-1"))
    assert bench.desk.claim_of(KEY, LATER) == "T-1"
    assert bench.desk.claim_of(KEY, STARTED + DAY - timedelta(seconds=1)) == "T-1"
    assert bench.desk.claim_of(KEY, STARTED + DAY) is None
    assert bench.desk.claim_of("ana@studio.example#login", LATER) is None


def test_a_foreign_claim_is_not_taken(bench: Bench) -> None:
    """Of two tickets about one problem only one opens; the other's change does nothing at all."""
    bench.desk.commit(take("T-1"))
    opening = take("T-2", LATER).model_copy(update={"tickets": (ticket_write(ticket("T-2")),)})
    with pytest.raises(Conflict):
        bench.desk.commit(opening)
    assert bench.desk.claim_of(KEY, LATER) == "T-1"
    assert bench.desk.file("T-2") is None


def test_an_expired_claim_is_taken_over(bench: Bench) -> None:
    """The expiry is compared in the condition: no clean-up has to run first."""
    bench.desk.commit(take("T-1"))
    bench.desk.commit(take("T-2", STARTED + DAY))
    assert bench.desk.claim_of(KEY, STARTED + DAY) == "T-2"


def test_ones_own_claim_is_taken_again(bench: Bench) -> None:
    """That makes it last longer."""
    bench.desk.commit(take("T-1"))
    bench.desk.commit(take("T-1", LATER))
    assert bench.desk.claim_of(KEY, STARTED + DAY) == "T-1"


@pytest.mark.parametrize(
    ("owner", "at", "holds"),
    [
        ("T-1", LATER, True),
        ("T-2", LATER, False),
        ("T-1", STARTED + DAY, False),
    ],
)
def test_a_check_holds_for_a_live_claim_of_ones_own(bench: Bench, owner: str, at: object, holds: bool) -> None:
    """A merge goes through only while the other ticket still holds the claim."""
    bench.desk.commit(take("T-1"))
    check = CheckClaim.model_validate({"key": KEY, "ticket_id": owner, "at": at})
    change = Change(tickets=(ticket_write(ticket("T-3")),), check=check)
    if holds:
        bench.desk.commit(change)
    else:
        with pytest.raises(Conflict):
            bench.desk.commit(change)
    assert (bench.desk.file("T-3") is not None) is holds


def test_a_claim_that_nobody_holds_fails_the_check(bench: Bench) -> None:
    """The holder closed meanwhile: the merge has to be decided again."""
    with pytest.raises(Conflict):
        bench.desk.commit(Change(check=CheckClaim(key=KEY, ticket_id="T-1", at=LATER)))


def test_a_released_claim_is_free(bench: Bench) -> None:
    """And it may be given back twice: a repeated step is no error."""
    bench.desk.commit(take("T-1"))
    back = Change(release=ReleaseClaim(key=KEY, ticket_id="T-1", at=LATER))
    bench.desk.commit(back)
    bench.desk.commit(back)
    assert bench.desk.claim_of(KEY, LATER) is None


def test_a_foreign_claim_is_not_released(bench: Bench) -> None:
    """A ticket cannot give away what another one holds."""
    bench.desk.commit(take("T-1"))
    with pytest.raises(Conflict):
        bench.desk.commit(Change(release=ReleaseClaim(key=KEY, ticket_id="T-2", at=LATER)))
    assert bench.desk.claim_of(KEY, LATER) == "T-1"
