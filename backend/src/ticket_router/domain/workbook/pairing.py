"""Which row of one version is which row of the next: rows are sorted, inserted and edited, and carry no id."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from ticket_router.domain.rulebook import PriorityRule, Row
from ticket_router.domain.workbook.suggesting import look


def pairs(old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """Places of old rows by places of the new ones: those that say the same, else of one name, else of one number.

    Only priority rules, which have no name, go by number.
    """
    found: dict[int, int] = {}
    _pair(old, new, _says, found)
    named = not any(isinstance(row, PriorityRule) for row in (*old[:1], *new[:1]))
    _pair(old, new, _name if named else _number, found)
    return dict(sorted(found.items()))


def out_of_order(paired: Mapping[int, int]) -> frozenset[int]:
    """The fewest new places without which the others still stand in their old order."""
    news = sorted(paired)
    olds = [paired[new] for new in news]
    # The longest run of rising old places stays; the rest has moved.
    ends: list[int] = []
    length = []
    for old in olds:
        at = bisect_left(ends, old)
        ends[at : at + 1] = [old]
        length.append(at)
    kept = set()
    wanted = len(ends) - 1
    for new, at in zip(reversed(news), reversed(length), strict=True):
        if at == wanted:
            kept.add(new)
            wanted -= 1
    return frozenset(news) - kept


def _pair(old: Sequence[Row], new: Sequence[Row], by: Callable[[Row], object], found: dict[int, int]) -> None:
    taken = set(found.values())
    waiting: dict[object, list[int]] = defaultdict(list)
    for place in range(len(old) - 1, -1, -1):
        if place not in taken:
            waiting[by(old[place])].append(place)
    for place, row in enumerate(new):
        if place not in found and (left := waiting.get(by(row))):
            found[place] = left.pop()


def _says(row: Row) -> object:
    """Everything but the number and what the backend fills in."""
    return row.model_dump_json(exclude={"row", "slack_id"})


def _name(row: Row) -> object:
    return look(str(getattr(row, next(name for name in type(row).model_fields if name != "row"))))


def _number(row: Row) -> object:
    return row.row
