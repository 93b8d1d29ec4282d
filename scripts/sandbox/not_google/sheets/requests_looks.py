"""Requests about conditional formats, the basic filter and charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scripts.sandbox.not_google.grid.boxes import from_grid_range
from scripts.sandbox.not_google.grid.colours import settled
from scripts.sandbox.not_google.grid.tab import Conditional, Tab
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.describing import conditional_json
from scripts.sandbox.not_google.sheets.requests_cells import area
from scripts.sandbox.not_google.sheets.rules import check_condition
from scripts.sandbox.not_google.wire.errors import invalid

Given = Mapping[str, Any]
Kind = Callable[[SheetsCall, Given], dict[str, Any] | None]

_FORMAT_PARTS = frozenset({"backgroundColor", "backgroundColorStyle", "textFormat"})


def _read_rule(call: SheetsCall, rule: Given) -> tuple[Tab, Conditional]:
    ranges = rule.get("ranges") or []
    if not ranges:
        raise invalid("Must specify at least one range.")
    ids = {one.get("sheetId") or 0 for one in ranges}
    if len(ids) > 1:
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    tab = call.book.tab(ids.pop())
    for one in ranges:
        area(call, one)
    if boolean := rule.get("booleanRule"):
        check_condition(call.book, boolean.get("condition") or {}, in_format=True)
        extra = set(boolean.get("format") or {}) - _FORMAT_PARTS
        if extra:
            raise invalid(f"Invalid conditional format: {', '.join(sorted(extra))} cannot be set by a rule.")
    kept = {name: settled(member) for name, member in rule.items() if name != "ranges" and member is not None}
    return tab, Conditional(tuple(from_grid_range(one) for one in ranges), kept)


def _add_conditional(call: SheetsCall, given: Given) -> None:
    tab, made = _read_rule(call, given.get("rule") or {})
    index = given.get("index") or 0
    if not 0 <= index <= len(tab.conditionals):
        raise invalid(f"Invalid index: {index}. There are {len(tab.conditionals)} conditional format rules.")
    tab.conditionals.insert(index, made)
    tab.touch()


def _at(tab: Tab, given: Given) -> int:
    index = given.get("index") or 0
    if not 0 <= index < len(tab.conditionals):
        raise invalid(f"No conditional format on sheet: {tab.id} at index: {index}")
    return int(index)


def _delete_conditional(call: SheetsCall, given: Given) -> dict[str, Any]:
    tab = call.book.tab(given.get("sheetId") or 0)
    gone = tab.conditionals.pop(_at(tab, given))
    tab.touch()
    return {"deleteConditionalFormatRule": {"rule": conditional_json(tab, gone)}}


def _update_conditional(call: SheetsCall, given: Given) -> dict[str, Any]:
    if given.get("rule") is not None:
        tab, new = _read_rule(call, given["rule"])
        index = _at(tab, given)
        old, tab.conditionals[index] = tab.conditionals[index], new
        answer = {"oldRule": conditional_json(tab, old), "newRule": conditional_json(tab, new), "newIndex": index}
    else:
        tab = call.book.tab(given.get("sheetId") or 0)
        index, to = _at(tab, given), given["newIndex"]
        if not 0 <= to < len(tab.conditionals):
            raise invalid(f"Invalid newIndex: {to}. There are {len(tab.conditionals)} conditional format rules.")
        rule = tab.conditionals.pop(index)
        tab.conditionals.insert(to, rule)
        answer = {"newRule": conditional_json(tab, rule), "oldIndex": index, "newIndex": to}
    tab.touch()
    return {"updateConditionalFormatRule": answer}


def _set_filter(call: SheetsCall, given: Given) -> None:
    wanted = given.get("filter") or {}
    tab, _ = area(call, wanted.get("range"))
    tab.basic_filter = {name: member for name, member in wanted.items() if member is not None}
    tab.touch()


def _clear_filter(call: SheetsCall, given: Given) -> None:
    tab = call.book.tab(given.get("sheetId") or 0)
    tab.basic_filter = None
    tab.touch()


def _add_chart(call: SheetsCall, given: Given) -> dict[str, Any]:
    chart = dict(given.get("chart") or {})
    position = chart.get("position") or {}
    anchor = (position.get("overlayPosition") or {}).get("anchorCell")
    if not chart.get("spec") or anchor is None:
        raise invalid("A chart needs a spec, and a position over a cell of a tab.")
    tab = call.book.tab(anchor.get("sheetId") or 0)
    taken = {one["chartId"] for other in call.book.tabs for one in other.charts}
    if chart.get("chartId") is None:
        chart["chartId"] = call.book.new_id()
    elif chart["chartId"] in taken:
        raise invalid(f"A chart with id {chart['chartId']} exists already.")
    tab.charts.append(chart)
    tab.touch()
    return {"addChart": {"chart": chart}}


def _delete_object(call: SheetsCall, given: Given) -> None:
    wanted = given.get("objectId")
    for tab in call.book.tabs:
        kept = [chart for chart in tab.charts if chart["chartId"] != wanted]
        if len(kept) < len(tab.charts):
            tab.charts = kept
            tab.touch()
            return
    raise invalid(f"No embedded object with id: {wanted}")


KINDS: dict[str, Kind] = {
    "addConditionalFormatRule": _add_conditional,
    "deleteConditionalFormatRule": _delete_conditional,
    "updateConditionalFormatRule": _update_conditional,
    "setBasicFilter": _set_filter,
    "clearBasicFilter": _clear_filter,
    "addChart": _add_chart,
    "deleteEmbeddedObject": _delete_object,
}
