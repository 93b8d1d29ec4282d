"""Every file in tests/data/rule_scenarios is a promise about decisions; this runs all and shows which one broke."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.domain.scenario_format import SCENARIOS, ScenarioCase, ScenarioError
from tests.unit.domain.scenario_run import decision_for, differences, run_file
from ticket_router.domain.base import Move

FILES = sorted(SCENARIOS.glob("*.yaml"))
REFUSED = sorted((SCENARIOS / "refused").glob("*.yaml"))


def named(path: Path) -> str:
    """A test's id: the file's name says what it is about."""
    return path.stem


@pytest.mark.parametrize("path", FILES, ids=named)
def test_scenario_file_holds(path: Path) -> None:
    """Each case of the file gets the decision that the file expects."""
    wrong: list[str] = []
    for scenario, case, decision in run_file(path):
        found = differences(case.expect, decision)
        wrong += [f"{scenario.title} / {case.title}: {sentence}" for sentence in found]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", REFUSED, ids=named)
def test_wrong_file_is_refused_in_plain_words(path: Path) -> None:
    """A file outside the form is refused with the words that its first line (`# refused: ...`) promises."""
    promised = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# refused:").strip()
    with pytest.raises(ScenarioError) as refusal:
        list(run_file(path))
    assert str(refusal.value) == promised


def test_every_move_and_every_starter_row_has_a_scenario() -> None:
    """The files together reach all four moves and settle by every row of the starter's Priority rules."""
    moves: set[Move] = set()
    rows: set[int | None] = set()
    for path in FILES:
        for scenario, case, decision in run_file(path):
            moves.add(decision.move)
            rows.add(decision.rule_row if not (scenario.rules or case.rules) else None)
    assert moves == set(Move)
    assert set(range(2, 11)) <= rows


def test_a_wrong_expectation_is_noticed() -> None:
    """A scenario whose expectation does not hold fails, and says what was decided instead."""
    case = ScenarioCase.model_validate(
        {
            "title": "expects too much",
            "ticket": {"text": "How do I change my billing address?"},
            "reading": {"topic": "billing"},
            "expect": {"move": "escalate", "reasons_have": ["angry"], "reasons_lack": ["nothing urgent"]},
        }
    )
    found = differences(case.expect, decision_for(case))
    assert found[0] == "move: expected escalate, got route"
    assert found[1:3] == ["no reason says 'angry'", "a reason says 'nothing urgent'"]
    assert "rules v1" in found[3]
