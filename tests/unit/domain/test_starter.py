"""The starter workbook: what a new desk begins with is complete, consistent, and what the issue asked for."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from scripts.ops.starter import main, starter_rulebook
from scripts.ops.tabs import SETTINGS, row_model, rule_tabs
from tests.unit.domain.samples import NOW, case_of, reading_of
from ticket_router.domain.base import UNSURE, Move
from ticket_router.domain.decide import decide
from ticket_router.domain.reading import fold
from ticket_router.domain.rulebook import RuleBook, Settings, WordKind
from ticket_router.domain.words import folded
from ticket_router.domain.workbook.shape import Tab

TABS = rule_tabs()
RULES = starter_rulebook()


def test_the_eight_rule_tabs_in_order() -> None:
    """The workbook's rule tabs, each feeding one part of a RuleBook."""
    assert list(TABS) == [
        "Topics", "Teams", "People", "VIPs", "Urgent words", "Priority rules", "Examples", "Settings",
    ]  # fmt: skip
    parts = set(RuleBook.model_fields) - {"version", "published_at", "published_by"}
    assert {tab.rulebook_field for tab in TABS.values()} == parts


@pytest.mark.parametrize("tab", TABS.values(), ids=lambda tab: tab.title)
def test_columns_are_the_models_fields(tab: Tab) -> None:
    """Every column but Status has a field behind it and every field a column; each says what it means."""
    fields = (
        {"key", "value", "meaning"} if tab.rulebook_field == SETTINGS else set(row_model(tab).model_fields) - {"row"}
    )
    assert {column.field for column in tab.columns} == {*fields, "status"}
    assert all(column.meaning.endswith(".") and column.width >= 50 for column in tab.columns)
    for column in tab.columns:
        if column.choices_from:
            other, _, name = column.choices_from.partition(".")
            assert TABS[other].field(name)


@pytest.mark.parametrize("tab", TABS.values(), ids=lambda tab: tab.title)
def test_starter_rows_fill_what_is_required_and_choose_from_the_dropdown(tab: Tab) -> None:
    """No starter row would be reported as a bad row."""
    for column in tab.columns:
        values = [row.get(column.field) for row in tab.rows]
        assert not column.required or all(value is not None for value in values), column.name
        assert not column.choices or set(values) <= {*column.choices, None}, column.name
        assert not column.unique or len(set(values)) == len(values), column.name


def test_every_setting_has_a_row_with_its_starting_value() -> None:
    """Settings in the sheet and in the code are the same keys, so none is hidden."""
    assert {row["key"] for row in TABS["Settings"].rows} == set(Settings.model_fields)
    assert RULES.settings == Settings(support_mailbox="support@company.example")


def test_topics_and_their_teams() -> None:
    """The seven topics of a new desk."""
    assert {t.topic: t.team for t in RULES.topics} == {
        "billing": "finance",
        "login": "support",
        "bug": "engineering",
        "outage": "engineering",
        "feature": "product",
        "sales": "sales",
        "privacy": "legal",
    }


def test_teams_have_a_channel_an_inbox_and_people_we_know() -> None:
    """A Slack channel of their name (legal: the inbox only), an inbox, and a lead and a manager from People."""
    for team in RULES.teams:
        assert team.slack_channel == ("" if team.team == "legal" else f"#{team.team}")
        assert team.inbox == f"{team.team}@company.example"
        assert RULES.person(team.lead)
        assert RULES.person(team.manager)
    by_name = {team.team: team for team in RULES.teams}
    assert by_name["sales"].lead == "@dana"
    assert by_name["engineering"].manager == "@oncall-manager"
    assert RULES.triage.lead == "@triage-lead"
    assert all(person.email == f"{person.name}@company.example" for person in RULES.people)


def test_vips() -> None:
    """A domain, a domain pinned to a person who exists, and an address."""
    assert [(v.customer, v.match_on.value, v.pin_to) for v in RULES.vips] == [
        ("northwind.example", "domain", ""),
        ("acme.example", "domain", "sales/@dana"),
        ("ceo@bigco.example", "address", ""),
    ]
    pinned = RULES.vips[1]
    assert pinned.pinned_team in RULES.live_teams
    assert RULES.person(pinned.pinned_person)


def test_urgent_words_cover_every_kind_once_and_name_topics_that_exist() -> None:
    """No phrase stands twice; outage and security make a ticket high, a refund medium."""
    phrases = Counter(folded(word.phrase) for word in RULES.urgent_words)
    assert [phrase for phrase, count in phrases.items() if count > 1] == []
    for word in RULES.urgent_words:
        assert set(word.only_topics) <= {*RULES.live_topics, UNSURE}
        assert word.raises_to is not None
        wanted = {"outage": ["high"], "security": ["high"], "refund": ["medium"], "deadline": ["medium", "high"]}
        assert word.raises_to.value in wanted[word.kind.value]
    assert {word.kind for word in RULES.urgent_words} == set(WordKind)
    assert "down" in phrases


def test_every_topic_has_examples() -> None:
    """Three to five labelled texts a topic, and no text that would be nearly empty."""
    per_topic = Counter(example.topic for example in RULES.examples)
    assert set(per_topic) == set(RULES.live_topics)
    assert all(3 <= count <= 5 for count in per_topic.values())
    assert all(len(example.text.split()) > 5 for example in RULES.examples)


@pytest.mark.parametrize("example", RULES.examples, ids=lambda example: str(example.row))
def test_a_calm_and_unhurried_example_is_routed_silently(example: object) -> None:
    """Urgent words have no false friends among the starter's own calm examples."""
    text, topic, urgency, tone = (getattr(example, name) for name in ("text", "topic", "urgency", "tone"))
    decision = decide(case_of(text), fold([reading_of(topic=topic, urgency=urgency, tone=tone)]), RULES, NOW)
    if urgency.value == "low" and tone.value != "angry":
        assert (decision.move, decision.pings) == (Move.route, ())


def test_slack_ids_are_filled_from_the_email() -> None:
    """The backend's own column: known addresses get their id, others stay empty."""
    rulebook = starter_rulebook(slack_ids={"dana@company.example": "U123"})
    assert {p.name: p.slack_id for p in rulebook.people if p.slack_id} == {"dana": "U123"}


def test_written_rules_are_the_starter_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes rules.json and examples.jsonl that read back as the same rules, and says so."""
    assert main([str(tmp_path / "out")]) == 0
    written = RuleBook.model_validate_json((tmp_path / "out" / "rules.json").read_text("utf-8"))
    lines = (tmp_path / "out" / "examples.jsonl").read_text("utf-8").splitlines()
    assert written == RULES
    assert [json.loads(line)["text"] for line in lines] == [example.text for example in RULES.examples]
    assert "rules.json" in capsys.readouterr().out
    assert main([]) == 2
