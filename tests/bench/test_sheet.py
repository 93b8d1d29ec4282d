"""Holds the workbook's calls to their ceilings: Google's quota is small, and a burst must not use it up."""

from __future__ import annotations

import pytest

from tests.bench.counted import Counted, counted
from tests.bench.sheet import BURST, QUOTA, Burst, burst


@pytest.fixture(scope="module")
def counts() -> Counted:
    """Every journey, counted."""
    return counted()


@pytest.fixture(scope="module")
def found() -> Burst:
    """A burst of held tickets."""
    return burst()


def test_a_burst_of_held_tickets_costs_a_handful_of_calls(found: Burst) -> None:
    """A hundred held tickets are shown with a tenth of a minute's quota, not with a call each."""
    assert found.rows == BURST
    assert found.writes <= 2 and found.reads <= QUOTA / 10


def test_a_quiet_look_is_one_read(counts: Counted) -> None:
    """What runs nine thousand times a month reads Google once and writes nothing, there or here."""
    assert counts.sync.by_operation("google") == {"GET values:batchGet": 1}
    assert counts.sync.units().write == 0 and counts.sync.by_operation("s3") == {"GetObject": 2}


def test_a_row_is_one_write(counts: Counted) -> None:
    """A held ticket's row costs one write to Google and two looks: the one that writes it, and its echo."""
    calls = counts.row.by_operation("google")
    assert calls["GET values:batchGet"] == 2 and calls.total() == 3
