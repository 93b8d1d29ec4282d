"""What a version of the rules changed, as the Rules log tells it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.ops.starter import starter_rulebook
from ticket_router.domain.base import Move
from ticket_router.domain.rulebook import Row, RuleBook, Topic
from ticket_router.domain.workbook.changes import changes_in_words
from ticket_router.domain.workbook.pairing import out_of_order

OLD = starter_rulebook()


def numbered(rows: list[Row]) -> tuple[Row, ...]:
    """The rows as they stand from row 2 on."""
    return tuple(row.renewed(row=number) for number, row in enumerate(rows, start=2))


def after(part: str, edit: Callable[[list[Row]], object]) -> tuple[str, ...]:
    """What an edit of the rows of one part is called."""
    rows = list(getattr(OLD, part))
    edit(rows)
    return changes_in_words(OLD, OLD.renewed(**{part: numbered(rows)}))


def cell(place: int, **values: object) -> Callable[[list[Row]], object]:
    """The edit that fills cells of one row."""

    def edit(rows: list[Row]) -> None:
        rows[place] = rows[place].renewed(**values)

    return edit


def test_the_same_rules_have_no_changes() -> None:
    """Another version, time or publisher is no change."""
    assert changes_in_words(OLD, OLD.renewed(version=9, published_by="ann", published_at=None)) == ()


def test_the_first_version_is_told_by_tab() -> None:
    """One line for each tab, not one for each row."""
    lines = changes_in_words(None, OLD)
    assert lines[:4] == ("Topics: 7 rows", "Teams: 7 rows", "People: 14 rows", "VIPs: 3 rows")
    assert len(lines) == 7


@pytest.mark.parametrize(
    ("part", "edit", "told"),
    [
        ("topics", cell(0, team="product"), ["Topics: billing: team finance -> product"]),
        (
            "topics",
            cell(0, hold_below=0.7, state="off", description="Money"),
            ["Topics: billing: description changed, hold below empty -> 0.7, state live -> off"],
        ),
        ("topics", cell(0, playbook=""), ["Topics: billing: playbook removed"]),
        ("topics", cell(0, topic="Billing"), ["Topics: Billing: topic billing -> Billing"]),
        ("people", cell(8, slack_id="U1"), ["People: dana: Slack id empty -> U1"]),
        ("vips", cell(1, until=date(2026, 12, 31)), ["VIPs: acme.example: until empty -> 2026-12-31"]),
        ("vips", lambda rows: rows.pop(1), ["VIPs: acme.example removed"]),
        (
            "urgent_words",
            cell(0, only_topics=("bug", "unsure")),
            ["Urgent words: down: only topics outage, bug, login, unsure -> bug, unsure"],
        ),
        ("examples", cell(3, urgency="high"), ["Examples: row 5 (billing): urgency low -> high"]),
        ("examples", lambda rows: rows.pop(), ["Examples: row 31 (privacy) removed"]),
        ("topics", lambda rows: rows.reverse(), ["Topics: rows moved"]),
        (
            "topics",
            lambda rows: (rows.reverse(), cell(0, team="sales")(rows)),
            ["Topics: privacy: team legal -> sales", "Topics: rows moved"],
        ),
        ("topics", lambda rows: rows.clear(), [f"Topics: {topic.topic} removed" for topic in OLD.topics]),
        (
            "priority_rules",
            cell(0, move=Move.priority),
            ["Priority rules: row 2 (urgency at least high, tone angry: priority): move escalate -> priority"],
        ),
        (
            "priority_rules",
            lambda rows: rows.insert(3, rows.pop(1)),
            ["Priority rules: row 3 moved to row 5"],
        ),
        (
            "priority_rules",
            lambda rows: rows.pop(),
            ["Priority rules: row 10 (every other ticket: route) removed"],
        ),
    ],
)
def test_an_edit_is_told_in_words(part: str, edit: Callable[[list[Row]], object], told: list[str]) -> None:
    """By the row's name and the column's header, with both values; an example by its number, without its text."""
    assert list(after(part, edit)) == told


def test_a_new_row_is_told_once() -> None:
    """The rows that it pushed down moved of course; a rule is told by what it asks for."""
    topic = Topic(row=2, topic="shipping", team="support", description="Parcels")
    assert after("topics", lambda rows: rows.insert(0, topic)) == ("Topics: shipping added",)
    rule = OLD.priority_rules[1].renewed(topic="bug", source="chat", vip=False)
    assert after("priority_rules", lambda rows: rows.insert(0, rule)) == (
        "Priority rules: row 2 (topic bug, tone angry, VIP no, source chat: escalate) added",
    )


def test_only_other_numbers_are_told_once() -> None:
    """A blank row above the rules moves them all; reasons quote the numbers, so it is told."""
    rows = tuple(row.renewed(row=row.row + 1) for row in OLD.priority_rules)
    assert changes_in_words(OLD, OLD.renewed(priority_rules=rows)) == ("Priority rules: rows moved",)


def test_settings_are_told_by_their_key() -> None:
    """With the values as they stand in the sheet."""
    new = OLD.renewed(settings=OLD.settings.renewed(min_words=5, unverified_vip_counts=False, support_mailbox=""))
    assert changes_in_words(OLD, new) == (
        "Settings: min_words 3 -> 5",
        "Settings: unverified_vip_counts yes -> no",
        "Settings: support_mailbox support@company.example -> empty",
    )


@given(st.data())
def test_nothing_that_differs_goes_untold(data: st.DataObject) -> None:
    """Whatever rows come, go or change places: no line if and only if the rows are the same, numbers included."""
    part = data.draw(st.sampled_from(["topics", "vips", "priority_rules", "examples"]))
    rows = list(getattr(OLD, part))
    other = numbered(data.draw(st.lists(st.sampled_from(rows), max_size=6)))
    new: RuleBook = OLD.renewed(**{part: other})
    one = OLD.renewed(**{part: numbered(data.draw(st.lists(st.sampled_from(rows), max_size=6)))})
    assert (changes_in_words(one, new) == ()) == (getattr(one, part) == other)


@given(st.permutations(range(6)))
def test_the_fewest_rows_are_called_moved(order: list[int]) -> None:
    """Without them the others stand in their old order, and one moved row is never told as five."""
    moved = out_of_order(dict(enumerate(order)))
    kept = [order[place] for place in range(6) if place not in moved]
    assert kept == sorted(kept)
    single = list(range(6))
    single.insert(5, single.pop(order[0]))
    assert len(out_of_order(dict(enumerate(single)))) <= 1
