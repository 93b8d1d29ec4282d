"""Hints of the same moments are one look at the workbook, and it comes after everything that they speak of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ticket_router.domain.workbook.buckets import BUCKET, bucket_of

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(MOMENTS, st.floats(0, 60))
def test_a_hint_comes_after_every_row_of_its_bucket(moment: datetime, later: float) -> None:
    """Whoever writes under the same name has written by the time that the first hint of that name arrives."""
    name, seconds = bucket_of(moment)
    other = moment + timedelta(seconds=later)
    if bucket_of(other)[0] == name:
        assert other < moment + timedelta(seconds=seconds)


@given(MOMENTS)
def test_a_row_is_seen_within_thirty_seconds(moment: datetime) -> None:
    """The wait is never longer than a bucket and a second, in whole seconds as the queue delays."""
    _, seconds = bucket_of(moment)
    assert isinstance(seconds, int) and 1 < seconds <= BUCKET + 1 < 30


def test_a_burst_is_a_handful_of_hints() -> None:
    """A hundred rows within a minute have at most four names between them."""
    start = datetime(2026, 3, 2, 9, 0, 7, tzinfo=UTC)
    assert len({bucket_of(start + timedelta(seconds=0.6 * n))[0] for n in range(100)}) == 4
