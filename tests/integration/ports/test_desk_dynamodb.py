"""The desk in DynamoDB alone: lost answers, torn reads, where long texts are, and how its errors are named."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

from tests.fakes.clock import STARTED
from tests.fakes.values import message, reading, route, route_write, ticket, ticket_write
from tests.integration.ports.benches import DynamoBench
from tests.integration.ports.conftest import SESSION
from ticket_router.domain.base import Status
from ticket_router.domain.change import Change
from ticket_router.domain.errors import Conflict, Retryable
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step


@pytest.fixture
def moto_bench(aws: Any) -> DynamoBench:
    """A desk whose client retries as the product's does."""
    retrying = SESSION.client("dynamodb", config=Config(retries={"mode": "standard", "total_max_attempts": 3}))
    return DynamoBench(retrying, aws("s3"), "desk")


def on(bench: DynamoBench, event: str, do: Callable[..., Any]) -> None:
    """Hook into botocore before its own handlers."""
    bench.dynamodb.meta.events.register_first(event, do)


def test_a_repeated_transaction_carries_the_same_token(moto_bench: DynamoBench) -> None:
    """When the answer is lost the SDK sends the change again, under the token by which DynamoDB knows it."""
    sent: list[bytes] = []

    def keep(request: Any, **_: Any) -> None:
        sent.append(request.body)

    def lose_the_first_answer(attempts: int, **_: Any) -> float | None:
        return 0.0 if attempts == 1 else None

    on(moto_bench, "before-send.dynamodb.TransactWriteItems", keep)
    on(moto_bench, "needs-retry.dynamodb.TransactWriteItems", lose_the_first_answer)
    with suppress(Conflict):  # moto may keep no tokens; what counts is what was sent
        moto_bench.desk.commit(Change(tickets=(ticket_write(ticket(owes=Step.read)),)))
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert b"ClientRequestToken" in sent[0]
    assert moto_bench.desk.file("T-1") is not None
    assert len(moto_bench.audit("T-1")) == 1


@pytest.mark.parametrize("between", ["GetItem", "Query"])
def test_a_look_torn_by_a_write_cannot_settle_anything(moto_bench: DynamoBench, between: str) -> None:
    """A message that arrives while the file is read is not hidden by the write that follows: its rev is the old one."""
    first, then = message(text="first"), message("20260302T090100000000Z-bbbbbbbbbb", "then")
    made, shown = ticket(status=Status.delivered), route()
    moto_bench.desk.commit(
        Change(tickets=(ticket_write(made),), routes=(route_write(shown),), messages=(("T-1", first),))
    )
    other = DynamoBench.__new__(DynamoBench)
    other.desk = moto_bench.desk
    written: list[bool] = []

    def write(**_: Any) -> None:
        if not written:
            written.append(True)
            other.desk.commit(
                Change(
                    tickets=(ticket_write(ticket(rev=2, status=Status.delivered, owes=Step.read), made),),
                    routes=(route_write(route(rev=2)),),
                    messages=(("T-1", then),),
                )
            )

    on(moto_bench, f"after-call.dynamodb.{between}", write)
    torn = moto_bench.desk.file("T-1")
    assert torn is not None and torn.route is not None and written
    assert torn.route.rev == 1
    with pytest.raises(Conflict):
        moto_bench.desk.commit(Change(routes=(route_write(torn.route.renewed(rev=2, owes=None, due_at=None)),)))


def test_a_ticket_never_seems_newer_than_what_is_beside_it(moto_bench: DynamoBench) -> None:
    """A decision owed because of a reading is never made without that reading."""
    made = ticket(owes=Step.read)
    moto_bench.desk.commit(Change(tickets=(ticket_write(made),), messages=(("T-1", message()),)))
    written: list[bool] = []

    def write(**_: Any) -> None:
        if not written:
            written.append(True)
            moto_bench.desk.commit(
                Change(
                    tickets=(ticket_write(ticket(rev=2, owes=Step.decide), made),),
                    readings=(("T-1", reading()),),
                )
            )

    on(moto_bench, "before-call.dynamodb.Query", write)
    torn = moto_bench.desk.file("T-1")
    assert torn is not None and written
    assert torn.ticket.rev == 1 or torn.readings


def test_a_file_of_many_pages_is_whole(moto_bench: DynamoBench) -> None:
    """DynamoDB answers a query in pages of one megabyte; a long conversation has several."""
    moto_bench.desk.commit(Change(tickets=(ticket_write(ticket()),)))
    keys = [f"20260302T0900{n:02d}000000Z-aaaaaaaaaa" for n in range(60)]
    for rev, start in enumerate(range(0, 60, 20), start=2):
        after, before = ticket(rev=rev), ticket(rev=rev - 1)
        said = tuple(
            ("T-1", message(key, f"{key} {'x' * 7000}", chat_seen=("y" * 15,) * 1000))
            for key in keys[start : start + 20]
        )
        moto_bench.desk.commit(Change(tickets=(ticket_write(after, before),), messages=said))
    file = moto_bench.desk.file("T-1")
    assert isinstance(file, TicketFile)
    assert [m.key for m in file.messages] == keys


def test_long_texts_are_in_the_bucket_and_short_ones_are_not(aws: Any) -> None:
    """Items stay small, so that a write of a ticket with an endless mail costs what any other does."""
    bench = DynamoBench(aws("dynamodb"), aws("s3"), "desk")
    said = (
        message("20260302T090000000000Z-aaaaaaaaaa", "short"),
        message("20260302T090100000000Z-bbbbbbbbbb", "x" * 9000),
    )
    bench.desk.commit(Change(tickets=(ticket_write(ticket()),), messages=tuple(("T-1", m) for m in said)))
    kept = [item["Key"] for item in aws("s3").list_objects_v2(Bucket="desk").get("Contents", [])]
    assert kept == ["texts/T-1/20260302T090100000000Z-bbbbbbbbbb.json"]
    items = bench.dynamodb.scan(TableName=bench.tables.tickets)["Items"]
    assert max(len(str(item)) for item in items) < 1500


def test_a_row_that_owes_nothing_is_not_in_the_index(aws: Any) -> None:
    """The index stays as small as the work at hand: a settled row drops out of it."""
    bench = DynamoBench(aws("dynamodb"), aws("s3"), "desk")
    bench.desk.commit(Change(tickets=(ticket_write(ticket("T-1", owes=Step.read)), ticket_write(ticket("T-2")))))
    indexed = bench.dynamodb.scan(TableName=bench.tables.tickets, IndexName="owes-due")["Items"]
    assert [item["ticket_id"]["S"] for item in indexed] == ["T-1"]


def answered(code: str, status: int, **more: Any) -> ClientError:
    """An error as botocore raises it."""
    response: Any = {"Error": {"Code": code, "Message": "m"}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}
    return ClientError(response, "TransactWriteItems")


def cancelled(*codes: str) -> ClientError:
    """A cancelled transaction with a reason for each of its writes."""
    return answered("TransactionCanceledException", 400, CancellationReasons=[{"Code": code} for code in codes])


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (cancelled("None", "ConditionalCheckFailed"), Conflict),
        (cancelled("TransactionConflict", "None"), Conflict),
        (cancelled("ConditionalCheckFailed", "ThrottlingError"), Retryable),
        (cancelled("ProvisionedThroughputExceeded"), Retryable),
        (answered("ConditionalCheckFailedException", 400), Conflict),
        (answered("TransactionInProgressException", 400), Conflict),
        (answered("ThrottlingException", 400), Retryable),
        (answered("InternalServerError", 500), Retryable),
        (answered("SomethingNew", 503), Retryable),
        (answered("ValidationException", 400), ClientError),
        (answered("AccessDeniedException", 400), ClientError),
        (ParamValidationError(report="wrong"), ParamValidationError),
    ],
)
def test_errors_are_split_by_what_the_caller_does(
    moto_bench: DynamoBench, error: Exception, named: type[Exception]
) -> None:
    """Lost races are decided again, passing trouble is tried again, and our own bugs stay what they are."""

    def fail(**_: Any) -> None:
        raise error

    on(moto_bench, "before-send.dynamodb.TransactWriteItems", fail)
    with pytest.raises(named) as raised:
        moto_bench.desk.commit(Change(tickets=(ticket_write(ticket()),)))
    assert type(raised.value) is named


def test_an_unreachable_store_is_passing_trouble(aws: Any) -> None:
    """No connection means try again later, whatever was asked."""
    client = SESSION.client(
        "dynamodb",
        endpoint_url="http://127.0.0.1:9",
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=1),
    )
    bench = DynamoBench(aws("dynamodb"), aws("s3"), "desk")
    bench.desk = type(bench.desk)(dynamodb=client, tables=bench.tables, texts=None)  # type: ignore[call-arg]
    for ask in (
        lambda: bench.desk.file("T-1"),
        lambda: bench.desk.owing(Step.read, STARTED),
        lambda: bench.desk.note_trouble("T-1", Step.read, "trouble"),
        lambda: bench.desk.commit(Change(tickets=(ticket_write(ticket()),))),
    ):
        with pytest.raises(Retryable):
            ask()
