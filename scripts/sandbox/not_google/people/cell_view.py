"""One cell as somebody sees it, in plain data that a page can draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.cells import Cell, number_format
from scripts.sandbox.not_google.grid.colours import hex_colour
from scripts.sandbox.not_google.grid.shown import shown
from scripts.sandbox.not_google.grid.validation import checkbox_values, is_checkbox
from scripts.sandbox.not_google.grid.values import Formula, SheetError, Value
from scripts.sandbox.not_google.people.conditions import Look


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: `kind` is blank, text, number, bool or error; colours are `#rrggbb` or empty; `error` says why one shows.

    `formula` is what was entered, if a formula; `computed` is true for it and for what it spilled into. `protected`
    is empty where this person may edit, else why not.
    """

    shown: str
    kind: str
    note: str = ""
    background: str = ""
    colour: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    align: str = ""
    wrap: bool = False
    is_checkbox: bool = False
    ticked: bool = False
    choices: tuple[str, ...] = ()
    strict: bool = False
    formula: str = ""
    computed: bool = False
    editable: bool = True
    protected: str = ""
    error: str = ""


def cell_view(
    book: Book, cell: Cell, value: Value, look: Look, protected: str, offered: Mapping[int, tuple[str, ...]]
) -> CellView:
    """How a cell of this value looks; `look` is what conditional formats add, `offered` the choices by rule."""
    rule = book.rules.get(cell.rule)
    own = cell.format or {}
    text = {**own.get("textFormat", {}), **look.get("textFormat", {})}
    computed = isinstance(cell.entered, Formula) or (cell.entered is None and value is not None)
    return CellView(
        shown=shown(value, number_format(cell), book.locale),
        kind=_kind(value),
        note=cell.note,
        background=_colour(look, own, "backgroundColor"),
        colour=hex_colour(text.get("foregroundColor")),
        bold=bool(text.get("bold")),
        italic=bool(text.get("italic")),
        struck=bool(text.get("strikethrough")),
        align=str(own.get("horizontalAlignment", "")).lower(),
        wrap=own.get("wrapStrategy") == "WRAP",
        is_checkbox=is_checkbox(rule),
        ticked=rule is not None and is_checkbox(rule) and value is not None and value == checkbox_values(rule)[0],
        choices=offered.get(cell.rule, ()),
        strict=bool(rule and rule.get("strict")),
        formula=cell.entered.text if isinstance(cell.entered, Formula) else "",
        computed=computed,
        editable=not protected,
        protected=protected,
        error=value.why if isinstance(value, SheetError) else "",
    )


def _kind(value: Value) -> str:
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "bool"
    return "text" if isinstance(value, str) else "error" if isinstance(value, SheetError) else "number"


def _colour(look: Look, own: Mapping[str, Any], name: str) -> str:
    return hex_colour(look.get(name, own.get(name)))
