"""What has to happen to a spreadsheet so that it is the workbook: a pure function of what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scripts.ops.tabs import Template
from scripts.ops.workbook.body import body
from scripts.ops.workbook.charts import charts
from scripts.ops.workbook.columns import placed
from scripts.ops.workbook.drift import Drift, Plan
from scripts.ops.workbook.found import Found
from scripts.ops.workbook.headers import headers
from scripts.ops.workbook.looks import looks
from scripts.ops.workbook.protection import protection
from scripts.ops.workbook.signals import signals
from scripts.ops.workbook.tabs_there import blank_tab, seen_right, tabs_there


@dataclass(frozen=True)
class Wishes:
    """What is this desk's own; an empty one leaves the spreadsheet's as it is."""

    address: str
    """The service account's mail address: the one editor of what is not for people."""
    locale: str = ""
    """Such as `en_GB`: how Sheets reads the dates and numbers that people type."""
    time_zone: str = ""
    """Such as `Europe/Berlin`."""


def plan(found: Found, templates: Sequence[Template], wishes: Wishes) -> Plan:
    """Every difference, in the order in which the repairs have to be made. It is empty for a workbook that is right.

    Rows, columns and tabs of people's own are in no request, and no cell that they filled is written over. What could
    only be repaired by guessing about such cells is a difference without a repair.
    """
    ours, drifts = tabs_there(found, templates)
    blank = blank_tab(found, ours)
    shown = seen_right(ours)
    ours, places, moved = placed(ours)
    locale = wishes.locale or found.locale
    parts = [
        part
        for one in ours
        for part in (
            # Styles first: they would take the format of cells that later requests fill.
            *looks(one, places),
            *headers(one, places, locale),
            *body(one, places),
            *protection(one, places, wishes.address),
            *signals(one, places),
            *charts(one, places),
        )
    ]
    return Plan((*_properties(found, wishes), *drifts, *shown, *moved, *parts, *blank))


def _properties(found: Found, wishes: Wishes) -> list[Drift]:
    drifts = []
    for what, name, wanted, is_now in (
        ("locale", "locale", wishes.locale, found.locale),
        ("time zone", "timeZone", wishes.time_zone, found.time_zone),
    ):
        if wanted and wanted != is_now:
            properties: Mapping[str, str] = {name: wanted}
            request = {"updateSpreadsheetProperties": {"properties": properties, "fields": name}}
            drifts.append(Drift(f"The {what} of the spreadsheet is {is_now or 'not set'}, not {wanted}.", (request,)))
    return drifts
