"""Draws a tab: its strip, its header and its rows as keyed pieces, each drawn again only when it changed."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from scripts.sandbox.not_google import CellView, TabView
from scripts.sandbox.page.sheet.seen import SPARE, Seen, address

Pieces = list[tuple[str, str]]
Row = tuple[CellView, ...]

SHOWN = 200
"""Rows that are drawn unless a visitor asks for more."""
REMEMBERED = 6000
STICKY = 240
"""Pixels up to which the first column stays in sight while one scrolls to the side."""


class Drawing:
    """One for all pages; a dropdown's offers get a number that rows refer to."""

    def __init__(self, env: Environment) -> None:
        self._head = env.get_template("items/sheet_head.html")
        self._row = env.get_template("items/sheet_row.html")
        self._facts = env.get_template("items/sheet_facts.html")
        self._known: dict[tuple[Any, ...], str] = {}
        self._offers: dict[tuple[str, ...], int] = {}

    def lists(self, seen: Seen, name: str, rest: str) -> dict[str, Pieces]:
        """The grid of the tab that an address names, as far as it is shown."""
        tab = seen.tab(name)
        if tab is None:
            return {"sheet-facts": [], "sheet-head": [], "sheet-rows": []}
        shown = int(rest) if rest.isascii() and rest.isdigit() else SHOWN
        ids = seen.ids[tab.id]
        head, body = (1, tab.rows[1:]) if tab.frozen_rows else (0, tab.rows)
        rows = list(zip(ids[head:], body, strict=True))[: max(shown, SHOWN)]
        for row in tab.rows:
            for cell in row:
                if cell.choices:
                    self._offers.setdefault(cell.choices, len(self._offers) + 1)
        return {
            "sheet-facts": [("facts", self._facts_of(seen, tab, len(body) - len(rows)))],
            "sheet-head": self._head_of(tab, ids[0]) if head and tab.rows else self._letters(tab),
            "sheet-rows": [(row_id, self._row_of(tab, row_id, row)) for row_id, row in rows],
        }

    def _facts_of(self, seen: Seen, tab: TabView, more: int) -> str:
        offered = {cell.choices for row in tab.rows for cell in row if cell.choices}
        lists = [(self._offers[choices], choices) for choices in sorted(offered, key=self._offers.__getitem__)]
        first = tab.columns[0].width if tab.columns else 0
        return self._facts.render(
            tab=tab,
            address=address(tab),
            owner=seen.owner,
            lists=lists,
            more=more,
            filled=max(0, len(tab.rows) - SPARE - min(1, tab.frozen_rows)),
            sticky=first <= STICKY,
            room=not tab.hidden and any(cell.editable and not cell.computed for row in tab.rows[-1:] for cell in row),
        )

    def _letters(self, tab: TabView) -> Pieces:
        return [("letters", self._once(self._head, "letters", tab.columns, columns=tab.columns, letters=True))]

    def _head_of(self, tab: TabView, row_id: str) -> Pieces:
        cells = tab.rows[0]
        data = {"columns": tab.columns, "cells": cells, "id": row_id, "letters": False, "offers": self._offers}
        return [*self._letters(tab), (row_id, self._once(self._head, row_id, (tab.columns, cells), **data))]

    def _row_of(self, tab: TabView, row_id: str, cells: Row) -> str:
        data = {"columns": tab.columns, "cells": cells, "id": row_id, "offers": self._offers}
        return self._once(self._row, row_id, (tab.columns, cells), **data)

    def _once(self, template: Any, name: str, state: Any, **data: Any) -> str:
        key = (name, state)
        html = self._known.get(key)
        if html is None:
            html = str(template.render(data)).strip()
            if len(self._known) >= REMEMBERED:
                self._known = {}
            self._known[key] = html
        return html
