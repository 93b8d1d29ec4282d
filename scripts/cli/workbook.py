"""`scripts/ticket-router workbook`: asks Google, and tells what came of it in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gspread.exceptions import APIError

from scripts.cli.console import err, out, plain
from scripts.ops.access import NoAccess, check_wishes, service_account, spreadsheet_id
from scripts.ops.furnish import check_workbook, create_workbook
from scripts.ops.workbook.found import Spreadsheets
from scripts.ops.workbook.plan import Wishes
from ticket_router.adapters.google.client import google_client
from ticket_router.adapters.google.errors import translated
from ticket_router.adapters.google.patience import CONNECT_TIMEOUT
from ticket_router.domain.errors import NotFound, Retryable, TicketRouterError

PATIENT_READ = 120.0
"""Seconds: building sixteen tabs takes Google longer than anything that a function asks for."""
Work = Callable[[Spreadsheets, str, Wishes], int]


def create_it(spreadsheet: str, credentials: str, base_url: str, locale: str, time_zone: str) -> int:
    """0 when the workbook is right now, 1 when something is left for a person, 2 when it cannot be reached."""

    def work(sheets: Spreadsheets, book: str, wishes: Wishes) -> int:
        with err.status("Looking at the spreadsheet, and building what it lacks ..."):
            furnished = create_workbook(sheets, book, wishes)
        _list(furnished.done, "[green]put right:[/]")
        _list(furnished.left, "[red]left for you:[/]")
        if furnished.left:
            return 1
        out.print(
            "The workbook is ready." if furnished.done else "The workbook is as it should be; nothing was changed."
        )
        return 0

    return _with_google(spreadsheet, credentials, base_url, Wishes("", locale, time_zone), work)


def check_it(spreadsheet: str, credentials: str, base_url: str, locale: str, time_zone: str) -> int:
    """0 when nothing differs, 1 when something does, 2 when it cannot be reached."""

    def work(sheets: Spreadsheets, book: str, wishes: Wishes) -> int:
        with err.status("Looking at the spreadsheet ..."):
            differences = check_workbook(sheets, book, wishes)
        _list(differences, "[red]differs:[/]")
        if not differences:
            out.print("The workbook is as it should be.")
        return 1 if differences else 0

    return _with_google(spreadsheet, credentials, base_url, Wishes("", locale, time_zone), work)


def _with_google(spreadsheet: str, credentials: str, base_url: str, wishes: Wishes, work: Work) -> int:
    try:
        book = spreadsheet_id(spreadsheet)
        info = service_account(credentials)
        check_wishes(wishes)
    except NoAccess as problem:
        return _refused(str(problem))
    address = str(info["client_email"])
    try:
        with translated(address):
            client = google_client(info, base_url)
            client.set_timeout((CONNECT_TIMEOUT, PATIENT_READ))
            return work(client.http_client, book, Wishes(address, wishes.locale, wishes.time_zone))
    except APIError as problem:
        return _refused(f"Google refuses this: {problem.error.get('message', problem)}")
    except NotFound as problem:
        return _refused(f"{problem}. A service account owns no files, so a person has to make the spreadsheet.")
    except Retryable as problem:
        return _refused(f"{problem}. Run it again in a minute: that is safe.")
    except TicketRouterError as problem:
        return _refused(f"{problem}.")


def _refused(sentence: str) -> int:
    err.print(f"[red]{plain(sentence)}[/]", highlight=False)
    return 2


def _list(sentences: Sequence[str], mark: str) -> None:
    for sentence in sentences:
        out.print(f"{mark} {plain(sentence)}", highlight=False)
