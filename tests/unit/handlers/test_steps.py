"""The handlers of mail, queues, streams and the schedule: which records come again, and what is noted and logged."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from tests.fakes.deliveries import mail
from tests.unit.handlers.conftest import Event, FakeApp
from ticket_router.domain.base import Source, Status
from ticket_router.domain.errors import NotFound, ReaderAway, Retryable, TicketRouterError
from ticket_router.handlers import dispatch, intake_mail, read, router, sweep
from ticket_router.services.dispatch import Dispatched

Events = Callable[[str], Event]
Logged = Callable[[], list[dict[str, Any]]]
ONE, TWO = "T-0000000001", "T-0000000002"
RAW = (
    b"From: Ana <ana@studio.example>\r\nTo: support@company.example\r\nSubject: My invoice\r\n"
    b"Message-ID: <1@s.example>\r\n\r\nHow do I change the address?\r\n"
)


class Fails:
    """A use case that records its calls and raises for some tickets."""

    def __init__(self, came_to: Any = None, **errors: Exception) -> None:
        self.came_to = came_to
        self.errors = {name.replace("_", "-"): error for name, error in errors.items()}
        self.calls: list[Any] = []

    def __call__(self, ticket_id: str, **named: Any) -> Any:
        self.calls.append((ticket_id, named) if named else ticket_id)
        if error := self.errors.get(ticket_id):
            raise error
        return self.came_to


def failed(answer: dict[str, Any]) -> list[str]:
    """The identifiers of what comes again."""
    assert set(answer) == {"batchItemFailures"}
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_a_raw_mail_becomes_a_ticket(app: FakeApp, event: Events) -> None:
    """Its key names it; SES's own setup notice is nobody's mail and is not even fetched."""
    app.raw = {"in/0a1b2c3d4e5f6g7h8i9j": RAW}
    answer = intake_mail.handler(event("s3_put"), None)
    (taken,) = answer["taken"]
    file = app.world.file(taken["ticket_id"])
    assert (file.ticket.source, file.ticket.customer.address) == (Source.mail, "ana@studio.example")
    assert file.messages[0].raw_key == "in/0a1b2c3d4e5f6g7h8i9j"
    json.dumps(answer)


def test_keys_are_unescaped_as_s3_escapes_them(app: FakeApp, event: Events) -> None:
    """In events a space is a plus, and other signs are percent-encoded."""
    app.raw = {"in/a mail with ü": RAW}
    assert len(intake_mail.handler(event("s3_put_escaped"), None)["taken"]) == 1


@pytest.mark.parametrize("error", [Retryable("away"), KeyError("bug")])
def test_mail_that_cannot_be_saved_raises(app: FakeApp, event: Events, error: Exception) -> None:
    """Lambda tries twice more, then the failure destination keeps it for the sweep."""
    app.raw = {"in/0a1b2c3d4e5f6g7h8i9j": RAW}

    def fail(_inbound: object) -> None:
        raise error

    app.take_in = fail
    with pytest.raises(type(error)):
        intake_mail.handler(event("s3_put"), None)


def test_a_read_message_is_done(app: FakeApp, event: Events) -> None:
    """Nothing comes again and nothing is put back."""
    app.read_ticket = Fails()
    assert failed(read.handler(event("sqs_intake"), None)) == []
    assert (app.read_ticket.calls, app.put_back) == ([ONE], [])


@pytest.mark.parametrize(
    ("came", "wait"), [(1, 30), (2, 60), (3, 120), (4, 240), (5, 480), (6, 480), (7, 480), (8, 480)]
)
def test_a_reader_that_is_away_is_waited_for_longer_each_time(
    app: FakeApp, event: Events, came: int, wait: int
) -> None:
    """The message fails, and stays out of sight for its wait instead of the queue's own."""
    app.read_ticket = Fails(T_0000000001=ReaderAway("throttled"))
    given = event("sqs_intake")
    given["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(came)
    assert failed(read.handler(given, None)) == [given["Records"][0]["messageId"]]
    assert app.put_back == [(given["Records"][0]["receiptHandle"], wait)]


@pytest.mark.parametrize(("came", "again"), [(7, True), (8, False)])
def test_the_last_try_of_a_held_ticket_ends_quietly(app: FakeApp, event: Events, came: int, again: bool) -> None:
    """Dead letters page somebody, and a ticket that a person already has is no reason for that."""
    app.world.reader.away = True
    ticket_id = app.world.take_in(mail()).ticket_id
    app.world.pass_time(26, sweeping=True)
    assert app.world.file(ticket_id).ticket.status is Status.held
    given = event("sqs_intake")
    given["Records"][0]["body"] = json.dumps({"ticket_id": ticket_id})
    given["Records"][0]["attributes"]["ApproximateReceiveCount"] = str(came)
    assert bool(failed(read.handler(given, None))) is again


def test_a_bug_in_reading_comes_again_at_the_queues_own_pace(app: FakeApp, event: Events) -> None:
    """It ends in the dead letters, whose alarm is for bugs."""
    app.read_ticket = Fails(T_0000000001=KeyError("bug"))
    given = event("sqs_intake")
    assert failed(read.handler(given, None)) == [given["Records"][0]["messageId"]]
    assert app.put_back == []


def test_each_ticket_of_a_stream_batch_is_decided_once(app: FakeApp, event: Events) -> None:
    """Two records of one ticket are one look at its row."""
    app.route_ticket = Fails()
    assert failed(router.handler(event("stream_tickets"), None)) == []
    assert app.route_ticket.calls == [ONE, TWO]


def test_a_failed_ticket_brings_back_its_first_record(app: FakeApp, event: Events) -> None:
    """The stream goes on from the lowest failure, so every record of that ticket is named; the others were done."""
    app.route_ticket = Fails(T_0000000001=Retryable("away"))
    given = event("stream_tickets")
    numbers = [record["dynamodb"]["SequenceNumber"] for record in given["Records"]]
    assert failed(router.handler(given, None)) == [numbers[0], numbers[2]]
    assert app.route_ticket.calls == [ONE, TWO]


@pytest.mark.parametrize("name", ["stream_routes", "sqs_dispatch"])
def test_one_failed_hand_off_does_not_take_its_batch_along(app: FakeApp, event: Events, name: str) -> None:
    """From the stream and from the queue alike."""
    app.dispatch = Fails(Dispatched.nothing_owed, T_0000000001=Retryable("away"))
    given = event(name)
    first = given["Records"][0]
    wanted = first["messageId"] if name == "sqs_dispatch" else first["dynamodb"]["SequenceNumber"]
    assert failed(dispatch.handler(given, None)) == [wanted]
    assert [call[0] for call in app.dispatch.calls] == [ONE, TWO]


def test_a_reserved_turn_is_handed_on(app: FakeApp, event: Events) -> None:
    """Only the wake-up that says so comes back to a turn; a stream record never does."""
    app.dispatch = Fails(Dispatched.nothing_owed)
    dispatch.handler(event("sqs_dispatch"), None)
    dispatch.handler(event("stream_routes"), None)
    assert [named["slot"] for _, named in app.dispatch.calls] == [False, True, False, False]


@pytest.mark.parametrize(
    ("module", "use", "name", "step"),
    [(router, "route_ticket", "stream_tickets", "decide"), (dispatch, "dispatch", "stream_routes", "dispatch")],
)
def test_trouble_is_noted_where_the_sweep_looks_for_it(
    app: FakeApp, event: Events, module: Any, use: str, name: str, step: str
) -> None:
    """When the sweep holds the ticket in the end, this is the reason that a person reads."""
    noted: list[tuple[str, str, str]] = []
    app.desk.note_trouble = lambda *given: noted.append(given)  # type: ignore[method-assign, assignment]
    setattr(app, use, Fails(T_0000000001=KeyError("bug")))
    module.handler(event(name), None)
    assert noted == [(ONE, step, "KeyError: 'bug'")]


def test_the_whole_way_of_a_ticket_through_the_handlers(app: FakeApp, event: Events) -> None:
    """Read, decided, shown: each handler does its step on the ticket that its record names."""
    ticket_id = app.world.take_in(mail()).ticket_id
    queue, tickets, routes = event("sqs_intake"), event("stream_tickets"), event("stream_routes")
    queue["Records"][0]["body"] = json.dumps({"ticket_id": ticket_id})
    for given in (tickets, routes):
        del given["Records"][1:]
        given["Records"][0]["dynamodb"]["Keys"]["ticket_id"]["S"] = ticket_id
    for module, given in ((read, queue), (router, tickets), (dispatch, routes)):
        assert failed(module.handler(given, None)) == []
    assert app.world.file(ticket_id).ticket.status is Status.delivered


def test_a_sweep_tells_what_it_did(app: FakeApp, event: Events, logged: Logged) -> None:
    """Both halves of it, by kind."""
    app.sweep = lambda: Counter({"pushed": 2, "given up on the reader": 1})
    app.mail_failures = lambda: Counter({"mail tried again": 1})
    done = sweep.handler(event("schedule_sweep"), None)
    assert done == {"pushed": 2, "given up on the reader": 1, "mail tried again": 1}
    (line,) = logged()
    assert (line["message"], line["given_up_on_the_reader"]) == ("swept", 1)


def test_a_sweep_that_could_not_do_all_of_it_fails_afterwards(app: FakeApp, event: Events) -> None:
    """The round is finished first; then the function's error rate says that something needs a look."""
    done: list[str] = []
    app.sweep = lambda: Counter({"failed with KeyError": 1, "pushed": 1})

    def mail_failures() -> Counter[str]:
        done.append("mail")
        return Counter()

    app.mail_failures = mail_failures
    with pytest.raises(TicketRouterError, match="failed with KeyError"):
        sweep.handler(event("schedule_sweep"), None)
    assert done == ["mail"]


class Strict(BaseModel):
    """A model whose errors quote what they were given."""

    urgency: int


def test_what_customers_write_is_in_no_log(app: FakeApp, event: Events, logged: Logged) -> None:
    """Neither on a good day nor in the error of a library, whose message quotes the value it stumbled over."""
    app.raw = {"in/0a1b2c3d4e5f6g7h8i9j": RAW}
    intake_mail.handler(event("s3_put"), None)

    def stumble(_ticket_id: str) -> None:
        Strict.model_validate({"urgency": "my secret words"})

    app.route_ticket = stumble
    assert failed(router.handler(event("stream_tickets"), None))
    lines = logged()
    assert "mail taken in" in [line["message"] for line in lines]
    (error, *_) = [line for line in lines if line["level"] == "ERROR"]
    assert error["error"] == "ValidationError"
    assert any("stumble" in frame for frame in error["stack"])
    everything = json.dumps(lines, ensure_ascii=False)
    for private in ("my secret words", "ana@studio.example", "change the address", "My invoice", "My secret subject"):
        assert private not in everything


def test_our_own_errors_are_logged_in_their_words(app: FakeApp, event: Events, logged: Logged) -> None:
    """They hold no customer's text, and say what to do."""
    app.route_ticket = Fails(T_0000000001=NotFound("no rules are published yet"))
    router.handler(event("stream_tickets"), None)
    (error,) = [line for line in logged() if line["level"] == "ERROR"]
    assert (error["error"], error["trouble"]) == ("NotFound", "no rules are published yet")
