"""One ticket in one row: what the queue, the lists and the "just sent" box say about it."""

from __future__ import annotations

from typing import Any

from ticket_router.adapters.wording import one_line
from ticket_router.domain.base import TRIAGE, Move, Status
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step
from ticket_router.domain.route import Landing, LandingKind, Route

Row = dict[str, Any]

IN_QUEUE = (Status.routed, Status.held, Status.delivered, Status.taken)
ON_THE_WAY = (Status.received, Status.read)
STEPS = {Step.read: "waits to be read", Step.decide: "is being decided", Step.dispatch: "is being delivered"}
WORDS = {
    Status.received: "received",
    Status.read: "read",
    Status.routed: "routed",
    Status.held: "held",
    Status.delivered: "delivered",
    Status.taken: "taken",
    Status.done: "done",
    Status.merged: "merged",
    Status.divided: "split",
    Status.ignored: "ignored",
    Status.forgotten: "forgotten",
}


def row(file: TicketFile) -> Row:
    """What a line of a list shows: all plain values, moments as seconds since 1970."""
    ticket, route = file.ticket, file.route
    read, decision = file.understanding, route.decision if route else None
    first = file.messages[0] if file.messages else None
    text = first.text if first and not first.text.startswith("\x00") else ""
    step = route.owes if route and route.owes else ticket.owes
    return {
        "id": ticket.ticket_id,
        "subject": one_line(ticket.subject, 140) or one_line(text.strip().partition("\n")[0], 140) or "(no subject)",
        "summary": read.summary if read else "",
        "who": ticket.customer.name or ticket.customer.address or "unknown sender",
        "address": ticket.customer.address,
        "lane": ticket.source.value,
        "status": WORDS[ticket.status],
        "step": STEPS[step] if step else "",
        "owes": step.value if step else "",
        "move": decision.move.value if decision else "",
        "team": decision.team if decision else "",
        "person": decision.person if decision else "",
        "topic": decision.topic if decision else read.topic if read else "",
        "urgency": decision.urgency.value if decision else read.urgency.value if read else "",
        "tone": decision.tone.value if decision else read.tone.value if read else "",
        "vip": bool(decision and decision.vip),
        "why": one_line(str(decision.reasons[0]), 200) if decision and decision.reasons else "",
        "received": ticket.received_at.timestamp(),
        "queue_key": route.queue_key if route else "",
        "queued": bool(route and route.done_at is None and ticket.status in IN_QUEUE),
        "on_the_way": ticket.status in ON_THE_WAY,
        "merged_into": ticket.merged_into,
        "follow_ups": max(0, len(file.messages) - 1) if not ticket.merged_into else 0,
        "landed": landed(route),
        "trouble": trouble(file),
        "version": version(file),
    }


def trouble(file: TicketFile) -> str:
    """What went wrong while a ticket still waits for it to be tried again; empty when nothing did."""
    ticket, route = file.ticket, file.route
    if route and route.owes and route.handoff.tries:
        tries = "one failed try" if route.handoff.tries == 1 else f"{route.handoff.tries} failed tries"
        again = f"; the next one is due at {route.handoff.retry_at:%H:%M:%S}" if route.handoff.retry_at else ""
        where = route.handoff.landing.address if route.handoff.landing else "the channel"
        return f"{where}: {tries}{again}. {route.trouble}".strip()
    said = (route.trouble if route and route.owes else "") or (ticket.trouble if ticket.owes else "")
    return f"The last try failed: {said}" if said else ""


def version(file: TicketFile) -> str:
    """Changes with everything that a ticket's own page shows."""
    route = file.route
    handoffs = route.handoffs.values() if route else ()
    posts = "-".join(post.state.value for handoff in handoffs for post in handoff.posts.values())
    return f"{file.ticket.rev}.{route.rev if route else 0}.{len(file.messages)}.{len(file.readings)}.{posts}"


def landed(route: Route | None) -> dict[str, str] | None:
    """Where the live card is, in words and as a link into this page; None while there is none."""
    if route is None or not route.handoff.shipped or route.handoff.landing is None:
        return None
    card = route.handoff.post("card")
    landing = card.landing if card and card.landing else route.handoff.landing
    return {"name": place(landing), "href": link(landing, card.message_id if card else "")}


def place(landing: Landing) -> str:
    """A landing as people call it."""
    return landing.address


def link(landing: Landing, message_id: str) -> str:
    """A landing as an address of this page."""
    if landing.kind is LandingKind.slack:
        ts = message_id.rpartition(":")[2]
        return f"#channel/{landing.address.removeprefix('#')}" + (f"/{ts}" if ts else "")
    return f"#inbox/{landing.address.lower()}"


def in_queue_order(rows: list[Row], teams: list[str]) -> list[dict[str, Any]]:
    """Open tickets per team, in the order in which the team should take them; triage last, teams without any too."""
    order = [*(team for team in teams if team != TRIAGE), TRIAGE]
    order += sorted({r["team"] for r in rows if r["queued"]} - set(order))
    return [
        {
            "team": team,
            "rows": sorted((r for r in rows if r["queued"] and lane(r) == team), key=lambda r: r["queue_key"]),
        }
        for team in order
    ]


def lane(one: Row) -> str:
    """The queue a ticket stands in: held tickets wait in triage whatever the reader guessed."""
    return TRIAGE if one["move"] == Move.hold.value else str(one["team"])
