"""The Dashboard's native charts; each is known by its title."""

from __future__ import annotations

from typing import Any

from scripts.ops.tabs import Chart
from scripts.ops.workbook.drift import Drift, Request
from scripts.ops.workbook.formulas import Places
from scripts.ops.workbook.ranges import area
from scripts.ops.workbook.tabs_there import Ours

_ROWS = 40
"""Rows that a chart looks at: more than a small desk has teams or topics."""
_WIDTH, _HEIGHT = 520, 340


def charts(one: Ours, places: Places) -> list[Drift]:
    """Charts that are missing. One that people changed keeps its title, and its changes."""
    return [
        Drift(
            "" if one.is_new else f"{one.template.title}: the chart '{chart.title}' is missing.",
            (_add(one, chart, places),),
        )
        for chart in one.template.charts
        if chart.title not in one.found.charts
    ]


def _add(one: Ours, chart: Chart, places: Places) -> Request:
    at = places[one.template.title]
    axis = "BOTTOM_AXIS" if chart.kind == "BAR" else "LEFT_AXIS"
    basic: dict[str, Any] = {
        "chartType": chart.kind,
        "legendPosition": "TOP_LEGEND" if len(chart.show) > 1 else "NO_LEGEND",
        "headerCount": 1,
        "domains": [{"domain": _source(one, at[chart.of])}],
        "series": [{"series": _source(one, at[field]), "targetAxis": axis} for field in chart.show],
        **({"stackedType": "STACKED"} if chart.stacked else {}),
    }
    row, column = chart.at
    anchor = {"sheetId": one.found.sheet_id, "rowIndex": row, "columnIndex": column}
    position = {"anchorCell": anchor, "widthPixels": _WIDTH, "heightPixels": _HEIGHT}
    spec = {"title": chart.title, "basicChart": basic}
    return {"addChart": {"chart": {"spec": spec, "position": {"overlayPosition": position}}}}


def _source(one: Ours, place: int) -> dict[str, Any]:
    return {"sourceRange": {"sources": [area(one.found, (0, _ROWS), (place, place + 1))]}}
