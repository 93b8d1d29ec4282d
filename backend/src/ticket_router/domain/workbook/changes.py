"""What differs between two versions of the rules, in words for the Rules log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ticket_router.domain.rulebook import Example, PriorityRule, Row, RuleBook, Settings
from ticket_router.domain.workbook.pairing import out_of_order, pairs
from ticket_router.domain.workbook.problems import LONGEST_SHOWN
from ticket_router.domain.workbook.titles import SETTINGS_TAB, TABS, cell_words, column_name

LONG_TEXTS = ("description", "note", "text", "playbook")
"""Fields of which only is said that they changed."""


def changes_in_words(old: RuleBook | None, new: RuleBook) -> tuple[str, ...]:
    """One line for each row or setting that differs, in the workbook's order; none when the rules are the same.

    Rows that only have another number now are told once for their tab, since reasons quote numbers. Without an old
    version each tab is told in one line.
    """
    if old is None:
        counts = ((title, len(getattr(new, part))) for part, title in TABS.items())
        return tuple(f"{title}: {count} {'row' if count == 1 else 'rows'}" for title, count in counts)
    lines = [line for part, title in TABS.items() for line in _tab(title, getattr(old, part), getattr(new, part))]
    return (*lines, *_settings(old.settings, new.settings))


def _tab(title: str, old: Sequence[Row], new: Sequence[Row]) -> Iterator[str]:
    if old == new:
        return
    paired = pairs(old, new)
    was = set(paired.values())
    moved = out_of_order(paired)
    named = title != TABS["priority_rules"]
    told = False
    for place, row in enumerate(new):
        before = old[paired[place]] if place in paired else None
        if before is None:
            yield f"{title}: {_label(row)} added"
            told = True
            continue
        if not named and place in moved:
            yield f"{title}: row {before.row} moved to row {row.row}"
            told = True
        if differences := ", ".join(_differences(before, row)):
            yield f"{title}: {_label(row)}: {differences}"
    for place, row in enumerate(old):
        if place not in was:
            yield f"{title}: {_label(row)} removed"
            told = True
    # Where rows came or went, those below them moved of course.
    explained = told and not (moved and named)
    if any(old[b].row != new[a].row for a, b in paired.items()) and not explained:
        yield f"{title}: rows moved"


def _differences(old: Row, new: Row) -> Iterator[str]:
    for field in type(new).model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if field != "row" and before != after:
            yield _difference(column_name(field), cell_words(before), cell_words(after), field in LONG_TEXTS)


def _difference(name: str, before: str, after: str, long: bool = False) -> str:
    if long or max(len(before), len(after)) > LONGEST_SHOWN:
        return f"{name} {'changed' if before and after else 'added' if after else 'removed'}"
    return f"{name} {before or 'empty'} -> {after or 'empty'}"


def _settings(old: Settings, new: Settings) -> Iterator[str]:
    for key in type(new).model_fields:
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield f"{SETTINGS_TAB}: {_difference(key, cell_words(before), cell_words(after))}"


def _label(row: Row) -> str:
    """What a row is called: its name where it has one. An example's text is a customer's and stays out of the log."""
    match row:
        case PriorityRule():
            return f"row {row.row} ({_rule(row)})"
        case Example():
            return f"row {row.row} ({row.topic})"
        case _:
            field = next(name for name in type(row).model_fields if name != "row")
            return _short(cell_words(getattr(row, field)))


def _rule(rule: PriorityRule) -> str:
    """`urgency at least high, tone angry: escalate`."""
    conditions = ("topic", "urgency_at_least", "tone", "vip", "source", "kind_of_word")
    told = [
        f"{column_name(field)} {cell_words(value)}"
        for field in conditions
        if (value := getattr(rule, field)) not in (None, "")
    ]
    return f"{', '.join(told) or 'every other ticket'}: {rule.move.value}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1].rstrip()}\u2026"
