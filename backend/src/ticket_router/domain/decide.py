"""The one place where a ticket's move is decided: pure, total and explained (DESIGN 6).

The order of the steps is the product's promise; every step leaves a Reason that people can look up in the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ticket_router.domain.base import TRIAGE, Move, Tone, Urgency
from ticket_router.domain.case import Case
from ticket_router.domain.decision import Decision, Reason
from ticket_router.domain.holding import hold_reasons
from ticket_router.domain.priority import first_match
from ticket_router.domain.reading import Understanding
from ticket_router.domain.rulebook import PriorityRule, RuleBook, Vip
from ticket_router.domain.urgent import Words, urgent_words
from ticket_router.domain.vips import matching_vip


@dataclass(frozen=True)
class InForce:
    """The values that rules look at, each with the words in which a Reason shows it."""

    topic: str
    topic_confidence: float
    topic_by: str
    urgency: Urgency
    urgency_by: str
    tone: Tone
    tone_by: str
    words: Words
    vip: Vip | None
    source: str


def decide(case: Case, reading: Understanding | None, rulebook: RuleBook, now: datetime) -> Decision:
    """The move for a ticket, from its text, the fold of its readings and one version of the rules.

    Never raises for any combination of inputs: what cannot be settled is held for a person.
    """
    vip, vip_notes = _vip(case, rulebook, now)
    values = _in_force(case, reading, rulebook, vip)
    holds = hold_reasons(case, reading, rulebook, values.words)
    firm, topical = [h.reason for h in holds if not h.topical], [h.reason for h in holds if h.topical]
    pin = vip.pinned_team if vip and vip.pinned_team in rulebook.live_teams else ""
    if vip and vip.pinned_team and not pin:
        vip_notes.append(Reason(text=f"pinned to '{vip.pinned_team}', which is no live team", tab="VIPs", row=vip.row))

    rule, runner_up = first_match(values, rulebook, may_hold=not case.sent_on)
    if firm or (topical and not pin):
        return _held([*firm, *topical, *(vip_notes or _known_as(vip))], values, rulebook)
    if not pin and not vip_notes and not (rule and rule.vip is not None):
        vip_notes.extend(_known_as(vip))
    if rule and rule.move is Move.hold:
        return _held([_rule_reason(rule, values), *topical, *vip_notes], values, rulebook, rule)

    move = rule.move if rule else Move.route
    reasons = [_rule_reason(rule, values)]
    if topical and move.rank > Move.priority.rank:
        move = Move.priority
        reasons.append(
            Reason(text="pinned customer with an unsettled topic: at least priority", tab="VIPs", row=_row(vip))
        )
    team, team_reasons = _team(case, rule, values, rulebook, pin, vip)
    person = (case.ticket.override.person if case.ticket.override else "") or (
        vip.pinned_person if vip and pin and team == pin else ""
    )
    return Decision(
        move=move,
        team=team,
        person=person,
        topic=values.topic,
        topic_confidence=values.topic_confidence,
        urgency=values.urgency,
        tone=values.tone,
        vip=vip is not None,
        reasons=(*reasons, *team_reasons, *topical, *vip_notes),
        rule_row=rule.row if rule else None,
        rules_version=rulebook.version,
        runner_up=_in_words(runner_up),
        pings=_pings(move, team, person, rulebook),
    )


def _known_as(vip: Vip | None) -> list[Reason]:
    """That the customer is a VIP, for decisions whose other reasons do not say it."""
    return [Reason(text=f"VIP {vip.customer}", tab="VIPs", row=vip.row)] if vip else []


def _row(vip: Vip | None) -> int | None:
    return vip.row if vip else None


def _vip(case: Case, rulebook: RuleBook, now: datetime) -> tuple[Vip | None, list[Reason]]:
    vip = matching_vip(case.ticket.customer, rulebook, now)
    if vip is None or case.ticket.verdicts.sender_verified is not False:
        return vip, []
    if rulebook.settings.unverified_vip_counts:
        return vip, [Reason(text="sender not verified, still treated as VIP", tab="VIPs", row=vip.row)]
    return None, [Reason(text="sender not verified, so not treated as VIP", tab="VIPs", row=vip.row)]


def _in_force(case: Case, reading: Understanding | None, rulebook: RuleBook, vip: Vip | None) -> InForce:
    read = reading or Understanding()
    said = case.ticket.override
    topic, confidence = read.topic, read.topic_confidence
    topic_by = f"topic {topic} ({confidence:.2f})"
    if said and said.topic:
        topic, confidence, topic_by = said.topic, 1.0, f"topic {said.topic} (said by {said.by})"
    words = urgent_words(case.text, topic, rulebook)
    urgency, urgency_by = read.urgency, f"urgency {read.urgency.value} ({read.urgency_confidence:.2f})"
    if said and said.urgency:
        urgency, urgency_by = said.urgency, f"urgency {said.urgency.value} (said by {said.by})"
    elif word := words.raising(urgency):
        urgency = word.raises_to or urgency
        urgency_by = f"urgency {urgency.value} (word '{word.phrase}', Urgent words row {word.row})"
    elif word := words.asking_for(urgency):
        sure = f"{read.urgency_confidence:.2f}"
        urgency_by = f"urgency {urgency.value} ({sure}; word '{word.phrase}', Urgent words row {word.row})"
    return InForce(
        topic=topic,
        topic_confidence=confidence,
        topic_by=topic_by,
        urgency=urgency,
        urgency_by=urgency_by,
        tone=read.tone,
        tone_by=f"tone {read.tone.value} ({read.tone_confidence:.2f})",
        words=words,
        vip=vip,
        source=case.ticket.source.value,
    )


def _held(causes: list[Reason], values: InForce, rulebook: RuleBook, rule: PriorityRule | None = None) -> Decision:
    seen = values.urgency is Urgency.high or values.vip is not None
    lead = rulebook.triage.lead
    return Decision(
        move=Move.hold,
        team=TRIAGE,
        topic=values.topic,
        topic_confidence=values.topic_confidence,
        urgency=values.urgency,
        tone=values.tone,
        vip=values.vip is not None,
        reasons=tuple(causes),
        rule_row=rule.row if rule else None,
        rules_version=rulebook.version,
        pings=(lead,) if seen and lead else (),
    )


def _rule_reason(rule: PriorityRule | None, values: InForce) -> Reason:
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


def _team(
    case: Case, rule: PriorityRule | None, values: InForce, rulebook: RuleBook, pin: str, vip: Vip | None
) -> tuple[str, list[Reason]]:
    said = case.ticket.override
    topic = rulebook.live_topics.get(values.topic)
    choices = [
        (said.team if said else "", Reason(text=f"team {said.team} (said by {said.by})" if said else "")),
        (pin, Reason(text=f"pinned to {vip.pin_to}" if vip else "", tab="VIPs", row=_row(vip))),
        (
            rule.team if rule else "",
            Reason(text="team set by the rule", tab="Priority rules", row=rule.row if rule else None),
        ),
        (
            topic.team if topic else "",
            Reason(text=values.topic_by, tab="Topics", row=topic.row if topic else None),
        ),
    ]
    notes: list[Reason] = []
    for team, reason in choices:
        if team and team in rulebook.live_teams:
            return team, [reason, *notes]
        if team:
            notes.append(Reason(text=f"'{team}' is no live team", tab=reason.tab, row=reason.row))
    return TRIAGE, [Reason(text="no live team is left, so the triage lane takes it"), *notes]


def _pings(move: Move, team: str, person: str, rulebook: RuleBook) -> tuple[str, ...]:
    row = rulebook.live_teams.get(team, rulebook.triage)
    wake = {
        Move.priority: row.lead or row.manager or rulebook.triage.lead,
        Move.escalate: row.manager or row.lead or rulebook.triage.lead,
    }.get(move, "")
    return tuple(dict.fromkeys(handle for handle in (wake, person) if handle))


def _in_words(rule: PriorityRule | None) -> str:
    return f"{rule.move.value} (Priority rules row {rule.row})" if rule else ""
