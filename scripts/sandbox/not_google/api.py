"""From a request to its method: token, scope, quota, schema, permission, and then what the method does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from scripts.sandbox.not_google.drive import files
from scripts.sandbox.not_google.drive.channels import check_stop, open_channel
from scripts.sandbox.not_google.drive.spreadsheet import Spreadsheet
from scripts.sandbox.not_google.sheets import append, batch, getting, reading, writing
from scripts.sandbox.not_google.sheets.calls import SheetsCall
from scripts.sandbox.not_google.wire.documents import Document, Method, document
from scripts.sandbox.not_google.wire.errors import GoogleRefusal, invalid, unbuilt
from scripts.sandbox.not_google.wire.masks import answer_mask, select
from scripts.sandbox.not_google.wire.queries import check_query, word
from scripts.sandbox.not_google.wire.schemas import Schemas
from scripts.sandbox.not_google.wire.tokens import Bearer, check_scope
from scripts.sandbox.standin import Reply

if TYPE_CHECKING:
    from scripts.sandbox.not_google.server import NotGoogle

SHEETS, DRIVE = document("sheets", "v4"), document("drive", "v3")
SCOPES = SHEETS.scopes | DRIVE.scopes | {"https://www.googleapis.com/auth/documents"}

Run = Callable[[SheetsCall], dict[str, Any]]

READS: Mapping[str, Run] = {
    "sheets.spreadsheets.get": getting.get,
    "sheets.spreadsheets.values.get": reading.get,
    "sheets.spreadsheets.values.batchGet": reading.batch_get,
}
WRITES: Mapping[str, Run] = {
    "sheets.spreadsheets.batchUpdate": batch.batch_update,
    "sheets.spreadsheets.values.update": writing.update,
    "sheets.spreadsheets.values.batchUpdate": writing.batch_update,
    "sheets.spreadsheets.values.append": append.append,
    "sheets.spreadsheets.values.clear": writing.clear,
    "sheets.spreadsheets.values.batchClear": writing.batch_clear,
}
_CREATES = frozenset({"sheets.spreadsheets.create", "drive.files.create", "drive.files.copy"})
_DRIVE = frozenset({"drive.files.get", "drive.files.watch", "drive.channels.stop"})

KNOWN_CALLS = frozenset({"token", *READS, *WRITES, *_CREATES, *_DRIVE})


class NoContent(Reply):
    """204: it is done, and there is nothing to tell."""

    def response(self) -> Response:
        """The HTTP response that carries it."""
        return Response(status_code=self.status)


@dataclass(frozen=True)
class Asked:
    """A request: whose method it is, and everything that came with it."""

    document: Document
    method: Method
    path: Mapping[str, str]
    query: Mapping[str, list[str]]
    body: bytes
    content_type: str
    authorization: str


def find(http: str, raw_path: str) -> tuple[Document, Method, dict[str, str]] | None:
    """The method that a request means, None for no method of these APIs."""
    for one in (SHEETS, DRIVE):
        if found := one.find(http, raw_path):
            return one, *found
    return None


@cache
def _schemas(of: Document, *, answers: bool) -> Schemas:
    return Schemas(of, answers=answers)


def answer(google: NotGoogle, asked: Asked) -> Reply:
    """Do what is asked, under the stand-in's lock."""
    try:
        bearer = google.tokens.bearer(asked.authorization, google.now())
        check_scope(bearer, asked.document, asked.method)
        if asked.method.id not in KNOWN_CALLS:
            raise unbuilt(asked.method.id)
        if asked.document is SHEETS:
            kind = "Read" if asked.method.id in READS else "Write"
            google.meters.take(google.quotas, kind, bearer.email, google.now())
        check_query(asked.document, asked.method, asked.query)
        body = _body(asked)
        if asked.method.id in _CREATES:
            raise files.storage_full()
        found = (
            _sheets(google, asked, bearer, body) if asked.document is SHEETS else _drive(google, asked, bearer, body)
        )
    except GoogleRefusal as refusal:
        return refusal.reply(asked.document.name)
    if asked.method.response is not None:
        _schemas(asked.document, answers=True).check(asked.method.response, found)
        return Reply(found)
    return NoContent({}, 204)


def _body(asked: Asked) -> Mapping[str, Any]:
    if asked.method.request is None:
        if asked.body:
            raise invalid("Invalid JSON payload received. This method takes no body.")
        return {}
    body = read_body(asked.body, asked.content_type)
    _schemas(asked.document, answers=False).check(asked.method.request, body)
    return body


def read_body(body: bytes, content_type: str) -> Mapping[str, Any]:
    """A JSON body; raises GoogleRefusal for anything else. No body means an empty one."""
    if not body:
        return {}
    if content_type.partition(";")[0].strip() != "application/json":
        raise invalid(f"Invalid content type: {content_type or 'none'}. Bodies are application/json.")
    try:
        read = json.loads(body)
    except ValueError as error:
        raise invalid(f"Invalid JSON payload received. {error}") from None
    if not isinstance(read, dict):
        raise invalid("Invalid JSON payload received. The root must be an object.")
    return read


def _sheets(google: NotGoogle, asked: Asked, bearer: Bearer, body: Mapping[str, Any]) -> dict[str, Any]:
    file = google.files.get(asked.path["spreadsheetId"])
    if file is None:
        raise GoogleRefusal("NOT_FOUND", "Requested entity was not found.")
    reads = asked.method.id in READS
    if not (file.may_read(bearer.email) if reads else file.may_write(bearer.email)):
        raise GoogleRefusal("PERMISSION_DENIED", "The caller does not have permission")
    mask = answer_mask(asked.document, asked.method.response, word(asked.query, "fields"))
    book = file.book if reads else file.book.copy()
    call = SheetsCall(file, book, bearer.email, google.now(), asked.path, asked.query, body, mask)
    found = READS[asked.method.id](call) if reads else WRITES[asked.method.id](call)
    if not reads:
        file.change(book, bearer.email, google.now())
        google.push.touched(file.id)
    selected: dict[str, Any] = select(found, mask)
    return selected


def _drive(google: NotGoogle, asked: Asked, bearer: Bearer, body: Mapping[str, Any]) -> dict[str, Any]:
    if asked.method.id == "drive.channels.stop":
        google.push.stop(*check_stop(body))
        return {}
    mask = answer_mask(asked.document, asked.method.response, word(asked.query, "fields"))
    file = _visible(google, asked.path["fileId"], bearer)
    if asked.method.id == "drive.files.get":
        if word(asked.query, "alt") == "media":
            raise GoogleRefusal("PERMISSION_DENIED", "Only files with binary content can be downloaded.")
        return files.get(file, bearer.email, mask, asked=bool(word(asked.query, "fields")))
    channel = open_channel(file.id, body, bearer.email, google.push.channels, google.now())
    google.push.opened(channel)
    selected: dict[str, Any] = select(channel.json(), mask)
    return selected


def _visible(google: NotGoogle, file_id: str, bearer: Bearer) -> Spreadsheet:
    file = google.files.get(file_id)
    if file is None or not file.may_read(bearer.email):
        raise files.file_not_found(file_id)
    return file
