"""What the page behind a mail's link asks before it acts, filled in from the ticket or with what somebody typed."""

from __future__ import annotations

from collections.abc import Mapping

from ticket_router.adapters.pages.action_page import choice, form, hidden, menu, text
from ticket_router.adapters.wording import LABELLED, joined_again, one_line, second_problem
from ticket_router.domain.base import UNSURE, Move
from ticket_router.domain.correction import Action, Level
from ticket_router.domain.file import TicketFile
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.two_texts import TwoTexts, two_texts

Given = Mapping[str, str]
LEVELS = {
    Level.priority.value: "Raise to priority: the team’s lead is pinged",
    Level.normal.value: "Back to normal: nobody is pinged",
}
_ASKS = {Action.separate: "Not the same problem?"}
_WHAT = {
    Action.take: "Its team sees that you are at it.",
    Action.done: "It leaves its team’s queue. Should the customer write again, the team hears of it.",
    Action.divide: (
        "Each text becomes a ticket of its own, which goes to the team that it belongs to. This one is closed."
    ),
    Action.separate: (
        "This message was joined to {owner}, as if it were about the same problem. If it is not, it becomes a ticket "
        "of its own again: it goes to its team, and never joins {owner} again. It can still be read there."
    ),
}


def title(action: Action) -> str:
    """The question in a few words."""
    return _ASKS.get(action) or f"{LABELLED[action.value]} this ticket?"


def question(
    file: TicketFile,
    action: Action,
    rulebook: RuleBook,
    turn: int,
    given: Given | None = None,
    problem: str = "",
    wrong: str = "",
) -> str:
    """The form for an action. `turn` counts the uses of the link: one page acts once, however often it is sent.

    What was `given` the last time stands there again; without it the fields are filled in from the ticket.
    """
    ticket = file.ticket
    subject = one_line(ticket.subject, 160) or "no subject"
    offered = two_texts(file) if action is Action.divide else None
    asked = _texts(offered, given, wrong) if offered else _fields(file, action, rulebook, given, wrong)
    return form(
        f"{ticket.ticket_id} · {one_line(ticket.customer.label, 120)}: {subject}",
        [*([hidden("turn", str(turn))] if turn > 1 else []), *asked],
        LABELLED[action.value],
        what=_what(file, action, offered),
        name=given.get("name", "") if given else "",
        problem=one_line(problem, 400),
        wrong=wrong,
    )


def _fields(file: TicketFile, action: Action, rulebook: RuleBook, given: Given | None, wrong: str) -> list[str]:
    if action is Action.bump:
        return [_level(file, given)]
    if action is not Action.reassign:
        return []
    route = file.route
    topic = route.decision.topic if route and route.decision.topic != UNSURE else ""
    chosen = {"seen": topic, "topic": topic, "team": "", "person": "", **(given or {})}
    return [
        hidden("seen", chosen["seen"]),
        menu("topic", "Topic", rulebook.live_topics, chosen["topic"], "as it is", wrong),
        menu("team", "Team", rulebook.live_teams, chosen["team"], "follows the topic", wrong),
        menu(
            "person", "Person", [f"@{p.name}" for p in rulebook.people], chosen["person"], "nobody in particular", wrong
        ),
    ]


def _texts(offered: TwoTexts, given: Given | None, wrong: str) -> list[str]:
    filled = {"first": offered.first, "second": offered.second, "made_of": offered.made_of} if given is None else given
    return [
        *([hidden("made_of", filled["made_of"])] if filled.get("made_of") else []),
        text("first", "First problem", filled.get("first", ""), wrong),
        text("second", second_problem(offered.topic), filled.get("second", ""), wrong),
    ]


def _what(file: TicketFile, action: Action, offered: TwoTexts | None) -> str:
    """What the action does, beyond what its name says."""
    told = _WHAT.get(action, "").format(owner=file.ticket.merged_into)
    return f"{told} {joined_again(offered.joined)}" if offered and offered.joined else told


def _level(file: TicketFile, given: Given | None) -> str:
    """What would change something is chosen, so that nobody raises again what they meant to calm."""
    raised = file.route is not None and file.route.decision.move in (Move.priority, Move.escalate)
    usual = Level.normal if raised else Level.priority
    wanted = (given or {}).get("level", "")
    asks = "How soon does the customer need an answer?"
    return choice("level", asks, LEVELS, wanted if wanted in LEVELS else usual.value)
