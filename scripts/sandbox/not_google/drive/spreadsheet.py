"""A spreadsheet as a file in Drive: whose it is, who may do what, who changed it last; and what its cells come to."""

from __future__ import annotations

from dataclasses import dataclass, field

from scripts.sandbox.not_google.formulas.calculation import Calculation, Kept, Place
from scripts.sandbox.not_google.grid.book import Book

MIME_TYPE = "application/vnd.google-apps.spreadsheet"
ROLES = ("reader", "commenter", "writer")


@dataclass
class Spreadsheet:
    """`book` is replaced by every change, never changed in place. Times are the world's seconds."""

    id: str
    owner: str
    book: Book
    created: float
    modified: float
    last_editor: str
    version: int = 1
    roles: dict[str, str] = field(default_factory=dict)
    _kept: dict[Place, Kept] = field(default_factory=dict, repr=False)
    _calculation: Calculation | None = field(default=None, repr=False)

    def may_read(self, email: str) -> bool:
        """Whether somebody may look at it."""
        return email == self.owner or email in self.roles

    def may_write(self, email: str) -> bool:
        """Whether somebody may edit it."""
        return email == self.owner or self.roles.get(email) == "writer"

    def calculation(self, now: float, book: Book | None = None) -> Calculation:
        """What the cells come to right now, in the book as it is or in one that is about to take its place."""
        book = self.book if book is None else book
        if self._calculation is None or not self._calculation.holds(book, now):
            self._calculation = Calculation(book, now, self._kept)
        return self._calculation

    def change(self, book: Book, by: str, now: float) -> None:
        """A new state of the content, made by somebody."""
        self.book, self.last_editor, self.modified = book, by, now
        self.version += 1
