"""Corrections: wherever people fix the router, this one use case does it, in one transaction, once per wish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ticket_router.domain.base import UNSURE, Move, Status
from ticket_router.domain.change import Change, RouteWrite, TicketWrite
from ticket_router.domain.correction import Action, Answer, Correction, Wish
from ticket_router.domain.decide import decide
from ticket_router.domain.decision import Decision
from ticket_router.domain.file import TicketFile
from ticket_router.domain.landings import landings
from ticket_router.domain.owing import Step, debt
from ticket_router.domain.route import LandingKind, Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.domain.ticket import Override
from ticket_router.domain.workbook.suggesting import did_you_mean, same_name
from ticket_router.ports import Clock, Desk, Rules
from ticket_router.services.deciding_again import in_force
from ticket_router.services.opening import release_claim
from ticket_router.services.persistence import persistently


class Refusal(Exception):
    """What was asked for is not possible; the message says why, in words for people."""


class Correct:
    """The use case."""

    def __init__(self, *, desk: Desk, rules: Rules, clock: Clock) -> None:
        self._desk = desk
        self._rules = rules
        self._clock = clock

    def __call__(self, wish: Wish) -> Answer:
        """Do what a person asks, or say why not. A wish that was granted before is answered as it was then.

        Raises Retryable when the desk is out of reach: the same wish may be sent again.
        """
        return persistently(lambda: self._once(wish))

    def _once(self, wish: Wish) -> Answer:
        file = self._desk.file(wish.ticket_id)
        if file is not None and (before := self._desk.correction(wish.ticket_id, wish.id)):
            return Answer(done=True, text=before.said)
        rulebook, now = self._rules.current(), self._clock.now()
        try:
            route = _open_route(file, wish.ticket_id)
            assert file is not None
            if wish.action is Action.reassign:
                change, answer = self._reassigned(file, route, _named(wish, route, rulebook), rulebook, now)
            else:
                change, answer = self._closed(file, route, wish, now)
        except Refusal as refusal:
            return Answer(done=False, text=str(refusal))
        if change is not None:
            self._desk.commit(change)
        return answer

    def _reassigned(
        self, file: TicketFile, route: Route, wish: Wish, rulebook: RuleBook, now: datetime
    ) -> tuple[Change | None, Answer]:
        ticket, old = file.ticket, route.decision
        override = _override(ticket.override, wish)
        owes = debt(None, now) if ticket.owes is Step.decide else {}
        renewed = ticket.renewed(rev=ticket.rev + 1, override=override, **owes)
        decision = decide(file.case.renewed(ticket=renewed), file.understanding, rulebook, now)
        said = _said(decision, rulebook)
        if _same(old, decision):
            return None, Answer(done=True, text=f"it was so already: {said}")
        change = in_force(
            self._desk, file, route, renewed, decision, rulebook, now, action=wish.action.value, by=wish.by
        )
        kept = _kept(wish, old, decision, renewed.rev, said, now)
        return change.model_copy(update={"corrections": (kept,)}), Answer(done=True, text=said)

    def _closed(self, file: TicketFile, route: Route, wish: Wish, now: datetime) -> tuple[Change, Answer]:
        ticket = file.ticket
        said = "closed as spam" if wish.action is Action.spam else "closed"
        closed = ticket.renewed(
            rev=ticket.rev + 1, status=Status.done, done_at=now, closed=f"{said} by {wish.by}", **debt(None, now)
        )
        write = TicketWrite(
            ticket=closed, before=ticket, action=wish.action.value, by=wish.by, note=f"from the {wish.origin}", at=now
        )
        shown = route.renewed(rev=route.rev + 1, done_at=now, claim_key="", **debt(Step.dispatch, now))
        kept = _kept(wish, route.decision, route.decision, closed.rev, said, now)
        change = Change(
            tickets=(write,),
            routes=(RouteWrite(route=shown),),
            release=release_claim(self._desk, route.claim_key, ticket.ticket_id, now),
            corrections=(kept,),
        )
        return change, Answer(done=True, text=said)


def _open_route(file: TicketFile | None, ticket_id: str) -> Route:
    """The route of a ticket that can be corrected. Raises Refusal."""
    if file is None:
        raise Refusal(f"there is no ticket {ticket_id}")
    ticket = file.ticket
    if ticket.status is Status.merged:
        raise Refusal(f"it was joined to {ticket.merged_into}: correct that one")
    if ticket.status is Status.done:
        raise Refusal(f"it is {ticket.closed or 'closed'} already")
    if ticket.status in (Status.ignored, Status.divided, Status.forgotten):
        raise Refusal(f"it is {ticket.status.value}, so nothing is left to correct")
    if file.route is None:
        raise Refusal("it is still being read: try again in a minute")
    return file.route


def _named(wish: Wish, route: Route, rulebook: RuleBook) -> Wish:
    """The wish with topic, team and person spelled as in the rules. Raises Refusal for a name that is none."""
    if not (wish.topic or wish.team or wish.person or wish.urgency):
        raise Refusal("nothing is filled in: choose a topic, a team, an urgency or an action")
    topic = _in_rules("topic", wish.topic, rulebook.live_topics)
    team = _in_rules("team", wish.team, rulebook.live_teams)
    if team and not topic:
        # A team alone keeps the topic, unless it leaves no doubt which one was meant.
        owned = [row.topic for row in rulebook.live_topics.values() if row.team == team]
        topic = owned[0] if len(owned) == 1 and owned[0] != route.decision.topic else ""
    person = wish.person.strip().removeprefix("@")
    if person:
        known = [row.name for row in rulebook.people]
        name = same_name(person, known)
        if not name:
            raise Refusal(f"no person '@{person}' in People{did_you_mean(person, known)}")
        person = f"@{name}"
    return wish.renewed(topic=topic, team=team, person=person)


def _in_rules(what: str, name: str, known: Iterable[str]) -> str:
    if not name.strip():
        return ""
    names = list(known)
    found = same_name(name, names)
    if not found:
        raise Refusal(f"no {what} '{name.strip()}'{did_you_mean(name, names)}")
    return found


def _override(before: Override | None, wish: Wish) -> Override:
    """What people have said so far: a new topic or team brings its own team and person."""
    old = before or Override()
    moves = bool(wish.topic or wish.team)
    return Override(
        topic=wish.topic or old.topic,
        team=wish.team or ("" if moves else old.team),
        person=wish.person or ("" if moves else old.person),
        urgency=wish.urgency or old.urgency,
        by=wish.by,
    )


def _same(old: Decision, new: Decision) -> bool:
    return (old.move, old.team, old.person, old.topic, old.urgency) == (
        new.move,
        new.team,
        new.person,
        new.topic,
        new.urgency,
    )


def _said(decision: Decision, rulebook: RuleBook) -> str:
    """`sent to finance (#finance), topic billing, priority`, as the person reads it who asked."""
    if decision.move is Move.hold:
        return f"still held, urgency {decision.urgency.value}: choose a topic or a team to send it on"
    place = landings(decision.team, rulebook)[0]
    where = place.address if place.kind is LandingKind.slack else f"by mail, {place.address}"
    parts = [f"sent to {decision.team} ({where})"]
    if decision.person:
        parts.append(f"for {decision.person}")
    if decision.topic != UNSURE:
        parts.append(f"topic {decision.topic}")
    if decision.move is not Move.route:
        parts.append(decision.move.value)
    return ", ".join(parts)


def _kept(wish: Wish, old: Decision, new: Decision, rev: int, said: str, now: datetime) -> Correction:
    sorted_out = old.move is Move.hold
    changed = new.topic != UNSURE and (new.topic != old.topic or new.urgency is not old.urgency)
    return Correction(
        ticket_id=wish.ticket_id,
        rev=rev,
        wish_id=wish.id,
        action=wish.action,
        at=now,
        by=wish.by,
        origin=wish.origin,
        orig_topic=old.topic,
        orig_team=old.team,
        orig_urgency=old.urgency,
        topic=new.topic,
        team=new.team,
        urgency=new.urgency,
        sorted=sorted_out,
        teaches=wish.action is Action.reassign and bool(wish.topic or wish.urgency) and (changed or sorted_out),
        said=said,
    )
