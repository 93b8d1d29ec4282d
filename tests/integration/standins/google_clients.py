"""The real gspread and googleapiclient, pointed at the stand-in by configuration alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gspread
from google.oauth2.service_account import Credentials
from googleapiclient.discovery import build

from scripts.sandbox.not_google import NotGoogle

SPREADSHEETS = "https://www.googleapis.com/auth/spreadsheets"
METADATA = "https://www.googleapis.com/auth/drive.metadata.readonly"
SCOPES = (SPREADSHEETS, METADATA)

ID = "desk-id"
ANN = "ann@company.example"
"""Owns the spreadsheet."""
BOB = "bob@company.example"
"""An editor."""


def credentials(google: NotGoogle, scopes: Sequence[str] = SCOPES, email: str = "") -> Credentials:
    """A service account's credentials, from its key file as the product gets it."""
    info = google.service_account_info(email) if email else google.service_account_info()
    return Credentials.from_service_account_info(info, scopes=list(scopes))


def gspread_client(google: NotGoogle, scopes: Sequence[str] = SCOPES, email: str = "") -> gspread.Client:
    """gspread; its requests to Google's hosts go to the stand-in."""

    class ToTheStandin(gspread.http_client.HTTPClient):
        """gspread knows no other way to another host: its URLs are constants."""

        def request(self, method: str, endpoint: str, *args: Any, **named: Any) -> Any:
            for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                if endpoint.startswith(host):
                    endpoint = google.url + endpoint.removeprefix(host)
            return super().request(method, endpoint, *args, **named)

    client = gspread.authorize(credentials(google, scopes, email), http_client=ToTheStandin)
    client.set_timeout(5)
    return client


def api_client(google: NotGoogle, name: str, version: str, scopes: Sequence[str] = SCOPES) -> Any:
    """googleapiclient's client of one API."""
    base = f"{google.url}/drive/v3/" if name == "drive" else f"{google.url}/"
    return build(
        name,
        version,
        credentials=credentials(google, scopes),
        static_discovery=True,
        cache_discovery=False,
        client_options={"api_endpoint": base},
    )


def batch(*requests: dict[str, Any]) -> dict[str, Any]:
    """The body of a spreadsheets.batchUpdate."""
    return {"requests": list(requests)}


def area(rows: tuple[int, int], columns: tuple[int, int]) -> dict[str, int]:
    """A range of the first tab, counted from 0, ends excluded."""
    names = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return {"sheetId": 0, **dict(zip(names, (*rows, *columns), strict=True))}


def rule(kind: str, *values: str, strict: bool = True) -> dict[str, Any]:
    """A data validation rule."""
    condition: dict[str, Any] = {"type": kind}
    if values:
        condition["values"] = [{"userEnteredValue": value} for value in values]
    return {"condition": condition, "strict": strict, "showCustomUi": True}
