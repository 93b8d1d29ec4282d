"""How a new tab or column looks: header bands, widths, wrapping. Set once; after that the looks are people's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scripts.ops.workbook.body import number_format_of
from scripts.ops.workbook.columns import all_placed
from scripts.ops.workbook.drift import Drift, Request
from scripts.ops.workbook.formulas import Places
from scripts.ops.workbook.ranges import area
from scripts.ops.workbook.tabs_there import Ours
from ticket_router.domain.workbook.shape import Column, FilledBy

Colour = tuple[float, float, float]
NOT_PEOPLES: Colour = (0.91, 0.92, 0.93)
_BANDS: tuple[Colour, ...] = ((0.82, 0.89, 0.99), (0.81, 0.92, 0.84), (1.0, 0.92, 0.78))
_HEADER_HEIGHT = 32


def rgb(colour: Colour) -> dict[str, Any]:
    """A colour as the API takes it."""
    red, green, blue = colour
    return {"rgbColor": {"red": red, "green": green, "blue": blue}}


def looks(one: Ours, places: Places) -> list[Drift]:
    """For the columns that the plan makes; what stands already is left alone."""
    fresh = [(place, column) for place, column in all_placed(one, places) if place in one.fresh]
    requests = [
        *_repeated(one, fresh, lambda column: _header_style(one, column), (0, 1)),
        *_repeated(one, fresh, lambda column: _cell_style(one, column), (1, None)),
        *_widths(one, fresh),
    ]
    if one.is_new:
        span = {"sheetId": one.found.sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
        requests.append(_sized(span, _HEADER_HEIGHT))
    return [Drift("", tuple(requests))] if requests else []


def _header_style(one: Ours, column: Column) -> dict[str, Any]:
    """Bold, one colour a group; grey over cells that are not for people."""
    groups = list(dict.fromkeys(c.group for c in one.template.columns if c.filled_by is FilledBy.people))
    for_people = column.filled_by is FilledBy.people and not column.locked
    colour = _BANDS[groups.index(column.group) % len(_BANDS)] if for_people else NOT_PEOPLES
    return {
        "textFormat": {"bold": True},
        "backgroundColorStyle": rgb(colour),
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
    }


def _cell_style(one: Ours, column: Column) -> dict[str, Any]:
    wraps = column.type == "long_text" or column.field == "status"
    style: dict[str, Any] = {"verticalAlignment": "TOP", "wrapStrategy": "WRAP" if wraps else "CLIP"}
    if number_format := number_format_of(one.template, column):
        style["numberFormat"] = number_format
    if column.locked:
        style["textFormat"] = {"foregroundColorStyle": rgb((0.37, 0.39, 0.41))}
    return style


def _repeated(
    one: Ours,
    columns: Iterable[tuple[int, Column]],
    style_of: Callable[[Column], dict[str, Any]],
    rows: tuple[int, int | None],
) -> list[Request]:
    """One request for neighbours that look the same."""
    spans: list[tuple[int, int, dict[str, Any]]] = []
    for place, column in columns:
        style = style_of(column)
        if spans and spans[-1][1] == place and spans[-1][2] == style:
            spans[-1] = (spans[-1][0], place + 1, style)
        else:
            spans.append((place, place + 1, style))
    return [
        {
            "repeatCell": {
                "range": area(one.found, rows, (first, end)),
                "cell": {"userEnteredFormat": style},
                "fields": f"userEnteredFormat({','.join(style)})",
            }
        }
        for first, end, style in spans
    ]


def _widths(one: Ours, columns: Iterable[tuple[int, Column]]) -> list[Request]:
    spans = [
        ({"sheetId": one.found.sheet_id, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}, column)
        for place, column in columns
    ]
    return [_sized(span, column.width) for span, column in spans]


def _sized(span: dict[str, Any], pixels: int) -> Request:
    return {"updateDimensionProperties": {"range": span, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}
