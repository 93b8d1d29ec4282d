"""Which of our tabs are there: under their name, under another one, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scripts.ops.tabs import Template
from scripts.ops.workbook.drift import Drift, Request
from scripts.ops.workbook.found import BLANK_ROWS, Found, FoundCell, FoundTab
from ticket_router.domain.workbook.shape import TabKind, plain

_COLOURS = {TabKind.live: (0.10, 0.45, 0.91), TabKind.rules: (0.12, 0.56, 0.24), TabKind.system: (0.6, 0.63, 0.65)}
_ROWS = {TabKind.live: 100, TabKind.rules: 300, TabKind.system: 1_000}
"""Rows of a new tab; Sheets and the router add more as they are needed."""
_CHART_COLUMNS = 24


@dataclass(frozen=True)
class Ours:
    """One of our tabs in the spreadsheet, or as it will be when the plan's first requests are done."""

    template: Template
    found: FoundTab
    fresh: frozenset[int] = frozenset()
    """Columns that the plan makes."""
    is_new: bool = False


def tabs_there(found: Found, templates: Sequence[Template]) -> tuple[list[Ours], list[Drift]]:
    """Our tabs in the templates' order, and what has to happen until they are all there."""
    wanted = {template.title for template in templates}
    by_title = {tab.title: tab for tab in found.tabs}
    by_name = {plain(tab.title): tab for tab in found.tabs if tab.title not in wanted}
    by_id = {tab.sheet_id: tab for tab in found.tabs if tab.title not in wanted}
    ours: list[Ours] = []
    drifts: list[Drift] = []
    order = [tab.title for tab in found.tabs]
    for number, template in enumerate(templates):
        tab = by_title.get(template.title)
        if tab is None and (renamed := by_name.get(plain(template.title)) or by_id.get(template.sheet_id)):
            drifts.append(_called_again(renamed, template))
            order[order.index(renamed.title)] = template.title
            tab = replace(renamed, title=template.title)
        if tab is not None:
            ours.append(Ours(template, tab))
            continue
        made = _new(template)
        index = _place(order, [before.title for before in templates[:number]])
        order.insert(index, template.title)
        drifts.append(Drift(_gone(template, ours), (_add(template, made, index),)))
        every = frozenset(range(len(template.columns)))
        ours.append(Ours(template, made, fresh=every, is_new=True))
    return ours, drifts


def seen_right(ours: Iterable[Ours]) -> list[Drift]:
    """A header that stays in view, and system tabs that do not."""
    drifts = []
    for one in ours:
        if one.is_new:
            continue
        title = one.template.title
        if not one.found.frozen_rows:
            drifts.append(
                Drift(
                    f"{title}: the header row is not frozen.",
                    (_set(one.found, {"gridProperties": {"frozenRowCount": 1}}, "gridProperties.frozenRowCount"),),
                )
            )
        if one.template.kind is TabKind.system and not one.found.hidden:
            says = f"{title}: the tab is in view; it is the router's own and hidden."
            drifts.append(Drift(says, (_set(one.found, {"hidden": True}, "hidden"),)))
    return drifts


def blank_tab(found: Found, ours: Iterable[Ours]) -> list[Drift]:
    """The empty tab that every new spreadsheet begins with; once the workbook is there nobody's tab is touched."""
    if any(not one.is_new for one in ours):
        return []
    return [
        Drift("", ({"deleteSheet": {"sheetId": tab.sheet_id}},))
        for tab in found.tabs
        if not tab.sheet_id and tab.row_count <= BLANK_ROWS and _is_empty(tab.cells)
    ]


def _is_empty(cells: Mapping[int, Sequence[FoundCell]]) -> bool:
    return all(cell.is_empty and not cell.note for row in cells.values() for cell in row)


def _called_again(found: FoundTab, template: Template) -> Drift:
    says = f"The tab {template.title} is called '{found.title}' now; it has to keep its name."
    return Drift(says, (_set(found, {"title": template.title}, "title"),))


def _gone(template: Template, ours: Iterable[Ours]) -> str:
    says = f"The tab {template.title} is not there."
    if template.kind is not TabKind.rules or all(one.is_new for one in ours):
        return says
    return (
        f"{says} If it was deleted by mistake, bring it back by File > Version history: a new one has the first rows."
    )


def _place(order: Sequence[str], before: Sequence[str]) -> int:
    """Behind the last tab that goes before it; in front of everything when none does."""
    return max((order.index(title) + 1 for title in before if title in order), default=0)


def _new(template: Template) -> FoundTab:
    columns = max(len(template.columns), _CHART_COLUMNS if template.charts else 0)
    rows = max(_ROWS[template.kind], len(template.rows) + 100)
    return FoundTab(template.sheet_id, template.title, rows, columns, template.kind is TabKind.system, frozen_rows=1)


def _add(template: Template, made: FoundTab, index: int) -> Request:
    red, green, blue = _COLOURS[template.kind]
    grid = {"rowCount": made.row_count, "columnCount": made.column_count, "frozenRowCount": 1}
    properties = {
        "sheetId": made.sheet_id,
        "title": template.title,
        "index": index,
        "gridProperties": grid,
        "hidden": made.hidden,
        "tabColorStyle": {"rgbColor": {"red": red, "green": green, "blue": blue}},
    }
    return {"addSheet": {"properties": properties}}


def _set(found: FoundTab, properties: Mapping[str, object], fields: str) -> Request:
    return {"updateSheetProperties": {"properties": {"sheetId": found.sheet_id, **properties}, "fields": fields}}
