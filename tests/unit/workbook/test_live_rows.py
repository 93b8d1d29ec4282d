"""Rows of Triage and Routed: what people asked for in them, and which ticks count."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ticket_router.domain.base import Urgency
from ticket_router.domain.correction import Action, Wish
from ticket_router.domain.workbook.grid import Cell, Grid
from ticket_router.domain.workbook.layout import Layout
from ticket_router.domain.workbook.live_rows import LiveRow, counting, live_rows, wish_of
from ticket_router.domain.workbook.memory import Tick

FIELDS = ("ticket", "topic", "team", "urgency", "action", "go", "by")
LAYOUT = Layout({field: place for place, field in enumerate(FIELDS)}, len(FIELDS))


def rows(*given: Sequence[Cell]) -> list[LiveRow]:
    """These rows below a header, as they are found in Triage."""
    return live_rows("Triage", Grid([FIELDS, *given]), LAYOUT)


def seen(*looks: list[LiveRow]) -> list[list[str]]:
    """For each look in turn: tickets whose tick counts then."""
    counted: dict[str, tuple[str, ...]] = {}
    told = []
    for look in looks:
        fresh, counted = counting(look, counted)
        told.append([row.ticket_id for row in fresh])
    return told


BILLING: list[Cell] = ["T-1", "billing", None, None, None, True]
LOGIN: list[Cell] = ["T-1", "login", None, None, None, True]
UNTICKED: list[Cell] = ["T-1", "billing", None, None, None, False]


def test_a_row_is_read_wherever_its_cells_end() -> None:
    """Trailing blanks are not told by Google; spaces and line breaks around a name do not matter."""
    (row,) = rows(["T-1", " billing\n", "fin  ance"])
    assert (row.number, row.ticket_id, row.ticked) == (2, "T-1", False)
    assert row.asked == {"topic": "billing", "team": "fin ance", "urgency": "", "action": ""}


def test_rows_without_a_ticket_are_peoples_own() -> None:
    """A note below the list, a blank row, or a checkbox alone is no ticket."""
    assert rows([None, "call them back"], [], [None, None, None, None, None, False]) == []


@pytest.mark.parametrize("go", [True, "TRUE", "yes", " x ", "✓"])
def test_a_tick_may_be_typed(go: Cell) -> None:
    """Where somebody pasted over the checkbox, the word they put there counts."""
    (row,) = rows(["T-1", "billing", None, None, None, go])
    assert row.ticked


@pytest.mark.parametrize("go", [False, None, "", "no", "FALSE", 1.0, "#REF!"])
def test_anything_else_is_no_tick(go: Cell) -> None:
    """Nothing is applied before it is ticked."""
    (row,) = rows(["T-1", "billing", None, None, None, go])
    assert not row.ticked


def test_a_tick_counts_once() -> None:
    """However often the row is looked at while it stays as it is."""
    assert seen(rows(BILLING), rows(BILLING), rows(BILLING)) == [["T-1"], [], []]


def test_other_values_count_again() -> None:
    """Also when they are the first ones once more: what stands there last is what is wanted."""
    assert seen(rows(BILLING), rows(LOGIN), rows(BILLING)) == [["T-1"], ["T-1"], ["T-1"]]


def test_a_tick_counts_again_once_it_was_seen_unticked() -> None:
    """Unticked and ticked between two looks is no new tick; one look in between makes it one."""
    assert seen(rows(BILLING), rows(UNTICKED), rows(BILLING)) == [["T-1"], [], ["T-1"]]


def test_letters_case_makes_no_other_value() -> None:
    """`Billing` for `billing` is the same wish."""
    assert seen(rows(BILLING), rows(["T-1", "Billing", "", None, None, True])) == [["T-1"], []]


def test_a_copied_row_changes_nothing() -> None:
    """The same ticket twice with the same values counts once; with other values each counts once, and never again."""
    assert seen(rows(BILLING, BILLING)) == [["T-1"]]
    assert seen(rows(BILLING, LOGIN), rows(BILLING, LOGIN), rows(LOGIN, BILLING)) == [["T-1", "T-1"], [], []]


def test_sorting_makes_no_tick() -> None:
    """Rows are known by their ticket, not by where they stand."""
    other: list[Cell] = ["T-2", "login", None, None, None, True]
    assert seen(rows(BILLING, other), rows(other, BILLING)) == [["T-1", "T-2"], []]


def wish(**asked: str) -> Wish | str:
    """What such a tick asks for."""
    return wish_of(Tick(id="w", tab="Triage", ticket_id="T-1", by="bob", **asked))


def test_a_tick_becomes_a_wish() -> None:
    """Urgency and action are told by their words, whatever the case; names are left to the rules."""
    asked = wish(topic="biling", urgency="High")
    assert isinstance(asked, Wish)
    assert (asked.action, asked.topic, asked.urgency, asked.origin) == (
        Action.reassign,
        "biling",
        Urgency.high,
        "workbook",
    )
    closed = wish(action="Close")
    assert isinstance(closed, Wish) and closed.action is Action.done


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"urgency": "hihg"}, "no urgency 'hihg'; did you mean 'high'?"),
        ({"action": "clsoe"}, "no action 'clsoe'; did you mean 'close'?"),
        ({"action": "spam", "topic": "billing"}, "'spam' and a topic, team or urgency do not go together"),
    ],
)
def test_what_cannot_be_meant_is_said(asked: dict[str, str], said: str) -> None:
    """A word that is none, or two things at once, is answered in words."""
    assert str(wish(**asked)).startswith(said)
