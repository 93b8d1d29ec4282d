"""A small RuleBook of the tests' own: a manager's edit of the starter rows must not turn a test of the engine red."""

from __future__ import annotations

from functools import cache

from ticket_router.domain.base import Move, Tone, Urgency
from ticket_router.domain.rulebook import (
    Example,
    MatchOn,
    Person,
    PriorityRule,
    RuleBook,
    Settings,
    Team,
    Topic,
    UrgentWord,
    Vip,
    WordKind,
)

TEAMS = ("support", "finance", "engineering")


@cache
def small_book() -> RuleBook:
    """Three teams with a channel and an inbox, legal with an inbox alone, triage with a channel alone."""
    topics = {"billing": "finance", "login": "support", "outage": "engineering", "privacy": "legal"}
    teams = [
        Team(
            row=row,
            team=team,
            slack_channel=f"#{team}",
            inbox=f"{team}@company.example",
            lead=f"@{team}-lead",
            manager=f"@{team}-manager",
        )
        for row, team in enumerate(TEAMS, start=2)
    ]
    legal = Team(row=5, team="legal", inbox="legal@company.example", lead="@legal-lead")
    triage = Team(row=6, team="triage", slack_channel="#triage", lead="@triage-lead")
    handles = [handle for team in (*teams, legal, triage) for handle in (team.lead, team.manager) if handle]
    return RuleBook(
        version=7,
        topics=tuple(
            Topic(row=row, topic=topic, team=team, description=f"whatever is about {topic}")
            for row, (topic, team) in enumerate(topics.items(), start=2)
        ),
        teams=(*teams, legal, triage),
        people=tuple(
            Person(row=row, name=handle[1:], email=f"{handle[1:]}@company.example", slack_id=f"U{row}")
            for row, handle in enumerate(handles, start=2)
        ),
        vips=(
            Vip(row=2, customer="northwind.example", match_on=MatchOn.domain),
            Vip(row=3, customer="acme.example", match_on=MatchOn.domain, pin_to="support/@finance-lead"),
        ),
        urgent_words=(
            UrgentWord(row=2, phrase="is down", kind=WordKind.outage, raises_to=Urgency.high),
            UrgentWord(row=3, phrase="hacked", kind=WordKind.security),
        ),
        priority_rules=(
            PriorityRule(row=2, urgency_at_least=Urgency.high, tone=Tone.angry, move=Move.escalate),
            PriorityRule(row=3, vip=True, kind_of_word=WordKind.outage, move=Move.escalate),
            PriorityRule(row=4, kind_of_word=WordKind.security, move=Move.escalate, team="engineering"),
            PriorityRule(row=5, urgency_at_least=Urgency.high, move=Move.priority),
            PriorityRule(row=6, vip=True, move=Move.priority),
            PriorityRule(row=7, tone=Tone.angry, move=Move.priority),
            PriorityRule(row=8, move=Move.route),
        ),
        examples=(
            Example(row=2, text="I was charged twice", topic="billing", urgency=Urgency.medium, tone=Tone.calm),
            Example(row=3, text="I cannot sign in", topic="login", urgency=Urgency.medium, tone=Tone.calm),
        ),
        settings=Settings(support_mailbox="support@company.example"),
    )
