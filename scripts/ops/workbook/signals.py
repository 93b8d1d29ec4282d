"""Colours that mean something: what is wrong, what is done, what is off, what is urgent (conditional formats)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.ops.workbook.columns import all_placed
from scripts.ops.workbook.drift import Drift
from scripts.ops.workbook.formulas import Places, comparable
from scripts.ops.workbook.found import Json
from scripts.ops.workbook.looks import Colour, rgb
from scripts.ops.workbook.ranges import area, bounds
from scripts.ops.workbook.tabs_there import Ours
from ticket_router.adapters.google.column_cells import column_letter
from ticket_router.domain.workbook.shape import Column

Look = tuple[Colour, Colour | None]
"""Text and, maybe, background."""

_RED: Look = ((0.647, 0.055, 0.055), (0.988, 0.91, 0.902))
_GREEN: Look = ((0.075, 0.451, 0.2), (0.902, 0.957, 0.918))
_AMBER: Look = ((0.69, 0.376, 0.0), (0.996, 0.969, 0.878))
_GREY: Look = ((0.604, 0.627, 0.651), None)

_WORDS: Mapping[str, tuple[tuple[str, str, Look], ...]] = {
    "status": (
        ("TEXT_STARTS_WITH", "✗", _RED),
        ("TEXT_STARTS_WITH", "✓", _GREEN),
        ("TEXT_EQ", "live", _GREEN),
        ("TEXT_EQ", "not read yet", _GREY),
    ),
    "urgency": (("TEXT_EQ", "high", _AMBER),),
    "urgency_at_least": (("TEXT_EQ", "high", _AMBER),),
    "raises_to": (("TEXT_EQ", "high", _AMBER),),
    "tone": (("TEXT_EQ", "angry", _AMBER),),
    "move": (("TEXT_EQ", "escalate", _RED), ("TEXT_EQ", "priority", _AMBER)),
}
"""By field: the condition, what it looks for, and the look."""


def signals(one: Ours, places: Places) -> list[Drift]:
    """Rules that are missing, and rules of ours that stand for a column that moved."""
    wanted = _wanted(one, places)
    wanted_keys = [_key(rule, one) for rule in wanted]
    found_keys = [_key(rule, one) for rule in one.found.looks]
    looks_of_ours = {_look_of(rule) for rule in wanted}
    stale = [
        place
        for place, rule in enumerate(one.found.looks)
        if found_keys[place] not in wanted_keys and _look_of(rule) in looks_of_ours
    ]
    missing = [rule for rule, key in zip(wanted, wanted_keys, strict=True) if key not in found_keys]
    requests: list[Mapping[str, Any]] = [
        # From the end, because each deletion moves up what follows it.
        {"deleteConditionalFormatRule": {"sheetId": one.found.sheet_id, "index": place}}
        for place in reversed(stale)
    ]
    requests += [{"addConditionalFormatRule": {"rule": rule, "index": 0}} for rule in reversed(missing)]
    if not requests:
        return []
    says = f"{one.template.title}: colours that tell what is wrong, off or urgent are missing or in the wrong place."
    return [Drift("" if one.is_new else says, tuple(requests))]


def _wanted(one: Ours, places: Places) -> list[dict[str, Any]]:
    columns = all_placed(one, places)
    rules = [
        _rule(one, (place, place + 1), kind, text, look)
        for place, column in columns
        for kind, text, look in _words_of(one, column)
    ]
    state = next((place for place, column in columns if column.field == "state"), None)
    if state is not None:
        off = f'=${column_letter(state)}1="off"'
        width = max(place for place, _ in columns) + 1
        rules.append(_rule(one, (0, width), "CUSTOM_FORMULA", off, _GREY))
    return rules


def _words_of(one: Ours, column: Column) -> tuple[tuple[str, str, Look], ...]:
    # On the Dashboard the words are labels.
    return () if one.template.charts else _WORDS.get(column.field, ())


def _rule(one: Ours, columns: tuple[int, int], kind: str, text: str, look: Look) -> dict[str, Any]:
    ink, paper = look
    style: dict[str, Any] = {"textFormat": {"foregroundColorStyle": rgb(ink)}}
    if paper:
        style["backgroundColorStyle"] = rgb(paper)
    condition = {"type": kind, "values": [{"userEnteredValue": text}]}
    return {
        "ranges": [area(one.found, columns=columns)],
        "booleanRule": {"condition": condition, "format": style},
    }


def _key(rule: Json, one: Ours) -> tuple[object, ...]:
    """What makes two rules the same rule."""
    condition = rule.get("booleanRule", {}).get("condition", {})
    texts = tuple(comparable(value.get("userEnteredValue", "")) for value in condition.get("values", []))
    where = frozenset(bounds(r, one.found) for r in rule.get("ranges", []))
    return where, condition.get("type"), texts, _look_of(rule)


def _look_of(rule: Json) -> tuple[object, ...]:
    """The kind of condition with its colours: exactly these are ours, whatever they stand on."""
    boolean = rule.get("booleanRule", {})
    style = boolean.get("format", {})
    ink = style.get("textFormat", {})
    return (
        boolean.get("condition", {}).get("type"),
        _colour(ink, "foregroundColor"),
        _colour(style, "backgroundColor"),
    )


def _colour(style: Json, name: str) -> tuple[int, ...] | None:
    """In the 256 steps that Sheets keeps."""
    told = style.get(f"{name}Style", {}).get("rgbColor") or style.get(name)
    return tuple(round(255 * told.get(part, 0.0)) for part in ("red", "green", "blue")) if told else None
