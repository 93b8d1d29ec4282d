"""WorkbookFile: who changed the workbook last, and the channels through which Drive calls us."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from scripts.sandbox.not_google import NotGoogle
from tests.fakes.drive import FakeWorkbookFile
from tests.integration.ports.sheet_benches import OWNER, SHEET
from ticket_router.adapters.google.drive import DriveFile
from ticket_router.domain.errors import NotFound, Retryable, TicketRouterError
from ticket_router.domain.workbook.watch import LIFETIME, Watch
from ticket_router.ports import WorkbookFile

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
HOOK = "https://hook.example/drive"


class Bench:
    """A file of each kind, and what goes on around it."""

    def __init__(self, kind: str, google: NotGoogle) -> None:
        self.google = google
        self.fake = FakeWorkbookFile()
        self.info = google.service_account_info()
        google.add_spreadsheet(SHEET, "Ticket router", OWNER)
        google.share(SHEET, self.info["client_email"], "reader")
        self.real = kind == "google"
        self.file: WorkbookFile = real(google) if self.real else self.fake

    def edit(self, by: str) -> None:
        """Somebody changes the workbook."""
        self.fake.editor = by
        self.google.hands(SHEET, by=by).type("Sheet1", "A1", "hello")

    def live(self) -> set[str]:
        """Ids of the channels that Drive has."""
        return set(self.google.push.channels) if self.real else set(self.fake.channels)


def real(google: NotGoogle, **changed: str) -> DriveFile:
    """The file as the bootstrap builds it."""
    key = json.dumps({**google.service_account_info(), **changed})
    return DriveFile(info=lambda: key, spreadsheet_id=SHEET, base_url=google.url)


@pytest.fixture
def google() -> Iterator[NotGoogle]:
    """Google on loopback, at one moment."""
    with NotGoogle(NOW.timestamp, quotas=None, hold_seconds=0.2) as google:
        yield google


@pytest.fixture(params=["memory", "google"])
def bench(request: pytest.FixtureRequest, google: NotGoogle) -> Bench:
    """A workbook's file of each kind."""
    return Bench(request.param, google)


def channel(name: str = "channel-1", lives: timedelta = LIFETIME) -> Watch:
    """A channel that Drive has not been asked for yet."""
    return Watch(channel_id=name, token_hash="hash", made_at=NOW, expires_at=NOW + lives)


def test_the_last_editor_is_told(bench: Bench) -> None:
    """Whoever changed it last, by mail address."""
    for person in (OWNER, "bob@company.example"):
        bench.edit(person)
        assert bench.file.last_editor() == person


def test_a_channel_is_made_with_its_true_end(bench: Bench) -> None:
    """It comes back with what stopping it needs; what was asked for stays."""
    made = bench.file.watch(channel(), "the token", HOOK)
    assert made.resource_id
    assert made.renewed(resource_id="") == channel()
    assert bench.live() == {"channel-1"}


def test_no_channel_lives_longer_than_a_day(bench: Bench) -> None:
    """Drive grants less than was asked for, and we know it."""
    made = bench.file.watch(channel(lives=timedelta(days=7)), "the token", HOOK)
    assert made.expires_at == NOW + LIFETIME


def test_channels_stand_beside_each_other_until_they_are_stopped(bench: Bench) -> None:
    """A new one does not end the old one; one that is gone already is fine."""
    first, second = (bench.file.watch(channel(name), "the token", HOOK) for name in ("w1", "w2"))
    assert bench.live() == {"w1", "w2"}
    for _ in range(2):
        bench.file.stop(first)
    assert bench.live() == {"w2"}
    bench.file.stop(second.renewed(channel_id="never-was"))
    assert bench.live() == {"w2"}


def test_a_channel_is_made_once(bench: Bench) -> None:
    """The same id again means that an answer was lost: no bug, and nothing new is made."""
    bench.file.watch(channel(), "the token", HOOK)
    with pytest.raises(Retryable):
        bench.file.watch(channel(), "another token", HOOK)
    assert bench.live() == {"channel-1"}


def test_what_the_router_changed_itself_is_nobodys_edit(google: NotGoogle) -> None:
    """An edit of a person's may hide behind ours, so nothing is said then."""
    bench = Bench("google", google)
    google.share(SHEET, bench.info["client_email"], "writer")
    google.file(SHEET).last_editor = bench.info["client_email"]
    assert bench.file.last_editor() == ""


def test_drive_is_told_the_token_and_the_address(google: NotGoogle) -> None:
    """By them its calls are known as Drive's."""
    Bench("google", google).file.watch(channel(), "the token", HOOK)
    found = google.push.channels["channel-1"]
    assert (found.token, found.address) == ("the token", HOOK)


def test_a_workbook_that_is_not_shared_is_not_found(google: NotGoogle) -> None:
    """The sentence says with whom to share it."""
    bench = Bench("google", google)
    google.file(SHEET).roles.clear()
    for call in (bench.file.last_editor, lambda: bench.file.watch(channel(), "the token", HOOK)):
        with pytest.raises(NotFound, match=bench.info["client_email"]):
            call()


def test_the_fake_is_as_strict_about_sharing() -> None:
    """Both calls that look at the file."""
    fake = FakeWorkbookFile()
    fake.shared = False
    for call in (fake.last_editor, lambda: fake.watch(channel(), "the token", HOOK)):
        with pytest.raises(NotFound):
            call()


@pytest.mark.parametrize("fault", ["429", "500", "drop"])
@pytest.mark.parametrize("call", ["drive.files.get", "drive.files.watch", "drive.channels.stop", "token"])
def test_trouble_on_the_way_is_passing(google: NotGoogle, fault: str, call: str) -> None:
    """The next schedule tries again; Drive says 403 where Sheets says 429."""
    file = Bench("google", google).file
    calls = {
        "drive.files.watch": lambda: file.watch(channel(), "the token", HOOK),
        "drive.channels.stop": lambda: file.stop(channel().renewed(resource_id="it")),
    }
    google.fail(fault, None, call)
    with pytest.raises(Retryable):
        calls.get(call, file.last_editor)()


def test_a_channel_whose_answer_was_lost_is_passing_trouble(google: NotGoogle) -> None:
    """It exists, and its calls are good: whoever asked must not take it for a bug."""
    file = Bench("google", google).file
    google.fail("drop_after", 1, "drive.files.watch")
    with pytest.raises(Retryable):
        file.watch(channel(), "the token", HOOK)
    assert "channel-1" in google.push.channels
    with pytest.raises(Retryable):
        file.watch(channel(), "the token", HOOK)


def test_a_workbook_in_a_shared_drive_is_found_too(google: NotGoogle, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drive hides those from whoever does not say that they know shared drives."""
    import httplib2

    asked: list[str] = []
    request = httplib2.Http.request

    def seen(http: httplib2.Http, uri: str, *rest: object, **named: object) -> object:
        asked.append(uri)
        return request(http, uri, *rest, **named)

    monkeypatch.setattr(httplib2.Http, "request", seen)
    file = Bench("google", google).file
    file.last_editor()
    file.watch(channel(), "the token", HOOK)
    of_files = [uri for uri in asked if "/files/" in uri]
    assert len(of_files) == 2
    assert all("supportsAllDrives=true" in uri for uri in of_files)


def test_an_address_that_drive_does_not_call_is_said(google: NotGoogle) -> None:
    """A hook without https would never hear of anything."""
    file = Bench("google", google).file
    with pytest.raises(TicketRouterError, match="hook"):
        file.watch(channel(), "the token", "http://hook.example/drive")


def test_a_key_that_google_does_not_take_is_said(google: NotGoogle) -> None:
    """It is no passing trouble, and it names the account."""
    Bench("google", google)
    with pytest.raises(TicketRouterError, match="somebody@else") as told:
        real(google, client_email="somebody@else.example").last_editor()
    assert not isinstance(told.value, Retryable | NotFound)
