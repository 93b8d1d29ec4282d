"""Corrections: wherever people fix the router, this one use case does it, in one transaction, once per wish."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ticket_router.domain.change import Change
from ticket_router.domain.correction import Action, Answer, Wish
from ticket_router.domain.file import TicketFile
from ticket_router.domain.owing import Step
from ticket_router.ports import Clock, Desk, Rules, WorkQueue
from ticket_router.services.asking import Asked, Refusal, asked
from ticket_router.services.closing import closed, taken
from ticket_router.services.persistence import persistently
from ticket_router.services.reassigning import bumped, reassigned
from ticket_router.services.separating import separated
from ticket_router.services.splitting import halves, split

Done = tuple[Change | None, Answer]

HOW: Mapping[Action, Callable[[Asked], Done]] = {
    Action.reassign: reassigned,
    Action.bump: bumped,
    Action.divide: split,
    Action.take: taken,
    Action.done: closed,
    Action.spam: closed,
}
"""What each action does to a ticket that has a decision."""


class Correct:
    """The use case."""

    def __init__(self, *, desk: Desk, rules: Rules, queue: WorkQueue, clock: Clock) -> None:
        """`queue` wakes the reader, for tickets that a correction makes."""
        self._desk = desk
        self._rules = rules
        self._queue = queue
        self._clock = clock

    def __call__(self, wish: Wish) -> Answer:
        """Do what a person asks, or say why not. A wish that was granted before is answered as it was then.

        Raises Retryable when the desk is out of reach: the same wish may be sent again.
        """
        answer = persistently(lambda: self._once(wish))
        if answer.done:
            persistently(lambda: self._wake_reader(wish))
        return answer

    def hindrance(self, file: TicketFile, wish: Wish) -> Answer | None:
        """Why nothing can come of a wish, whatever is still to be filled in; None when it is worth asking for.

        It only looks: nothing is written.
        """
        rulebook, now = self._rules.current(), self._clock.now()
        try:
            if wish.action is Action.separate:
                change, answer = separated(self._desk, file, wish, rulebook, now)
            else:
                found = asked(self._desk, file, wish, rulebook, now)
                if wish.action is not Action.take:
                    return None
                change, answer = taken(found)
        except Refusal as refusal:
            return Answer(done=False, text=str(refusal), field=refusal.field)
        return answer if change is None else None

    def _once(self, wish: Wish) -> Answer:
        file = self._desk.file(wish.ticket_id)
        if file is not None and (before := self._desk.correction(wish.ticket_id, wish.id)):
            return Answer(done=True, text=before.said, again=True)
        rulebook, now = self._rules.current(), self._clock.now()
        try:
            if wish.action is Action.separate:
                change, answer = separated(self._desk, file, wish, rulebook, now)
            else:
                change, answer = HOW[wish.action](asked(self._desk, file, wish, rulebook, now))
        except Refusal as refusal:
            return Answer(done=False, text=str(refusal), field=refusal.field)
        for step in change.in_steps() if change is not None else ():
            self._desk.commit(step)
        return answer

    def _wake_reader(self, wish: Wish) -> None:
        """On every delivery of the wish: the wake-up of an earlier one may have been lost."""
        for ticket_id in self._made_by(wish):
            file = self._desk.file(ticket_id)
            if file is not None and file.ticket.owes is Step.read:
                self._queue.send(ticket_id)

    def _made_by(self, wish: Wish) -> tuple[str, ...]:
        """Tickets that may have to be read because of it."""
        if wish.action is Action.separate:
            return (wish.ticket_id,)
        if wish.action is not Action.divide:
            return ()
        whole = self._desk.file(wish.ticket_id)
        return (*halves(wish), *(whole.ticket.apart if whole else ()))
