"""Ensures that request units are counted as DynamoDB bills them, on items small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bench.item_size import item_bytes
from tests.bench.units import UnitMeter, Units

KEY = {"id": {"S": "1"}}


class OneTable:
    """A table `t` with key `id`, and an index over `owes` that holds keys alone."""

    def __init__(self) -> None:
        self.item: dict[str, Any] | None = None

    def describe_table(self, **_: Any) -> dict[str, Any]:
        """Its keys."""
        index = {"KeySchema": [{"AttributeName": "owes"}], "Projection": {"ProjectionType": "KEYS_ONLY"}}
        return {"Table": {"KeySchema": [{"AttributeName": "id"}], "GlobalSecondaryIndexes": [index]}}

    def get_item(self, **_: Any) -> dict[str, Any]:
        """Its one item."""
        return {"Item": self.item} if self.item else {}


def written(before: dict[str, Any] | None, after: dict[str, Any] | None, operation: str = "UpdateItem") -> Units:
    """Units of a write that finds `before` and leaves `after`."""
    table = OneTable()
    meter = UnitMeter(table)
    write = {"TableName": "t", "Key": KEY}
    params = write if operation == "UpdateItem" else {"TransactItems": [{"Update": write}]}
    table.item = before
    seen = meter.before(operation, params)
    table.item = after
    return meter.units(operation, params, seen, {})


@pytest.mark.parametrize(
    ("item", "size"),
    [
        ({"id": {"S": "abc"}}, 5),
        ({"é": {"S": "é"}}, 4),
        ({"n": {"N": "1234"}}, 4),
        ({"n": {"N": "-12"}}, 4),
        ({"s": {"SS": ["ab", "é"]}}, 5),
        ({"m": {"M": {"a": {"S": "b"}}}}, 7),
    ],
)
def test_an_item_has_the_size_that_the_guide_gives_it(item: dict[str, Any], size: int) -> None:
    """Names and strings count in UTF-8, numbers by digits, documents with their own few bytes."""
    assert item_bytes(item) == size


def test_a_write_bills_by_the_larger_of_both_items() -> None:
    """One unit for each started kilobyte, of the old item if that was larger."""
    large = {**KEY, "text": {"S": "x" * 1500}}
    assert written(None, KEY) == Units(write=1)
    assert written(KEY, large) == written(large, KEY) == Units(write=2)


def test_a_transaction_bills_twice() -> None:
    """Prepare and commit: two units where a plain write takes one."""
    assert written(None, KEY, "TransactWriteItems") == Units(write=2)


def test_an_index_is_written_when_its_entry_changes() -> None:
    """Nothing for what it does not hold; one for coming or going; two when its key changes."""
    owing, later = {**KEY, "owes": {"S": "read"}}, {**KEY, "owes": {"S": "decide"}}
    assert written(None, owing).index == written(owing, KEY).index == 1
    assert written(owing, {**owing, "text": {"S": "x"}}).index == 0
    assert written(owing, later).index == 2


def test_a_read_bills_by_four_kilobytes() -> None:
    """A consistent read takes a unit for each started 4 KB, any other half of that, and nothing found is no gift."""
    meter = UnitMeter(OneTable())
    large = {"Item": {"text": {"S": "x" * 5000}}}
    assert meter.units("GetItem", {"ConsistentRead": True}, {}, large) == Units(read=2)
    assert meter.units("Query", {}, {}, {"Items": []}) == Units(read=0.5)


def test_a_batch_bills_each_item_by_itself() -> None:
    """Small items do not share a unit, and one that is not there costs as much as a small one."""
    meter = UnitMeter(OneTable())
    asked = {"RequestItems": {"t": {"Keys": [{"id": {"S": n}} for n in "123"]}}}
    large = {"Responses": {"t": [{"text": {"S": "x" * 5000}}, {"text": {"S": "x"}}]}}
    assert meter.units("BatchGetItem", asked, {}, large) == Units(read=2)
