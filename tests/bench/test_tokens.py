"""Holds the prompt near its goal: the model is most of the bill, and nobody sees a prompt grow."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import pytest

from tests.bench.prices import HAIKU_4_5
from tests.bench.tokens import GOAL, Read, reads


@pytest.fixture(scope="module")
def found() -> Sequence[Read]:
    """A read for each ticket of the demo set."""
    return reads()


def test_a_typical_prompt_keeps_its_budget(found: Sequence[Read]) -> None:
    """The median prompt over the demo set, examples included, keeps to the goal."""
    assert median(one.prompt for one in found) <= GOAL


def test_what_is_fixed_leaves_room_for_the_ticket(found: Sequence[Read]) -> None:
    """Tool and instructions, the same for every ticket, take less than two thirds of the budget."""
    assert all(one.tools + one.system <= GOAL * 2 / 3 for one in found)


def test_every_ticket_has_the_same_prefix(found: Sequence[Read]) -> None:
    """Whatever is different by ticket comes after the prefix, byte for byte, so that a cache could keep it."""
    assert len({one.file for one in found}) >= 10 and len({one.prefix for one in found}) == 1


def test_no_cache_point_that_the_model_would_ignore(found: Sequence[Read]) -> None:
    """A prefix too short for the default model's cache carries no cache point: it would do nothing."""
    too_short = all(one.tools + one.system < HAIKU_4_5.min_cached for one in found)
    assert too_short and all("cachePoint" not in one.prefix for one in found)


def test_most_tickets_are_shown_examples(found: Sequence[Read]) -> None:
    """The budget is not kept by showing no examples: three in four tickets of the demo set see several."""
    assert sum(one.shown >= 3 for one in found) >= len(found) * 3 / 4


def test_an_answer_is_short(found: Sequence[Read]) -> None:
    """Output costs five times as much as input, so an answer stays under a tenth of its prompt."""
    assert HAIKU_4_5.output == 5 * HAIKU_4_5.input
    assert all(one.output <= one.prompt / 10 for one in found)
