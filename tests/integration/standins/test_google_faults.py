"""Google told to fail: each API's own envelope, and what was done all the same."""

from __future__ import annotations

import threading
import time
from typing import Any

import gspread
import pytest
import requests
from googleapiclient.errors import HttpError
from gspread.exceptions import APIError

from scripts.sandbox.not_google import NotGoogle
from tests.integration.standins.google_clients import ID


@pytest.mark.parametrize(("fault", "code", "status"), [("429", 429, "RESOURCE_EXHAUSTED"), ("500", 500, "INTERNAL")])
def test_sheets_refuses_with_a_status(
    google: NotGoogle, book: gspread.Spreadsheet, fault: str, code: int, status: str
) -> None:
    """As often as told, the named call alone, and nothing is done."""
    google.fail(fault, calls=2, call="sheets.spreadsheets.values.update")
    book.values_get("Sheet1!A1")
    for _ in range(2):
        with pytest.raises(APIError) as refused:
            book.sheet1.update([["x"]], "A1")
        assert (refused.value.code, refused.value.error["status"]) == (code, status)
    assert google.cells(ID, "Sheet1") == []
    book.sheet1.update([["x"]], "A1")
    assert [call.error for call in google.calls_of("sheets.spreadsheets.values.update")] == [status, status, None]


@pytest.mark.parametrize(
    ("fault", "code", "reason"), [("429", 429, "userRateLimitExceeded"), ("500", 500, "internalError")]
)
def test_drive_refuses_with_a_reason(google: NotGoogle, drive: Any, fault: str, code: int, reason: str) -> None:
    """The older envelope, which googleapiclient reads its retries from."""
    google.fail(fault, call="drive.files.get")
    with pytest.raises(HttpError) as refused:
        drive.files().get(fileId=ID).execute()
    assert (refused.value.resp.status, refused.value.error_details[0]["reason"]) == (code, reason)
    assert drive.files().get(fileId=ID).execute()["name"] == "Desk"


@pytest.mark.parametrize(("fault", "code"), [("429", 429), ("500", 500)])
def test_the_token_endpoint_fails_in_oauth_s_words(google: NotGoogle, fault: str, code: int) -> None:
    """An error and no token."""
    google.fail(fault, call="token")
    answer = requests.post(f"{google.url}/token", data={}, timeout=5)
    assert (answer.status_code, "error" in answer.json()) == (code, True)


@pytest.mark.parametrize(("fault", "cells"), [("timeout", []), ("drop", []), ("drop_after", [["x"]])])
def test_an_answer_is_lost_before_or_after_the_work(
    google: NotGoogle, book: gspread.Spreadsheet, fault: str, cells: list[list[str]]
) -> None:
    """The client cannot tell the three apart; the spreadsheet can."""
    google.fail(fault, call="sheets.spreadsheets.values.update")
    with pytest.raises(requests.exceptions.ConnectionError):
        book.sheet1.update([["x"]], "A1")
    assert google.cells(ID, "Sheet1") == cells


def test_a_slow_answer_is_an_answer(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """Late, and complete."""
    google.fail("slow")
    assert book.values_get("Sheet1!A1")["range"] == "Sheet1!A1"


def test_a_wrong_order_is_answered_with_what_there_is(google: NotGoogle) -> None:
    """Unknown calls and kinds are told the known ones."""
    with pytest.raises(ValueError, match=r"no call 'values\.get'; it knows drive\.channels\.stop"):
        google.fail("500", call="values.get")
    with pytest.raises(ValueError, match="cannot fail with 'flood'"):
        google.fail("flood")


def test_reset_empties_everything(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """Spreadsheets, tokens and quotas are gone; the account and its key stay."""
    account = google.service_account_info()
    google.reset()
    assert (google.files, google.quota_used().reads, google.calls) == ({}, 0, [])
    assert google.service_account_info() == account
    with pytest.raises(APIError, match="Requested entity was not found"):
        book.client.fetch_sheet_metadata(ID)
    google.add_spreadsheet(ID, "Again", "ann@company.example")


def test_many_at_once_do_not_lose_each_other_s_writes(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """People and the API write at the same time; each write is there in the end."""

    def people(row: int) -> None:
        for column in "ABCDE":
            google.hands(ID, "ann@company.example").type("Sheet1", f"{column}{row}", f"{column}{row}")

    threads = [threading.Thread(target=people, args=(row,)) for row in range(1, 5)]
    for thread in threads:
        thread.start()
    for row in range(5, 15):
        book.values_update(f"Sheet1!A{row}", params={"valueInputOption": "RAW"}, body={"values": [list("abcde")]})
    for thread in threads:
        thread.join()
    cells = google.cells(ID, "Sheet1")
    assert cells[:4] == [[f"{column}{row}" for column in "ABCDE"] for row in range(1, 5)]
    assert cells[4:] == [list("abcde")] * 10


def test_the_clock_of_the_machine_is_not_asked(google: NotGoogle) -> None:
    """Times in answers are the world's."""
    assert google.files[ID].modified == google.now() != pytest.approx(time.time(), abs=1000)
