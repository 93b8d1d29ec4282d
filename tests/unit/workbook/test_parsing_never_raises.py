"""Any workbook whatever is read without raising, the same way each time, in time that grows with its rows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.workbook.sheet import LIVE, SHAPE, Sheet
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.grid import Cell, Grid, Snapshot
from ticket_router.domain.workbook.parsing import parse_rules
from ticket_router.domain.workbook.texts import BROKEN

TITLES = [tab.title for tab in SHAPE.rule_tabs]
HEADERS = sorted({column.name for tab in SHAPE.rule_tabs for column in tab.columns})
WORDS = [
    *("billing", "Finance", "finace", "@dana", "sales/@dana", "unsure", "triage", "live", "off", "high", "angry"),
    *("domain", "address", "route", "yes", "60%", "0,6", "1,000", "31.12.2026", "03/04/2027", "#general", "min_words"),
    *("ceo@bigco.example", "https://a.example", "time_zone", "Europe/Berlin", "¦", "=1+1", "\u200b", "\ud800", "", " "),
]
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([*WORDS, *sorted(BROKEN)]),
    st.floats(),
    st.integers(-(10**6), 10**6).map(float),
    st.text(st.characters(), max_size=30),
)
ROWS = st.lists(CELLS, max_size=12)
GRIDS = st.builds(
    lambda header, rows: Grid([header, *rows]),
    st.one_of(ROWS, st.sampled_from(SHAPE.rule_tabs).map(lambda tab: [column.name for column in tab.columns])),
    st.lists(ROWS, max_size=8),
)
SNAPSHOTS = st.dictionaries(st.sampled_from([*TITLES, "Topic", "Notes"]), GRIDS).map(Snapshot)


@given(snapshot=SNAPSHOTS, live=st.sampled_from([None, LIVE]))
@settings(max_examples=100, deadline=None)
def test_anything_at_all_is_read(snapshot: Snapshot, live: RuleBook | None) -> None:
    """Twice the same, with a RuleBook that is valid when it is read back from its file."""
    parsed = parse_rules(snapshot, SHAPE, live, {})
    assert parsed == parse_rules(snapshot, SHAPE, live, {})
    assert RuleBook.model_validate_json(parsed.rulebook.model_dump_json()) == parsed.rulebook
    assert all(problem.what and problem.fix for problem in parsed.problems)


@st.composite
def edits(draw: st.DrawFn) -> Sheet:
    """The starter workbook with some cells overwritten and some rows copied, deleted or sorted."""
    sheet = Sheet()
    for _ in range(draw(st.integers(1, 12))):
        title = draw(st.sampled_from(TITLES))
        rows = sheet.tabs[title]
        at = draw(st.integers(1, len(rows) - 1)) if len(rows) > 2 else 1
        kind = draw(st.sampled_from(["cell", "cell", "cell", "copy", "delete", "sort"]))
        if kind == "cell":
            rows[at][draw(st.integers(0, len(rows[at]) - 1))] = draw(CELLS)
        elif kind == "copy":
            rows.insert(draw(st.integers(1, len(rows))), list(rows[at]))
        elif kind == "delete" and len(rows) > 2:
            del rows[at]
        elif kind == "sort":
            rows[1:] = reversed(rows[1:])
    return sheet


@given(sheet=edits())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_row_counts_once_or_is_told(sheet: Sheet) -> None:
    """A number stands in the RuleBook at most once, a wrong row has a problem, a second look agrees."""
    parsed = sheet.parsed()
    wrong = {p.key.casefold() for p in parsed.problems if p.row}
    for tab in SHAPE.rule_tabs:
        if tab.rulebook_field != "settings":
            numbers = [row.row for row in getattr(parsed.rulebook, tab.rulebook_field)]
            assert numbers == sorted(set(numbers))
    for key, status in parsed.row_status.items():
        assert status.startswith("✗") == (key.casefold() in wrong)
    again = sheet.parsed(parsed.rulebook)
    assert again.rulebook == parsed.rulebook.renewed(version=parsed.rulebook.version + 1)
    assert again.row_status == parsed.row_status


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python run: counts work without a clock."""
    count = 0

    def local(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return local

    before = sys.gettrace()
    sys.settrace(local)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def topics(count: int, team: Callable[[int], str]) -> Snapshot:
    """A workbook of that many topics and teams."""
    sheet = Sheet()
    for n in range(count):
        sheet.add("Teams", {"team": f"team {n}"})
        sheet.add("Topics", {"topic": f"topic {n}", "team": team(n), "description": "x", "hold_below": 0.5})
    return Snapshot({title: Grid(rows) for title, rows in sheet.tabs.items()})


@pytest.mark.parametrize(
    "team", [lambda n: f"Team {n}", lambda n: f"taem {n}", lambda n: "team 0"], ids=["right", "wrong", "all alike"]
)
def test_long_tabs_take_work_in_proportion(team: Callable[[int], str]) -> None:
    """Four times the rows take at most some five times the work, typos and their suggestions included."""
    few, many = (topics(count, team) for count in (500, 2_000))
    work = lines_run(lambda: parse_rules(few, SHAPE, LIVE, {}))
    assert lines_run(lambda: parse_rules(many, SHAPE, LIVE, {})) < 5 * work


@pytest.mark.parametrize(
    "text",
    [
        "x" * 50_000,
        "a, " * 16_000,
        "a." * 25_000,
        "a@" + "b." * 20_000,
        "A " * 25_000,
        "https://" + "a" * 49_000,
        "9" * 999,
    ],
    ids=["letters", "list", "dots", "address", "capitals", "link", "digits"],
)
@pytest.mark.parametrize("title", TITLES)
def test_a_pasted_page_is_not_quoted(title: str, text: str) -> None:
    """However much stands in a cell, what is said about it stays short."""
    for column in SHAPE.tab(title).written_by_people:
        sheet = Sheet()
        sheet.set(title, 2, {column.field: text})
        parsed = sheet.parsed()
        assert all(len(problem.what) < 200 and len(problem.fix) < 200 for problem in parsed.problems)
        assert all(len(status) < 400 for status in parsed.row_status.values())


def test_two_thousand_rows_are_read() -> None:
    """All of them, each with its Status."""
    parsed = parse_rules(topics(2_000, lambda n: f"Team {n}"), SHAPE, LIVE, {})
    assert parsed.problems == ()
    assert parsed.rulebook.topics[-1].team == "team 1999"
    assert sum(key.startswith("Topics") for key in parsed.row_status) == 2_007
