"""What the rules decided about a ticket, and why, in one form for the card, the sheet, the audit and the CLI."""

from __future__ import annotations

from ticket_router.domain.base import Move, Tone, Urgency, Value


class Reason(Value):
    """One cause of a decision: the tab and row it stands in (if a row it was), and the values that matched."""

    text: str
    tab: str = ""
    row: int | None = None

    def __str__(self) -> str:
        where = f", {self.tab} row {self.row}" if self.tab and self.row else ""
        return f"{self.text}{where}"


class Decision(Value):
    """Move, team, person and reasons. Pure data: landing it is dispatch's work."""

    move: Move
    team: str
    person: str = ""
    """The `@handle` a pinned customer's card names and pings."""
    topic: str
    topic_confidence: float
    urgency: Urgency
    """Urgency in force: the higher of the reader's and that of any urgent word found."""
    tone: Tone
    vip: bool = False
    reasons: tuple[Reason, ...]
    rule_row: int | None = None
    """Row of the Priority rules tab that settled the move."""
    rules_version: int
    runner_up: str = ""
    """What would have happened without the winning row, in words."""
    pings: tuple[str, ...] = ()
    """`@handles` that this decision wakes."""

    @property
    def outcome(self) -> str:
        """What was decided, without why: `priority, team finance, topic billing, urgency high, for @dana`."""
        person = f", for {self.person}" if self.person else ""
        return f"{self.move.value}, team {self.team}, topic {self.topic}, urgency {self.urgency.value}{person}"

    @property
    def sentence(self) -> str:
        """The one sentence people see: `escalate: tone angry (0.91) and ..., Priority rules row 2, rules v41`."""
        return f"{self.move.value}: {'; '.join(str(reason) for reason in self.reasons)}, rules v{self.rules_version}"
