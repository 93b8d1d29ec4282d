"""A channel's board: the open tickets of the teams that read there, in queue order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ticket_router.domain.base import TRIAGE, Moment, Move, Value
from ticket_router.domain.route import Landing, LandingKind, PostState, Route
from ticket_router.domain.rulebook import RuleBook, Team
from ticket_router.domain.ticket import Ticket

SHOWN = 15
"""Lines of a board; the others are counted."""
SOON = timedelta(seconds=3)
"""A redraw waits this long, so that what changes together is drawn once."""
EVERY = timedelta(seconds=10)
"""At least so much lies between two redraws of a channel's board."""
LOST_AFTER = timedelta(seconds=60)
"""A redraw that is overdue by so much was lost on its way: it is asked for anew."""


class Line(Value):
    """One open ticket on a board."""

    ticket_id: str
    move: Move
    title: str
    """Its subject, else its first words; from outside, so never trusted."""
    customer: str
    since: Moment
    taken_by: str = ""
    card: str = ""
    """The vendor's id of its live Slack card, or empty."""


class Board(Value):
    """What one channel's board shows; `total` counts all open tickets, `lines` holds the first `SHOWN`."""

    title: str
    total: int
    lines: tuple[Line, ...] = ()

    @property
    def more(self) -> int:
        """Open tickets that have no line."""
        return max(0, self.total - len(self.lines))


class BoardRow(Value):
    """What is remembered of a channel's board between redraws."""

    began_at: Moment
    """When the redraw in hand began, which is also its name: a later one has another."""
    message_id: str = ""
    digest: str = ""
    """Fingerprint of what it showed before this redraw; empty when nobody knows that."""
    pinned: bool = False
    """True once pinning was settled: a person who unpins it has the last word."""
    claimed_at: Moment | None = None
    """Since when a first post may be in the channel without our knowing its id."""
    lease_until: Moment | None = None


def place(channel: str) -> Landing:
    """The channel as a landing, for turns and posts."""
    return Landing(kind=LandingKind.slack, address=channel, team="")


def readers(channel: str, rulebook: RuleBook) -> tuple[Team, ...]:
    """The live teams whose tickets the channel's board shows; triage among them when it is its channel."""
    return tuple(team for team in _teams(rulebook).values() if team.slack_channel == channel)


def named(teams: Sequence[Team]) -> str:
    """A word for a board's readers that changes when others come to read there."""
    return " ".join(team.team for team in teams)


def wanted(rulebook: RuleBook) -> dict[str, str]:
    """Every channel that is to have a board, with the word for its readers."""
    places = dict.fromkeys(team.slack_channel for team in _teams(rulebook).values() if team.slack_channel)
    return {channel: named(readers(channel, rulebook)) for channel in places}


def touched(route: Route, rulebook: RuleBook) -> tuple[str, ...]:
    """The channels whose boards a hand-off changes: the team's own, and those that had a card before.

    Those too whose card is struck through by now: whoever did that may have died before asking for the board.
    """
    teams = _teams(rulebook)
    own = teams.get(route.decision.team)
    left = [h.landing for n, h in sorted(route.handoffs.items()) if n < route.n and h.landing]
    # A card that fell back to another place still stands in the queue of its own team.
    queues = [teams[landing.team].slack_channel for landing in left if landing.team in teams]
    found = [own.slack_channel if own else "", *queues, *(x.address for x in left if x.kind is LandingKind.slack)]
    return tuple(channel for channel in dict.fromkeys(found) if channel and readers(channel, rulebook))


def line(ticket: Ticket, route: Route, words: str) -> Line:
    """The line of an open ticket; `words` stands in for a missing subject."""
    card = route.handoff.post("card")
    in_slack = card is not None and card.state is PostState.posted and card.landing is not None
    kind = card.landing.kind if card and card.landing else None
    return Line(
        ticket_id=ticket.ticket_id,
        move=route.decision.move,
        title=ticket.subject or words,
        customer=ticket.customer.name or ticket.customer.address,
        since=route.opened_at,
        taken_by=route.taken_by,
        card=card.message_id if card and in_slack and kind is LandingKind.slack else "",
    )


def _teams(rulebook: RuleBook) -> dict[str, Team]:
    """Live teams by name, triage among them also when the workbook has no row of it."""
    return {**rulebook.live_teams, TRIAGE: rulebook.triage}
