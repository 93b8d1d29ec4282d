"""The only place that knows which adapter serves which port; everything is built on first use and kept while warm.

Imports stand inside the functions, so that a cold start pays only for what its handler uses.
"""

from __future__ import annotations

from functools import lru_cache

from ticket_router.bootstrap.tickets import TicketParts
from ticket_router.bootstrap.workbook import WorkbookParts
from ticket_router.settings import settings


class App(TicketParts, WorkbookParts):
    """One function's object graph."""


@lru_cache(maxsize=1)
def app() -> App:
    """This worker's App."""
    return App(settings())
