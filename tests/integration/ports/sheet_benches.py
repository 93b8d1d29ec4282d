"""A workbook under test, with people at it and a look behind the port: in memory, and in Google's stand-in."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from copy import deepcopy
from functools import cache

from scripts.ops.furnish import create_workbook
from scripts.ops.workbook.plan import Wishes
from scripts.sandbox.not_google import NotGoogle
from scripts.sandbox.not_google.grid.book import Book
from tests.fakes.workbook import FakeWorkbook
from ticket_router.adapters.google.client import google_client
from ticket_router.adapters.google.patience import Patience
from ticket_router.adapters.google.shape import workbook_shape
from ticket_router.adapters.google.sheets import SheetsWorkbook
from ticket_router.domain.workbook.grid import Cell, InsertRows
from ticket_router.ports import Workbook

SHEET = "the-workbook"
OWNER = "ann@company.example"
TRIAGE = [column.name for column in workbook_shape().tab("Triage").columns]
AT_ONCE = Patience(first_wait=0)
"""Tries again like the deployed one, without the waiting."""


def new(*tickets: str) -> InsertRows:
    """Rows of Triage with nothing but a ticket, as wide as its header."""
    return InsertRows("Triage", tuple((ticket, *[None] * (len(TRIAGE) - 1)) for ticket in tickets))


class SheetBench(ABC):
    """A workbook with all tabs of the template and no rows, and somebody at it."""

    workbook: Workbook

    @abstractmethod
    def type(self, tab: str, row: int, header: str, value: Cell) -> None:
        """Put a value into one cell."""

    @abstractmethod
    def sort(self, tab: str, header: str) -> None:
        """Sort all rows below the header."""

    @abstractmethod
    def delete_rows(self, tab: str, first: int, count: int) -> None:
        """Delete rows that stand together."""

    @abstractmethod
    def insert_row(self, tab: str, row: int) -> None:
        """An empty row with this number."""

    @abstractmethod
    def delete_tab(self, tab: str) -> None:
        """Delete a tab."""

    @abstractmethod
    def rename_tab(self, tab: str, to: str) -> None:
        """Call a tab something else."""

    @abstractmethod
    def unshare(self) -> None:
        """Take the router's access away."""

    @abstractmethod
    def shown(self, tab: str) -> list[list[Cell]]:
        """What people see in a tab; blanks at the end of rows, and blank rows at its end, left out."""

    def column(self, tab: str, header: str) -> list[Cell]:
        """What people see below a header, in the rows that show something."""
        top, *body = self.shown(tab)
        place = top.index(header)
        return [row[place] if place < len(row) else None for row in body]


class FakeSheet(SheetBench):
    """In memory."""

    def __init__(self) -> None:
        self.fake = FakeWorkbook.of(workbook_shape())
        self.workbook = self.fake

    def type(self, tab: str, row: int, header: str, value: Cell) -> None:
        """See SheetBench."""
        self.fake.people.type(tab, row, header, value)

    def sort(self, tab: str, header: str) -> None:
        """See SheetBench."""
        self.fake.people.sort(tab, header)

    def delete_rows(self, tab: str, first: int, count: int) -> None:
        """See SheetBench."""
        self.fake.people.delete_rows(tab, *range(first, first + count))

    def insert_row(self, tab: str, row: int) -> None:
        """See SheetBench."""
        self.fake.people.insert_row(tab, row)

    def delete_tab(self, tab: str) -> None:
        """See SheetBench."""
        self.fake.people.delete_tab(tab)

    def rename_tab(self, tab: str, to: str) -> None:
        """See SheetBench."""
        self.fake.people.rename_tab(tab, to)

    def unshare(self) -> None:
        """See SheetBench."""
        self.fake.shared = False

    def shown(self, tab: str) -> list[list[Cell]]:
        """See SheetBench."""
        return self.fake.grid(tab)


class GoogleSheet(SheetBench):
    """In Google's stand-in, through the real gspread; made by the create command's own code."""

    def __init__(self, google: NotGoogle) -> None:
        self.google = google
        self.info = google.service_account_info()
        google.add_spreadsheet(SHEET, "Ticket router", OWNER, deepcopy(furnished()))
        google.share(SHEET, self.info["client_email"], "writer")
        self.hands = google.hands(SHEET, by=OWNER)
        self.workbook = self.another()
        google.calls.clear()

    def another(self, info: Mapping[str, str] | None = None) -> SheetsWorkbook:
        """A worker that has seen nothing yet."""
        key = json.dumps(self.info if info is None else info)
        shape = workbook_shape()
        return SheetsWorkbook(
            info=lambda: key, spreadsheet_id=SHEET, shape=shape, base_url=self.google.url, patience=AT_ONCE
        )

    def called(self) -> list[str]:
        """Names of the calls to Sheets since the last look, without the token's."""
        names = [call.call.rpartition("spreadsheets.")[2] for call in self.google.calls if call.call != "token"]
        self.google.calls.clear()
        return names

    def type(self, tab: str, row: int, header: str, value: Cell) -> None:
        """See SheetBench. Pasted, so that no dropdown refuses it."""
        self.hands.fill(tab, row, {header: value})

    def sort(self, tab: str, header: str) -> None:
        """See SheetBench."""
        self.hands.sort(tab, header)

    def delete_rows(self, tab: str, first: int, count: int) -> None:
        """See SheetBench."""
        self.hands.delete_rows(tab, first, count)

    def insert_row(self, tab: str, row: int) -> None:
        """See SheetBench."""
        self.hands.insert_rows(tab, row, 1)

    def delete_tab(self, tab: str) -> None:
        """See SheetBench."""
        self.hands.delete_tab(tab)

    def rename_tab(self, tab: str, to: str) -> None:
        """See SheetBench."""
        self.hands.rename_tab(tab, to)

    def unshare(self) -> None:
        """See SheetBench."""
        del self.google.file(SHEET).roles[self.info["client_email"]]

    def shown(self, tab: str) -> list[list[Cell]]:
        """See SheetBench."""
        rows = [list(row) for row in self.google.cells(SHEET, tab)]
        for row in rows:
            while row and row[-1] in (None, ""):
                row.pop()
        while rows and not rows[-1]:
            rows.pop()
        return rows


@cache
def furnished() -> Book:
    """The workbook as the create command makes it, without the starter rows; made once a process."""
    from scripts.ops.tabs import read_tabs

    with NotGoogle(lambda: 1_700_000_000.0, quotas=None) as google:
        info = google.service_account_info()
        google.add_spreadsheet(SHEET, "Ticket router", OWNER)
        google.share(SHEET, info["client_email"], "writer")
        client = google_client(info, google.url)
        bare = [template.renewed(rows=()) for template in read_tabs().values()]
        made = create_workbook(client.http_client, SHEET, Wishes(info["client_email"], "en_GB", "Europe/Berlin"), bare)
        assert made.left == ()
        client.http_client.session.close()
        return google.file(SHEET).book
