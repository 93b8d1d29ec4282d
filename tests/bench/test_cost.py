"""Holds the bill near its goal, by shares and counts: prices are facts of a page, what we make of them is ours."""

from __future__ import annotations

import re

import pytest

from scripts.sandbox.world import TEMPLATE
from tests.bench.bill import Measures, bill, measures, model_line
from tests.bench.caching import MINUTES, Prompt, hit_share, ways
from tests.bench.cost import GOAL, totals
from tests.bench.prices import FREE_SQS, HAIKU_4_5, HAIKU_5_5, MODELS, SQS_REQUEST
from tests.bench.traffic import HOURS, LONG_POLL, MIX, POLLERS, TICKETS

ABOUT = 1.35
"""The goal is "about" three dollars, of which the hidden tool prompt of the vendor alone takes half a dollar."""


@pytest.fixture(scope="module")
def found() -> Measures:
    """What the bill is made from."""
    return measures()


def test_the_default_model_is_on_the_price_list() -> None:
    """The template's default model has prices here, and the request builder serves it."""
    default = re.search(r"ModelId:\n\s+Type: String\n\s+Default: (\S+)", TEMPLATE.read_text(encoding="utf-8"))
    assert default and [model.supported for model in MODELS if model.model_id == default[1]] == [True]


def test_the_bill_stays_near_its_goal(found: Measures) -> None:
    """A month on the default model is no more than seven twentieths above the goal, with the always-free allowances."""
    assert totals(HAIKU_4_5, found)[1] <= GOAL * ABOUT


def test_the_model_is_the_bill(found: Measures) -> None:
    """Everything but the model, after the allowances, is less than three tenths of the model's line."""
    assert sum(line.after_free for line in bill(found)) < model_line(HAIKU_4_5, found).price * 0.3


def test_the_successor_is_much_cheaper(found: Measures) -> None:
    """On the price list, the newer model takes less than a fifth of the default's money for the same tickets."""
    assert model_line(HAIKU_5_5, found).price < model_line(HAIKU_4_5, found).price / 5


def test_idle_queues_stay_within_what_is_free(found: Measures) -> None:
    """No queue switches its pollers' back-off off, and idle polls of all of them are free but for a few cents."""
    polls = found.stack.queue_sources * POLLERS * HOURS * 3600 / LONG_POLL
    assert found.stack.capped_sources == 0 and (polls - FREE_SQS) * SQS_REQUEST < 0.15


def test_there_are_at_most_ten_alarms(found: Measures) -> None:
    """Ten alarms are the most there may be; the metrics they look at, which is what bills, are few more."""
    assert found.stack.alarms <= 10 and found.stack.alarm_metrics <= 15


def test_the_mix_is_a_whole_month() -> None:
    """The shares of the journeys add up to all tickets, and a month has tickets."""
    assert sum(MIX.values()) == pytest.approx(1) and TICKETS > 0


def test_a_longer_memory_is_hit_more_often() -> None:
    """More reads, or a cache that keeps for longer, find the prefix more often, and no reads never do."""
    assert hit_share(0, MINUTES["1h"]) == 0
    assert hit_share(1500, MINUTES["5m"]) < hit_share(1500, MINUTES["1h"]) < hit_share(15_000, MINUTES["1h"]) <= 1


def test_a_cache_costs_what_its_prices_say() -> None:
    """4,196 uncached tokens cost list price; cached, misses cost the write price and hits a tenth of the list price."""
    plain, _, hour = ways(HAIKU_4_5, Prompt(prefix=1000, examples=0, ticket=0), 1000)
    assert plain.dollars == pytest.approx((1000 + HAIKU_4_5.tool_prompt) / 1000)
    per_token = hour.hits * 0.1 + (1 - hour.hits) * 2.0
    assert hour.dollars == pytest.approx((4196 * per_token + HAIKU_4_5.tool_prompt) / 1000)
