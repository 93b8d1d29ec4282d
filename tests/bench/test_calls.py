"""Holds the calls per ticket to their ceilings: each is a place where latency and money would creep in unseen."""

from __future__ import annotations

import pytest

from tests.bench.calls import FOUR, broken
from tests.bench.counted import Counted, counted


@pytest.fixture(scope="module")
def counts() -> Counted:
    """Every journey, counted."""
    return counted()


def test_calls_stay_under_their_ceilings(counts: Counted) -> None:
    """No journey makes more calls to any service, or wakes dispatch more often for nothing, than was agreed."""
    assert not list(broken(counts.cold))


@pytest.mark.parametrize("journey", FOUR)
def test_one_message_is_read_once(counts: Counted, journey: str) -> None:
    """Each delivery costs exactly one model call: none is saved by guessing, none is paid twice."""
    assert counts.cold[journey].by_operation("bedrock-runtime") == {"Converse": 1}


@pytest.mark.parametrize("journey", FOUR)
def test_one_delivery_shows_one_post(counts: Counted, journey: str) -> None:
    """Each delivery posts exactly once, a card or a follow-up, and looks nothing up in Slack on a good day."""
    assert counts.cold[journey].by_operation("slack") == {"chat.postMessage": 1}


def test_a_warm_worker_asks_for_no_secret(counts: Counted) -> None:
    """Secrets are kept for minutes: only the first ticket of a worker pays for them."""
    assert counts.cold["routed mail"].by_service()["ssm"] > 0 and counts.warm.by_service()["ssm"] == 0


def test_a_redraw_of_a_board_is_one_call_to_slack(counts: Counted) -> None:
    """A board costs its memory, its turn, one query and one batch of rows, however many tickets it shows."""
    assert counts.board.by_operation("slack") == {"chat.update": 1} and not counts.board.by_service()["sqs"]
    looked = counts.board.by_operation("dynamodb")
    assert (looked["Query"], looked["BatchGetItem"]) == (1, 1) and looked["UpdateItem"] <= 4


def test_a_quiet_sweep_is_a_few_looks_and_a_queue(counts: Counted) -> None:
    """A sweep runs nearly nine thousand times a month, so with nothing overdue it makes five calls and no write."""
    assert counts.sweep.by_operation("dynamodb") == {"Query": 3, "BatchGetItem": 1}
    assert counts.sweep.by_operation("sqs") == {"ReceiveMessage": 1}
    assert counts.sweep.units().write == 0
