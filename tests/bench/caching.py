"""When a prompt cache would pay: how often a read finds the prefix of the one before, and what it saves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tests.bench.prices import MILLION, Model

WORKDAYS, HOURS = 22, 11
"""Tickets come on so many days a month, during so many hours."""
ANY_TIME, DAYS = 0.15, 30
"""But for this share, which comes at any time of the month."""
MINUTES = {"5m": 5.0, "1h": 60.0}
PADDING = 100
"""Tokens above the least that is cached: an estimate must not land just below it."""


@dataclass(frozen=True)
class Prompt:
    """Tokens of one read by the estimate: what is the same for each ticket, its examples, and the ticket itself."""

    prefix: float
    examples: float
    ticket: float


@dataclass(frozen=True)
class Way:
    """One way to send the prompt, and its input's cost in dollars a month."""

    name: str
    prefix: float
    """Tokens of the prefix by the model's own tokenizer."""
    hits: float
    """Share of reads that find it in the cache."""
    dollars: float


@lru_cache
def hit_share(reads: int, minutes: float) -> float:
    """Share of reads that come within `minutes` of the one before; each hit renews the cache. Arrivals are random."""
    dice = random.Random(7)
    times = sorted(_arrival(dice) for _ in range(reads))
    hits = sum(later - earlier <= minutes for earlier, later in pairwise(times))
    return hits / reads if reads else 0.0


def _arrival(dice: random.Random) -> float:
    """Minutes after the month began."""
    if dice.random() < ANY_TIME:
        return dice.uniform(0, DAYS * 24 * 60)
    workday = dice.randrange(WORKDAYS)
    day = workday // 5 * 7 + workday % 5
    return day * 24 * 60 + dice.uniform(0, HOURS * 60)


def ways(model: Model, prompt: Prompt, reads: int) -> Iterator[Way]:
    """As it is; with a cache point if the prefix is long enough; with more examples in a prefix that is made so."""
    yield _way("as it is, no cache point", model, prompt.prefix, prompt.examples + prompt.ticket, reads, "")
    own = prompt.prefix * model.tokenizer
    for ttl in MINUTES:
        if own >= model.min_cached:
            rest = prompt.examples + prompt.ticket
            yield _way(f"a cache point, kept {ttl}", model, prompt.prefix, rest, reads, ttl)
        else:
            padded = (model.min_cached + PADDING) / model.tokenizer
            name = f"fixed examples up to {model.min_cached:,} tokens, kept {ttl}"
            yield _way(name, model, padded, prompt.ticket, reads, ttl)


def pays_from(model: Model, prompt: Prompt, limit: int = 20_000) -> int | None:
    """The fewest reads a month (in steps of 50) from which some way to cache stays the cheaper one; None: never."""
    pays: int | None = None
    for reads in range(50, limit + 1, 50):
        plain, *cached = ways(model, prompt, reads)
        if min(way.dollars for way in cached) >= plain.dollars:
            pays = None
        elif pays is None:
            pays = reads
    return pays


def _way(name: str, model: Model, prefix: float, rest: float, reads: int, ttl: str) -> Way:
    """`prefix` and `rest` by the estimate; the vendor's tool prompt is taken to be never cached."""
    hits = hit_share(reads, MINUTES[ttl]) if ttl else 0.0
    write = {"": model.input, "5m": model.write_5m, "1h": model.write_1h}[ttl]
    of_prefix = prefix * model.tokenizer * (hits * model.cached + (1 - hits) * write)
    of_rest = (rest * model.tokenizer + model.tool_prompt) * model.input
    return Way(name, prefix * model.tokenizer, hits, reads * (of_prefix + of_rest) / MILLION)
