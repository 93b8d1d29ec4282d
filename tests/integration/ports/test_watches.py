"""Watches: channels are kept until they are dropped, and what is heard of one is never lost to its renewal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.drive import FakeWatches
from tests.integration.ports.template_tables import make_table
from ticket_router.adapters.aws.watches import DynamoWatches
from ticket_router.domain.errors import Retryable
from ticket_router.domain.workbook.watch import LIFETIME, Watch
from ticket_router.ports import Watches

LATER = STARTED + timedelta(hours=6)


def channel(name: str, at: Any = STARTED) -> Watch:
    """A channel that was just made up, before Google was asked for it."""
    return Watch(channel_id=name, token_hash=f"hash of {name}", made_at=at, expires_at=at + LIFETIME)


@pytest.fixture(params=["memory", "dynamodb"])
def watches(request: pytest.FixtureRequest, aws: Any) -> Watches:
    """A store of each kind, empty."""
    if request.param == "memory":
        return FakeWatches()
    dynamodb = aws("dynamodb")
    return DynamoWatches(dynamodb=dynamodb, table=make_table(dynamodb, "StateTable", "state"))


def test_an_empty_store_has_no_channels(watches: Watches) -> None:
    """Before the first renewal there is nothing, not even an item."""
    assert list(watches.all()) == []
    watches.drop("no-such-channel")
    watches.heard("no-such-channel", STARTED)
    assert list(watches.all()) == []


def test_channels_come_back_oldest_first(watches: Watches) -> None:
    """Each comes back whole, in the order they were made."""
    young, old = channel("a-young", LATER), channel("b-old").renewed(resource_id="the file")
    for watch in (young, old):
        watches.save(watch)
    assert list(watches.all()) == [old, young]


def test_saving_again_renews_and_keeps_what_was_heard(watches: Watches) -> None:
    """Google's first call may come before its answer: recording the answer does not forget that call."""
    watches.save(channel("w"))
    watches.heard("w", LATER)
    watches.save(channel("w").renewed(resource_id="the file"))
    assert list(watches.all()) == [channel("w").renewed(resource_id="the file", heard_at=LATER)]


def test_the_latest_word_counts(watches: Watches) -> None:
    """Calls arrive out of order; an old one does not make a channel look silent."""
    watches.save(channel("w"))
    for moment in (LATER, STARTED, LATER + timedelta(seconds=1), LATER):
        watches.heard("w", moment)
    assert [watch.heard_at for watch in watches.all()] == [LATER + timedelta(seconds=1)]


def test_a_dropped_channel_stays_away(watches: Watches) -> None:
    """Its last calls may still be on their way; the others are not touched."""
    for name in ("w1", "w2"):
        watches.save(channel(name))
    watches.drop("w1")
    watches.heard("w1", LATER)
    assert list(watches.all()) == [channel("w2")]


def test_one_small_item_holds_them_all_without_an_end(aws: Any) -> None:
    """The hook reads one item; nothing expires under the feet of watch-renew."""
    dynamodb = aws("dynamodb")
    watches = DynamoWatches(dynamodb=dynamodb, table=make_table(dynamodb, "StateTable", "state"))
    for number in range(5):
        watches.save(channel(f"{number:0>36}"))
        watches.heard(f"{number:0>36}", LATER)
    [item] = dynamodb.scan(TableName="state")["Items"]
    assert item["key"] == {"S": "watch"} and "expires" not in item
    assert len(str(item)) < 4_000


def test_a_channel_counts_the_moment_it_is_stored(aws: Any) -> None:
    """Drive's first call comes within moments of it, so the look is a consistent one."""
    dynamodb = aws("dynamodb")
    watches = DynamoWatches(dynamodb=dynamodb, table=make_table(dynamodb, "StateTable", "state"))
    looks: list[bool] = []
    dynamodb.meta.events.register(
        "provide-client-params.dynamodb.GetItem", lambda params, **_: looks.append(params.get("ConsistentRead", False))
    )
    watches.all()
    assert looks == [True]


def test_a_store_out_of_reach_is_passing_trouble(aws: Any) -> None:
    """The hook then answers 503, and Drive calls again."""
    from botocore.exceptions import EndpointConnectionError

    dynamodb = aws("dynamodb")
    watches = DynamoWatches(dynamodb=dynamodb, table=make_table(dynamodb, "StateTable", "state"))

    def fail(**_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="dynamodb")

    dynamodb.meta.events.register_first("before-send.dynamodb.*", fail)
    for call in (watches.all, lambda: watches.heard("w", STARTED), lambda: watches.save(channel("w"))):
        with pytest.raises(Retryable):
            call()
