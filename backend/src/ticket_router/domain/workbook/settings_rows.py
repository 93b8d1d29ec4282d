"""The Settings tab: rows of key and value, each checked for what its setting takes."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from ticket_router.domain.rulebook import RuleBook, Settings
from ticket_router.domain.workbook.addresses import mail_address
from ticket_router.domain.workbook.cells import yes_or_no
from ticket_router.domain.workbook.grid import Cell
from ticket_router.domain.workbook.numbers import number_in
from ticket_router.domain.workbook.problems import BadCell, shown
from ticket_router.domain.workbook.rows import SheetRow
from ticket_router.domain.workbook.shape import Tab
from ticket_router.domain.workbook.suggesting import look, nearest
from ticket_router.domain.workbook.tab_result import TabResult, repeated, told
from ticket_router.domain.workbook.texts import line_of

KEYS = {look(key.replace("_", " ")): key for key in Settings.model_fields}
"""Settings by look."""


def settings_of(tab: Tab, found: Sequence[SheetRow], old: RuleBook) -> TabResult:
    """The settings that the rows make; `old` is the RuleBook in force, of version 0 when there is none.

    A setting without a row has its starting value; one whose row is wrong keeps the value in force.
    """
    values: dict[str, object] = {}
    first: dict[str, SheetRow] = {}
    wrong: set[str] = set()
    rows: list[SheetRow] = []
    meanwhile: dict[int, str] = {}
    for row in found:
        try:
            key = _key(row.cells.get("key"))
        except BadCell as bad:
            rows.append(row.bad(bad.of("key")))
            meanwhile[row.number] = "this row does not count until then"
            continue
        if key in first:
            rows.append(repeated(row, first[key], "key"))
            meanwhile[row.number] = f"row {first[key].number} counts"
            continue
        try:
            values[key] = _value(key, row.cells.get("value"))
            first[key] = row
            rows.append(row)
        except BadCell as bad:
            rows.append(row.bad(bad.of("value")))
            wrong.add(key)
            meanwhile[row.number] = "the old value stays in force" if old.version else "the starting value counts"
    # A later row that is right stands for a wrong one of its key above it.
    kept = {key: getattr(old.settings, key) for key in wrong - values.keys()}
    return told(tab, Settings.model_validate({**kept, **values}), rows, meanwhile)


def _value(key: str, cell: Cell) -> object:
    """The value of one setting. Raises BadCell."""
    field = Settings.model_fields[key]
    text = line_of(cell)
    if not text and field.default != "":
        raise BadCell("this cell is empty", f"Write a value; a new desk starts with {_starting(field.default)}")
    kind: object = field.annotation
    if kind is bool:
        return yes_or_no(text)
    if kind in (int, float):
        return _number(key, cell, text, whole=kind is int)
    if key == "support_mailbox":
        return mail_address(text) if text else ""
    try:
        return typing.cast("object", getattr(Settings.model_validate({key: text}), key))
    except ValidationError:
        name = key.replace("_", " ")
        raise BadCell(f"{shown(text)} is no {name}", "Write one such as Europe/Berlin or America/New_York") from None


def _key(cell: Cell) -> str:
    text = line_of(cell)
    if not text:
        raise BadCell("this cell is empty", "Write the name of the setting, or clear the row")
    if found := KEYS.get(_words(text)):
        return found
    near = nearest(_words(text), KEYS)
    like = f"; did you mean '{KEYS[near]}'?" if near else ""
    raise BadCell(f"no setting {shown(text)}{like}", "Use the names that a new desk has, or clear the row")


def _words(text: str) -> str:
    return look(text.replace("_", " "))


def _number(key: str, cell: Cell, text: str, *, whole: bool) -> float:
    low, high = _bounds(key)
    in_percent = key.endswith("percent")
    value = number_in(cell, low, high, 1.0 if in_percent else 0.01 if high == 1 else None)
    assert value is not None  # the cell is not blank
    if whole and value != int(value):
        raise BadCell(f"{shown(text)} is no whole number", "Write a whole number, such as 3")
    # Sheets stores a typed 10% as 0.1 and does not tell the difference.
    if in_percent and not isinstance(cell, str) and 0 < value < 1:
        raise BadCell(
            f"{shown(text)} can be {value:g} or {value * 100:g} percent", f"Write {value * 100:g} without the sign %"
        )
    return int(value) if whole else value


def _bounds(key: str) -> tuple[float | None, float | None]:
    bounds: Mapping[str, float] = {
        name: limit
        for part in Settings.model_fields[key].metadata
        for name in ("ge", "le")
        if (limit := getattr(part, name, None)) is not None
    }
    return bounds.get("ge"), bounds.get("le")


def _starting(default: object) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"{default:g}" if isinstance(default, float | int) else str(default)
