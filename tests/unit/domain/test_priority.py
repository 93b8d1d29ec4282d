"""Which priority rule settles a ticket, and which would have."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ticket_router.domain.base import Move, Source, Tone, Urgency
from ticket_router.domain.priority import first_match, matches
from ticket_router.domain.rulebook import MatchOn, PriorityRule, RuleBook, State, UrgentWord, Vip, WordKind
from ticket_router.domain.urgent import Words

VIP = Vip(row=2, customer="acme.example", match_on=MatchOn.domain)
NO_WORDS = Words()
HACKED = UrgentWord(row=2, phrase="hacked", kind=WordKind.security)


@dataclass(frozen=True)
class Values:
    """What a rule is held against."""

    topic: str = "billing"
    urgency: Urgency = Urgency.medium
    tone: Tone = Tone.calm
    words: Words = NO_WORDS
    vip: Vip | None = None
    source: str = "mail"


@pytest.mark.parametrize(
    ("condition", "fits", "fits_not"),
    [
        ({"topic": "billing"}, Values(), Values(topic="bug")),
        ({"urgency_at_least": "medium"}, Values(urgency=Urgency.high), Values(urgency=Urgency.low)),
        ({"tone": "angry"}, Values(tone=Tone.angry), Values(tone=Tone.confused)),
        ({"vip": True}, Values(vip=VIP), Values()),
        ({"vip": False}, Values(), Values(vip=VIP)),
        ({"source": Source.chat}, Values(source="chat"), Values(source="form")),
        ({"kind_of_word": "security"}, Values(words=Words(found=(HACKED,))), Values()),
    ],
)
def test_each_condition_counts(condition: dict[str, object], fits: Values, fits_not: Values) -> None:
    """A filled cell has to hold, whatever the other values are."""
    rule = PriorityRule.model_validate({"row": 2, "move": "priority", **condition})
    assert matches(rule, fits)
    assert not matches(rule, fits_not)


def test_all_filled_cells_have_to_hold() -> None:
    """Two conditions in one row are an "and"."""
    rule = PriorityRule(row=2, tone=Tone.angry, vip=True, move=Move.escalate)
    assert matches(rule, Values(tone=Tone.angry, vip=VIP))
    assert not matches(rule, Values(tone=Tone.angry))
    assert not matches(rule, Values(vip=VIP))


def test_the_first_fitting_row_wins_and_the_second_is_the_runner_up() -> None:
    """Sheet order decides; rows that are off are neither."""
    off = PriorityRule(row=2, move=Move.escalate, state=State.off)
    angry = PriorityRule(row=3, tone=Tone.angry, move=Move.escalate)
    medium = PriorityRule(row=4, urgency_at_least=Urgency.medium, move=Move.priority)
    rest = PriorityRule(row=5, move=Move.route)
    rulebook = RuleBook(version=1, priority_rules=(off, angry, medium, rest))
    assert first_match(Values(), rulebook) == (medium, rest)
    assert first_match(Values(urgency=Urgency.low), rulebook) == (rest, None)
    assert first_match(Values(), RuleBook(version=1)) == (None, None)


def test_rows_that_hold_are_passed_over_for_what_a_person_sent_on() -> None:
    """Otherwise a hold row would bring the ticket back each time somebody sends it on."""
    hold = PriorityRule(row=2, topic="billing", move=Move.hold)
    rest = PriorityRule(row=3, move=Move.route)
    rulebook = RuleBook(version=1, priority_rules=(hold, rest))
    assert first_match(Values(), rulebook) == (hold, rest)
    assert first_match(Values(), rulebook, may_hold=False) == (rest, None)
