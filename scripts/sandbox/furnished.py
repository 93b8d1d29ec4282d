"""The workbook of a local world: made by a person, shared with the router, and built by the very command people use.

Building it takes seconds, so the first one of a process is kept, and later worlds get a copy.
"""

from __future__ import annotations

import threading

from scripts.ops.furnish import create_workbook
from scripts.ops.workbook.plan import Wishes
from scripts.sandbox.not_google import NotGoogle
from scripts.sandbox.not_google.grid.book import Book
from ticket_router.adapters.google.client import google_client
from ticket_router.domain.rulebook import Settings

TITLE = "Ticket router"
LOCALE = "en_GB"

_built: list[Book] = []
_turn = threading.Lock()


def furnish(google: NotGoogle, spreadsheet_id: str, owner: str) -> None:
    """Give this Google a workbook with the starter rows. Raises RuntimeError when it is not right after building."""
    with _turn:
        info = google.service_account_info()
        google.add_spreadsheet(spreadsheet_id, TITLE, owner, book=_built[0] if _built else None)
        google.share(spreadsheet_id, info["client_email"])
        if _built:
            return
        wishes = Wishes(info["client_email"], LOCALE, Settings().time_zone)
        done = create_workbook(google_client(info, google.url).http_client, spreadsheet_id, wishes)
        if done.left:
            raise RuntimeError(f"the workbook could not be built: {'; '.join(done.left)}")
        _built.append(google.file(spreadsheet_id).book.copy())
