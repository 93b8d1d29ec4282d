"""Requests about protected ranges, named ranges and merged cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from scripts.sandbox.not_google.grid.a1 import read_cells
from scripts.sandbox.not_google.grid.book import Named
from scripts.sandbox.not_google.grid.boxes import Box, from_grid_range
from scripts.sandbox.not_google.grid.protection import REFUSED
from scripts.sandbox.not_google.grid.tab import Protection, Tab
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.sheets.cell_data import needed_mask
from scripts.sandbox.not_google.sheets.describing import named_json, protection_json
from scripts.sandbox.not_google.sheets.requests_cells import area
from scripts.sandbox.not_google.wire.documents import document
from scripts.sandbox.not_google.wire.errors import invalid, unbuilt
from scripts.sandbox.not_google.wire.masks import unknown_path

Given = Mapping[str, Any]
Kind = Callable[[SheetsCall, Given], dict[str, Any] | None]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,249}")


def _add_protected(call: SheetsCall, given: Given) -> dict[str, Any]:
    asked = given.get("protectedRange") or {}
    if asked.get("namedRangeId") or asked.get("tableId"):
        raise unbuilt("protected ranges of names and tables")
    if asked.get("range") is None:
        raise invalid("Must specify a range to protect.")
    tab = call.book.tab(asked["range"].get("sheetId") or 0)
    number = asked.get("protectedRangeId")
    if number is not None and any(p.id == number for t in call.book.tabs for p in t.protections):
        raise invalid(f"A protected range with id {number} exists already.")
    warning = bool(asked.get("warningOnly"))
    editors = _editors(asked)
    if warning and editors:
        raise invalid("Editors cannot be set on a protected range that is warning only.")
    made = Protection(
        id=call.book.new_id() if number is None else number,
        box=from_grid_range(asked["range"]),
        # Whoever protects a range may always edit it.
        editors=() if warning else tuple(sorted({*editors, call.user})),
        unprotected=_unprotected(tab, asked),
        warning_only=warning,
        description=asked.get("description") or "",
        by=call.user,
    )
    tab.protections.append(made)
    tab.touch()
    return {"addProtectedRange": {"protectedRange": protection_json(call.file, tab, made, call.user)}}


def _editors(asked: Given) -> tuple[str, ...]:
    editors = asked.get("editors") or {}
    if editors.get("groups") or editors.get("domainUsersCanEdit"):
        raise unbuilt("groups and domains as editors of a protected range")
    for email in editors.get("users") or ():
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
            raise invalid(f"Invalid user: {email}")
    return tuple(editors.get("users") or ())


def _unprotected(tab: Tab, asked: Given) -> tuple[Box, ...]:
    ranges = asked.get("unprotectedRanges") or ()
    if ranges and from_grid_range(asked.get("range") or {}) != Box():
        raise invalid("Unprotected ranges can only be set when the whole sheet is protected.")
    if any((one.get("sheetId") or 0) != tab.id for one in ranges):
        raise invalid("Unprotected ranges must be on the protected sheet.")
    return tuple(from_grid_range(one) for one in ranges)


def _protected(call: SheetsCall, number: int | None) -> tuple[Tab, Protection]:
    for tab in call.book.tabs:
        for protection in tab.protections:
            if protection.id == number:
                may = protection.warning_only or call.user in (call.file.owner, *protection.editors)
                if not may:
                    raise invalid(REFUSED)
                return tab, protection
    raise invalid(f"No protected range with ID: {number}")


def _update_protected(call: SheetsCall, given: Given) -> None:
    asked = given.get("protectedRange") or {}
    mask = needed_mask(given.get("fields") or "")
    if path := unknown_path(document("sheets", "v4"), "ProtectedRange", mask):
        raise invalid(f"Invalid field: {path}")
    tab, old = _protected(call, asked.get("protectedRangeId"))
    new = old
    if "range" in mask and asked.get("range") is not None:
        if (asked["range"].get("sheetId") or 0) != tab.id:
            raise unbuilt("moving a protected range to another tab")
        new = replace(new, box=from_grid_range(asked["range"]))
    if "description" in mask:
        new = replace(new, description=asked.get("description") or "")
    if "warningOnly" in mask:
        new = replace(new, warning_only=bool(asked.get("warningOnly")))
    if "editors" in mask:
        new = replace(new, editors=_editors(asked))
    if "unprotectedRanges" in mask:
        new = replace(new, unprotected=_unprotected(tab, asked))
    editors = () if new.warning_only else tuple(sorted({*new.editors, call.user}))
    tab.protections[tab.protections.index(old)] = replace(new, editors=editors)
    tab.touch()


def _delete_protected(call: SheetsCall, given: Given) -> None:
    tab, protection = _protected(call, given.get("protectedRangeId"))
    tab.protections.remove(protection)
    tab.touch()


def _add_named(call: SheetsCall, given: Given) -> dict[str, Any]:
    asked = given.get("namedRange") or {}
    name = asked.get("name") or ""
    if not _NAME.fullmatch(name) or read_cells(name) is not None:
        raise invalid(
            f"Invalid name: {name!r}. Names have letters, digits and underscores, and do not look like cells."
        )
    if call.book.name(name) is not None:
        raise invalid(f"A named range named {name!r} exists already.")
    if asked.get("range") is None:
        raise invalid("Must specify a range to name.")
    tab = call.book.tab(asked["range"].get("sheetId") or 0)
    number = asked.get("namedRangeId") or str(call.book.new_id())
    named = Named(number, name, tab.id, from_grid_range(asked["range"]))
    call.book.named.append(named)
    return {"addNamedRange": {"namedRange": named_json(named)}}


def _delete_named(call: SheetsCall, given: Given) -> None:
    wanted = given.get("namedRangeId")
    kept = [named for named in call.book.named if named.id != wanted]
    if len(kept) == len(call.book.named):
        raise invalid(f"No named range with ID: {wanted}")
    call.book.named = kept


def _merge(call: SheetsCall, given: Given) -> None:
    tab, box = area(call, given.get("range"))
    call.guard(tab, box)
    merge(tab, box, given.get("mergeType") or "MERGE_ALL")


def merge(tab: Tab, box: Box, how: str) -> None:
    """Make one cell of many; the first one's value stays, the others are emptied. Raises GoogleRefusal."""
    if any(one.meets(box) and not box.covers(one) for one in tab.merges):
        raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    assert box.bottom is not None and box.right is not None
    parts = [box]
    if how == "MERGE_COLUMNS":
        parts = [Box(box.top, column, box.bottom, column + 1) for column in range(box.left, box.right)]
    elif how == "MERGE_ROWS":
        parts = [Box(row, box.left, row + 1, box.right) for row in range(box.top, box.bottom)]
    tab.merges = [one for one in tab.merges if not box.covers(one)]
    for part in parts:
        for row, column in tab.places(part):
            cell = tab.cell(row, column)
            if (row, column) != (part.top, part.left) and cell.entered is not None:
                tab.put(row, column, replace(cell, entered=None))
        if part.bottom != part.top + 1 or part.right != part.left + 1:
            tab.merges.append(part)
    tab.touch()


def _unmerge(call: SheetsCall, given: Given) -> None:
    tab, box = area(call, given.get("range"))
    call.guard(tab, box)
    if any(one.meets(box) and not box.covers(one) for one in tab.merges):
        raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    tab.merges = [one for one in tab.merges if not box.covers(one)]
    tab.touch()


KINDS: dict[str, Kind] = {
    "addProtectedRange": _add_protected,
    "updateProtectedRange": _update_protected,
    "deleteProtectedRange": _delete_protected,
    "addNamedRange": _add_named,
    "deleteNamedRange": _delete_named,
    "mergeCells": _merge,
    "unmergeCells": _unmerge,
}
