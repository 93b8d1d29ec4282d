"""Pace: turns in a busy channel are a second apart, and nobody waits in a quiet one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.small import FakePace
from ticket_router.adapters.aws.pace import BURST, LONGEST, SPACING, DynamoPace
from ticket_router.domain.route import Landing, LandingKind
from ticket_router.ports import Pace

FINANCE = Landing(kind=LandingKind.slack, address="#finance", team="finance")
SUPPORT = Landing(kind=LandingKind.slack, address="#support", team="support")


@pytest.fixture(params=["memory", "dynamodb"])
def pace(request: pytest.FixtureRequest, dynamodb: Any) -> Pace:
    """Turns of each kind, none taken."""
    return FakePace() if request.param == "memory" else DynamoPace(dynamodb=dynamodb, table="state")


def test_the_first_post_in_a_quiet_channel_goes_at_once(pace: Pace) -> None:
    """Nobody waits without a reason."""
    assert pace.reserve(FINANCE, STARTED) == 0.0


def test_a_burst_is_spread_out(dynamodb: Any) -> None:
    """After a handful each turn is a spacing after the one before it; another channel has turns of its own."""
    pace = DynamoPace(dynamodb=dynamodb, table="state")
    waits = [pace.reserve(FINANCE, STARTED) for _ in range(BURST + 3)]
    assert waits == pytest.approx([0.0] * BURST + [SPACING, 2 * SPACING, 3 * SPACING], abs=0.01)
    assert pace.reserve(SUPPORT, STARTED) == 0.0
    assert pace.reserve(FINANCE, STARTED + timedelta(seconds=60)) == 0.0


def test_a_flood_waits_no_longer_than_a_queue_can_delay(dynamodb: Any) -> None:
    """Past the longest delay a card goes out early: a refusal is answered with patience, a lost wake-up is not."""
    pace = DynamoPace(dynamodb=dynamodb, table="state")
    dynamodb.put_item(
        TableName="state",
        Item={"key": {"S": f"pace#{FINANCE}"}, "free_at": {"N": f"{STARTED.timestamp() + 2000:.3f}"}},
    )
    assert pace.reserve(FINANCE, STARTED) == LONGEST
    assert pace.reserve(FINANCE, STARTED) == LONGEST


def test_two_who_reserve_at_once_in_a_quiet_channel_get_two_turns(dynamodb: Any) -> None:
    """The one that comes second by a moment joins the line behind the other."""
    first, second = (DynamoPace(dynamodb=dynamodb, table="state") for _ in range(2))
    asked: list[float] = []

    def overtake(params: dict[str, Any], **_: Any) -> None:
        if "SET free_at = :next" in str(params) and not asked:
            asked.append(0.0)
            asked[0] = second.reserve(FINANCE, STARTED)

    dynamodb.meta.events.register("before-call.dynamodb.UpdateItem", overtake)
    first.reserve(FINANCE, STARTED)
    assert asked == [0.0]
    row = dynamodb.get_item(TableName="state", Key={"key": {"S": f"pace#{FINANCE}"}})["Item"]
    assert float(row["free_at"]["N"]) == pytest.approx(STARTED.timestamp() + 2 * SPACING, abs=0.01)
