"""The workbook as it stands, with rows that can be named: one look for the drawing and for whoever acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scripts.sandbox import desk
from scripts.sandbox.not_google import BookView, CellView, TabView
from scripts.sandbox.page.sheet.row_ids import Content, RowIds
from ticket_router.domain.workbook.shape import TRIAGE_TAB

if TYPE_CHECKING:
    from scripts.sandbox.world import World

SPARE = 4
"""Empty rows that are drawn below the last filled one: there people add."""


@dataclass(frozen=True)
class Seen:
    """One look. `ids` names the rows of each tab, by the tab's id; `owner` may edit what is protected."""

    book: BookView
    ids: Mapping[int, tuple[str, ...]]
    owner: str
    last_editor: str
    modified: float

    def tab(self, address: str) -> TabView | None:
        """The tab of a page's address: a title, or `~` and an id; without one the first that is not hidden."""
        tabs = self.book.tabs
        if not address:
            return next((tab for tab in tabs if not tab.hidden), None)
        return next((tab for tab in tabs if address in (tab.title, f"~{tab.id}")), None)


class SheetLook:
    """Looks at the world's workbook."""

    def __init__(self, world: World) -> None:
        self._google = world.google
        self._followed: dict[int, RowIds] = {}

    def __call__(self) -> Seen | None:
        """The workbook now; None where none is connected. Rows keep their names from look to look."""
        with self._google.lock:
            file = self._google.files.get(desk.SPREADSHEET_ID)
            if file is None:
                return None
            book = self._google.view(file.id, spare=SPARE)
            ids = {tab.id: self._ids(tab) for tab in book.tabs}
            return Seen(book, ids, file.owner, file.last_editor, file.modified)

    def _ids(self, tab: TabView) -> tuple[str, ...]:
        followed = self._followed.setdefault(tab.id, RowIds(f"r{tab.id}-"))
        return followed.follow([content(row) for row in tab.rows], tab.row_count)


def content(row: tuple[CellView, ...]) -> Content:
    """What people entered in a row."""
    return tuple(
        "" if cell.computed else ("✓" if cell.ticked else "") if cell.is_checkbox else cell.shown for cell in row
    )


def address(tab: TabView) -> str:
    """How a page's address names a tab: by title, unless the title cannot be part of one."""
    return f"~{tab.id}" if "/" in tab.title or tab.title.startswith("~") else tab.title


def tabs_of(seen: Seen | None) -> dict[str, Any]:
    """What the strip and the list of places tell: every tab, and how many tickets wait in Triage."""
    tabs = [
        {
            "id": tab.id,
            "title": tab.title,
            "address": address(tab),
            "hidden": tab.hidden,
            "colour": tab.colour,
            "rows": _filled(tab) if tab.title == TRIAGE_TAB else None,
        }
        for tab in (seen.book.tabs if seen else ())
    ]
    return {"tabs": tabs, "held": next((tab["rows"] for tab in tabs if tab["rows"] is not None), 0)}


def _filled(tab: TabView) -> int:
    return sum(1 for row in tab.rows[1:] if row and row[0].shown)
