"""What a RuleBook promises to whoever looks something up in it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from scripts.ops.starter import starter_rulebook
from ticket_router.domain.rulebook import (
    MatchOn,
    Person,
    PriorityRule,
    RuleBook,
    Settings,
    State,
    Team,
    Topic,
    Vip,
)


def test_the_first_live_row_of_a_name_counts() -> None:
    """Of two rows for one topic or team the upper live one is meant; off rows are as if they were not there."""
    topics = tuple(
        Topic(row=row, topic="billing", team=team, description="x", state=state)
        for row, team, state in [(2, "sales", State.off), (3, "finance", State.live), (4, "legal", State.live)]
    )
    rulebook = RuleBook(version=1, topics=topics, teams=(Team(row=2, team="finance", state=State.off),))
    assert rulebook.live_topics["billing"].row == 3
    assert rulebook.live_teams == {}


def test_there_is_always_a_triage_lane() -> None:
    """A workbook without a live triage row still has the reserved channel."""
    own = Team(row=5, team="triage", slack_channel="#sorting", lead="@bob")
    assert RuleBook(version=1).triage.slack_channel == "#triage"
    assert RuleBook(version=1, teams=(own,)).triage is own


def test_people_are_found_by_handle() -> None:
    """With or without @, in any case; an empty handle is nobody."""
    rulebook = RuleBook(version=1, people=(Person(row=2, name="dana"), Person(row=3, name="")))
    assert rulebook.person("@Dana") is rulebook.people[0]
    assert rulebook.person("dana") is rulebook.people[0]
    assert rulebook.person("@") is None
    assert rulebook.person("@eve") is None


@pytest.mark.parametrize(
    ("pin", "team", "person"),
    [("sales/@dana", "sales", "@dana"), ("sales", "sales", ""), (" sales / @dana ", "sales", "@dana"), ("", "", "")],
)
def test_a_pin_is_a_team_and_perhaps_a_person(pin: str, team: str, person: str) -> None:
    """`team` or `team/@handle`, spaces aside."""
    vip = Vip(row=2, customer="acme.example", match_on=MatchOn.domain, pin_to=pin)
    assert (vip.pinned_team, vip.pinned_person) == (team, person)


@pytest.mark.parametrize(
    ("model", "row"),
    [
        (Topic, {"row": 1, "topic": "billing", "team": "finance", "description": "x"}),
        (Topic, {"row": 2, "topic": "billing", "team": "finance", "description": "x", "hold_below": 60}),
        (Topic, {"row": 2, "topic": "billing", "team": "finance", "description": "x", "colour": "red"}),
        (Topic, {"row": 2, "topic": "billing", "team": "finance", "description": "x", "state": "maybe"}),
        (PriorityRule, {"row": 2, "move": "shout"}),
        (Settings, {"time_zone": "Middle/Earth"}),
        (Settings, {"time_zone": ""}),
        (Settings, {"min_words": -1}),
        (Settings, {"hold_below": float("nan")}),
    ],
)
def test_invalid_rows_are_refused(model: type[Topic], row: dict[str, object]) -> None:
    """The header's row number, percentages, unknown columns and words, impossible settings: a ValidationError each."""
    with pytest.raises(ValidationError):
        model.model_validate(row)


def test_a_rulebook_survives_being_stored() -> None:
    """What is published as JSON is read back as the same rules, order and row numbers included."""
    rulebook = starter_rulebook(version=7)
    assert RuleBook.model_validate_json(rulebook.model_dump_json()) == rulebook
