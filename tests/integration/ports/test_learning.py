"""Corrections, ExamplesArchive and Learned: nothing taught is overlooked, and nothing is overwritten unseen."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from tests.fakes.learning import FakeCorrections, FakeExamplesArchive
from tests.fakes.sheet_state import FakeRulesArchive
from tests.fakes.values import ticket, ticket_write
from tests.integration.ports.benches import Bench as DeskBench
from tests.integration.ports.benches import DynamoBench, FakeBench
from tests.integration.ports.template_tables import make_table
from tests.unit.learning.samples import correction, lesson, minutes, row
from ticket_router.adapters.aws import items
from ticket_router.adapters.aws.corrections import DynamoCorrections
from ticket_router.adapters.aws.examples import LEARNED_KEY, SHEET_KEY, TAKEN_BACK_KEY, S3ExamplesArchive, S3Learned
from ticket_router.adapters.aws.rules_archive import S3RulesArchive
from ticket_router.domain.change import Change
from ticket_router.domain.errors import Conflict, Retryable, TicketRouterError
from ticket_router.domain.learning.labelled import SheetExamples, TakenBack
from ticket_router.domain.rulebook import RuleBook, State
from ticket_router.domain.workbook.export import examples_jsonl
from ticket_router.ports import ExamplesArchive, Learned, RulesArchive

Bench = tuple[ExamplesArchive, Learned, RulesArchive]


@pytest.fixture
def s3(aws: Any) -> Any:
    """S3 with the empty bucket of the rules."""
    client = aws("s3")
    client.create_bucket(Bucket="rules")
    return client


@pytest.fixture(params=["memory", "s3"])
def bench(request: pytest.FixtureRequest, s3: Any) -> Bench:
    """An empty archive of each kind, the examples as the reader gets them, and where drive-sync exports to."""
    if request.param == "memory":
        rules = FakeRulesArchive()
        fake = FakeExamplesArchive(rules)
        return fake, fake, rules
    archive = S3ExamplesArchive(s3=s3, bucket="rules")
    return archive, S3Learned(s3=s3, bucket="rules"), S3RulesArchive(s3=s3, bucket="rules")


ONE, TWO = lesson("charged twice \u2602").renewed(joined=("T-7",)), lesson("no password", "login", "T-2")


def test_at_first_nothing_is_learned(bench: Bench) -> None:
    """Neither for a rebuild nor for a read, and there is no sheet."""
    archive, learned, _ = bench
    assert (list(archive.learned()[0]), archive.learned()[1]) == ([], "")
    assert list(learned.current()) == []
    assert archive.sheet() == SheetExamples()
    assert list(archive.taken_back()) == []


def test_what_is_kept_is_shown_at_once(bench: Bench) -> None:
    """The next read has it, each state has a mark of its own."""
    archive, learned, _ = bench
    marks = [archive.learned()[1]]
    for kept in ((ONE,), (ONE, TWO), ()):
        archive.keep(kept, marks[-1])
        found, mark = archive.learned()
        marks.append(mark)
        assert tuple(found) == tuple(learned.current()) == kept
    assert len(set(marks)) == 4


def test_what_was_not_seen_is_not_overwritten(bench: Bench) -> None:
    """A rebuild that was overtaken has to look again."""
    archive, _, _ = bench
    archive.keep([ONE], "")
    _, seen = archive.learned()
    archive.keep([ONE, TWO], seen)
    for mark in (seen, ""):
        with pytest.raises(Conflict):
            archive.keep([], mark)
    assert tuple(archive.learned()[0]) == (ONE, TWO)


def test_the_sheets_side_is_what_was_exported(bench: Bench) -> None:
    """Rows that are off and what was deleted included."""
    archive, _, rules = bench
    shown = (row("charged twice", origin=ONE.origin, state=State.off), row("dark\u2028mode", "feature", number=3))
    rules.export("examples_sheet.jsonl", examples_jsonl(RuleBook(version=1, examples=shown), [TWO.id]))
    assert archive.sheet() == SheetExamples(rows=shown, gone=(TWO.id,))


def test_what_an_earlier_version_learned_is_read(s3: Any) -> None:
    """It kept no ids of what was joined."""
    s3.put_object(Bucket="rules", Key=LEARNED_KEY, Body=TWO.model_dump_json(exclude={"joined"}).encode())
    assert tuple(S3ExamplesArchive(s3=s3, bucket="rules").learned()[0]) == (TWO,)


def test_spans_that_were_taken_back_are_read(s3: Any) -> None:
    """A line for each rollback."""
    span = TakenBack(after=minutes(1), until=minutes(2))
    s3.put_object(Bucket="rules", Key=TAKEN_BACK_KEY, Body=f"{span.model_dump_json()}\n".encode())
    assert list(S3ExamplesArchive(s3=s3, bucket="rules").taken_back()) == [span]


@pytest.mark.parametrize("key", [LEARNED_KEY, SHEET_KEY, TAKEN_BACK_KEY])
@pytest.mark.parametrize("content", [b"{}x", b'{"a": 1}', b"\xff", b"[1]"])
def test_a_file_that_cannot_be_read_is_said_as_such(s3: Any, key: str, content: bytes) -> None:
    """Nothing is built on it, and whoever put it there is told what to do."""
    s3.put_object(Bucket="rules", Key=key, Body=content)
    archive = S3ExamplesArchive(s3=s3, bucket="rules")
    look = {LEARNED_KEY: archive.learned, SHEET_KEY: archive.sheet, TAKEN_BACK_KEY: archive.taken_back}[key]
    with pytest.raises(TicketRouterError, match="bring its last version back"):
        look()


class Away:
    """S3 whose calls fail when it is told so."""

    def __init__(self, s3: Any) -> None:
        self.s3, self.away = s3, True

    def get_object(self, **asked: Any) -> Any:
        """As S3's."""
        if self.away:
            raise EndpointConnectionError(endpoint_url="https://s3.example")
        return self.s3.get_object(**asked)


def test_the_reader_goes_on_without_s3(s3: Any) -> None:
    """With nothing at first, then with the last it had; a file that is broken or gone is borne as well."""
    door = Away(s3)
    learned = S3Learned(s3=door, bucket="rules")
    assert list(learned.current()) == []
    S3ExamplesArchive(s3=s3, bucket="rules").keep([ONE], "")
    door.away = False
    assert list(learned.current()) == [ONE]
    door.away = True
    assert list(learned.current()) == [ONE]
    door.away = False
    assert list(learned.current()) == [ONE]
    s3.put_object(Bucket="rules", Key=LEARNED_KEY, Body=b"{}x")
    assert list(learned.current()) == [ONE]
    s3.delete_object(Bucket="rules", Key=LEARNED_KEY)
    assert list(learned.current()) == []
    door.away = True
    with pytest.raises(Retryable):
        S3ExamplesArchive(s3=door, bucket="rules").learned()


@pytest.fixture(params=["memory", "dynamodb"])
def desk(request: pytest.FixtureRequest, aws: Any) -> DeskBench:
    """A desk of each kind."""
    return FakeBench() if request.param == "memory" else DynamoBench(aws("dynamodb"), aws("s3"), "learning")


def test_every_correction_is_found(desk: DeskBench) -> None:
    """As it was committed, of all tickets."""
    kept = [correction("T-1"), correction("T-1", 3, teaches=False), correction("T-2", sorted=True)]
    desk.desk.commit(Change(tickets=(ticket_write(ticket("T-1")), ticket_write(ticket("T-2")))))
    for one in kept:
        before = ticket(one.ticket_id, one.rev - 1)
        write = ticket_write(ticket(one.ticket_id, one.rev), before)
        desk.desk.commit(Change(tickets=(write,), corrections=(one,)))
    found = (
        FakeCorrections(desk.fake.rows)
        if isinstance(desk, FakeBench)
        else DynamoCorrections(dynamodb=desk.dynamodb, table=desk.tables.corrections or "")  # type: ignore[attr-defined]
    ).all()
    assert sorted(found, key=lambda one: (one.ticket_id, one.rev)) == kept


def test_pages_of_corrections_are_all_read(aws: Any) -> None:
    """DynamoDB tells a megabyte at a time."""
    dynamodb = aws("dynamodb")
    table = make_table(dynamodb, "CorrectionsTable", "paged")
    for n in range(30):
        long = correction(f"T-{n:03}", said="x" * 60_000)
        dynamodb.put_item(TableName=table, Item=items.correction_item(long))
    assert len({one.ticket_id for one in DynamoCorrections(dynamodb=dynamodb, table=table).all()}) == 30
