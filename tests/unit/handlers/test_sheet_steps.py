"""The workbook's other handlers: what wakes drive-sync, that it never fails its queue, and what it tells the alarm."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.handlers.conftest import Event, FakeApp
from ticket_router.domain.base import Move
from ticket_router.domain.errors import NotFound, Retryable
from ticket_router.handlers import dispatch, drive_sync, router, sheet_wake, sweep, watch_renew
from ticket_router.services.dispatch import Dispatched
from ticket_router.settings import Settings

Events = Callable[[str], Event]
Logged = Callable[[], list[dict[str, Any]]]
DONE: dict[str, Any] = {"batchItemFailures": []}
Metrics = Callable[[], dict[str, float]]


@pytest.fixture
def metrics(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Metrics:
    """The metrics told so far, by name, if they have the namespace and the one dimension that the alarm looks at."""
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "drive-sync")

    def told() -> dict[str, float]:
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
        return {
            one["Name"]: line[one["Name"]][0]
            for line in lines
            for directive in line["_aws"]["CloudWatchMetrics"]
            if (directive["Namespace"], directive["Dimensions"], line["service"])
            == ("TicketRouter", [["service"]], "drive-sync")
            for one in directive["Metrics"]
        }

    return told


@pytest.fixture
def connected(app: FakeApp) -> FakeApp:
    """An App with a workbook."""
    app.settings = Settings(spreadsheet_id="1Book")
    app.keep_watch = SimpleNamespace(trouble=lambda _now: "")
    return app


class Syncs:
    """Counts its runs, and raises if it is told to."""

    def __init__(self, error: Exception | None = None, troubles: tuple[Exception, ...] = ()) -> None:
        self.error, self.troubles, self.runs = error, list(troubles), 0

    def __call__(self) -> tuple[Counter[str], list[Exception]]:
        self.runs += 1
        if self.error:
            raise self.error
        return Counter({"writes": 1}), self.troubles


def test_one_run_answers_a_whole_batch(connected: FakeApp, event: Events, metrics: Metrics) -> None:
    """Each run looks at everything, so ten hints are worth one; a scheduled one also tells that all is well."""
    connected.sync_workbook = Syncs()
    assert drive_sync.handler(event("sqs_sheet"), None) == DONE
    assert connected.sync_workbook.runs == 1
    assert metrics() == {"DriveWatchTrouble": 0}


@pytest.mark.parametrize("error", [Retryable("Google is away"), NotFound("not shared"), KeyError("bug")])
def test_a_run_never_fails_its_messages(
    connected: FakeApp, event: Events, metrics: Metrics, logged: Logged, error: Exception
) -> None:
    """That would block every later hint; it counts, and says nothing about Drive, which alarms after a while."""
    connected.sync_workbook = Syncs(error)
    assert drive_sync.handler(event("sqs_sheet"), None) == DONE
    assert metrics() == {"SyncFailed": 1}
    assert len([line for line in logged() if line["level"] in ("WARNING", "ERROR")]) == 1


def test_single_corrections_that_failed_are_logged(connected: FakeApp, event: Events, logged: Logged) -> None:
    """The run itself went well."""
    connected.sync_workbook = Syncs(troubles=(Retryable("DynamoDB is away"),))
    drive_sync.handler(event("sqs_sheet"), None)
    assert [line["trouble"] for line in logged() if line["level"] == "ERROR"] == ["DynamoDB is away"]


def test_trouble_with_drive_is_told_by_scheduled_runs(
    connected: FakeApp, event: Events, metrics: Metrics, logged: Logged
) -> None:
    """Once per beat; other hints, which only come when Drive or a row speaks, tell nothing."""
    connected.sync_workbook = Syncs()
    connected.keep_watch = SimpleNamespace(trouble=lambda _now: "Drive has not called for more than a day.")
    drive_sync.handler(event("sqs_sheet"), None)
    assert metrics() == {"DriveWatchTrouble": 1}
    assert "more than a day" in json.dumps(logged())
    given = event("sqs_sheet")
    del given["Records"][1]
    drive_sync.handler(given, None)
    assert metrics() == {}


def test_without_a_workbook_nothing_is_done(app: FakeApp, event: Events, metrics: Metrics) -> None:
    """The functions are there before a workbook is, and then only say so."""
    app.sync_workbook, app.keep_watch = Syncs(KeyError("bug")), Syncs(KeyError("bug"))
    assert drive_sync.handler(event("sqs_sheet"), None) == DONE
    assert watch_renew.handler(event("schedule_drive_sync"), None) == {}
    assert metrics() == {}


def test_a_beat_of_watch_renew_tells_what_it_did(connected: FakeApp, event: Events, logged: Logged) -> None:
    """By kind, for the log."""
    connected.keep_watch = lambda: Counter({"made": 1, "not stopped": 1})
    assert watch_renew.handler(event("schedule_drive_sync"), None) == {"made": 1, "not stopped": 1}
    assert logged()[0]["not_stopped"] == 1


def test_a_watch_that_could_not_be_renewed_raises(connected: FakeApp, event: Events) -> None:
    """Lambda tries twice more, and then the channel's end is told by the workbook's alarm."""

    def fail() -> None:
        raise Retryable("Google is away")

    connected.keep_watch = fail
    with pytest.raises(Retryable):
        watch_renew.handler(event("schedule_drive_sync"), None)


class Hints:
    """Records hints, and raises for some."""

    def __init__(self, **errors: Exception) -> None:
        self.errors = errors
        self.sent: list[tuple[str, str]] = []

    def now(self, why: str, name: str) -> None:
        """A hint."""
        if why in self.errors:
            raise self.errors[why]
        self.sent.append((why, name))


def test_a_beat_of_the_schedule_becomes_a_hint_of_its_own(app: FakeApp, event: Events) -> None:
    """Its name is its time and its event's id, which a repeated delivery has in common with the first."""
    app.sheet_hints = Hints()
    sheet_wake.handler(event("schedule_drive_sync"), None)
    sheet_wake.handler(event("schedule_drive_sync"), None)
    assert app.sheet_hints.sent == [("schedule", "2026-03-02T09:05:00Z/53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa")] * 2


def test_a_beat_that_cannot_be_passed_on_raises(app: FakeApp, event: Events) -> None:
    """Lambda tries again."""
    app.sheet_hints = Hints(schedule=Retryable("SQS is away"))
    with pytest.raises(Retryable):
        sheet_wake.handler(event("schedule_drive_sync"), None)


def test_delayed_hints_are_passed_on_each_for_itself(app: FakeApp, event: Events) -> None:
    """One that fails comes again alone."""
    app.sheet_hints = Hints(row=Retryable("SQS is away"))
    given = event("sqs_sheet_later")
    answer = sheet_wake.handler(given, None)
    assert app.sheet_hints.sent == [("rest", "rest/2026-03-02T09:00:00+00:00")]
    assert answer == {"batchItemFailures": [{"itemIdentifier": given["Records"][0]["messageId"]}]}


class Told:
    """Counts how often the workbook was told, and fails if it should."""

    def __init__(self, error: Exception | None = None) -> None:
        self.times, self.error = 0, error

    def __call__(self) -> bool:
        self.times += 1
        if self.error:
            raise self.error
        return True


@pytest.mark.parametrize(
    ("module", "use", "name", "came_to", "times"),
    [
        (router, "route_ticket", "stream_tickets", SimpleNamespace(move=Move.hold, team="triage"), 1),
        (router, "route_ticket", "stream_tickets", SimpleNamespace(move=Move.route, team="finance"), 0),
        (router, "route_ticket", "stream_tickets", None, 0),
        (dispatch, "dispatch", "stream_routes", Dispatched.shown, 1),
        (dispatch, "dispatch", "sqs_dispatch", Dispatched.shown, 1),
        (dispatch, "dispatch", "stream_routes", Dispatched.put_off, 0),
        (dispatch, "dispatch", "stream_routes", Dispatched.nothing_owed, 0),
    ],
)
def test_the_workbook_is_told_once_a_batch_if_a_row_may_have_changed(
    app: FakeApp, event: Events, module: Any, use: str, name: str, came_to: Any, times: int
) -> None:
    """Two tickets of a batch that were held, or handed off, are one hint; a batch that changed no row is none."""
    app.tell_sheet = Told()
    setattr(app, use, lambda _ticket_id, **_named: came_to)
    assert module.handler(event(name), None) == DONE
    assert app.tell_sheet.times == times


@pytest.mark.parametrize("error", [Retryable("SQS is away"), LookupError("a queue was not configured")])
def test_a_workbook_that_cannot_be_told_fails_no_step(
    app: FakeApp, event: Events, logged: Logged, error: Exception
) -> None:
    """The step is done whatever becomes of the hint, and the schedule looks anyway."""
    app.tell_sheet = Told(error)
    app.dispatch = lambda _ticket_id, **_named: Dispatched.shown
    assert dispatch.handler(event("stream_routes"), None) == DONE
    assert "the workbook was not told" in [line["message"] for line in logged()]


@pytest.mark.parametrize(("done", "times"), [({"held": 2}, 1), ({"pushed": 3}, 0)])
def test_a_sweep_that_held_tickets_tells_the_workbook(
    app: FakeApp, event: Events, done: dict[str, int], times: int
) -> None:
    """Held tickets are what Triage is for."""
    app.tell_sheet, app.sweep, app.mail_failures = Told(), lambda: Counter(done), Counter
    sweep.handler(event("schedule_sweep"), None)
    assert app.tell_sheet.times == times
