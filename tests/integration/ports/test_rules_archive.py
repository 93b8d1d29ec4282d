"""RulesArchive: a publish replaces exactly the rules that its author saw, and what is published is what counts."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.ops.starter import starter_rulebook
from tests.fakes.sheet_state import FakeRulesArchive
from tests.fakes.small import FakeRules
from ticket_router.adapters.aws.rules import RULES_KEY, S3Rules
from ticket_router.adapters.aws.rules_archive import S3RulesArchive
from ticket_router.domain.errors import Conflict, TicketRouterError
from ticket_router.ports import Rules, RulesArchive

Bench = tuple[RulesArchive, Rules]


@pytest.fixture
def s3(aws: Any) -> Any:
    """S3 with the empty bucket of the rules."""
    client = aws("s3")
    client.create_bucket(Bucket="rules")
    return client


@pytest.fixture(params=["memory", "s3"])
def bench(request: pytest.FixtureRequest, s3: Any) -> Bench:
    """An archive of each kind without rules, and the rules as the decisions get them."""
    if request.param == "memory":
        rules = FakeRules()
        return FakeRulesArchive(rules=rules), rules
    return S3RulesArchive(s3=s3, bucket="rules"), S3Rules(s3=s3, bucket="rules")


def test_at_first_there_are_no_rules(bench: Bench) -> None:
    """The first publish is made onto nothing."""
    assert bench[0].live() == (None, "")


def test_a_publish_is_in_force_at_once(bench: Bench) -> None:
    """The next decision is made by it, and the archive shows it with another mark."""
    archive, rules = bench
    marks = [archive.live()[1]]
    for version in (1, 2):
        archive.publish(starter_rulebook(version=version), marks[-1])
        live, mark = archive.live()
        marks.append(mark)
        assert live == rules.current() == starter_rulebook(version=version)
    assert len(set(marks)) == 3


def test_a_publish_onto_other_rules_than_were_seen_is_refused(bench: Bench) -> None:
    """A run that was overtaken publishes nothing: not over the other's rules, and not as if there were none."""
    archive, _ = bench
    archive.publish(starter_rulebook(version=1), "")
    _, seen = archive.live()
    archive.publish(starter_rulebook(version=2), seen)
    for mark in (seen, ""):
        with pytest.raises(Conflict):
            archive.publish(starter_rulebook(version=3), mark)
    assert archive.live()[0] == starter_rulebook(version=2)


def test_a_publish_onto_rules_that_are_gone_is_refused(s3: Any) -> None:
    """Somebody deleted the file: that is another state than the one seen."""
    archive = S3RulesArchive(s3=s3, bucket="rules")
    archive.publish(starter_rulebook(version=1), "")
    _, seen = archive.live()
    s3.delete_object(Bucket="rules", Key=RULES_KEY)
    with pytest.raises(Conflict):
        archive.publish(starter_rulebook(version=2), seen)


def test_exports_lie_beside_the_rules(s3: Any) -> None:
    """As text that opens in a spreadsheet; exporting again replaces."""
    archive = S3RulesArchive(s3=s3, bucket="rules")
    for content in ("old", "tab,row\nTopics,\u00fc\n"):
        archive.export("rules.csv", content)
    archive.export("examples_sheet.jsonl", "{}\n")
    found = s3.get_object(Bucket="rules", Key="rules.csv")
    assert (found["Body"].read().decode(), found["ContentType"]) == (
        "tab,row\nTopics,\u00fc\n",
        "text/csv; charset=utf-8",
    )
    assert s3.get_object(Bucket="rules", Key="examples_sheet.jsonl")["ContentType"] == "application/x-ndjson"


def test_exports_of_the_fake_are_kept() -> None:
    """Tests look there for what the other readers would get."""
    archive = FakeRulesArchive()
    archive.export("rules.csv", "tab,row\n")
    assert archive.exports == {"rules.csv": "tab,row\n"}


def test_a_file_that_holds_no_rules_is_said_as_such(s3: Any) -> None:
    """Whoever put it there is told what to do, and nothing is published over it."""
    s3.put_object(Bucket="rules", Key=RULES_KEY, Body=b"{}x")
    with pytest.raises(TicketRouterError, match="holds no rules"):
        S3RulesArchive(s3=s3, bucket="rules").live()
