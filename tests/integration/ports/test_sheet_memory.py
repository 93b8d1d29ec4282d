"""SheetMemory: what a run noted is there for the next one, two runs cannot both save, and size stops nobody."""

from __future__ import annotations

import random
import zlib
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.clock import STARTED
from tests.fakes.sheet_state import FakeSheetMemory
from ticket_router.adapters.aws.sheet_memory import LARGEST, DynamoSheetMemory, packed
from ticket_router.domain.errors import Conflict
from ticket_router.domain.workbook.memory import LogEntry, Lookup, Memory, Outcome, Seen, Tick
from ticket_router.ports import SheetMemory

FULL = Memory(
    rev=1,
    rules=Seen(digest="d", since=STARTED, settled="c", problems=("Topics row 3: no team",)),
    row_status={"Topics\u00a6billing\u00a6finance": "\u2713 live"},
    ticks={"T-1": ("digest",)},
    pending=(Tick(id="t", tab="Triage", ticket_id="T-1", team="finance", by="ann@company.example"),),
    outcomes={"T-1": Outcome(text="\u2713 with finance", at=STARTED)},
    log=(LogEntry(entry="7", at=STARTED, version=2, who="ann", what="a topic is new"),),
    logged=7,
    people={"ann@company.example": Lookup(slack_id="U1", asked_at=STARTED)},
    exported=2,
    tidied_on="2026-03-02",
    missing=("Preview",),
)


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest, dynamodb: Any) -> SheetMemory:
    """A store of each kind, with nothing in it."""
    return FakeSheetMemory() if request.param == "memory" else DynamoSheetMemory(dynamodb=dynamodb, table="state")


def test_the_first_run_starts_afresh(store: SheetMemory) -> None:
    """Nobody has to prepare anything."""
    assert store.load() == Memory()


def test_what_was_saved_comes_back(store: SheetMemory) -> None:
    """All of it, twice in a row."""
    store.save(FULL)
    assert store.load() == FULL
    store.save(FULL.renewed(rev=2, pending=()))
    assert store.load() == FULL.renewed(rev=2, pending=())


@pytest.mark.parametrize("rev", [1, 2, 4])
def test_of_two_runs_only_one_saves(store: SheetMemory, rev: int) -> None:
    """A run that began before another one ended is told, and what that one noted stays."""
    store.save(FULL)
    store.save(FULL.renewed(rev=2))
    with pytest.raises(Conflict):
        store.save(Memory(rev=rev))
    assert store.load() == FULL.renewed(rev=2)


def test_nothing_saves_over_a_memory_that_it_has_not_seen(store: SheetMemory) -> None:
    """A first save that is not the first is refused too."""
    with pytest.raises(Conflict):
        store.save(Memory(rev=2))
    assert store.load() == Memory()


def test_a_run_sees_what_the_run_before_it_noted(dynamodb: Any) -> None:
    """A tick that was done a second ago is not done again: the look is a consistent one."""
    looks: list[bool] = []
    dynamodb.meta.events.register(
        "provide-client-params.dynamodb.GetItem", lambda params, **_: looks.append(params.get("ConsistentRead", False))
    )
    DynamoSheetMemory(dynamodb=dynamodb, table="state").load()
    assert looks == [True]


def noise(length: int, seed: int) -> str:
    """Text that does not compress well."""
    return "".join(random.Random(seed).choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=length))


def test_a_full_workbook_fits(dynamodb: Any) -> None:
    """Two thousand rows of examples with three hundred characters each keep their Status."""
    words = [noise(8, n) for n in range(3_000)]
    texts = [" ".join(random.Random(n).choices(words, k=35)) for n in range(2_000)]
    memory = FULL.renewed(row_status={f"Examples\u00a6{text}": "\u2713 live" for text in texts})
    store = DynamoSheetMemory(dynamodb=dynamodb, table="state")
    store.save(memory)
    assert len(packed(memory)) <= LARGEST
    assert store.load() == memory


def test_a_memory_that_is_too_large_gives_up_what_it_can_spare(dynamodb: Any) -> None:
    """The Status of the longest rows goes; ticks, the log and as much as possible of the rest stay."""
    long_rows = {noise(5_000, n): "\u2713 live" for n in range(300)}
    short_rows = {f"Topics\u00a6{n}": "\u2713 live" for n in range(50)}
    store = DynamoSheetMemory(dynamodb=dynamodb, table="state")
    store.save(FULL.renewed(row_status={**long_rows, **short_rows}))
    kept = store.load()
    assert set(short_rows) <= set(kept.row_status)
    assert 50 < len(kept.row_status) < 350
    assert kept.renewed(row_status={}) == FULL.renewed(row_status={})


def test_the_oldest_outcomes_go_next() -> None:
    """When the rows' Status does not make enough room, the outcomes that were seen longest give way."""
    outcomes = {f"T-{n}": Outcome(text=noise(200, n), at=STARTED + timedelta(minutes=n)) for n in range(200)}
    memory = FULL.renewed(outcomes=outcomes)
    document = packed(memory, len(packed(memory)) // 2)
    kept = Memory.model_validate_json(zlib.decompress(document))
    assert kept.row_status == {}
    assert "T-199" in kept.outcomes and "T-0" not in kept.outcomes
    assert kept == memory.renewed(row_status={}, outcomes=kept.outcomes)
