"""Take, done and spam: the first touch of a ticket, and its end."""

from __future__ import annotations

from ticket_router.domain.base import Move, Status
from ticket_router.domain.change import Change, RouteWrite, TicketWrite
from ticket_router.domain.correction import Action, Answer
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.ticket import Message
from ticket_router.services.asking import Asked, Refusal
from ticket_router.services.opening import release_claim


def taken(asked: Asked) -> tuple[Change | None, Answer]:
    """Somebody is at it. A held ticket stays held, since nobody has said yet where it belongs.

    Raises Refusal when somebody else is at it already.
    """
    ticket, route, wish, now = asked.file.ticket, asked.route, asked.wish, asked.now
    if route.taken_at is not None:
        said = f"taken by {route.taken_by} {asked.time(route.taken_at)}"
        if route.taken_by == wish.by:
            return None, Answer.was_so(said)
        raise Refusal(said)
    held = route.decision.move is Move.hold
    renewed = ticket.renewed(rev=ticket.rev + 1, status=Status.held if held else Status.taken)
    said = f"taken by {wish.by}"
    write = TicketWrite(ticket=renewed, before=ticket, action=wish.action.value, by=wish.by, note=wish.whence, at=now)
    shown = route.renewed(rev=route.rev + 1, taken_at=now, taken_by=wish.by, **debt(Step.dispatch, now))
    change = Change(tickets=(write,), routes=(RouteWrite(route=shown),), corrections=(asked.kept(renewed.rev, said),))
    return change, Answer(done=True, text=said)


def closed(asked: Asked) -> tuple[Change, Answer]:
    """Nothing is left to do about it; its claim is free again.

    Raises Refusal when its customer wrote again and nobody can have seen that. A channel that takes nothing keeps no
    ticket open: then the answer says what was not seen.
    """
    wish, route = asked.wish, asked.route
    said = closing = "closed as spam" if wish.action is Action.spam else "closed"
    if unseen := _unseen(asked):
        at = asked.time(unseen[-1].received_at)
        if route.owes is Step.dispatch and not route.handoff.had_its_chance(asked.now) and not route.tries:
            raise Refusal(f"the customer wrote again {at} and that is not in the thread yet: read it first, then close")
        said = f"{closing}, though the customer wrote again {at} and no channel has shown that yet"
    return ended(asked, Status.done, said, f"{closing} by {wish.by}"), Answer(done=True, text=said)


def _unseen(asked: Asked) -> list[Message]:
    """What the customer said since the message on the card and no thread shows yet."""
    opening = asked.file.opening
    return [m for m in asked.file.case.customer_messages if m != opening and not asked.route.showed(m.key)]


def ended(asked: Asked, status: Status, said: str, closed: str) -> Change:
    """The change that takes a ticket off its team's queue; `closed` stands on its card."""
    ticket, route, wish, now = asked.file.ticket, asked.route, asked.wish, asked.now
    renewed = ticket.renewed(rev=ticket.rev + 1, status=status, done_at=now, closed=closed, **debt(None, now))
    write = TicketWrite(ticket=renewed, before=ticket, action=wish.action.value, by=wish.by, note=wish.whence, at=now)
    shown = route.renewed(rev=route.rev + 1, done_at=now, claim_key="", **debt(Step.dispatch, now))
    return Change(
        tickets=(write,),
        routes=(RouteWrite(route=shown),),
        release=release_claim(asked.desk, route.claim_key, ticket.ticket_id, now),
        corrections=(asked.kept(renewed.rev, said),),
    )
