"""One call of the Sheets API as its method sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.sandbox.not_google.drive.spreadsheet import Spreadsheet
from scripts.sandbox.not_google.formulas.calculation import Calculation
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.boxes import Box
from scripts.sandbox.not_google.grid.protection import REFUSED, in_the_way
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.wire.errors import invalid
from scripts.sandbox.not_google.wire.masks import Mask
from scripts.sandbox.not_google.wire.queries import Query


@dataclass
class SheetsCall:
    """Who asks what of which spreadsheet. `book` is what the call may change; it counts when the call succeeds."""

    file: Spreadsheet
    book: Book
    user: str
    now: float
    path: Mapping[str, str] = field(default_factory=dict)
    query: Query = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    mask: Mask = field(default_factory=lambda: Mask(everything=True))

    def calculation(self) -> Calculation:
        """What the cells come to, changes of this call included."""
        return self.file.calculation(self.now, self.book)

    def guard(self, tab: Tab, box: Box) -> None:
        """Refuse to touch what is protected from this user; raises GoogleRefusal."""
        if in_the_way(tab, box, self.user, self.file.owner) is not None:
            raise invalid(REFUSED)
