"""The first gate: where a team's cards land, and where they land when that place does not take them."""

from __future__ import annotations

from ticket_router.domain.base import TRIAGE
from ticket_router.domain.route import Landing, LandingKind
from ticket_router.domain.rulebook import RuleBook, Team


def landings(team: str, rulebook: RuleBook) -> tuple[Landing, ...]:
    """First the team's channel, then its inbox, then the triage lane; never empty."""
    row = rulebook.live_teams.get(team)
    own = _of(row) if row else []
    lane = _of(rulebook.triage) or [Landing(kind=LandingKind.slack, address="#triage", team=TRIAGE)]
    return tuple(dict.fromkeys((*own, *lane)))


def _of(team: Team) -> list[Landing]:
    places = []
    if team.slack_channel:
        places.append(Landing(kind=LandingKind.slack, address=team.slack_channel, team=team.team))
    if team.inbox:
        places.append(Landing(kind=LandingKind.email, address=team.inbox, team=team.team))
    return places
