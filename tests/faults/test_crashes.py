"""Every outbound call of the spine's journeys, struck in turn."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from scripts.sandbox.journeys.runner import VERBS
from scripts.sandbox.journeys.script import load
from scripts.sandbox.world import World
from tests.faults.drill import Drill
from tests.faults.injection import Blow, Striker

JOURNEYS = Path(__file__).resolve().parents[1] / "data" / "crash_journeys"
RUNS = count(1)


@pytest.mark.parametrize("blow", list(Blow), ids=lambda blow: blow.name)
@pytest.mark.parametrize("path", sorted(JOURNEYS.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_blow_loses_a_ticket_or_shows_it_twice(world: World, striker: Striker, path: Path, blow: Blow) -> None:
    """Whichever call fails or kills its handler, each ticket ends in one final state with one live card."""
    journey = load(path, VERBS)
    wrong: list[str] = []
    striker.journey(blow)
    for number in count():
        drill = Drill(world, journey, next(RUNS))
        striker.begin()
        drill.play(striker)
        if not striker.struck:
            break
        wrong += [f"blow {number} ({striker.struck}) {blow.value}: {problem}" for problem in drill.wrong()]
    assert number >= 10, f"only {number} calls were struck: the journey did not reach the product"
    assert not wrong, "\n".join(wrong)
