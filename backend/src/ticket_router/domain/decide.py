"""The one place where a ticket's move is decided: pure, total and explained (DESIGN 6).

The order of the steps is the product's promise; every step leaves a Reason that people can look up in the sheet.
"""

from __future__ import annotations

from datetime import datetime

from ticket_router.domain.base import TRIAGE, Move, Urgency
from ticket_router.domain.case import Case
from ticket_router.domain.decision import Decision, Reason
from ticket_router.domain.explaining import in_words, known_as, rule_reason
from ticket_router.domain.holding import hold_reasons
from ticket_router.domain.in_force import InForce, in_force
from ticket_router.domain.priority import first_match
from ticket_router.domain.reading import Understanding
from ticket_router.domain.rulebook import PriorityRule, RuleBook, Vip
from ticket_router.domain.vips import matching_vip


def decide(case: Case, reading: Understanding | None, rulebook: RuleBook, now: datetime) -> Decision:
    """The move for a ticket, from its text, the fold of its readings and one version of the rules.

    Never raises for any combination of inputs: what cannot be settled is held for a person.
    """
    vip, vip_notes = _vip(case, rulebook, now)
    values = in_force(case, reading, rulebook, vip)
    holds = hold_reasons(case, reading, rulebook, values.words)
    firm, topical = [h.reason for h in holds if not h.topical], [h.reason for h in holds if h.topical]
    pin = vip.pinned_team if vip and vip.pinned_team in rulebook.live_teams else ""
    if vip and vip.pinned_team and not pin:
        vip_notes.append(Reason(text=f"pinned to '{vip.pinned_team}', which is no live team", tab="VIPs", row=vip.row))

    rule, runner_up = first_match(values, rulebook, may_hold=not case.sent_on)
    if firm or (topical and not pin):
        return _held([*firm, *topical, *(vip_notes or known_as(vip))], values, rulebook)
    if not pin and not vip_notes and not (rule and rule.vip is not None):
        vip_notes.extend(known_as(vip))
    if rule and rule.move is Move.hold:
        return _held([rule_reason(rule, values), *topical, *vip_notes], values, rulebook, rule)

    move = rule.move if rule else Move.route
    reasons = [rule_reason(rule, values)]
    if topical and move.rank > Move.priority.rank:
        move = Move.priority
        reasons.append(
            Reason(text="pinned customer with an unsettled topic: at least priority", tab="VIPs", row=_row(vip))
        )
    move = _as_said(case, move, reasons)
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
        runner_up=in_words(runner_up),
        pings=_pings(move, team, person, rulebook),
    )


def _as_said(case: Case, move: Move, reasons: list[Reason]) -> Move:
    """The move once a person has bumped the ticket; they raise it at least to priority, or end its hurry."""
    said = case.ticket.override
    if said is None or said.move is None:
        return move
    if said.move is Move.priority and move.rank > Move.priority.rank:
        reasons.insert(0, Reason(text=f"raised to priority ({said.hurry})"))
        return Move.priority
    if said.move is Move.route and move is not Move.route:
        reasons.insert(0, Reason(text=f"put back to normal ({said.hurry})"))
        return Move.route
    return move


def _row(vip: Vip | None) -> int | None:
    return vip.row if vip else None


def _vip(case: Case, rulebook: RuleBook, now: datetime) -> tuple[Vip | None, list[Reason]]:
    vip = matching_vip(case.ticket.customer, rulebook, now)
    if vip is None or case.ticket.verdicts.sender_verified is not False:
        return vip, []
    if rulebook.settings.unverified_vip_counts:
        return vip, [Reason(text="sender not verified, still treated as VIP", tab="VIPs", row=vip.row)]
    return None, [Reason(text="sender not verified, so not treated as VIP", tab="VIPs", row=vip.row)]


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


def _team(
    case: Case, rule: PriorityRule | None, values: InForce, rulebook: RuleBook, pin: str, vip: Vip | None
) -> tuple[str, list[Reason]]:
    said = case.ticket.override
    topic = rulebook.live_topics.get(values.topic)
    choices = [
        (said.team if said else "", Reason(text=f"team {said.team} ({said.place})" if said else "")),
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
