"""The workbook in Google Sheets: few calls, nothing done twice, and passing trouble told from lasting trouble."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from scripts.sandbox.not_google import NotGoogle
from tests.integration.ports.sheet_benches import SHEET, GoogleSheet, new
from ticket_router.adapters.google.patience import TRIES
from ticket_router.domain.errors import NotFound, Retryable, TicketRouterError
from ticket_router.domain.workbook.grid import DeleteRows, ReplaceRows

READ, WRITE, GET = "values.batchGet", "batchUpdate", "get"


@pytest.fixture
def sheet(google: NotGoogle) -> GoogleSheet:
    """The workbook in Google's stand-in, without rows."""
    return GoogleSheet(google)


def fail(sheet: GoogleSheet, with_: str, call: str, calls: int | None = 1) -> None:
    """Have Google fail a call of Sheets."""
    sheet.google.fail(with_, calls, f"sheets.spreadsheets.{call}")


def test_a_look_is_one_call_and_a_write_one_more(sheet: GoogleSheet) -> None:
    """However many tabs and rows: a call is what the quota counts. A worker's first write asks once for the tabs."""
    sheet.workbook.read()
    assert sheet.called() == [READ]
    sheet.workbook.write([new(*(f"T-{n}" for n in range(100))), ReplaceRows("_status", (("T-1", "x"),))])
    assert sheet.called() == [GET, WRITE]
    sheet.workbook.read()
    sheet.workbook.write([new("T-101")])
    assert sheet.called() == [READ, WRITE]


def test_deleting_looks_at_the_tabs_once_more(sheet: GoogleSheet) -> None:
    """Row numbers in the wrong tab could not be made good; it is done once a night."""
    sheet.workbook.write([new("T-1", "T-2")])
    sheet.called()
    sheet.workbook.write([DeleteRows("Triage", (2,))])
    assert sheet.called() == [GET, WRITE]


def test_a_missing_tab_costs_one_call_more_until_it_is_back(sheet: GoogleSheet) -> None:
    """The first time three, since the look fails; then two; then one again."""
    sheet.rename_tab("VIPs", "our VIPs")
    counts = []
    for step in range(4):
        if step == 2:
            sheet.rename_tab("our VIPs", "VIPs")
        sheet.workbook.read()
        counts.append(len(sheet.called()))
    assert counts == [3, 2, 2, 1]


@pytest.mark.parametrize("fault", ["429", "500", "drop"])
def test_a_look_is_tried_again(sheet: GoogleSheet, fault: str) -> None:
    """Twice in a row, within moments: it changes nothing."""
    fail(sheet, fault, READ, calls=TRIES - 1)
    assert "Triage" in sheet.workbook.read().tabs
    assert sheet.called() == [READ] * TRIES


@pytest.mark.parametrize("fault", ["429", "500", "drop", "timeout"])
def test_then_the_queue_has_to_wait(sheet: GoogleSheet, fault: str) -> None:
    """A look that keeps failing is passing trouble, after few tries."""
    fail(sheet, fault, READ, calls=None)
    with pytest.raises(Retryable):
        sheet.workbook.read()
    assert len(sheet.called()) <= TRIES


def test_a_write_that_was_turned_away_is_made_again(sheet: GoogleSheet) -> None:
    """429 says that nothing was done."""
    fail(sheet, "429", WRITE, calls=TRIES - 1)
    sheet.workbook.write([new("T-1")])
    assert sheet.column("Triage", "ticket") == ["T-1"]


@pytest.mark.parametrize(("fault", "rows"), [("500", 0), ("drop", 0), ("timeout", 0), ("drop_after", 1)])
def test_a_write_that_may_have_been_made_is_not_made_again(sheet: GoogleSheet, fault: str, rows: int) -> None:
    """No row comes twice because an answer was lost: the next look tells whether it is there."""
    sheet.workbook.write([ReplaceRows("_status", ())])
    sheet.called()
    fail(sheet, fault, WRITE)
    with pytest.raises(Retryable):
        sheet.workbook.write([new("T-1")])
    assert sheet.called() == [WRITE]
    assert len(sheet.workbook.read().tabs["Triage"].body) == rows


def test_the_token_endpoint_failing_is_passing_trouble(sheet: GoogleSheet) -> None:
    """Nothing can be asked then, and it is nobody's fault here."""
    sheet.google.fail("drop", None, "token")
    with pytest.raises(Retryable):
        sheet.another().read()


def test_a_key_that_google_does_not_take_is_said_without_the_key(sheet: GoogleSheet) -> None:
    """The operator learns which account it is, and nothing of the key is in the words."""
    info = {**sheet.info, "client_email": "somebody@else.iam.gserviceaccount.example"}
    with pytest.raises(TicketRouterError, match="somebody@else") as told:
        sheet.another(info).read()
    assert not isinstance(told.value, Retryable | NotFound)
    assert sheet.info["private_key"][40:80] not in repr(told.value)


def test_a_new_key_counts_without_a_restart(sheet: GoogleSheet) -> None:
    """The secret is asked at each call, and a client is made for each key once."""
    given = ["no key at all"]
    workbook = sheet.another()
    workbook._access._info = lambda: given[0]
    with pytest.raises(TicketRouterError):
        workbook.read()
    given[0] = json.dumps(sheet.info)
    assert "Triage" in workbook.read().tabs


@pytest.mark.parametrize("role", ["reader", "commenter"])
def test_one_who_may_only_look_is_told_how_to_share(sheet: GoogleSheet, role: str) -> None:
    """Reading works then, so the sentence has to say what is missing."""
    sheet.google.share(SHEET, sheet.info["client_email"], role)
    sheet.workbook.read()
    with pytest.raises(NotFound, match=f"share it with {sheet.info['client_email']} as an editor"):
        sheet.workbook.write([new("T-1")])


def test_a_wrong_id_says_to_check_it(sheet: GoogleSheet) -> None:
    """Google knows no such workbook."""
    sheet.google.files.clear()
    with pytest.raises(NotFound, match="check its id"):
        sheet.workbook.read()


def test_a_large_write_is_made_in_portions(sheet: GoogleSheet) -> None:
    """More than Google likes in one call: it arrives whole and in order."""
    rows = tuple((f"T-{n:03}", "x" * 45_000) for n in range(60))
    sheet.workbook.write([ReplaceRows("_status", rows)])
    assert sheet.called().count(WRITE) == 2
    assert [tuple(cells) for cells in sheet.shown("_status")[1:]] == list(rows)


def test_a_portion_that_fails_is_passing_trouble(sheet: GoogleSheet) -> None:
    """What was written stays; the next run compares and writes again."""
    rows = tuple((f"T-{n:03}", "x" * 45_000) for n in range(60))
    sheet.workbook.write([ReplaceRows("_status", ())])
    sheet.google.fail("500", 1, f"sheets.spreadsheets.{WRITE}", skip=1)
    with pytest.raises(Retryable):
        sheet.workbook.write([ReplaceRows("_status", rows)])
    sheet.workbook.write([ReplaceRows("_status", rows)])
    assert len(sheet.shown("_status")) == 61


def test_quotas_that_are_used_up_are_passing_trouble() -> None:
    """Sixty looks a minute are allowed; the one after them waits for the queue."""
    with NotGoogle(lambda: 1_700_000_000.0) as google:
        sheet = GoogleSheet(google)
        for _ in range(60):
            sheet.workbook.read()
        with pytest.raises(Retryable):
            sheet.workbook.read()


def test_nothing_is_called_but_what_it_was_told_to(sheet: GoogleSheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries bring no calls of their own: not from a thread, and not to another host."""
    hosts: set[object] = set()
    look_up = socket.getaddrinfo

    def seen(host: object, *rest: Any, **named: Any) -> Any:
        hosts.add(host)
        return look_up("127.0.0.1", *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", seen)
    workbook = sheet.another()
    workbook.read()
    workbook.write([new("T-1")])
    assert hosts == {"127.0.0.1"}
