"""The sweep: pushes on whatever has owed a step longer than that step's own retries last, and in the end holds it.

Nothing here is needed on a good day; it is what "no ticket lost" rests on when a wake-up was.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from ticket_router.domain.base import TRIAGE, UNSURE, Move, Status, Tone, Urgency
from ticket_router.domain.change import Change, RouteWrite, TicketWrite
from ticket_router.domain.decision import Decision, Reason
from ticket_router.domain.errors import Conflict
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import MAX_TRIES, READER_DEADLINE, SWEEP_EVERY, Owing, Step, debt
from ticket_router.domain.route import Route, Touch
from ticket_router.ports import Clock, Desk, WorkQueue
from ticket_router.services.opening import release_claim

NEARLY = READER_DEADLINE - SWEEP_EVERY / 2
"""The sweep that comes nearest to the deadline acts on it; waiting for the one after would make 20 minutes 25."""


FAILED = "failed with "
HELD = "held"


def failed_with(error: Exception) -> str:
    """The name under which a round counts what it could not do, for the log and the alarm."""
    return f"{FAILED}{type(error).__name__}"


class Sweep:
    """The use case behind the five-minute schedule."""

    def __init__(self, *, desk: Desk, to_read: WorkQueue, to_dispatch: WorkQueue, clock: Clock) -> None:
        self._desk = desk
        self._to_read = to_read
        self._to_dispatch = to_dispatch
        self._clock = clock

    def __call__(self) -> Counter[str]:
        """One round over all overdue rows; returns how many were pushed, given up on the reader for, or held.

        A row that cannot even be swept is counted as such and left for the next round: it must not keep the others.
        """
        done: Counter[str] = Counter()
        for step in Step:
            for ticket_id in self._desk.owing(step, self._clock.now()):
                try:
                    done[self._one(ticket_id, step)] += 1
                except Conflict:
                    done["moved on"] += 1
                except Exception as error:  # noqa: BLE001 - one row's bug must not stop the backstop of all others
                    done[failed_with(error)] += 1
        return done

    def _one(self, ticket_id: str, step: Step) -> str:
        file = self._desk.file(ticket_id)
        row: Owing | None = file.route if file and step is Step.dispatch else file.ticket if file else None
        now = self._clock.now()
        if file is None or row is None or row.owes is not step or row.due_at is None or row.due_at > now:
            return "moved on"
        if step is Step.read and row.tries > 0 and self._unread_too_long(file, now):
            self._desk.commit(_without_reader(file, now))
            return "given up on the reader"
        if row.tries >= MAX_TRIES and step is not Step.read and not (step is Step.dispatch and _seen(file)):
            self._desk.commit(held_for(self._desk, file, step, row, now))
            return HELD
        self._desk.push(file, step, self._due_again(file, step, now))
        # A step that a stream wakes is woken by the push itself, which is a write to its row.
        if step is Step.read:
            self._to_read.send(ticket_id)
        elif step is Step.dispatch:
            self._to_dispatch.send(ticket_id)
        return "pushed"

    @staticmethod
    def _due_again(file: TicketFile, step: Step, now: datetime) -> datetime:
        """In five minutes, or when the reader's time is up: the sweep after that gives the ticket to a person."""
        again = now + SWEEP_EVERY
        if step is Step.read and file.unread and (deadline := file.unread[0].received_at + NEARLY) > now:
            return min(again, deadline)
        return again

    @staticmethod
    def _unread_too_long(file: TicketFile, now: datetime) -> bool:
        return bool(file.unread) and now - file.unread[0].received_at >= NEARLY


def _seen(file: TicketFile) -> bool:
    """Whether people have the ticket already, on its card or in triage: then a broken channel only delays the rest."""
    return file.route is not None and (file.route.decision.move is Move.hold or file.route.handoff.shipped)


def _without_reader(file: TicketFile, now: datetime) -> Change:
    ticket = file.ticket.renewed(rev=file.ticket.rev + 1, reader_away=True, **debt(Step.decide, now))
    minutes = int(READER_DEADLINE.total_seconds() // 60)
    note = f"reader unavailable for {minutes} minutes"
    return Change(
        tickets=(TicketWrite(ticket=ticket, before=file.ticket, action="given up on the reader", note=note, at=now),)
    )


def held_for(desk: Desk, file: TicketFile, step: Step, row: Owing, now: datetime) -> Change:
    """Hold a ticket that a step could not get done, without asking the step: its own code may be what fails."""
    reason = f"{step.value} did not succeed in {row.tries} tries: {row.trouble or 'no error was recorded'}"
    read = file.understanding
    decision = Decision(
        move=Move.hold,
        team=TRIAGE,
        topic=read.topic if read else UNSURE,
        topic_confidence=read.topic_confidence if read else 0.0,
        urgency=read.urgency if read else Urgency.low,
        tone=read.tone if read else Tone.calm,
        reasons=(Reason(text=reason),),
        rules_version=file.route.decision.rules_version if file.route else 0,
    )
    ticket = file.ticket.renewed(
        rev=file.ticket.rev + 1,
        status=Status.held,
        hold_because=(*file.ticket.hold_because, reason),
        **debt(None, now),
    )
    write = TicketWrite(
        ticket=ticket,
        before=file.ticket,
        decision=decision,
        was=file.route.decision if file.route else None,
        action="held",
        by="sweep",
        note=decision.sentence,
        at=now,
    )
    if file.route is None:
        route = Route(ticket_id=ticket.ticket_id, rev=1, decision=decision, decided_at=now, opened_at=now)
        route = route.renewed(**debt(Step.dispatch, now))
        return Change(tickets=(write,), routes=(RouteWrite(route=route, new=True),))
    key = file.route.claim_key
    in_triage = file.route.decision.move is Move.hold  # then the card that is there shows the new reason
    route = file.route.renewed(
        rev=file.route.rev + 1,
        n=file.route.n if in_triage else file.route.n + 1,
        decision=decision,
        decided_at=now,
        decided_by="",
        moved=file.route.moved if in_triage else Touch(by="", at=now),
        claim_key="",
        called={},
        **debt(Step.dispatch, now),
    )
    release = release_claim(desk, key, ticket.ticket_id, now)
    return Change(tickets=(write,), routes=(RouteWrite(route=route),), release=release)
