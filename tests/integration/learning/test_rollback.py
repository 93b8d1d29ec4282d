"""One command goes back to what was learned at a moment, and the next correction does not undo it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws
from typer.testing import CliRunner, Result

from scripts.cli.ticket_router import app
from scripts.ops.examples import ExampleVersions, NoSuchVersion, Version
from tests.fakes.rulebook import small_book
from tests.unit.learning.samples import correction, lesson
from ticket_router.adapters.aws.examples import S3ExamplesArchive
from ticket_router.domain.learning.labelled import LabelledExample
from ticket_router.domain.learning.lessons import last_words
from ticket_router.domain.workbook.export import examples_jsonl

GOOD, FLOOD = lesson("charged twice"), [lesson(f"buy now {n}", "sales", f"T-{n}") for n in range(2, 5)]


class Bucket:
    """A rules bucket with versions; moto dates them all now, so tests look at ids and at times around them."""

    def __init__(self) -> None:
        self.s3: Any = boto3.client("s3", region_name="us-east-1")
        self.s3.create_bucket(Bucket="rules")
        self.s3.put_bucket_versioning(Bucket="rules", VersioningConfiguration={"Status": "Enabled"})
        self.archive = S3ExamplesArchive(s3=self.s3, bucket="rules")
        self.versions = ExampleVersions(s3=self.s3, bucket="rules")

    def keep(self, *learned: LabelledExample) -> str:
        """A new state; its id."""
        self.archive.keep(learned, self.archive.learned()[1])
        return str(self.s3.head_object(Bucket="rules", Key="examples.jsonl")["VersionId"])

    def run(self, *arguments: str) -> Result:
        """The operator's command."""
        return CliRunner().invoke(app, ["examples", *arguments, "--bucket", "rules"])


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket of its own."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield Bucket()


def test_the_list_names_every_state(bucket: Bucket) -> None:
    """With its id and size; the one in force is marked."""
    first, second = bucket.keep(GOOD), bucket.keep(GOOD, *FLOOD)
    told = bucket.run("list")
    assert told.exit_code == 0
    lines = {line.split()[1]: line for line in told.stdout.splitlines()}
    assert "1 examples" in lines[first] and "in force" not in lines[first]
    assert "4 examples" in lines[second] and "in force" in lines[second]
    assert "and 1 older ones" in bucket.run("list", "--most", "1").stdout


def test_a_flood_is_one_step_back(bucket: Bucket) -> None:
    """The state of then is in force, and every example that this takes away is named."""
    good = bucket.keep(GOOD)
    bucket.keep(GOOD, *FLOOD)
    told = bucket.run("rollback", "--to", good)
    assert told.exit_code == 0
    assert told.stdout.count("taken back: sales: buy now") == 3
    assert "1 learned examples are in force" in told.stdout
    assert bucket.archive.learned()[0] == (GOOD,)


def test_the_next_correction_does_not_bring_the_flood_back(bucket: Bucket) -> None:
    """A rebuild leaves out what was corrected after that moment, and learns what comes after the rollback."""
    now = datetime.now(UTC)
    bucket.versions.roll_back(Version("", now - timedelta(hours=2)), now)
    before, flood, later = (
        correction(f"T-{n}").renewed(at=now + timedelta(hours=hours)) for n, hours in enumerate((-3, -1, 1))
    )
    assert last_words([before, flood, later], bucket.archive.taken_back()) == [later, before]


def test_a_rollback_can_be_taken_back(bucket: Bucket) -> None:
    """By going to a moment before it was made: at that moment the flood counted."""
    now = datetime.now(UTC)
    bucket.keep(GOOD, *FLOOD)
    bucket.versions.roll_back(Version("", now - timedelta(hours=2)), now)
    bucket.versions.roll_back(Version("", now - timedelta(minutes=1)), now + timedelta(minutes=1))
    flood = correction("T-2").renewed(at=now - timedelta(hours=1))
    assert last_words([flood], bucket.archive.taken_back()) == [flood]


def test_what_was_deleted_for_good_does_not_come_back(bucket: Bucket) -> None:
    """Its row was deleted after the moment that a rollback goes to, and neither it nor its text is in force again."""
    deleted, twin = lesson("refund my order", "billing", "T-9"), lesson("Refund my order!", "billing", "T-8")
    good = bucket.keep(GOOD, deleted, twin)
    bucket.keep(GOOD, *FLOOD)
    said = examples_jsonl(small_book().renewed(examples=()), [deleted.id])
    bucket.s3.put_object(Bucket="rules", Key="examples_sheet.jsonl", Body=said.encode())
    told = bucket.run("rollback", "--to", good)
    assert "1 learned examples are in force" in told.stdout
    assert bucket.archive.learned()[0] == (GOOD,)


def test_a_time_finds_what_was_in_force_then(bucket: Bucket) -> None:
    """In any time zone; before the first state nothing was learned."""
    second = bucket.keep(GOOD)
    later = (datetime.now(UTC) + timedelta(seconds=5)).astimezone().isoformat()
    assert bucket.versions.named(later).id == second
    assert bucket.versions.named("2020-01-01T00:00+01:00").id == ""
    told = bucket.run("rollback", "--to", "2020-01-01T00:00+01:00")
    assert told.exit_code == 0 and "0 learned examples are in force" in told.stdout
    assert list(bucket.archive.learned()[0]) == []


@pytest.mark.parametrize(
    ("to", "why"), [("yesterday", "is no version and no time"), ("2026-03-02T09:30", "needs a time zone")]
)
def test_what_cannot_be_gone_back_to_is_said(bucket: Bucket, to: str, why: str) -> None:
    """In a sentence, and nothing changes."""
    bucket.keep(GOOD)
    with pytest.raises(NoSuchVersion, match=why):
        bucket.versions.named(to)
    told = bucket.run("rollback", "--to", to)
    assert (told.exit_code, list(bucket.archive.learned()[0])) == (2, [GOOD])
    assert why in " ".join(told.stderr.split())


def test_with_nothing_learned_there_is_nothing_to_go_back_to(bucket: Bucket) -> None:
    """Both commands say so; a bucket that is not there is said as well."""
    assert "Nothing was learned yet" in bucket.run("list").stdout
    assert bucket.run("rollback", "--to", "2026-03-02T09:30+00:00").exit_code == 2
    assert CliRunner().invoke(app, ["examples", "list", "--bucket", "no-such"]).exit_code == 2
