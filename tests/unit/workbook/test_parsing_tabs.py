"""Whole tabs: the starter workbook, columns that people move or rename, and tabs that are gone or emptied."""

from __future__ import annotations

import pytest

from scripts.ops.starter import starter_rulebook
from tests.unit.workbook.sheet import LIVE, SHAPE, Sheet, said
from ticket_router.domain.rulebook import RuleBook

TITLES = [tab.title for tab in SHAPE.rule_tabs]


def test_the_starter_rows_make_the_starter_rules() -> None:
    """Laid out as a sheet they parse without a problem into the same rows, numbers and Slack ids."""
    parsed = Sheet().parsed(None, {"dana@company.example": "U1"})
    wanted = starter_rulebook(slack_ids={"dana@company.example": "U1"})
    assert parsed.problems == ()
    assert parsed.rulebook == wanted.renewed(published_at=None, published_by="")
    assert set(parsed.row_status.values()) == {"live"}
    assert Sheet().parsed(LIVE).rulebook.version == LIVE.version + 1


def test_columns_may_move_and_people_may_add_their_own() -> None:
    """Headers are found by their text: in another order, case and spacing, beside columns of people's own."""
    sheet = Sheet()
    for rows in sheet.tabs.values():
        for row in rows:
            row.reverse()
            row.insert(1, "ours")
        rows[0] = [f" {str(header).upper()} " for header in rows[0]]
    parsed = sheet.parsed()
    assert said(parsed) == []
    assert parsed.rulebook.topics == LIVE.topics
    assert parsed.rulebook.priority_rules == LIVE.priority_rules


def test_notes_below_the_rows_are_no_row() -> None:
    """What people write into columns of their own, and blank rows between, count for nothing; numbers stay true."""
    sheet = Sheet()
    for row in sheet.tabs["Topics"]:
        row.append("notes")
    sheet.tabs["Topics"].insert(1, [None, " ", None, None, None, None, "", "call Ann"])
    parsed = sheet.parsed()
    assert said(parsed) == []
    assert [topic.row for topic in parsed.rulebook.topics] == list(range(3, 10))


@pytest.mark.parametrize("title", TITLES)
def test_a_tab_that_is_gone_stays_in_force(title: str) -> None:
    """Nothing stops: its last good version counts, the other tabs are read, and one problem says what to do."""
    sheet = Sheet()
    del sheet.tabs[title]
    parsed = sheet.parsed()
    part = SHAPE.tab(title).rulebook_field
    assert getattr(parsed.rulebook, part) == getattr(LIVE, part)
    [problem] = parsed.problems
    assert (problem.tab, problem.row, problem.key) == (title, None, "")
    assert problem.what.startswith(f"the tab {title} cannot be used, because it is gone; ")
    assert problem.fix == "Bring it back from File, Version history"


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("left", [0, 1], ids=["everything", "rows"])
def test_a_tab_that_was_emptied_stays_in_force(title: str, left: int) -> None:
    """With or without its headers; an accident is more likely than a desk without rules."""
    sheet = Sheet()
    sheet.tabs[title] = sheet.tabs[title][:left]
    parsed = sheet.parsed()
    part = SHAPE.tab(title).rulebook_field
    assert getattr(parsed.rulebook, part) == getattr(LIVE, part)
    [problem] = parsed.problems
    assert problem.row is None
    assert ("it has no rows" if left else "its first row, the headers, is empty") in problem.what


def test_a_new_desk_without_a_tab_starts_without_its_rows() -> None:
    """Nothing is in force yet, so nothing of it counts, and that is said."""
    sheet = Sheet()
    del sheet.tabs["VIPs"]
    parsed = sheet.parsed(None)
    assert parsed.rulebook.vips == ()
    assert said(parsed) == [
        (
            "VIPs: the tab VIPs cannot be used, because it is gone; nothing from it counts"
            " | Bring it back from File, Version history"
        )
    ]


def test_a_renamed_tab_is_recognised() -> None:
    """The problem names the tab that looks like the lost one."""
    sheet = Sheet()
    sheet.tabs["Topic list"] = sheet.tabs.pop("Topics")
    [problem] = sheet.parsed().problems
    assert "it is gone, and 'Topic list' looks like it" in problem.what
    assert problem.fix == "Rename that tab back to Topics"


def headers(changes: dict[str, str]) -> list[str]:
    """The problems of a Topics tab with these headers instead of its own, whose rows were edited as well."""
    sheet = Sheet()
    sheet.set("Topics", 2, {"team": "support"})
    sheet.tabs["Topics"][0] = [changes.get(str(name), name) for name in sheet.tabs["Topics"][0]]
    parsed = sheet.parsed()
    assert parsed.rulebook.topics == LIVE.topics
    assert not [key for key in parsed.row_status if key.startswith("Topics")]
    return [f"{p.what} | {p.fix}" for p in parsed.problems]


def test_a_renamed_header_leaves_the_tab_in_force() -> None:
    """One problem for the tab says which header it looks like and where to put it right."""
    assert headers({"hold below": "hold bellow"}) == [
        (
            "the tab Topics cannot be used, because the header 'hold below' is missing and 'hold bellow' looks like it;"
            " its last good version stays in force | Rename D1 to 'hold below'"
        )
    ]
    assert headers({"team": "", "hold below": "Hold belov"}) == [
        (
            "the tab Topics cannot be used, because the header 'team' is missing and"
            " the header 'hold below' is missing and 'Hold belov' looks like it; its last good version stays in force"
            " | Put 'team' back into row 1 above its cells and rename D1 to 'hold below'"
        )
    ]


def test_a_header_twice_leaves_the_tab_in_force() -> None:
    """Nobody can know which of the two columns is meant."""
    assert headers({"playbook": " TEAM "}) == [
        (
            "the tab Topics cannot be used, because the header 'team' stands in B1 and E1;"
            " its last good version stays in force | Delete or rename the one that is not meant"
        )
    ]


def test_columns_that_people_do_not_fill_are_not_needed() -> None:
    """Without Status or the Slack id the rules are read all the same."""
    sheet = Sheet()
    for title, rows in sheet.tabs.items():
        rows[0] = ["" if column.name in ("Status", "Slack id") else column.name for column in SHAPE.tab(title).columns]
    assert said(sheet.parsed()) == []


@pytest.mark.parametrize("cells", [{"state": "off"}, {"team": "tirage"}])
def test_a_desk_without_triage_is_told(cells: dict[str, object]) -> None:
    """The row is off or has another name: nothing stops, and a problem says where held tickets go."""
    sheet = Sheet()
    sheet.set("Teams", sheet.number("Teams", {"team": "triage"}), cells)
    parsed = sheet.parsed()
    assert said(parsed) == [
        (
            "Teams: Teams has no live row 'triage'; held tickets go to #triage, and nobody is pinged"
            " | Add a row 'triage' with its channel, inbox, lead and manager, or set its state to live"
        )
    ]
    assert len(parsed.rulebook.teams) == 7


def test_triage_is_triage_in_any_case() -> None:
    """The reserved team keeps its own spelling, by which the router knows it."""
    sheet = Sheet()
    sheet.set("Teams", sheet.number("Teams", {"team": "triage"}), {"team": "Triage"})
    parsed = sheet.parsed()
    assert said(parsed) == []
    assert "triage" in parsed.rulebook.live_teams


def test_slack_ids_come_from_the_address_whatever_its_case() -> None:
    """An id stands for the address in the sheet; an old one is kept while a row is wrong."""
    sheet = Sheet()
    sheet.set("People", 2, {"email": "Support-Lead@Company.example"})
    sheet.set("People", 3, {"email": "nobody"})
    live = RuleBook.model_validate(starter_rulebook(slack_ids={"support-manager@company.example": "U9"}))
    people = sheet.parsed(live, {"support-lead@company.example": "U8"}).rulebook.people
    assert [person.slack_id for person in people[:3]] == ["U8", "U9", ""]
