"""Every journey in which people act on cards or by a mail's links, with the calls that follow struck in turn."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from scripts.sandbox.journeys.runner import IN_SHEET, VERBS
from scripts.sandbox.journeys.script import load
from scripts.sandbox.world import World
from tests.faults.click_drill import ClickDrill
from tests.faults.injection import Blow, Striker

JOURNEYS = Path(__file__).resolve().parents[1] / "data" / "journeys"
RUNS = count(1)
ONCE = frozenset({"tr-dispatch"})
"""It hands over what the row says, whoever wrote the row: one blow for each way through it does for all journeys."""
THE_CALL = "tr-correct-handler: dynamodb.TransactWriteItems"
"""What every click comes down to, so every drill must have struck it."""
STRUCK = ONCE | {"tr-correct-handler", "tr-learn"}
"""Whatever read and router do after a click they do in the journeys of the other drill."""


def with_clicks() -> list[Path]:
    """The journeys in which somebody clicks; those about the workbook are held to its own crash tests."""
    found = []
    for path in sorted(JOURNEYS.glob("*.yaml")):
        verbs = {step.verb for step in load(path, VERBS).steps}
        if verbs & {"click", "link"} and not verbs & set(IN_SHEET):
            found.append(path)
    return found


@pytest.fixture(scope="module")
def calm(world: World, striker: Striker) -> Callable[[Path], dict[str, Any]]:
    """What becomes of a journey that nothing strikes: told by one run for all blows that a worker has."""

    @cache
    def told(path: Path) -> dict[str, Any]:
        striker.journey(None)
        drill = ClickDrill(world, load(path, VERBS), next(RUNS))
        drill.play(striker)
        wanted = drill.outcome()
        assert not wanted["strange"] and not drill.wrong(), (wanted["strange"], drill.wrong())
        return wanted

    return told


@pytest.mark.parametrize("blow", list(Blow), ids=lambda blow: blow.name)
@pytest.mark.parametrize("path", with_clicks(), ids=lambda path: path.stem)
def test_no_blow_changes_what_becomes_of_a_click(
    world: World, striker: Striker, calm: Callable[[Path], dict[str, Any]], path: Path, blow: Blow
) -> None:
    """Whoever gets an error clicks again, and all ends as without it: one correction, one audit row, one live card."""
    journey = load(path, VERBS)
    wrong: list[str] = []
    struck: set[str] = set()
    wanted = calm(path)
    striker.journey(blow, STRUCK, ONCE)
    for number in count():
        drill = ClickDrill(world, journey, next(RUNS))
        striker.begin()
        drill.play(striker)
        if not striker.struck:
            break
        struck.add(striker.struck)
        found, blown = drill.outcome(), f"blow {number} ({striker.struck}) {blow.value}"
        wrong += [f"{blown}: {problem}" for problem in drill.wrong()]
        wrong += [
            f"{blown}: {name} is {found.get(name)}, not {wanted[name]}"
            for name in wanted
            if found.get(name) != wanted[name]
        ]
    assert THE_CALL in struck, f"{THE_CALL} was not struck, only {sorted(struck)}"
    assert not wrong, "\n".join(wrong)
