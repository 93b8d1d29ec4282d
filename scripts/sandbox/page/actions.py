"""What a visitor can do to the world from the page; every refusal is a plain sentence, by field where there is one."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scripts.sandbox.faults import AWS
from scripts.sandbox.faults import KINDS as AWS_KINDS
from scripts.sandbox.page.clicks import SlackClicks
from scripts.sandbox.page.examples import Examples
from scripts.sandbox.page.sending import Composers, Given, Refused
from scripts.sandbox.page.sheet.verbs import SheetVerbs
from scripts.sandbox.page.visitor import Busy, Job, Visitor
from scripts.sandbox.standin import COMMON_FAULTS

if TYPE_CHECKING:
    from scripts.sandbox.page.sheet.seen import SheetLook
    from scripts.sandbox.world import World

Answer = tuple[int, dict[str, Any]]

SERVICES = {
    "slack": "Slack",
    "bedrock": "the reader (Bedrock)",
    "ses": "outgoing mail (SES)",
    "google": "the workbook (Google)",
}
KINDS = {
    "429": "says “too many requests” (429)",
    "500": "breaks (500)",
    "timeout": "never answers",
    "drop_after": "does it, but the answer is lost",
    "drop": "hangs up",
    "slow": "is slow",
    "503": "is unavailable (503)",
    "malformed": "answers nonsense",
    "text": "talks instead of filling in the form",
    "ModelTimeout": "runs out of time",
    "ModelError": "has a model error",
    "ModelNotReady": "is not ready",
}
STEP = 300.0
"""Seconds of the world's time that one step of a long advance covers: the progress shown, and where it can stop."""
LONGEST = 31 * 86_400


class Actions:
    """Does what is asked, in the calling thread; long work goes on in one of its own."""

    def __init__(self, world: World, visitor: Visitor, sheet: SheetLook) -> None:
        self._world = world
        self._visitor = visitor
        self._composers = Composers(world.send)
        self.examples = Examples(world.send)
        self._verbs: dict[str, Callable[[Given], str | dict[str, Any]]] = {
            "send": self._send,
            "demo-set": self._send_all,
            "advance": self._advance,
            "fire": self._fire,
            "fail": self._fail,
            "heal": self._heal,
            "stop": self._stop,
            **SheetVerbs(world, sheet, visitor.changed).verbs,
            **SlackClicks(world, visitor).verbs,
        }

    def offers(self) -> dict[str, Any]:
        """What the page's menus hold."""
        fails = {one.name: [*COMMON_FAULTS, *one.own_faults] for one in self._world.standins}
        fails |= {name: list(AWS_KINDS) for name in AWS if name != "lambda"}
        prefix = f"{self._world.aws.deployed.prefix}-"
        return {
            "services": [(name, SERVICES.get(name, f"{name} (AWS)"), fails[name]) for name in fails],
            "kinds": KINDS,
            "schedules": [
                (name, name.removeprefix(prefix), one.expression)
                for name, one in self._world.aws.schedules.by_name.items()
            ],
            "examples": len(self.examples.names()),
        }

    def do(self, verb: str, given: Given) -> Answer:
        """Status and JSON answer of one action. A refusal is an answer too: the page shows it, nothing went wrong."""
        act = self._verbs.get(verb)
        if act is None:
            return 404, {"error": "The page cannot do that."}
        try:
            told = act(given)
            return 200, {"said": told} if isinstance(told, str) else told
        except Refused as refused:
            return 200, {"error": str(refused), "fields": refused.fields}
        except Busy as busy:
            return 200, {"error": str(busy)}
        except ValueError as problem:
            return 200, {"error": f"{str(problem)[:1].upper()}{str(problem)[1:]}.", "fields": {}}

    # -- sending

    def _send(self, given: Given) -> str:
        if name := str(given.get("example") or ""):
            try:
                sent, subject, who = self.examples.send(name)
            except KeyError:
                raise Refused("There is no such example any more; reload the page.") from None
        else:
            sent, subject, who = self._composers.send(given)
        self._visitor.note_sent(sent, subject, who)
        return f"The {sent.lane} is on its way."

    def _send_all(self, _given: Given) -> str:
        names = self.examples.names()

        def work(job: Job) -> str:
            for name in names:
                sent, subject, who = self.examples.send(name)
                self._visitor.note_sent(sent, subject, who)
                self._world.aws.quiet()
                job.step()
            return f"All {len(names)} examples are sent."

        self._visitor.begin("Sending the demo set, each once the one before has landed", len(names), work)
        return "The demo set is on its way."

    # -- time

    def _advance(self, given: Given) -> str:
        try:
            seconds = float(given.get("seconds") or 0)
        except (TypeError, ValueError):
            seconds = 0.0
        if not 0 < seconds <= LONGEST:
            raise Refused("Time moves ahead only, by a month at most.")
        steps = math.ceil(seconds / STEP)

        def work(job: Job) -> str:
            for _ in range(steps):
                self._world.aws.advance(seconds / steps)
                job.step()
            return f"The clock is {_span(seconds)} on."

        self._visitor.begin(f"Moving the clock by {_span(seconds)}", steps, work)
        return "The clock is moving."

    def _fire(self, given: Given) -> str:
        name = str(given.get("schedule") or "")
        if name not in self._world.aws.schedules.by_name:
            raise Refused("There is no such schedule.")
        short = name.removeprefix(f"{self._world.aws.deployed.prefix}-")

        def work(job: Job) -> str:
            self._world.aws.fire(name)
            job.step()
            return f"{short} has run."

        self._visitor.begin(f"Running {short}", 1, work)
        return f"{short} is running."

    # -- trouble

    def _fail(self, given: Given) -> str:
        service, kind, call = (str(given.get(name) or "").strip() for name in ("service", "kind", "call"))
        try:
            calls = int(given.get("calls") or 1)
        except (TypeError, ValueError):
            calls = 0
        if not 1 <= calls <= 1000:
            raise Refused("Please correct the marked field.", calls="Write a number from 1 to 1000.")
        self._visitor.fail(service, kind, calls, call)
        return "It will fail as told."

    def _heal(self, _given: Given) -> str:
        self._visitor.heal()
        return "Everything works again."

    def _stop(self, _given: Given) -> str:
        self._visitor.stop()
        return "It stops after this step."


def _span(seconds: float) -> str:
    for size, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size and seconds % size == 0:
            count = int(seconds // size)
            return f"{count} {name}{'s' if count > 1 else ''}"
    return f"{seconds:g} seconds"
