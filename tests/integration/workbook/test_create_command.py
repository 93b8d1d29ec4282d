"""`scripts/ticket-router workbook` as an operator meets it: what it prints, and the status it ends with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.cli.ticket_router import app
from tests.integration.workbook.conftest import BOOK, OWNER, Desk

Said = tuple[int, str]


@pytest.fixture
def key(empty: Desk, tmp_path: Path) -> Path:
    """The service account's key, as Google's console lets one download it."""
    file = tmp_path / "key.json"
    file.write_text(json.dumps(empty.google.service_account_info()), encoding="utf-8")
    return file


@pytest.fixture
def run(empty: Desk, key: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `workbook ...` against the stand-in; returns the status, and everything that was printed, on one line."""
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setenv("GOOGLE_BASE_URL", empty.google.url)

    def command(*arguments: str, credentials: str | None = None) -> Said:
        given = [] if credentials == "" else ["--credentials", credentials or str(key)]
        with pytest.raises(SystemExit) as ended:
            app(["workbook", *arguments, *given])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), " ".join((printed.out + printed.err).split())

    return command


def test_create_then_check(run: Any) -> None:
    """By the address that the browser shows; what was done is listed once, and then there is nothing to do."""
    address = f"https://docs.google.com/spreadsheets/d/{BOOK}/edit#gid=0"
    status, said = run("create", "--spreadsheet", address, "--time-zone", "Europe/Berlin")
    assert status == 0
    assert "put right: The tab Triage is not there." in said and said.endswith("The workbook is ready.")
    assert run("create", "--spreadsheet", BOOK) == (0, "The workbook is as it should be; nothing was changed.")
    assert run("check", "--spreadsheet", BOOK) == (0, "The workbook is as it should be.")


def test_differences_end_with_status_one(run: Any, empty: Desk) -> None:
    """`check` for every difference, `create` for those that it leaves."""
    run("create", "--spreadsheet", BOOK)
    empty.hands(OWNER).rename_column("Topics", "description", "descriptions")
    status, said = run("check", "--spreadsheet", BOOK)
    assert status == 1 and said.startswith("differs: Topics: there is no column 'description'; is it the one")
    status, said = run("create", "--spreadsheet", BOOK)
    assert status == 1 and said.startswith("left for you: Topics: there is no column 'description'")


def test_a_spreadsheet_that_is_not_shared_says_with_whom_to_share_it(run: Any, empty: Desk) -> None:
    """The service account's address, as an editor, and that a person makes the spreadsheet."""
    empty.google.add_spreadsheet("another", "Private", owner=OWNER)
    status, said = run("create", "--spreadsheet", "another")
    assert status == 2
    assert f"share it with {empty.address} as an editor" in said
    assert "a person has to make the spreadsheet" in said


def test_a_spreadsheet_that_may_only_be_read_says_so(run: Any, empty: Desk) -> None:
    """Viewing is enough for `check`, not for `create`."""
    empty.google.add_spreadsheet("looking", "Rules", owner=OWNER)
    empty.google.share("looking", empty.address, "reader")
    assert run("check", "--spreadsheet", "looking")[0] == 1
    status, said = run("create", "--spreadsheet", "looking")
    assert status == 2 and f"share it with {empty.address} as an editor" in said


def test_a_wrong_id_says_so(run: Any) -> None:
    """An id that Google does not know, and something that is none."""
    status, said = run("check", "--spreadsheet", "nowhere")
    assert status == 2 and "check its id" in said
    status, said = run("check", "--spreadsheet", "my rules")
    assert status == 2 and said.startswith("That is no spreadsheet")


def test_credentials_that_are_none(run: Any, tmp_path: Path) -> None:
    """No file, no such file, no JSON, another kind of JSON, and a key that Google does not take."""
    assert run("check", "--spreadsheet", BOOK, credentials="")[1].startswith("No credentials: give")
    assert "cannot be read" in run("check", "--spreadsheet", BOOK, credentials=str(tmp_path / "none.json"))[1]
    wrong = tmp_path / "wrong.json"
    for content, sentence in (
        ("{", "is no JSON file"),
        ('{"installed": {}}', "is not a service account's key: there is no client_email"),
        (
            '{"client_email": "a@b.example", "private_key": "x", "token_uri": "http://127.0.0.1:1/"}',
            "no service account",
        ),
    ):
        wrong.write_text(content, encoding="utf-8")
        status, said = run("check", "--spreadsheet", BOOK, credentials=str(wrong))
        assert status == 2 and sentence in said


def test_a_locale_or_a_time_zone_that_is_none(run: Any) -> None:
    """Answered before anything is asked of Google."""
    assert run("create", "--spreadsheet", BOOK, "--locale", "english")[1].startswith("'english' is no locale")
    assert run("create", "--spreadsheet", BOOK, "--time-zone", "Berlin")[1].startswith("'Berlin' is no time zone")


def test_google_in_trouble_is_a_sentence(run: Any, empty: Desk) -> None:
    """Passing trouble says that another try is safe."""
    empty.google.fail("500", calls=9)
    status, said = run("check", "--spreadsheet", BOOK)
    assert status == 2 and said.endswith("Run it again in a minute: that is safe.")
