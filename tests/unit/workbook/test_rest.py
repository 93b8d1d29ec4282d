"""When an edit of the rules counts: after a minute in which nothing else changed."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.clock import STARTED
from ticket_router.domain.workbook.grid import Cell, Grid, Snapshot
from ticket_router.domain.workbook.memory import Seen
from ticket_router.domain.workbook.rest import looked_at, rules_digest, still_to_rest
from ticket_router.domain.workbook.shape import Column, FilledBy, Shape, Tab, TabKind


def column(name: str, filled_by: FilledBy = FilledBy.people) -> Column:
    """A column of texts."""
    return Column(name=name, field=name.lower(), type="text", meaning="A text.", width=100, filled_by=filled_by)


SHAPE = Shape(
    tabs=(
        Tab(
            title="Topics",
            kind=TabKind.rules,
            order=1,
            sheet_id=1,
            purpose="Topics.",
            columns=(column("topic"), column("team"), column("Status", FilledBy.formula)),
        ),
    )
)
HEADER: list[Cell] = ["topic", "team", "Status"]


def digest(*rows: list[Cell], header: list[Cell] = HEADER) -> str:
    """Of a workbook whose Topics tab has these rows."""
    return rules_digest(Snapshot({"Topics": Grid([header, *rows])}), SHAPE)


def test_whatever_people_change_shows() -> None:
    """A cell, the order of rows, a renamed header, and the whole tab."""
    first = digest(["a", "x"], ["b", "y"])
    others = [
        digest(["a", "x"], ["b", "z"]),
        digest(["b", "y"], ["a", "x"]),
        digest(["a", "x"], ["b", "y"], header=["topics", "team", "Status"]),
        digest(["ab", "x"], ["", "y"]),
        rules_digest(Snapshot({}), SHAPE),
    ]
    assert len({first, *others}) == len(others) + 1


def test_what_is_not_theirs_does_not() -> None:
    """A Status that changed, a note in a column of their own, or a moved column is no edit of the rules."""
    first = digest(["a", "x", "live"])
    assert digest(["a", "x", "bad"]) == first
    assert digest(["a", "x", "live", "my note"], header=[*HEADER, "notes"]) == first
    assert digest(["x", "a"], header=["team", "topic"]) == first


def test_rest_begins_anew_with_each_change() -> None:
    """A minute after the last change that a look found, whatever was found in between."""
    seen = looked_at(Seen(), "one", STARTED)
    assert still_to_rest(seen, STARTED + timedelta(seconds=20)) == timedelta(seconds=40)
    later = looked_at(seen, "two", STARTED + timedelta(seconds=50))
    assert still_to_rest(later, STARTED + timedelta(seconds=70)) == timedelta(seconds=40)
    same = looked_at(later, "two", STARTED + timedelta(seconds=110))
    assert still_to_rest(same, STARTED + timedelta(seconds=110)) == timedelta(0)
