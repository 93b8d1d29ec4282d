"""The workbook in Google Sheets: one call to read it all, one call to change it.

A call is one unit of quota however many tabs it reads or requests it makes (60 + 60 a minute for the service account).
Source: Sheets API guides, "Usage limits" and "Read & write cell values".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ticket_router.adapters.google.access import Access
from ticket_router.adapters.google.batches import calls
from ticket_router.adapters.google.column_cells import LISTS_TAB, fresh_cells
from ticket_router.adapters.google.edit_requests import pieces, width_of
from ticket_router.adapters.google.errors import translated
from ticket_router.adapters.google.seen_tabs import PROPERTIES, SeenTab, seen_tabs
from ticket_router.domain.errors import Retryable
from ticket_router.domain.workbook.grid import Cell, DeleteRows, Edit, Grid, Snapshot
from ticket_router.domain.workbook.shape import Shape

if TYPE_CHECKING:
    from gspread.http_client import HTTPClient

    from ticket_router.adapters.google.patience import Patience

UNFORMATTED: MutableMapping[str, Any] = {
    "valueRenderOption": "UNFORMATTED_VALUE",
    "dateTimeRenderOption": "SERIAL_NUMBER",
    "majorDimension": "ROWS",
}


class SheetsWorkbook:
    """Serves the `Workbook` port.

    A tab that is missing costs a second call at each read: the list of tabs, until it is there again. That list also
    names people's own tabs; they are in the snapshot then, without cells, so that a renamed tab can be recognised.
    """

    def __init__(
        self,
        *,
        info: Callable[[], str],
        spreadsheet_id: str,
        shape: Shape,
        base_url: str = "",
        patience: Patience | None = None,
    ) -> None:
        """`info` gives the service account's key as JSON text."""

        def make(key: Mapping[str, Any]) -> HTTPClient:
            from ticket_router.adapters.google.client import google_client

            return google_client(key, base_url, patience).http_client

        self._access = Access(info, make)
        self._id = spreadsheet_id
        self._shape = shape
        self._missing = False
        self._headers: dict[str, Grid] = {}
        self._tabs: dict[str, SeenTab] | None = None

    def read(self) -> Snapshot:
        """See the port."""
        client, address = self._access()
        with translated(address):
            found = None if self._missing else self._values(client, self._titles())
            others: list[str] = []
            if found is None:
                tabs = self._look(client)
                found = self._values(client, [title for title in self._titles() if title in tabs])
                others = [title for title in tabs if title not in self._titles()]
        if found is None:
            raise Retryable("a tab of the workbook went while it was read")
        self._missing = len(found) < len(self._titles())
        self._headers = {title: Grid(grid.rows[:1]) for title, grid in found.items()}
        return Snapshot({**found, **{title: Grid() for title in others}})

    def write(self, edits: Sequence[Edit]) -> None:
        """See the port. Rows are deleted first, whatever the order of the edits.

        Whether a call went through whose answer never came is unknown, and no row is written twice on a guess: that is
        Retryable, and the next look at the sheet tells.
        """
        from gspread.exceptions import APIError

        if not edits:
            return
        client, address = self._access()
        with translated(address):
            # Deleting by number in a tab that was swapped for another one could not be made good.
            known = None if any(isinstance(edit, DeleteRows) for edit in edits) else self._tabs
            if known and any(edit.tab in known and width_of(edit) > known[edit.tab].columns for edit in edits):
                known = None  # there are more columns since
            before = known or self._look(client)
            try:
                self._send(client, edits, before)
            except APIError as problem:
                if problem.response.status_code != 400 or not known:
                    raise
                now = self._look(client)
                if now == before:
                    raise
                self._send(client, edits, now)

    def _titles(self) -> list[str]:
        return [tab.title for tab in self._shape.tabs]

    def _values(self, client: HTTPClient, titles: Sequence[str]) -> dict[str, Grid] | None:
        """The cells of these tabs; None when one of them is not there."""
        from gspread.exceptions import APIError

        if not titles:
            return {}
        try:
            answer = client.values_batch_get(self._id, [_quoted(title) for title in titles], UNFORMATTED)
        except APIError as problem:
            if problem.response.status_code == 400 and "Unable to parse range" in str(problem.error.get("message")):
                return None
            raise
        return {title: _grid(r.get("values", [])) for title, r in zip(titles, answer["valueRanges"], strict=True)}

    def _look(self, client: HTTPClient) -> dict[str, SeenTab]:
        self._tabs = seen_tabs(client.fetch_sheet_metadata(self._id, {"fields": PROPERTIES}))
        return self._tabs

    def _send(self, client: HTTPClient, edits: Sequence[Edit], tabs: Mapping[str, SeenTab]) -> None:
        """Ask for the changes, and have the answer say what the tabs are like then: that costs no call of its own."""
        from gspread.exceptions import APIError
        from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL

        ready = {title: self._with_fresh_cells(title, tab) for title, tab in tabs.items()}
        for number, requests in enumerate(calls(pieces(edits, ready))):
            try:
                answer = client.request(
                    "post",
                    SPREADSHEET_BATCH_UPDATE_URL % self._id,
                    params={"fields": f"updatedSpreadsheet.{PROPERTIES}"},
                    json={"requests": requests, "includeSpreadsheetInResponse": True},
                ).json()
            except APIError as problem:
                if number:
                    raise Retryable("the workbook changed while it was written") from problem
                raise
            self._tabs = seen_tabs(answer.get("updatedSpreadsheet", {})) or None

    def _with_fresh_cells(self, title: str, tab: SeenTab) -> SeenTab:
        if title not in self._headers:
            return tab
        fresh = fresh_cells(self._shape.tab(title), self._headers[title], self._headers.get(LISTS_TAB))
        return replace(tab, fresh=fresh)


def _quoted(title: str) -> str:
    """A whole tab as a range."""
    return "'" + title.replace("'", "''") + "'"


def _grid(values: Sequence[Sequence[Any]]) -> Grid:
    rows: list[list[Cell]] = [[None if cell == "" else cell for cell in row] for row in values]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return Grid(rows)
