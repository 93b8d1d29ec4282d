"""The workbook in memory and the one in Google's stand-in, through the same days: they never tell different things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.sandbox.not_google import NotGoogle
from tests.integration.ports.sheet_benches import FakeSheet, GoogleSheet, SheetBench
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.domain.errors import Retryable
from ticket_router.domain.workbook.grid import Cell, DeleteRows, Edit, InsertRows, ReplaceRows
from ticket_router.domain.workbook.keys import row_key

WIDTH = len(workbook_shape().tab("Triage").columns)
TICKETS = [f"T-{n}" for n in range(4)]
HEADERS = {"Triage": ["ticket", "team", "urgency"], "Teams": ["team", "slack channel"]}
VALUES: list[Cell] = ["finance", "Finance", 7, 7.5, True, "", None, " x "]


@dataclass(frozen=True)
class Step:
    """Something that people or the router do; `what` is a verb of `SheetBench`, or `write`."""

    what: str
    arguments: tuple[object, ...]

    def do(self, sheet: SheetBench) -> str:
        """Do it; what came of it, in a word."""
        try:
            if self.what == "write":
                sheet.workbook.write(self.arguments[0])  # type: ignore[arg-type]
            else:
                getattr(sheet, self.what)(*self.arguments)
        except Retryable:
            return "trouble"
        except LookupError:
            return "no such thing"
        return "done"


tabs = st.sampled_from(sorted(HEADERS))
numbers = st.integers(2, 6)
typed = tabs.flatmap(
    lambda tab: st.tuples(st.just(tab), numbers, st.sampled_from(HEADERS[tab]), st.sampled_from(VALUES))
)
sorts = tabs.flatmap(lambda tab: st.tuples(st.just(tab), st.sampled_from(HEADERS[tab])))
rows = st.lists(
    st.sampled_from(TICKETS).map(lambda ticket: (ticket, None, f"={ticket}", *[None] * (WIDTH - 4), None)), max_size=3
)
keys = st.sampled_from([*TICKETS, row_key("Teams", ["finance", None, None, None, None, None])])
told = st.lists(st.tuples(keys, st.sampled_from(["\u2713 done", "=x", ""])), max_size=4)
edits = st.one_of(
    rows.map(lambda found: InsertRows("Triage", tuple(found))),
    told.map(lambda found: ReplaceRows("_status", tuple(found))),
    st.lists(numbers, max_size=3).map(lambda found: DeleteRows("Triage", tuple(found))),
)


def one_delete(found: list[Edit]) -> bool:
    """Row numbers are those before the write, so a tab is named in one deletion."""
    return len([edit for edit in found if isinstance(edit, DeleteRows)]) < 2


steps = st.one_of(
    typed.map(lambda a: Step("type", a)),
    sorts.map(lambda a: Step("sort", a)),
    st.tuples(tabs, numbers, st.integers(1, 2)).map(lambda a: Step("delete_rows", a)),
    st.tuples(tabs, numbers).map(lambda a: Step("insert_row", a)),
    st.sampled_from([("Triage", "Triag"), ("Triag", "Triage"), ("_status", "x"), ("x", "_status")]).map(
        lambda a: Step("rename_tab", a)
    ),
    st.lists(edits, min_size=1, max_size=3).filter(one_delete).map(lambda a: Step("write", (a,))),
)


@pytest.fixture(scope="module")
def google() -> Iterator[NotGoogle]:
    """Google on loopback, emptied between examples."""
    with NotGoogle(lambda: 1_700_000_000.0, quotas=None) as google:
        yield google


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(days=st.lists(steps, min_size=3, max_size=12))
def test_they_tell_the_same(google: NotGoogle, days: list[Step]) -> None:
    """After each step of people or router, in any order, both are read alike: what a test shows of one is true."""
    google.reset()
    fake, real = FakeSheet(), GoogleSheet(google)
    for number, step in enumerate(days):
        assert step.do(fake) == step.do(real), (number, step)
        in_memory, in_google = fake.workbook.read().tabs, real.workbook.read().tabs
        for title in ("Triage", "Teams", "_status"):
            assert (title in in_memory) == (title in in_google), (number, step)
            if title in in_memory:
                assert list(map(list, in_memory[title].rows)) == list(map(list, in_google[title].rows)), (number, step)
