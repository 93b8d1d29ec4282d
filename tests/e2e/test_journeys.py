"""Every journey file in a fresh world: the product's behaviour as people see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.sandbox.journeys.checks import check
from scripts.sandbox.journeys.runner import VERBS, Runner, about_workbook, journey_files
from scripts.sandbox.journeys.script import load
from scripts.sandbox.world import World

JOURNEYS = Path(__file__).resolve().parents[1] / "data" / "journeys"


@pytest.mark.parametrize("path", journey_files(JOURNEYS), ids=lambda path: path.stem)
def test_a_journey_goes_as_its_file_says(path: Path) -> None:
    """Each expectation holds, every ticket comes to a final state, and no function calls what its role forbids."""
    journey = load(path, VERBS)
    check(journey)
    with World(workbook=about_workbook(journey)) as world:
        wrong = [
            f"line {outcome.step.line if outcome.step else 'end'}: {problem}"
            for outcome in Runner(world).run(journey)
            for problem in outcome.problems
        ]
        failures = [str(failure) for failure in world.aws.failures]
        forbidden = world.aws.unpermitted()
    assert not forbidden
    assert not wrong, "\n".join([journey.title, *wrong, *failures[:5]])
