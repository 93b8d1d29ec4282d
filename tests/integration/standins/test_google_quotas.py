"""Calls a minute, counted by the world's clock as Google counts them."""

from __future__ import annotations

import gspread
import pytest
from gspread.exceptions import APIError

from scripts.sandbox.not_google import NotGoogle, Quotas, Used
from tests.integration.standins.conftest import Clock
from tests.integration.standins.google_clients import ID, batch, gspread_client


def test_sixty_reads_and_sixty_writes_a_minute(google: NotGoogle, book: gspread.Spreadsheet, clock: Clock) -> None:
    """The next one is RESOURCE_EXHAUSTED, each kind for itself, until a minute has passed."""
    for _ in range(59):  # opening the spreadsheet was the first read
        book.values_get("Sheet1!A1")
    assert google.quota_used() == Used(reads=60, writes=0)
    with pytest.raises(APIError) as exhausted:
        book.values_get("Sheet1!A1")
    assert exhausted.value.code == 429
    assert exhausted.value.error["status"] == "RESOURCE_EXHAUSTED"
    assert "'Read requests per minute per user'" in exhausted.value.error["message"]
    for _ in range(60):
        book.values_clear("Sheet1!A1")
    with pytest.raises(APIError, match="'Write requests per minute per user'"):
        book.values_clear("Sheet1!A1")
    clock.advance(59)
    with pytest.raises(APIError, match="Quota exceeded"):
        book.values_get("Sheet1!A1")
    clock.advance(1)
    book.values_get("Sheet1!A1")
    assert google.quota_used() == Used(reads=1, writes=0)


def test_a_batch_is_one_call(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """However many requests or ranges are in it; a refused call counts, one that never was a call does not."""
    before = google.quota_used()
    book.batch_update(batch(*[{"addSheet": {}}] * 20))
    book.values_batch_get([f"Sheet{n}!A:Z" for n in range(1, 20)])
    with pytest.raises(APIError):
        book.values_get("Nowhere!A1")
    assert google.quota_used() == Used(before.reads + 2, before.writes + 1)


def test_a_project_has_a_quota_of_its_own(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """Several users together exhaust it before any of them is at the end of his own."""
    google.quotas = Quotas(user=60, project=3)
    other = "other@local-desk.iam.gserviceaccount.com"
    google.share(ID, other)
    client = gspread_client(google, email=other)
    client.open_by_key(ID)
    book.values_get("Sheet1!A1")
    with pytest.raises(APIError, match="'Read requests per minute' of"):
        book.values_get("Sheet1!A1")
    client.http_client.session.close()


def test_quotas_can_be_lifted(google: NotGoogle, book: gspread.Spreadsheet) -> None:
    """None means none; what is used is counted all the same."""
    google.quotas = None
    for _ in range(70):
        book.values_get("Sheet1!A1")
    assert google.quota_used().reads == 71
