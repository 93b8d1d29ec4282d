"""Decisions in words: the reasons that people read on the card, in the sheet, in the audit and on the terminal."""

from __future__ import annotations

from ticket_router.domain.base import Move
from ticket_router.domain.decision import Reason
from ticket_router.domain.in_force import InForce
from ticket_router.domain.rulebook import PriorityRule, Vip


def rule_reason(rule: PriorityRule | None, values: InForce) -> Reason:
    """Why this row settles the move: its conditions, each with the value that met it."""
    if rule is None:
        return Reason(text="no priority rule matched, so it goes to the end of the queue")
    causes = [
        (rule.tone is not None, values.tone_by),
        (rule.urgency_at_least is not None, values.urgency_by),
        (rule.vip is not None, _vip_in_words(values.vip)),
        (rule.kind_of_word is not None, _word_in_words(rule, values)),
        (bool(rule.topic), values.topic_by),
        (rule.source is not None, f"by {values.source}"),
    ]
    plain = "nothing urgent" if rule.move is Move.route else "the row asks for nothing, so it matches every ticket"
    text = " and ".join(words for asked, words in causes if asked) or plain
    return Reason(text=text, tab="Priority rules", row=rule.row)


def _vip_in_words(vip: Vip | None) -> str:
    return f"VIP {vip.customer} (VIPs row {vip.row})" if vip else "not a VIP"


def _word_in_words(rule: PriorityRule, values: InForce) -> str:
    if rule.kind_of_word is None or rule.kind_of_word not in values.words.kinds:
        return ""
    word = values.words.first_of(rule.kind_of_word)
    return f"{word.kind.value} word '{word.phrase}' (Urgent words row {word.row})"


def known_as(vip: Vip | None) -> list[Reason]:
    """That the customer is a VIP, for decisions whose other reasons do not say it."""
    return [Reason(text=f"VIP {vip.customer}", tab="VIPs", row=vip.row)] if vip else []


def in_words(rule: PriorityRule | None) -> str:
    """A row as people look it up, or an empty string."""
    return f"{rule.move.value} (Priority rules row {rule.row})" if rule else ""
