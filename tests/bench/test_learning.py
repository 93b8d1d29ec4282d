"""Holds the learning curve's bench to what it claims, on a few made-up tickets: the public ones are not in here."""

from __future__ import annotations

import io
from itertools import product
from pathlib import Path

import pytest
from rich.console import Console

from tests.bench.learning import coverage, curve, report
from tests.bench.learning_data import Stream
from tests.bench.learning_desk import LearningDesk, chosen, latest, none
from ticket_router.domain.examples import SHOWN, choose_examples

LINES = {"garden": "plants and lawns", "kitchen": "pots and pans", "garage": "cars and tyres"}
THINGS = {
    "garden": ("dibber", "secateurs", "trug", "cloche", "scarifier", "edger", "obelisk", "besom"),
    "kitchen": ("mandoline", "trivet", "ramekin", "colander", "zester", "skillet", "whisk", "tagine"),
    "garage": ("grommet", "sprocket", "gasket", "camshaft", "solenoid", "dipstick", "manifold", "tappet"),
}
TROUBLES = ("arrived bent", "has a crack", "looks odd", "came late", "is too small", "went missing", "rattles")
TICKETS = [
    (f"The {things[kind]} {trouble}", topic)
    for trouble, kind in product(TROUBLES, range(8))
    for topic, things in THINGS.items()
]
STREAM = Stream("made up", LINES, TICKETS, test=TICKETS[:20], strange=["Who won the match last night?"])


def test_what_is_chosen_for_the_ticket_teaches_most() -> None:
    """Words that no topic line has are read right once they were corrected, if that example is shown."""
    ends = {policy: curve(STREAM, LearningDesk(LINES, policy), every=56)[-1] for policy in (chosen, latest, none)}
    assert ends[chosen] > 0.9 > ends[latest] >= ends[none]


def test_the_latest_of_each_topic_are_as_many() -> None:
    """The comparison is one of choice, not of number."""
    desk = LearningDesk(LINES, latest)
    curve(STREAM, desk)
    rows = [one.as_row() for one in desk.learned]
    text = "The dibber arrived bent"
    assert len(latest(text, rows)) == SHOWN >= len(choose_examples(text, rows))


def test_the_more_is_held_the_more_of_the_rest_is_right() -> None:
    """Coverage falls with the threshold, and nothing strange gets through the highest."""
    desk = LearningDesk(LINES, chosen)
    curve(STREAM, desk)
    shares = coverage(STREAM, desk)
    kept = [share for _, share, _, _ in shares]
    assert kept == sorted(kept, reverse=True) and kept[0] > 0.9
    assert shares[-1][3] == 1.0


@pytest.mark.parametrize("there", [False, True])
def test_without_the_data_it_says_what_to_fetch(tmp_path: Path, there: bool) -> None:
    """Nothing is measured, and nothing is fetched."""
    paper = io.StringIO()
    report(Console(file=paper, width=200), tmp_path if there else None)
    assert "skipped: no" in paper.getvalue() and "banking_train.csv" in paper.getvalue()
