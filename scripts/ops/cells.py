"""A template's starter rows as the cells that a person would have typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ticket_router.domain.workbook.grid import Cell
from ticket_router.domain.workbook.shape import Column, Tab

DAY_ZERO = date(1899, 12, 30)
"""Sheets counts days from here (Sheets API guide, "Date and time values")."""


def cell_of(column: Column, value: object) -> Cell:
    """A field's value as this column shows it: a date as its serial number, a list with commas, yes or no in words."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        if column.type == "checkbox":
            return value
        yes, no = ("yes", "no") if column.type == "yes_no" else ("true", "false")
        return yes if value else no
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, date):
        return float((value - DAY_ZERO).days)
    if isinstance(value, int | float) and column.type == "number":
        return float(value)
    return str(value)


def row_cells(tab: Tab, row: Mapping[str, object]) -> list[Cell]:
    """A row by field as cells in the template's order; columns that people do not fill stay empty."""
    return [cell_of(column, row.get(column.field)) if not column.formula else None for column in tab.columns]
