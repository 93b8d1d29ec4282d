"""Rows keep their names through whatever people do to a sheet, and no name ever stands for another row's content."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.sandbox.page.sheet.row_ids import Content, RowIds, paired

ANN, BOB, EVE = ("ann", "finance", "live"), ("bob", "sales", "live"), ("eve", "legal", "off")
BLANK = ("", "", "")


@pytest.mark.parametrize(
    ("new", "grown", "was"),
    [
        ([ANN, BOB, EVE, BLANK, BLANK], 0, [0, 1, 2, 3, 4]),
        ([EVE, ANN, BOB, BLANK, BLANK], 0, [2, 0, 1, 3, 4]),
        ([("new", "sales", "live"), ANN, BOB, EVE, BLANK, BLANK], 1, [None, 0, 1, 2, 3, 4]),
        ([BLANK, ANN, BOB, EVE, BLANK, BLANK], 1, [None, 0, 1, 2, 3, 4]),
        ([ANN, EVE, BLANK, BLANK], -1, [0, 2, 3, 4]),
        ([ANN, BOB, BLANK, BLANK], -1, [0, 1, 3, 4]),
        ([ANN, ("bob", "support", "live"), EVE, BLANK, BLANK], 0, [0, 1, 2, 3, 4]),
        ([ANN, BOB, EVE, ("zoe", "", ""), BLANK, BLANK], 0, [0, 1, 2, 3, 4, None]),
        ([ANN, BLANK, EVE, BLANK, BLANK], 0, [0, 1, 2, 3, 4]),
    ],
    ids=["same", "sorted", "full row in", "blank row in", "row out", "last row out", "edited", "filled", "cleared"],
)
def test_each_row_is_recognised(new: list[Content], grown: int, was: list[int | None]) -> None:
    """One step of a person, or of the router, each: the rows are who they were, and only a new row is new."""
    assert paired([ANN, BOB, EVE, BLANK, BLANK], new, grown) == was


def test_another_row_in_the_same_place_is_new() -> None:
    """A ticket leaves and another one comes to stand there: an edit of the one must not land in the other."""
    other = ("T-2", "what?", "mail")
    assert paired([("T-1", "hello?", "chat"), BLANK], [other, BLANK]) == [None, 1]


def test_equal_rows_keep_their_order() -> None:
    """Rows that are alike are told apart by where they are."""
    assert paired([ANN, ANN, BOB], [ANN, ANN, BOB, EVE]) == [0, 1, 2, None]


def test_names_are_never_used_twice() -> None:
    """A row that went does not come back under its name as another one."""
    ids = RowIds("r")
    first = ids.follow([ANN, BOB], 9)
    ids.follow([ANN], 8)
    again = ids.follow([ANN, EVE], 9)
    assert again[0] == first[0]
    assert again[1] not in first


@given(st.permutations(range(12)), st.sets(st.integers(0, 11), max_size=4))
def test_whatever_is_sorted_and_deleted_names_stay(order: list[int], gone: set[int]) -> None:
    """After any sort and any deletions each row that is left has its own name still."""
    rows = [(f"key {at}", "same", "same") for at in range(12)]
    ids = RowIds("r")
    before = dict(zip(rows, ids.follow(rows, 12), strict=True))
    left = [rows[at] for at in order if at not in gone]
    after = dict(zip(left, ids.follow(left, 12 - len(gone)), strict=True))
    assert after == {row: before[row] for row in left}


def test_long_tabs_are_followed_in_one_pass() -> None:
    """A sorted tab of 20,000 rows: each row is looked at a few times, not compared with every other one."""
    rows = [(f"key {at}", str(at % 7)) for at in range(20_000)]
    mixed = random.Random(5).sample(rows, len(rows))
    assert [rows[at] for at in paired(rows, mixed) if at is not None] == mixed
