"""A spreadsheet that somebody made and shared, and the command's own way to it: real gspread over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from scripts.ops.furnish import Furnished, check_workbook, create_workbook
from scripts.ops.tabs import read_tabs
from scripts.ops.workbook.plan import Wishes
from scripts.sandbox.not_google import NotGoogle
from scripts.sandbox.not_google.grid.book import Book
from ticket_router.adapters.google.client import google_client
from ticket_router.domain.workbook.shape import Tab

BOOK = "the-rules-workbook"
OWNER = "ann@company.example"
BOB = "bob@company.example"


@dataclass
class Desk:
    """One spreadsheet, seen by the service account and by people."""

    google: NotGoogle
    sheets: Any
    address: str
    book: str = BOOK

    @property
    def wishes(self) -> Wishes:
        """What every test asks for."""
        return Wishes(self.address, "en_GB", "Europe/Berlin")

    def create(self) -> Furnished:
        """The command's work."""
        return create_workbook(self.sheets, self.book, self.wishes)

    def check(self) -> list[str]:
        """What differs."""
        return check_workbook(self.sheets, self.book, self.wishes)

    def ask(self, *requests: dict[str, Any]) -> None:
        """Requests of the service account's own."""
        self.sheets.batch_update(self.book, {"requests": list(requests)})

    def hands(self, by: str = BOB) -> Any:
        """What people do."""
        return self.google.hands(self.book, by=by)

    def rows(self, title: str) -> list[dict[str, Any]]:
        """The rows of a tab by header, blank ones left out."""
        return [dict(record.values) for record in self.google.records(self.book, title)]

    def write_status(self, rows: Sequence[tuple[str, str]]) -> None:
        """What drive-sync would write into the tab that every Status looks in."""
        values = [{"values": [{"userEnteredValue": {"stringValue": cell}} for cell in row]} for row in rows]
        tab = self.tab("_status")
        start = {"sheetId": tab.sheet_id, "rowIndex": 1, "columnIndex": 0}
        self.ask({"updateCells": {"start": start, "rows": values, "fields": "userEnteredValue"}})

    @staticmethod
    def tab(title: str) -> Tab:
        """The tab as the templates have it."""
        return read_tabs()[title]


@pytest.fixture
def empty() -> Iterator[Desk]:
    """A new spreadsheet with its blank first tab, shared with the service account."""
    with _google() as google:
        yield _desk(google)


@pytest.fixture(scope="session")
def built() -> Book:
    """The content of a workbook as the command makes it; it takes a second, so the tests share it."""
    with _google() as google:
        assert _desk(google).create().left == ()
        return google.file(BOOK).book.copy()


@pytest.fixture
def desk(built: Book) -> Iterator[Desk]:
    """The workbook as the command makes it."""
    with _google() as google:
        yield _desk(google, built)


def _google() -> NotGoogle:
    return NotGoogle(lambda: 1_760_000_000.0, hold_seconds=0.3, slow_seconds=0.05)


def _desk(google: NotGoogle, content: Book | None = None) -> Desk:
    info = google.service_account_info()
    google.add_spreadsheet(BOOK, "Rules", owner=OWNER, book=content)
    google.share(BOOK, info["client_email"], "writer")
    google.share(BOOK, BOB, "writer")
    return Desk(google, google_client(info, google.url).http_client, info["client_email"])
