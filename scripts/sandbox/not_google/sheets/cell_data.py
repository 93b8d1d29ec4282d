"""Cells as the API tells them (CellData, GridData), and cells written through a field mask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.cells import EMPTY, Cell, number_format
from scripts.sandbox.not_google.grid.colours import settled
from scripts.sandbox.not_google.grid.shown import shown
from scripts.sandbox.not_google.grid.tab import Line, Tab
from scripts.sandbox.not_google.grid.values import SheetError, Value, from_extended, to_extended
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.describing import DEFAULT_FORMAT
from scripts.sandbox.not_google.sheets.rules import checked_rule
from scripts.sandbox.not_google.wire.documents import document
from scripts.sandbox.not_google.wire.errors import invalid, unbuilt
from scripts.sandbox.not_google.wire.masks import Mask, MaskError, read_mask, unknown_path

_WRITABLE = {"userEnteredValue", "userEnteredFormat", "note", "dataValidation"}
_READ_ONLY = {"effectiveValue", "effectiveFormat", "formattedValue", "hyperlink"}


def grid_data(call: SheetsCall, tab: Tab, box: Box, mask: Mask) -> dict[str, Any]:
    """GridData of a rectangle; rows are told as far as something is in them."""
    inside = tab.clip(box)
    assert inside.bottom is not None and inside.right is not None
    found: dict[str, Any] = {}
    if inside.top:
        found["startRow"] = inside.top
    if inside.left:
        found["startColumn"] = inside.left
    if "rowData" in mask:
        cells = mask.below("rowData").below("values")
        values = call.calculation().window(tab, inside)
        rows = [_row(call, tab, inside.top + i, inside.left, row, cells) for i, row in enumerate(values)]
        while rows and not rows[-1]:
            rows.pop()
        found["rowData"] = rows
    if "rowMetadata" in mask:
        found["rowMetadata"] = [_line(line) for line in tab.row_looks[inside.top : inside.bottom]]
    if "columnMetadata" in mask:
        found["columnMetadata"] = [_line(line) for line in tab.columns[inside.left : inside.right]]
    return found


def _line(line: Line) -> dict[str, Any]:
    return {"hiddenByUser": True, "pixelSize": line.pixels} if line.hidden else {"pixelSize": line.pixels}


def _row(call: SheetsCall, tab: Tab, row: int, left: int, values: list[Value], mask: Mask) -> dict[str, Any]:
    cells = [cell_json(call.book, tab.cell(row, left + i), value, mask) for i, value in enumerate(values)]
    while cells and not cells[-1]:
        cells.pop()
    return {"values": cells} if cells else {}


def cell_json(book: Book, cell: Cell, value: Value, mask: Mask) -> dict[str, Any]:
    """A CellData; an empty object for a cell with nothing in it."""
    found: dict[str, Any] = {}
    if cell is EMPTY and value is None:
        return found
    if "userEnteredValue" in mask and (entered := to_extended(cell.entered)):
        found["userEnteredValue"] = entered
    if value is not None:
        if "effectiveValue" in mask and (effective := to_extended(value)):
            found["effectiveValue"] = effective
        if "formattedValue" in mask:
            found["formattedValue"] = shown(value, number_format(cell), book.locale)
    if cell.format is not None and "userEnteredFormat" in mask:
        found["userEnteredFormat"] = cell.format
    if (cell.format is not None or value is not None) and "effectiveFormat" in mask:
        found["effectiveFormat"] = _effective_format(cell, value)
    if cell.note and "note" in mask:
        found["note"] = cell.note
    if cell.rule and "dataValidation" in mask:
        found["dataValidation"] = book.rules[cell.rule]
    return found


def _effective_format(cell: Cell, value: Value) -> dict[str, Any]:
    own = cell.format or {}
    texts = {**DEFAULT_FORMAT["textFormat"], **own.get("textFormat", {})}
    side = "CENTER" if isinstance(value, bool | SheetError) else "LEFT" if isinstance(value, str) else "RIGHT"
    aligned = {} if value is None else {"horizontalAlignment": side}
    return {**DEFAULT_FORMAT, **aligned, **own, "textFormat": texts}


# -- writing -------------------------------------------------------------------------------------------------------


def write_mask(text: str) -> Mask:
    """The `fields` of a request that writes cells; raises GoogleRefusal for what cells do not have, or cannot take."""
    mask = needed_mask(text)
    if path := unknown_path(document("sheets", "v4"), "CellData", mask):
        raise invalid(f"Invalid field: {path}")
    for name in mask.parts:
        if name in _READ_ONLY:
            raise invalid(f"Invalid field: {name} is read-only")
        if name not in _WRITABLE:
            raise unbuilt(f"CellData.{name}")
    return mask


def needed_mask(text: str) -> Mask:
    """A field mask that a request has to bring."""
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        return read_mask(text)
    except MaskError:
        raise invalid(f"Invalid field mask: {text}") from None


def written_cell(book: Book, old: Cell, given: Mapping[str, Any], mask: Mask) -> Cell:
    """A cell after a write: what the mask names is set as given, or cleared; all else stays."""
    for name in given:
        if name not in _WRITABLE and mask.whole and given[name] and name not in _READ_ONLY:
            raise unbuilt(f"CellData.{name}")
    new = old
    if "userEnteredValue" in mask:
        new = replace(new, entered=from_extended(given.get("userEnteredValue")))
    if "note" in mask:
        new = replace(new, note=given.get("note") or "")
    if "dataValidation" in mask:
        rule = given.get("dataValidation")
        new = replace(new, rule=book.rule_number(checked_rule(book, rule) if rule else None))
    if "userEnteredFormat" in mask:
        part = mask.below("userEnteredFormat")
        new = replace(new, format=_written_format(old.format, given.get("userEnteredFormat"), part))
    return new


def _written_format(old: Mapping[str, Any] | None, given: Mapping[str, Any] | None, mask: Mask) -> Any:
    if mask.whole:
        return settled(given) if given else None
    new = _merged(old or {}, given or {}, mask)
    return settled(new) or None


def _merged(old: Mapping[str, Any], given: Mapping[str, Any], mask: Mask) -> dict[str, Any]:
    new = dict(old)
    for name, part in mask.parts.items():
        # A colour and its style are one thing under two names: setting one replaces both.
        for twin in (name, f"{name}Style", name.removesuffix("Style")):
            if twin == name or twin.endswith(("Color", "ColorStyle", "color", "colorStyle")):
                held = new.pop(twin, None)
                if twin == name and not part.whole:
                    merged = _merged(held or {}, given.get(name) or {}, part)
                    if merged:
                        new[name] = merged
        if part.whole and given.get(name) is not None:
            new[name] = given[name]
    return new


def refuse_outside(tab: Tab, row: int, column: int, last_row: int, last_column: int) -> None:
    """Refuse to write beyond what a request may touch; raises GoogleRefusal in Google's words."""
    for at, last, word in (
        (row, min(last_row, tab.row_count), "row"),
        (column, min(last_column, tab.column_count), "column"),
    ):
        if at >= last:
            raise invalid(f"Attempting to write {word}: {at}, beyond the last requested {word} of: {last - 1}")
