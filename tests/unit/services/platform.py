"""At-least-once delivery as the cloud does it: doubled, late, out of order, and again after every death."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.queue import Sent
from tests.fakes.world import World
from tests.unit.services.stage import Stage, Worker
from ticket_router.domain.errors import TicketRouterError
from ticket_router.domain.inbound import Inbound
from ticket_router.domain.owing import Step

TIMEOUT = 60.0
"""Seconds a function may run; the lease of a post is longer."""


@dataclass
class Running:
    """A worker with what set it going, which comes again if it does not end well."""

    worker: Worker
    started: datetime
    again: Callable[[], None]


class Platform:
    """A world whose workers are directed call by call."""

    def __init__(self, deliveries: list[Inbound]) -> None:
        self.world = World()
        self.world.clock.tick = timedelta(milliseconds=1)
        self.stage = Stage()
        self.world.wire = self.stage
        self.running: list[Running] = []
        self.undelivered = list(deliveries)
        self._all = list(deliveries)

    def deliver(self, pick: int, *, double: bool = False) -> None:
        """A delivery arrives; `double`: one that may have arrived before, without waiting for its turn."""
        source = self._all if double else self.undelivered
        if not source:
            return
        inbound = source[pick % len(source)]
        if not double:
            self.undelivered.remove(inbound)
        arrived = inbound.renewed(received_at=self.world.clock.at)
        self._start(
            f"take in {inbound.identity}",
            lambda: self.world.take_in(arrived),
            lambda: self.undelivered.append(inbound),
        )

    def wake(self, pick: int, *, double: bool = False) -> None:
        """One of the wake-ups that are due is delivered; `double`: and stays, to be delivered again."""
        rows, now = self.world.desk.rows, self.world.clock.at
        due: list[tuple[Step, str] | Sent] = [
            *rows.wakes,
            *(s for queue in (self.world.intake, self.world.later) for s in queue.waiting if s.visible_at <= now),
        ]
        if not due:
            return
        chosen = due[pick % len(due)]
        if isinstance(chosen, Sent):
            queue = self.world.intake if chosen in self.world.intake.waiting else self.world.later
            if not double:
                queue.waiting.remove(chosen)
            work = self._read(chosen) if queue is self.world.intake else self._dispatch(chosen)
            self._start(f"{chosen}", work, lambda: queue.waiting.append(chosen))
        else:
            if not double:
                rows.wakes.remove(chosen)
            step, ticket_id = chosen
            use = self.world.route_ticket if step is Step.decide else self.world.dispatch
            self._start(f"{chosen}", lambda: use(ticket_id), lambda: rows.wakes.append(chosen))

    def sweep(self) -> None:
        """The schedule fires."""
        self._start("sweep", self.world.sweep, lambda: None)

    def step(self, pick: int, calls: int) -> None:
        """One of the workers goes on for some calls."""
        if self.running:
            running = self.running[pick % len(self.running)]
            for _ in range(calls):
                running.worker.step()
            self._reap()

    def finish(self, pick: int) -> None:
        """One of the workers goes on to its end."""
        if self.running:
            self.running[pick % len(self.running)].worker.finish()
            self._reap()

    def kill(self, pick: int) -> None:
        """One of the workers dies where it stands."""
        if self.running:
            self.running[pick % len(self.running)].worker.kill()
            self._reap()

    def pass_time(self, seconds: float) -> None:
        """Time passes; whoever has run for longer than a function may is killed."""
        self.world.clock.advance(seconds=seconds)
        for running in self.running:
            if (self.world.clock.at - running.started).total_seconds() >= TIMEOUT:
                running.worker.kill()
        self._reap()

    def close(self) -> None:
        """Nobody stays behind, whatever became of the test."""
        for running in self.running:
            running.worker.kill()
        self.running.clear()

    def settle(self) -> None:
        """The storm is over: everything ends, everything is delivered, and time passes until nothing is owed."""
        while self.running:
            self.finish(0)
        self.world.slack.troubles.clear()
        while self.undelivered:
            self.deliver(0)
            self.finish(0)
        self.settle_what_came()

    def settle_what_came(self) -> None:
        """Time passes until nothing is owed for what was delivered so far."""
        for minute in range(90):
            self.world.run()
            if self.quiet():
                return
            self.world.clock.advance(minutes=1)
            if minute % 5 == 4:
                self.world.sweep()
        raise AssertionError("it never comes to rest")

    def quiet(self) -> bool:
        """Whether nothing waits and nothing is owed."""
        rows = self.world.desk.rows
        waiting = self.world.intake.waiting or self.world.later.waiting or rows.wakes
        return not waiting and all(row.owes is None for row in (*rows.tickets.values(), *rows.routes.values()))

    def _start(self, name: str, work: Callable[[], object], again: Callable[[], None]) -> None:
        self.running.append(Running(self.stage.start(name, work), self.world.clock.at, again))

    def _read(self, sent: Sent) -> Callable[[], object]:
        return lambda: self.world.read_ticket(sent.ticket_id)

    def _dispatch(self, sent: Sent) -> Callable[[], object]:
        return lambda: self.world.dispatch(sent.ticket_id, slot=sent.slot)

    def _reap(self) -> None:
        for running in [r for r in self.running if r.worker.done]:
            self.running.remove(running)
            error = running.worker.error
            if error is not None and not isinstance(error, TicketRouterError):
                raise error
            if error is not None or running.worker.killed:
                running.again()
