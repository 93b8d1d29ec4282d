"""Priority rules: rows in sheet order, first match wins."""

from __future__ import annotations

from ticket_router.domain.base import Move
from ticket_router.domain.in_force import InForce
from ticket_router.domain.rulebook import PriorityRule, RuleBook, State


def matches(rule: PriorityRule, values: InForce) -> bool:
    """Whether every filled condition of the row holds; a row with no condition matches everything."""
    return (
        rule.state is State.live
        and (not rule.topic or rule.topic == values.topic)
        and (rule.urgency_at_least is None or values.urgency.rank >= rule.urgency_at_least.rank)
        and (rule.tone is None or rule.tone is values.tone)
        and (rule.vip is None or rule.vip == (values.vip is not None))
        and (rule.source is None or rule.source.value == values.source)
        and (rule.kind_of_word is None or rule.kind_of_word in values.words.kinds)
    )


def first_match(
    values: InForce, rulebook: RuleBook, may_hold: bool = True
) -> tuple[PriorityRule | None, PriorityRule | None]:
    """The row that settles the move, and the row that would have, had the first not been there.

    Rows that hold are passed over for a ticket that a person has sent on: they would only bring it back.
    """
    found = [
        rule for rule in rulebook.priority_rules if matches(rule, values) and (may_hold or rule.move is not Move.hold)
    ]
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)
