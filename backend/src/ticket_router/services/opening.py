"""Opening a ticket's first decision: it takes the claim on its problem, or joins the ticket that already has it.

The claim is an item `<address>#<topic>` that one open ticket of a customer holds for `merge_window`. Taking, checking
and the writes they guard are one transaction, so in any order of deliveries there is one live card per problem.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ticket_router.domain.base import UNSURE, Move, Status
from ticket_router.domain.change import (
    MOST_WRITES,
    Change,
    CheckClaim,
    ReleaseClaim,
    RouteWrite,
    TakeClaim,
    TicketWrite,
)
from ticket_router.domain.decision import Decision
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.route import Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.ports import Desk
from ticket_router.services.following_up import linked_back, merge_into

OPEN = (Status.routed, Status.delivered, Status.taken)


def opening(desk: Desk, file: TicketFile, decision: Decision, rulebook: RuleBook, now: datetime) -> Change:
    """The change that opens a ticket, or merges it into the open ticket about the same problem."""
    key = claim_key(file, decision, rulebook)
    holder = desk.claim_of(key, now) if key else None
    linked, other = file.ticket.linked, Change()
    if holder and holder != file.ticket.ticket_id:
        target = desk.file(holder)
        if target is not None and target.ticket.status in OPEN and not _apart(file, target):
            merge = _merge(file, target, key, now)
            if merge.writes <= MOST_WRITES:
                return merge
            # A long conversation that was joined before does not fit: both cards stay, and point at each other.
            linked, other = (*linked, holder), linked_back(target, file.ticket.ticket_id, now)
        # The holder is another problem by a person's word, or no longer open though its claim was not given back: it
        # keeps the claim, this ticket goes without.
        key = ""
    held = decision.move is Move.hold
    ticket = file.ticket.renewed(
        rev=file.ticket.rev + 1,
        status=Status.held if held else Status.routed,
        linked=tuple(dict.fromkeys(linked)),
        **debt(None, now),
    )
    route = Route(
        ticket_id=ticket.ticket_id,
        rev=1,
        n=1,
        decision=decision,
        decided_at=now,
        opened_at=now,
        claim_key=key,
    ).renewed(**debt(Step.dispatch, now))
    return Change(
        tickets=(
            TicketWrite(
                ticket=ticket,
                before=file.ticket,
                decision=decision,
                action="decided",
                note=decision.sentence,
                at=now,
            ),
            *other.tickets,
        ),
        routes=(RouteWrite(route=route, new=True), *other.routes),
        take=take_claim(key, ticket.ticket_id, rulebook, now),
    )


def take_claim(key: str, ticket_id: str, rulebook: RuleBook, now: datetime) -> TakeClaim | None:
    """The step that takes `key` for the merge window, or None without a key."""
    if not key:
        return None
    until = now + timedelta(hours=rulebook.settings.merge_window_hours)
    return TakeClaim(key=key, ticket_id=ticket_id, at=now, until=until)


def claim_again(desk: Desk, file: TicketFile, rulebook: RuleBook, now: datetime) -> TakeClaim | None:
    """The step by which a finished ticket that reopens has its claim again, or None: another ticket has it since."""
    if file.route is None:
        return None
    key, own = claim_key(file, file.route.decision, rulebook), file.ticket.ticket_id
    return take_claim(key, own, rulebook, now) if key and desk.claim_of(key, now) in (None, own) else None


def release_claim(desk: Desk, key: str, ticket_id: str, now: datetime) -> ReleaseClaim | None:
    """The step that gives `key` back, or None when there is nothing to give: it expired, or another has it since."""
    if not key or desk.claim_of(key, now) != ticket_id:
        return None
    return ReleaseClaim(key=key, ticket_id=ticket_id, at=now)


def claim_key(file: TicketFile, decision: Decision, rulebook: RuleBook) -> str:
    """`<address>#<topic>`, or empty for tickets that never claim or merge: held, unsure, or without an address."""
    address = file.ticket.customer.address
    if (
        decision.move is Move.hold
        or decision.topic == UNSURE
        or not address
        or not rulebook.settings.merge_window_hours
    ):
        return ""
    return f"{address}#{decision.topic}"


def _apart(file: TicketFile, other: TicketFile) -> bool:
    """Whether a person said that these two are not the same problem, or the one and what was joined to the other."""
    one, there = file.ticket, other.ticket
    joined = {message.from_ticket for message in other.messages} - {"", *there.apart}
    return one.ticket_id in there.apart or not joined.union([there.ticket_id]).isdisjoint(one.apart)


def _merge(file: TicketFile, target: TicketFile, key: str, now: datetime) -> Change:
    joined = target.ticket.ticket_id
    merged = TicketWrite(
        ticket=file.ticket.renewed(
            rev=file.ticket.rev + 1, status=Status.merged, merged_into=joined, **debt(None, now)
        ),
        before=file.ticket,
        action="merged",
        note=f"into {joined}: same customer, same topic",
        at=now,
    )
    joining = merge_into(target, file, key, now)
    check = CheckClaim(key=key, ticket_id=joined, at=now)
    return joining.model_copy(update={"tickets": (merged, *joining.tickets), "check": check})
