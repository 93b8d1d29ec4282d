"""The Google stand-in itself: one account, its spreadsheets, and the wire that unmodified clients talk to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scripts.sandbox.not_google import api
from scripts.sandbox.not_google.drive.push import Push
from scripts.sandbox.not_google.drive.spreadsheet import ROLES, Spreadsheet
from scripts.sandbox.not_google.grid.book import Book
from scripts.sandbox.not_google.grid.tab import Tab
from scripts.sandbox.not_google.people.hands import Hands
from scripts.sandbox.not_google.people.looking import Record, records, values_of
from scripts.sandbox.not_google.people.view import BookView, Views
from scripts.sandbox.not_google.wire.accounts import account_info
from scripts.sandbox.not_google.wire.errors import GoogleRefusal
from scripts.sandbox.not_google.wire.quotas import Meters, Quotas, Used, exhausted
from scripts.sandbox.not_google.wire.tokens import Tokens
from scripts.sandbox.standin import Clock, Fault, Reply, Standin

ROUTER = "ticket-router@local-desk.iam.gserviceaccount.com"
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_asked: ContextVar[tuple[str, str]] = ContextVar("asked", default=("sheets", ""))
"""Which API, and which of its calls, is being answered: a refusal has to look like its own."""


class NotGoogle(Standin):
    """Sheets, Drive and the token endpoint; see the package for what is offered."""

    name = "google"
    known_calls: ClassVar[frozenset[str]] = api.KNOWN_CALLS

    def __init__(
        self,
        now: Clock,
        *,
        coalesce_seconds: float = 2.0,
        sync_before_answer: bool = False,
        quotas: Quotas | None = Quotas(),  # noqa: B008 - frozen
        hold_seconds: float = 2.0,
        slow_seconds: float = 1.0,
    ) -> None:
        super().__init__(now, hold_seconds=hold_seconds, slow_seconds=slow_seconds)
        self.quotas = quotas
        self.sync_before_answer = sync_before_answer
        self.push = Push(now, coalesce_seconds)
        self.accounts = {ROUTER}
        self.files: dict[str, Spreadsheet] = {}
        self.meters = Meters()
        self.tokens = Tokens(self.accounts, api.SCOPES)
        self._views = Views()

    # -- the wire --------------------------------------------------------------------------------------------------

    def routes(self) -> list[Route]:
        """Everything: which method is meant, the discovery documents say."""
        return [Route("/{path:path}", self._call, methods=_METHODS)]

    async def _call(self, request: Request) -> Response:
        raw_path = request.scope["raw_path"].decode("ascii")
        body = await request.body()
        if raw_path == "/token":
            form = dict(parse_qsl(body.decode("utf-8", "replace")))
            token_uri = f"{self.url}/token"
            return await self._answered(
                request, "token", "token", lambda: self.tokens.grant(form, token_uri, self.now())
            )
        found = api.find(request.method, raw_path)
        if found is None:
            refusal = GoogleRefusal("NOT_FOUND", f"not_google has no {request.method} {raw_path}")
            return await self._answered(request, "unknown", "sheets", lambda: refusal.reply("sheets"))
        document, method, path = found
        query: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            query.setdefault(name, []).append(value)
        asked = api.Asked(
            document,
            method,
            {name: unquote(value) for name, value in path.items()},
            query,
            body,
            request.headers.get("content-type", ""),
            request.headers.get("authorization", ""),
        )
        response = await self._answered(request, method.id, document.name, lambda: api.answer(self, asked))
        if method.id == "drive.files.watch" and self.sync_before_answer and response.status_code == 200:
            channel = json.loads(bytes(response.body))["id"]
            await asyncio.to_thread(self.push.step_sync, channel)
        return response

    async def _answered(self, request: Request, call: str, kind: str, do: Callable[[], Reply]) -> Response:
        _asked.set((kind, call))
        return await self.answer(request, call, lambda _: do())

    def refusal(self, fault: Fault) -> Reply | None:
        """Each API's own refusal. No Retry-After: Google asks for growing waits of one's own choice instead."""
        kind, call = _asked.get()
        if kind == "token":
            error = {"error": "rate_limit_exceeded" if fault.with_ == "429" else "internal_failure"}
            return Reply(error, int(fault.with_), error["error"])
        if fault.with_ == "429" and kind == "drive":
            message = "User Rate Limit Exceeded. Rate of requests for user exceed configured project quota."
            limit = GoogleRefusal("RESOURCE_EXHAUSTED", message, reason="userRateLimitExceeded", domain="usageLimits")
            return limit.reply(kind)
        if fault.with_ == "429":
            return exhausted("Read" if call in api.READS else "Write", " per user").reply(kind)
        return GoogleRefusal("INTERNAL", "Internal error encountered.").reply(kind)

    def clear(self) -> None:
        """An empty Drive: no spreadsheets, no channels, no tokens, every quota full."""
        self.files.clear()
        self.push.forget()
        self.meters = Meters()
        self.accounts.intersection_update({ROUTER})
        self.tokens = Tokens(self.accounts, api.SCOPES)
        self._views = Views()

    # -- seeding -----------------------------------------------------------------------------------------------------

    def service_account_info(self, email: str = ROUTER) -> dict[str, str]:
        """The JSON key file of a service account of the project; the stand-in has to be running."""
        with self.lock:
            self.accounts.add(email)
        return account_info(email, f"{self.url}/token")

    def add_spreadsheet(self, id: str, title: str, owner: str, book: Book | None = None) -> Spreadsheet:
        """A spreadsheet that a person made: one empty tab, or a copy of `book`. Raises ValueError for a known id."""
        with self.lock:
            if id in self.files:
                raise ValueError(f"there is a spreadsheet {id} already")
            if owner in self.accounts:
                raise ValueError("a service account owns nothing: a person has to make the spreadsheet")
            content = Book(title, tabs=[Tab.blank(0, "Sheet1")]) if book is None else book.copy()
            content.title = title
            file = Spreadsheet(id, owner, content, self.now(), self.now(), owner)
            self.files[id] = file
        return file

    def share(self, id: str, email: str, role: str = "writer") -> None:
        """Let somebody in as reader, commenter or writer. Raises LookupError and ValueError."""
        if role not in ROLES:
            raise ValueError(f"no role {role!r}; there are {', '.join(ROLES)}")
        with self.lock:
            self.file(id).roles[email] = role

    def quota_used(self) -> Used:
        """Reads and writes of the minute past."""
        with self.lock:
            return self.meters.used(self.now())

    # -- people ------------------------------------------------------------------------------------------------------

    def file(self, id: str) -> Spreadsheet:
        """A spreadsheet; raises LookupError."""
        if id not in self.files:
            raise LookupError(f"There is no spreadsheet {id}.")
        return self.files[id]

    def hands(self, id: str, by: str) -> Hands:
        """Somebody at work in a spreadsheet, who becomes an editor of it if need be. Raises LookupError."""
        with self.lock:
            file = self.file(id)
            if not file.may_write(by):
                file.roles[by] = "writer"
        return Hands(file, by, self.now, self.lock, self.push.touched)

    def tabs(self, id: str) -> list[str]:
        """The titles of the tabs, left to right, hidden ones too. Raises LookupError."""
        with self.lock:
            return [tab.title for tab in self.file(id).book.tabs]

    def cells(self, id: str, tab: str) -> list[list[Any]]:
        """What the cells of a tab come to, as a rectangle without blank rows and columns at its end.

        Errors are their text, blanks None. Raises LookupError.
        """
        with self.lock:
            return values_of(self.file(id), tab, self.now())

    def records(self, id: str, tab: str) -> list[Record]:
        """The rows below the header that hold something, by header. Raises LookupError."""
        with self.lock:
            return records(self.file(id), tab, self.now())

    def view(self, id: str, by: str = "", *, spare: int = 0) -> BookView:
        """The spreadsheet as somebody sees it (without a name: an editor like any). Raises LookupError.

        Each tab ends `spare` empty rows below its last filled one.
        """
        with self.lock:
            return self._views.of(self.file(id), by, self.now(), spare)
