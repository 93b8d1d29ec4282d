"""The starter rules against an independent statement of the moves: nothing is forgotten or decided twice."""

from __future__ import annotations

from itertools import product

import pytest

from scripts.ops.starter import starter_rulebook
from tests.unit.domain.samples import NOW, case_of, reading_of
from ticket_router.domain.base import Move, Tone, Urgency
from ticket_router.domain.decide import decide
from ticket_router.domain.priority import matches
from ticket_router.domain.reading import fold
from ticket_router.domain.rulebook import WordKind

RULES = starter_rulebook()
TEXTS = {
    None: ("How do I change it, please?", Urgency.low),
    WordKind.outage: ("There is an outage again.", Urgency.high),
    WordKind.refund: ("I would like a refund.", Urgency.medium),
    WordKind.deadline: ("There is a deadline for it.", Urgency.medium),
    WordKind.security: ("It seems we got hacked.", Urgency.high),
}
"""For each kind of word (or none) a text with such a word, and the urgency that this word asks for at least."""

COMBINATIONS = list(product(Urgency, Tone, (False, True), TEXTS, ("billing", "outage")))


def wanted(urgency: Urgency, tone: Tone, vip: bool, kind: WordKind | None, topic: str) -> tuple[Move, frozenset[int]]:
    """The move in the words of the design, and the rows of the sheet that may be named for it."""
    angry, high = tone is Tone.angry, urgency is Urgency.high
    outage = kind is WordKind.outage or topic == "outage"
    reasons_to_escalate = {
        2: angry and high,
        3: vip and angry,
        4: vip and kind is WordKind.outage,
        5: vip and topic == "outage",
        6: kind is WordKind.security,
    }
    if (angry and (high or vip)) or (vip and outage) or kind is WordKind.security:
        return Move.escalate, frozenset(row for row, holds in reasons_to_escalate.items() if holds)
    if high or vip or angry:
        return Move.priority, frozenset(row for row, holds in {7: high, 8: vip, 9: angry}.items() if holds)
    return Move.route, frozenset({10})


@pytest.mark.parametrize("kind", TEXTS, ids=str)
def test_every_combination_has_exactly_one_row(kind: WordKind | None) -> None:
    """Every urgency, tone, VIP and topic gets the designed move, by the upper one of the rows that ask for it."""
    text, asked = TEXTS[kind]
    for read, tone, vip, _, topic in (c for c in COMBINATIONS if c[3] == kind):
        address = "ops@northwind.example" if vip else "ana@studio.example"
        understanding = fold([reading_of(topic=topic, urgency=read, tone=tone)])
        decision = decide(case_of(text, address), understanding, RULES, NOW)
        urgency = max(read, asked, key=lambda u: u.rank)
        move, rows = wanted(urgency, tone, vip, kind, topic)
        about = f"{read} {tone} vip={vip} {kind} {topic}"
        assert decision.urgency is urgency, about
        assert decision.move is move, about
        assert decision.rule_row == min(rows), about


def test_the_walk_is_complete() -> None:
    """Three urgencies, three tones, VIP or not, four kinds of word or none, the outage topic or another."""
    assert len(COMBINATIONS) == 3 * 3 * 2 * 5 * 2
    assert set(TEXTS) == {None, *WordKind}


def test_each_row_is_needed() -> None:
    """No starter row is shadowed: each one is the first match of some combination."""
    rows = {
        min(wanted(max(u, TEXTS[k][1], key=lambda x: x.rank), t, v, k, topic)[1]) for u, t, v, k, topic in COMBINATIONS
    }
    assert rows == {rule.row for rule in RULES.priority_rules}


def test_the_last_row_takes_everything() -> None:
    """The last row asks for nothing, so there is always a first match."""

    class Anything:
        topic, urgency, tone, vip, source = "", Urgency.low, Tone.calm, None, "mail"

    assert matches(RULES.priority_rules[-1], Anything())  # type: ignore[arg-type]
    assert RULES.priority_rules[-1].move is Move.route
