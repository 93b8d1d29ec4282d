"""What a ticket's row in Triage or Routed says, for the columns that are ours."""

from __future__ import annotations

from ticket_router.domain.base import UNSURE
from ticket_router.domain.file import TicketFile
from ticket_router.domain.landings import landings
from ticket_router.domain.route import Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.workbook.grid import Cell
from ticket_router.domain.workbook.moments import sortable

LONGEST = 1_000
"""Characters of a message in a cell; its card has it whole, and the cell says so."""

Cells = dict[str, Cell]


def triage_cells(file: TicketFile, route: Route, rulebook: RuleBook) -> Cells:
    """The row of a held ticket."""
    decision = route.decision
    return {
        **_common(file, rulebook),
        "received": sortable(file.ticket.received_at, rulebook.settings.time_zone),
        "why_held": "; ".join(str(reason) for reason in decision.reasons),
        "guess": guess(route),
        "go": False,
    }


def routed_cells(file: TicketFile, route: Route, rulebook: RuleBook) -> Cells:
    """The row of a hand-off: what the router did, which stays so whatever people make of it."""
    decision = route.decision
    topic = decision.topic if decision.topic != UNSURE else ""
    return {
        **_common(file, rulebook),
        "at": sortable(route.decided_at, rulebook.settings.time_zone),
        "move": decision.move.value,
        "landed": f"{decision.team} ({(route.handoff.landing or landings(decision.team, rulebook)[0]).address})",
        "read_topic": f"{topic} ({decision.topic_confidence:.2f})" if topic else UNSURE,
        "why": decision.sentence,
        "go": False,
    }


def guess(route: Route) -> str:
    """`billing (0.55)`, or nothing when the reader could not tell."""
    decision = route.decision
    return f"{decision.topic} ({decision.topic_confidence:.2f})" if decision.topic != UNSURE else ""


def _common(file: TicketFile, rulebook: RuleBook) -> Cells:
    ticket = file.ticket
    return {
        "ticket": ticket.ticket_id,
        "customer": ticket.customer.label,
        "source": ticket.source.value,
        "message": _message(file),
    }


def _message(file: TicketFile) -> str:
    said = [file.ticket.subject.strip(), *(m.shown.strip() for m in file.case.customer_messages)]
    text = "\n".join(part for part in said if part)
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rstrip()} \u2026 ({len(text):,} characters; the card has them all)"
