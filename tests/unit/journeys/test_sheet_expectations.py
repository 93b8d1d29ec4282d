"""What an `expect` on a tab finds, and how it tells what it does not find."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from scripts.sandbox.journeys.script import Step
from scripts.sandbox.journeys.seen_sheet import tab_differences


@dataclass
class Row:
    """A row as the stand-in tells it."""

    row: int
    values: dict[str, Any]


@dataclass
class Tabs:
    """A stand-in that only shows."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def tabs(self, _id: str) -> list[str]:
        """The titles."""
        return list(self.rows)

    def records(self, _id: str, tab: str) -> list[Row]:
        """The rows of one."""
        return self.rows[tab]


TRIAGE = [
    Row(2, {"ticket": "T-1", "customer": "Ana", "topic": "Billing", "Go": True, "Status": "✓ with finance"}),
    Row(3, {"ticket": "T-2", "customer": "Ben", "topic": None, "Go": False, "Status": None}),
    Row(4, {"ticket": None, "customer": None, "topic": None, "Go": False, "Status": ""}),
]
TOPICS = [Row(2, {"topic": "billing", "team": "finance", "hold below": 0.7, "Status": "live"})]
WORLD = SimpleNamespace(google=Tabs({"Triage": TRIAGE, "Topics": TOPICS, "Rules log": []}))


def differences(given: str) -> list[str]:
    """What does not hold; the ticket sent as t1 is T-1, and so on."""
    step = Step("expect", yaml.safe_load(given), "", 1, Path("a.yaml"))
    return tab_differences(WORLD, step, lambda alias: alias.upper().replace("T", "T-"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [
        "{tab: Triage, ticket: t1}",
        "{tab: triage, ticket: t1, status_has: Finance}",
        "{tab: Triage, ticket: t1, status_has: [finance, with], contains: ana}",
        "{tab: Triage, ticket: t3, absent: true}",
        "{tab: Triage, ticket: t2, status_has: finance, absent: true}",
        "{tab: Triage, rows: 2}",
        "{tab: Triage, contains: ben}",
        "{tab: Triage, where: {customer: ANA, topic: billing}, status_has: finance}",
        "{tab: Triage, where: {ticket: t2, go: false}}",
        "{tab: Topics, where: {hold_below: 0.7}, status_has: live}",
        "{tab: Topics, where: {topic: bug}, absent: true}",
        "{tab: Rules log, rows: 0}",
        "{tab: Rules log, contains: did you mean, absent: true}",
        "{tab: VIPs, absent: true}",
        "{tab: VIPs, rows: 0}",
    ],
)
def test_what_is_there_is_found(given: str) -> None:
    """Whatever the case of words, by the columns' names or fields, in one row or anywhere in a tab."""
    assert differences(given) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("{tab: Triage, ticket: t3}", "there is no such row in Triage; its 2 rows are: ticket T-1; customer Ana"),
        ("{tab: Triage, ticket: t2, status_has: finance}", "Status does not have 'finance'; it says: nothing"),
        ("{tab: Triage, ticket: t1, status_has: sales}", "Status does not have 'sales'; it says: ✓ with finance"),
        ("{tab: Triage, ticket: t1, absent: true}", "Triage row 2 is there: ticket T-1; customer Ana"),
        ("{tab: Triage, ticket: t1, status_has: finance, absent: true}", "Status has 'finance'; it says"),
        ("{tab: Triage, rows: 3}", "2 rows, not 3"),
        ("{tab: Rules log, contains: did you mean}", "Rules log does not have 'did you mean'; it says: nothing"),
        ("{tab: Topics, where: {topic: billing, team: sales}}", "there is no such row in Topics"),
        ("{tab: Topics, absent: true}", "the tab Topics is there"),
        ("{tab: VIPs, where: {customer: Ana}}", "the tab VIPs is gone"),
    ],
)
def test_what_is_not_so_is_told_with_what_is(given: str, told: str) -> None:
    """One plain sentence that says what was seen instead."""
    (sentence,) = differences(given)
    assert told in sentence
