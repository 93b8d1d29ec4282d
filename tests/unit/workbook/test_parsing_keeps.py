"""A row that is wrong changes nothing: its old version stays in force, wherever the row stands by now."""

from __future__ import annotations

from tests.unit.workbook.sheet import LIVE, Sheet, said
from ticket_router.domain.rulebook import RuleBook, State


def teams_by_topic(rulebook: RuleBook) -> list[tuple[int, str, str]]:
    """Row, topic and team of every topic."""
    return [(topic.row, topic.topic, topic.team) for topic in rulebook.topics]


def test_good_rows_go_live_beside_a_wrong_one() -> None:
    """An edit of one row counts although another row is broken."""
    sheet = Sheet()
    sheet.set("Topics", 2, {"team": "Finace"})
    sheet.set("Topics", 3, {"team": "product"})
    parsed = sheet.parsed()
    assert teams_by_topic(parsed.rulebook)[:2] == [(2, "billing", "finance"), (3, "login", "product")]
    assert parsed.row_status[sheet.key("Topics", 2)] == (
        "✗ team: no team 'Finace'; did you mean 'finance'?"
        " Choose one from the list, or add it to Teams; the old row stays in force"
    )
    assert parsed.row_status[sheet.key("Topics", 3)] == "live"


def test_the_old_row_is_found_by_its_name_after_a_sort() -> None:
    """It stays in force at the number where the wrong row stands now, because reasons name that one."""
    sheet = Sheet()
    sheet.tabs["Topics"][1:] = reversed(sheet.tabs["Topics"][1:])
    number = sheet.number("Topics", {"topic": "billing"})
    sheet.set("Topics", number, {"topic": " BILLING", "team": "nobody"})
    assert teams_by_topic(sheet.parsed().rulebook)[-1] == (number, "billing", "finance")


def test_the_old_row_is_found_by_its_number_when_the_name_is_lost() -> None:
    """An overwritten name does not take the rule away."""
    sheet = Sheet()
    sheet.set("Topics", 2, {"topic": None})
    assert teams_by_topic(sheet.parsed().rulebook) == teams_by_topic(LIVE)


def test_no_old_row_stands_behind_two() -> None:
    """A new wrong row at the number of a row that moved on gets nothing."""
    sheet = Sheet()
    sheet.add("Topics", {"topic": "shipping", "team": "nobody", "description": "parcels"}, at=2)
    parsed = sheet.parsed()
    assert [topic.topic for topic in parsed.rulebook.topics] == [topic.topic for topic in LIVE.topics]
    assert parsed.row_status[sheet.key("Topics", 2)].endswith("this row does not count until then")


def test_a_deleted_row_is_gone() -> None:
    """Even when another row is wrong."""
    sheet = Sheet()
    del sheet.tabs["Topics"][sheet.number("Topics", {"topic": "sales"}) - 1]
    sheet.set("Topics", 2, {"team": "nobody"})
    topics = [topic.topic for topic in sheet.parsed().rulebook.topics]
    assert topics == [topic.topic for topic in LIVE.topics if topic.topic != "sales"]


def test_what_stays_in_force_stays_so_at_the_next_look() -> None:
    """A second look at the same sheet finds the same rules and the same problems."""
    sheet = Sheet()
    sheet.tabs["Topics"][1:] = reversed(sheet.tabs["Topics"][1:])
    sheet.set("Topics", 4, {"team": "nobody"})
    sheet.set("Priority rules", 3, {"move": "fly"})
    first = sheet.parsed()
    again = sheet.parsed(first.rulebook)
    assert again.rulebook == first.rulebook.renewed(version=first.rulebook.version + 1)
    assert again.problems == first.problems
    assert again.row_status == first.row_status


def test_a_wrong_priority_rule_keeps_its_place() -> None:
    """Rules have no name: the old one is found by its number, or between its old neighbours after an insertion."""
    sheet = Sheet()
    sheet.set("Priority rules", 6, {"move": "escalat"})
    assert sheet.parsed().rulebook.priority_rules == LIVE.priority_rules
    sheet.add("Priority rules", {"topic": "sales", "move": "route"}, at=2)
    rules = sheet.parsed().rulebook.priority_rules
    assert [rule.renewed(row=rule.row - 1) for rule in rules[1:]] == list(LIVE.priority_rules)


def test_switching_off_works_in_a_wrong_row() -> None:
    """A rule that somebody wants to stop is stopped, and the problem is told all the same."""
    sheet = Sheet()
    sheet.set("Topics", 2, {"team": "nobody", "state": "off"})
    sheet.add("Topics", {"topic": "new", "team": "nobody", "description": "new", "state": "off"})
    parsed = sheet.parsed()
    assert len(parsed.problems) == 2
    assert parsed.rulebook.topics[0].state is State.off
    assert len(parsed.rulebook.topics) == len(LIVE.topics)
    assert parsed.row_status[sheet.key("Topics", 2)].endswith("; the row is off all the same")


def test_others_may_name_a_row_whose_old_version_counts() -> None:
    """A broken team is still a team; a new one that is broken is told from a typo."""
    sheet = Sheet()
    sheet.set("Teams", sheet.number("Teams", {"team": "finance"}), {"lead": "@ghost"})
    sheet.add("Teams", {"team": "parcels", "lead": "@ghost"})
    sheet.set("Topics", 3, {"team": "parcels"})
    parsed = sheet.parsed()
    assert [line for line in said(parsed) if line.startswith("Topics")] == [
        "Topics row 3: team: the team 'parcels' does not count yet | Put row 9 of Teams right first"
    ]
    assert teams_by_topic(parsed.rulebook) == teams_by_topic(LIVE)


def test_others_may_name_a_row_that_is_off() -> None:
    """Its tickets go to triage, which is what a row that is off is for."""
    sheet = Sheet()
    sheet.set("Teams", sheet.number("Teams", {"team": "finance"}), {"state": "off"})
    parsed = sheet.parsed()
    assert said(parsed) == []
    assert parsed.row_status[sheet.key("Teams", 3)] == "off"


def test_a_team_that_is_gone_leaves_topics_as_they_were() -> None:
    """The topic's row says so; the old one stays, and its tickets go to triage for want of a team."""
    sheet = Sheet()
    del sheet.tabs["Teams"][sheet.number("Teams", {"team": "legal"}) - 1]
    parsed = sheet.parsed()
    assert [(p.tab, p.what) for p in parsed.problems] == [("Topics", "team: no team 'legal'")]
    assert teams_by_topic(parsed.rulebook) == teams_by_topic(LIVE)


def test_rows_that_say_the_same_share_a_status() -> None:
    """A Status is looked up by a row's words, so the words of a copy are true in both places."""
    sheet = Sheet()
    sheet.tabs["Topics"].append(list(sheet.tabs["Topics"][1]))
    parsed = sheet.parsed()
    assert said(parsed) == ["Topics row 9: rows 2 and 9 say the same | Delete one of them"]
    assert parsed.row_status[sheet.key("Topics", 2)] == "✗ rows 2 and 9 say the same; delete one of them; row 2 counts"


def test_many_faults_do_not_fill_the_status() -> None:
    """A Status tells three faults and points to the log, which has a problem for each."""
    sheet = Sheet()
    wrong = {"team": "x?", "hold_below": 5.0, "playbook": "wiki", "state": "perhaps"}
    sheet.set("Topics", 2, wrong)
    parsed = sheet.parsed()
    assert len(parsed.problems) == 4
    assert parsed.row_status[sheet.key("Topics", 2)].endswith("; and 1 more, see Rules log; the old row stays in force")


def test_the_first_setting_that_is_right_counts() -> None:
    """A wrong row keeps the value in force, unless another row of its key is right."""
    sheet = Sheet()
    sheet.set("Settings", 2, {"value": "many"})
    live = LIVE.renewed(settings=LIVE.settings.renewed(min_words=7))
    assert sheet.parsed(live).rulebook.settings.min_words == 7
    sheet.add("Settings", {"key": "Min words", "value": "4"})
    assert sheet.parsed(live).rulebook.settings.min_words == 4
