"""drive-sync and the rules: an edit that has rested goes live, a typo never does, and the log tells both."""

from __future__ import annotations

import json

import pytest

from tests.unit.workbook.desk_at_work import ANN, BOB, DeskAtWork
from ticket_router.domain.errors import Retryable
from ticket_router.services.sync_rules import MOST_LOOKUPS


@pytest.fixture
def desk() -> DeskAtWork:
    """A desk whose workbook is in step."""
    return DeskAtWork()


def test_the_first_look_publishes_at_once(desk: DeskAtWork) -> None:
    """Without rules in force nothing has to rest; the log says what there is, and the exports stand beside it."""
    assert desk.book.version == 1 and desk.book.published_by == BOB
    assert "rules v1 are live" in desk.log()
    assert set(desk.archive.exports) == {"rules.csv", "examples_sheet.jsonl"}
    first = json.loads(desk.archive.exports["examples_sheet.jsonl"].splitlines()[0])
    assert first["topic"] == "billing"


def test_an_edit_counts_after_a_minute_of_rest(desk: DeskAtWork) -> None:
    """Nothing happens for a minute; then the next ticket goes to the new team, and the log says who changed what."""
    desk.edit("Topics", "topic", "billing", team="product")
    desk.file.editor = ANN
    desk.sync()
    assert desk.book.version == 1
    assert desk.sheet.status("Topics", desk.rule_row("Topics", "topic", "billing")) == "not read yet"
    desk.pass_time(seconds=61)
    assert desk.book.version == 2 and desk.book.published_by == ANN
    assert desk.team(desk.send("How do I change the address on my invoices?")) == "product"
    assert "billing: team finance -> product" in desk.log() and f"v2 | {ANN}" in desk.log()
    assert desk.sheet.status("Topics", desk.rule_row("Topics", "topic", "billing")) == "live"


def test_each_further_edit_begins_the_rest_anew(desk: DeskAtWork) -> None:
    """Somebody who types a row cell by cell publishes it once, when it is whole."""
    row = desk.people.add_row("Topics", {"topic": "shipping"})
    for header, cell in (("team", "support"), ("description", "parcels and deliveries"), ("state", "live")):
        desk.sync()
        desk.clock.advance(seconds=40)
        desk.people.type("Topics", row, header, cell)
    desk.sync()
    assert desk.book.version == 1 and "shipping" not in desk.log()
    desk.pass_time(seconds=61)
    assert desk.book.version == 2
    assert desk.team(desk.send("Where is my parcel")) == "support"


def test_an_unfinished_rest_looks_again_by_itself(desk: DeskAtWork) -> None:
    """The run that finds an edit asks for a look when the rest is over."""
    desk.edit("Topics", "topic", "billing", team="product")
    desk.sync()
    (hint,) = desk.hints.waiting
    assert hint.why == "rest" and 59 <= (hint.at - desk.clock.at).total_seconds() <= 61


def test_an_edit_that_was_taken_back_is_none(desk: DeskAtWork) -> None:
    """What reads as before when it has rested makes no version and no line."""
    desk.edit("Topics", "topic", "billing", team="product")
    desk.sync()
    desk.edit("Topics", "topic", "billing", team="finance")
    desk.publish()
    assert desk.book.version == 1 and "v2" not in desk.log()


def test_a_broken_row_leaves_the_old_one_in_force(desk: DeskAtWork) -> None:
    """The cell's row says what is wrong and what was meant, so does the log; tickets go where they went before."""
    desk.edit("Topics", "topic", "billing", team="Finace")
    desk.publish()
    status = desk.sheet.status("Topics", desk.rule_row("Topics", "topic", "billing"))
    assert status.startswith("✗") and "did you mean 'finance'?" in status and "stays in force" in status
    assert "did you mean 'finance'?" in desk.log() and "Topics | 2" in desk.log()
    assert desk.team(desk.send("How do I change the address on my invoices?")) == "finance"
    desk.sync()
    assert desk.log().count("Finace") == 1
    desk.edit("Topics", "topic", "billing", team="product")
    desk.publish()
    assert desk.sheet.status("Topics", desk.rule_row("Topics", "topic", "billing")) == "live"


def test_a_known_problem_is_not_logged_again(desk: DeskAtWork) -> None:
    """Sorting the tab or editing another row tells nothing twice."""
    desk.edit("Topics", "topic", "billing", team="Finace")
    desk.publish()
    desk.people.sort("Topics", "topic", descending=True)
    desk.edit("Topics", "topic", "sales", team="support")
    desk.publish()
    assert desk.book.version >= 2 and desk.log().count("Finace") == 1


@pytest.mark.parametrize("how", ["deleted", "renamed", "emptied", "header"])
def test_a_tab_that_is_gone_stays_in_force(desk: DeskAtWork, how: str) -> None:
    """Nothing stops: the last good version counts, loudly, and the tab counts again once it is back."""
    if how == "deleted":
        desk.people.delete_tab("Topics")
    elif how == "renamed":
        desk.people.rename_tab("Topics", "Themen")
    elif how == "emptied":
        desk.people.delete_rows("Topics", *range(2, 30))
    else:
        desk.people.rename_column("Topics", "team", "group")
    desk.publish()
    assert desk.team(desk.send("How do I change the address on my invoices?")) == "finance"
    assert len(desk.book.topics) == 7 and "Topics" in desk.log()
    if how == "header":
        desk.people.rename_column("Topics", "group", "team")
        desk.edit("Topics", "topic", "billing", team="product")
        desk.publish()
        assert desk.team(desk.send("How do I change the address on my invoices?")) == "product"


def test_ticks_do_not_wait_for_the_rest(desk: DeskAtWork) -> None:
    """An edit under way keeps nobody in triage from working."""
    ticket_id = desk.held()
    desk.sync()
    desk.edit("Topics", "topic", "billing", team="product")
    desk.tick(ticket_id, topic="login")
    assert desk.sync()["ticks"] == 1
    assert desk.team(ticket_id) == "support" and desk.book.version == 1


def test_slack_ids_are_looked_up_by_address(desk: DeskAtWork) -> None:
    """A new person's id is asked for once and counts from then on; an unknown address is asked again the next day."""
    desk.directory.known["kim@company.example"] = "U777"
    desk.people.add_row("People", {"name": "kim", "email": "Kim@company.example"})
    desk.people.add_row("People", {"name": "lee", "email": "lee@company.example"})
    desk.publish()
    ids = {person.name: person.slack_id for person in desk.book.people}
    assert (ids["kim"], ids["lee"]) == ("U777", "")
    assert desk.sheet.records("People")[-2]["Slack id"] == "U777"
    asked = desk.directory.asked.count("lee@company.example")
    desk.directory.known["lee@company.example"] = "U778"
    desk.sync()
    assert desk.directory.asked.count("lee@company.example") == asked
    desk.clock.advance(days=1)
    desk.settle()
    assert {p.name: p.slack_id for p in desk.book.people}["lee"] == "U778"
    assert desk.book.published_by == "router"


def test_many_new_people_are_asked_for_in_turn(desk: DeskAtWork) -> None:
    """Slack's limits are kept: a run asks for some, the next runs for the rest."""
    for number in range(MOST_LOOKUPS + 5):
        desk.people.add_row("People", {"name": f"p{number}", "email": f"p{number}@company.example"})
        desk.directory.known[f"p{number}@company.example"] = f"U{number}"
    before = len(desk.directory.asked)
    desk.publish()
    assert len(desk.directory.asked) - before == MOST_LOOKUPS
    desk.settle()
    assert all(p.slack_id for p in desk.book.people if p.name.startswith("p") and p.name[1:].isdigit())


def test_slack_away_keeps_no_rule_from_going_live(desk: DeskAtWork) -> None:
    """Ids can wait, rules do not."""
    desk.directory.wire.before = _away  # type: ignore[method-assign]
    desk.people.add_row("People", {"name": "kim", "email": "kim@company.example"})
    desk.publish()
    assert [p.slack_id for p in desk.book.people if p.name == "kim"] == [""]


def _away(call: str) -> None:
    if call.startswith("FakeDirectory"):
        raise Retryable("Slack is away")


def test_exports_follow_a_publish_that_broke_off(desk: DeskAtWork) -> None:
    """A run that dies between publishing and exporting is made good by the next one."""
    desk.edit("Topics", "topic", "billing", team="product")
    desk.sync()
    desk.clock.advance(seconds=61)
    export = desk.archive.export

    def broken(name: str, content: str) -> None:
        raise Retryable("S3 is away")

    desk.archive.export = broken  # type: ignore[method-assign]
    with pytest.raises(Retryable):
        desk.sync()
    desk.archive.export = export  # type: ignore[method-assign]
    desk.sync()
    assert "product" in desk.archive.exports["rules.csv"] and desk.book.version == 2
    assert desk.log().count("rules v2 are live") == 1
