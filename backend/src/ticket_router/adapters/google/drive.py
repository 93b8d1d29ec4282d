"""The workbook as a file in Drive: who changed it last, and the channels through which Drive calls us.

Source: Drive API v3 reference, files.get, files.watch, channels.stop; guide "Notifications for resource changes".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from ticket_router.adapters.google.access import Access
from ticket_router.adapters.google.account import credentials
from ticket_router.adapters.google.errors import Answer, meaning_of, told, translated
from ticket_router.domain.errors import NotFound, Retryable
from ticket_router.domain.workbook.watch import Watch

DEFAULT_LIFE = timedelta(hours=1)
"""Of a channel for which Drive names no end."""
SERVICE_PATH = "/drive/v3/"
TIMEOUT = 20.0
"""Seconds, for connecting and for each read. Nothing is tried again here: the queue and the next schedule do that."""


class DriveFile:
    """Serves the `WorkbookFile` port."""

    def __init__(self, *, info: Callable[[], str], spreadsheet_id: str, base_url: str = "") -> None:
        """`info` gives the service account's key as JSON text; `base_url` a stand-in's address, empty for Google."""

        def make(key: Mapping[str, Any]) -> Any:
            return drive_service(key, base_url)

        self._access = Access(info, make)
        self._id = spreadsheet_id

    def last_editor(self) -> str:
        """See the port."""
        fields = "lastModifyingUser(emailAddress,me)"
        with self._drive() as drive:
            found = drive.files().get(fileId=self._id, fields=fields, supportsAllDrives=True).execute()
        user = found.get("lastModifyingUser", {})
        return "" if user.get("me") else str(user.get("emailAddress", ""))

    def watch(self, watch: Watch, token: str, address: str) -> Watch:
        """See the port. A channel that exists already is Retryable: an answer of Drive's was lost on its way."""
        body = {
            "id": watch.channel_id,
            "type": "web_hook",
            "address": address,
            "token": token,
            "expiration": str(round(watch.expires_at.timestamp() * 1000)),
        }
        with self._drive() as drive:
            answer = drive.files().watch(fileId=self._id, body=body, supportsAllDrives=True).execute()
        ends = answer.get("expiration")
        expires_at = datetime.fromtimestamp(int(ends) / 1000, UTC) if ends else watch.made_at + DEFAULT_LIFE
        return watch.renewed(resource_id=str(answer["resourceId"]), expires_at=expires_at)

    def stop(self, watch: Watch) -> None:
        """See the port."""
        body = {"id": watch.channel_id, "resourceId": watch.resource_id}
        # One that another account made, before the key was replaced, is as good as gone: it ends within a day.
        with suppress(NotFound), self._drive() as drive:
            drive.channels().stop(body=body).execute()

    @contextmanager
    def _drive(self) -> Iterator[Any]:
        """The service for one call. Its connection is closed after it: the next call may be six hours away."""
        service, address = self._access()
        try:
            with _translated(address):
                yield service
        finally:
            service.close()


def drive_service(info: Mapping[str, Any], base_url: str = "") -> Any:
    """googleapiclient's Drive; its discovery document is the one that the library brings. Nothing is called yet."""
    import httplib2  # type: ignore[import-untyped]
    from google_auth_httplib2 import AuthorizedHttp  # type: ignore[import-untyped]
    from googleapiclient.discovery import build  # type: ignore[import-untyped]

    endpoint = {"api_endpoint": base_url.rstrip("/") + SERVICE_PATH} if base_url else {}
    http = AuthorizedHttp(credentials(info), http=httplib2.Http(timeout=TIMEOUT))
    return build("drive", "v3", http=http, static_discovery=True, cache_discovery=False, client_options=endpoint)


@contextmanager
def _translated(address: str) -> Iterator[None]:
    """As `errors.translated`, for what googleapiclient raises; a 400 is a bug and passes through as its HttpError."""
    from googleapiclient.errors import HttpError  # type: ignore[import-untyped]
    from httplib2.error import HttpLib2Error  # type: ignore[import-untyped]

    try:
        with translated(address):
            yield
    except HttpError as problem:
        answer = _answer_of(problem)
        if "channelIdNotUnique" in answer.reasons:
            raise Retryable("Drive has this channel already") from problem
        if meaning := meaning_of(answer, address):
            raise meaning from problem
        raise
    except HttpLib2Error as problem:
        raise Retryable(f"Google gave no answer: {type(problem).__name__}") from problem


def _answer_of(problem: Any) -> Answer:
    try:
        error = json.loads(problem.content).get("error")
    except (ValueError, AttributeError):
        error = None
    return told(int(problem.resp.status), error, problem.resp)
