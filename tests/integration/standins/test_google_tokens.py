"""Who may call at all: the service account's signed assertion, bearer tokens, scopes, sharing."""

from __future__ import annotations

import time
from typing import Any

import gspread
import pytest
import requests
from google.auth import jwt
from google.auth.crypt import RSASigner
from google.auth.exceptions import RefreshError
from googleapiclient.errors import HttpError

from scripts.sandbox.not_google import ROUTER, NotGoogle
from tests.integration.standins.conftest import Clock
from tests.integration.standins.google_clients import (
    ANN,
    ID,
    METADATA,
    SPREADSHEETS,
    api_client,
    credentials,
    gspread_client,
)

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def ask(google: NotGoogle, **changes: Any) -> requests.Response:
    """Ask for a token with an assertion of our own making; a claim that is None is left out."""
    info = google.service_account_info()
    now = int(time.time())
    claims = {"iss": ROUTER, "scope": SPREADSHEETS, "aud": info["token_uri"], "iat": now, "exp": now + 3600, **changes}
    signer = RSASigner.from_service_account_info(info)
    assertion = jwt.encode(signer, {name: claim for name, claim in claims.items() if claim is not None}).decode()
    form = {"grant_type": GRANT, "assertion": assertion}
    return requests.post(info["token_uri"], data=form, timeout=5)


def test_the_service_account_gets_a_token_and_is_known(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """The whole flow of the real library runs: a signed assertion, a token, a call."""
    assert (book.title, [tab.title for tab in book.worksheets()]) == ("Desk", ["Sheet1"])
    assert len(google.calls_of("token")) == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({}, None),
        ({"aud": "https://oauth2.googleapis.com/token"}, None),
        ({"aud": "https://somewhere.example/token"}, "invalid_grant"),
        ({"iss": "stranger@local-desk.iam.gserviceaccount.com"}, "invalid_grant"),
        ({"iat": 1_500_000_000, "exp": 1_500_003_600}, "invalid_grant"),
        ({"exp": int(time.time()) + 7200}, "invalid_grant"),
        ({"exp": None}, "invalid_grant"),
        ({"scope": "https://www.googleapis.com/auth/made-up"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
def test_an_assertion_is_checked_claim_by_claim(google: NotGoogle, changes: dict[str, Any], error: str | None) -> None:
    """Audience, issuer, times and scopes all count, and the refusal is OAuth's."""
    answer = ask(google, **changes)
    assert answer.json().get("error") == error
    assert answer.status_code == (200 if error is None else 400)


def test_the_world_s_own_time_will_do_too(google: NotGoogle, clock: Clock) -> None:
    """A function that lives by the world's clock signs by it, years away from the machine's."""
    assert ask(google, iat=int(clock()), exp=int(clock()) + 3600).status_code == 200


def test_a_signature_of_another_key_is_refused(google: NotGoogle) -> None:
    """The assertion's bytes are verified, not only read."""
    signer = RSASigner.from_service_account_info(google.service_account_info())
    good = jwt.encode(signer, {"iss": ROUTER}).decode()
    broken = good[:-6] + ("AAAAAA" if not good.endswith("AAAAAA") else "BBBBBB")
    for assertion in (broken, "not.a.jwt", "", "a.b"):
        form = {"grant_type": GRANT, "assertion": assertion}
        answer = requests.post(f"{google.url}/token", data=form, timeout=5)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_another_grant_is_refused(google: NotGoogle) -> None:
    """Service accounts have one way to a token."""
    answer = requests.post(f"{google.url}/token", data={"grant_type": "password"}, timeout=5)
    assert answer.json()["error"] == "unsupported_grant_type"


def test_a_refused_grant_reaches_the_client_as_its_own_error(google: NotGoogle) -> None:
    """google-auth understands the refusal."""
    client = gspread_client(google, ["https://www.googleapis.com/auth/made-up"])
    with pytest.raises(RefreshError, match="invalid_scope"):
        client.open_by_key(ID)
    client.http_client.session.close()


def test_a_token_ends_by_the_world_s_clock_and_clients_fetch_another(
    google: NotGoogle, book: gspread.Spreadsheet, clock: Clock
) -> None:
    """After an hour the old token is unknown; the library meets the 401 and goes on."""
    book.sheet1.get_all_values()
    clock.advance(3600)
    book.sheet1.get_all_values()
    assert len(google.calls_of("token")) == 2
    assert [call.error for call in google.calls].count("UNAUTHENTICATED") == 1


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic YTpi"}])
def test_nobody_is_served_without_a_token(google: NotGoogle, header: dict[str, str]) -> None:
    """Both APIs answer 401, each in its own envelope."""
    sheets = requests.get(f"{google.url}/v4/spreadsheets/{ID}", headers=header, timeout=5)
    assert (sheets.status_code, sheets.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    drive = requests.get(f"{google.url}/drive/v3/files/{ID}", headers=header, timeout=5)
    assert drive.status_code == 401
    assert drive.json()["error"]["errors"][0]["location"] == "Authorization"


def test_a_scope_opens_what_it_names_and_no_more(google: NotGoogle) -> None:
    """Metadata alone reads no cells, and cells alone show no metadata."""
    only_metadata = gspread_client(google, [METADATA])
    with pytest.raises(PermissionError) as refused:
        only_metadata.open_by_key(ID)
    assert "insufficient authentication scopes" in str(refused.value.__cause__)
    only_cells = api_client(google, "drive", "v3", ["https://www.googleapis.com/auth/documents"])
    with pytest.raises(HttpError, match="insufficient authentication scopes"):
        only_cells.files().get(fileId=ID).execute()
    only_metadata.http_client.session.close()
    only_cells.close()


def test_reading_scope_writes_nothing(google: NotGoogle) -> None:
    """spreadsheets.readonly is enough to read, and only for that."""
    client = gspread_client(google, ["https://www.googleapis.com/auth/spreadsheets.readonly"])
    tab = client.open_by_key(ID).sheet1
    with pytest.raises(gspread.exceptions.APIError, match="insufficient authentication scopes"):
        tab.update_acell("A1", "x")
    client.http_client.session.close()


def test_an_unshared_spreadsheet_is_forbidden_in_sheets_and_unknown_in_drive(google: NotGoogle, drive: Any) -> None:
    """Sheets tells 403 from 404, Drive does not."""
    google.add_spreadsheet("private-id", "Private", ANN)
    client = gspread_client(google)
    with pytest.raises(PermissionError):
        client.open_by_key("private-id")
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open_by_key("no-such-id")
    for file_id in ("private-id", "no-such-id"):
        with pytest.raises(HttpError, match=f"File not found: {file_id}") as missing:
            drive.files().get(fileId=file_id).execute()
        assert missing.value.resp.status == 404
    client.http_client.session.close()


def test_a_reader_reads_and_does_not_write(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """The role counts, not the mere sharing."""
    google.share(ID, ROUTER, "reader")
    assert book.sheet1.get_all_values() == [[]]
    with pytest.raises(gspread.exceptions.APIError, match="The caller does not have permission"):
        book.sheet1.update_acell("A1", "x")


def test_a_service_account_makes_no_files(google: NotGoogle) -> None:
    """It has no storage: Drive says storageQuotaExceeded, and Sheets refuses as well."""
    drive = api_client(google, "drive", "v3", ["https://www.googleapis.com/auth/drive"])
    with pytest.raises(HttpError) as full:
        drive.files().create(body={"name": "x"}).execute()
    assert full.value.resp.status == 403
    assert full.value.error_details[0]["reason"] == "storageQuotaExceeded"
    sheets = api_client(google, "sheets", "v4")
    with pytest.raises(HttpError, match="storage quota"):
        sheets.spreadsheets().create(body={"properties": {"title": "x"}}).execute()
    with pytest.raises(ValueError, match="owns nothing"):
        google.add_spreadsheet("its-own", "x", ROUTER)
    drive.close()
    sheets.close()


def test_a_key_file_is_complete_and_the_same_all_along(google: NotGoogle) -> None:
    """One key a process: making keys is slow, and clients may keep theirs."""
    info = google.service_account_info()
    assert info == google.service_account_info()
    assert credentials(google).service_account_email == info["client_email"] == ROUTER
