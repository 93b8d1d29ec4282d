"""Runs one journey in one world: does each step, holds each `expect` against what people see, and misses nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.sandbox.aws import NotQuiet
from scripts.sandbox.journeys.clicks import Clicks
from scripts.sandbox.journeys.mail_links import MailLinks
from scripts.sandbox.journeys.script import Journey, Step, duration
from scripts.sandbox.journeys.seen import SUBJECTS, differences
from scripts.sandbox.journeys.seen_board import BOARD_KEYS, BOARD_WAIT
from scripts.sandbox.journeys.sheet_acts import Done, SheetActs
from scripts.sandbox.not_google import Refused
from scripts.sandbox.senders import Sent
from scripts.sandbox.views import FINAL

if TYPE_CHECKING:
    from scripts.sandbox.world import World


@dataclass(frozen=True)
class Outcome:
    """What became of a step; `problems` is empty when it went as it should."""

    step: Step | None
    said: str
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it went as it should."""
        return not self.problems


class Runner:
    """One run. `verbs` is what a journey may say; later verbs join here."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sent: dict[str, Sent] = {}
        self._before: dict[str, set[str]] = {}
        self._verbs: dict[str, Callable[[Step], Outcome]] = {
            "send": self._send,
            "expect": self._expect,
            "fail": self._fail,
            "advance": self._advance,
            "fire": self._fire,
        }
        self._verbs |= {"click": self._click, "link": self._click}
        self._clicks: dict[str, Callable[[Step, str], Done]] = {"click": Clicks(world), "link": MailLinks(world)}
        people = SheetActs(world, self._resolved)
        in_sheet: dict[str, Callable[[Step], Done]] = {
            "edit": people.edit,
            "add_row": people.add_row,
            "delete_row": people.delete_row,
            "delete_tab": people.delete_tab,
            "sort": people.sort,
            "tick": people.tick,
            "push": people.push,
        }
        for verb, act in in_sheet.items():
            self._verbs[verb] = lambda step, act=act: self._in_sheet(step, act)  # type: ignore[misc]

    def run(self, journey: Journey) -> Iterator[Outcome]:
        """The outcome of each step as it is done, and at the end of whatever was lost.

        Raises BadJourney for what only the world can tell: an unknown call, channel or schedule; and NotQuiet when the
        world does not even come up.
        """
        if about_workbook(journey):
            # Drive's channel is up before anybody edits, as on any day but the first.
            self._world.settle()
        for step in journey.steps:
            yield self._verbs[step.verb](step)
        yield self._nothing_lost()

    def ticket_ids(self) -> dict[str, str]:
        """The ticket of everything that was sent under a name."""
        return {alias: self._resolved(alias) for alias in self._sent}

    def _send(self, step: Step) -> Outcome:
        ((lane, body),) = step.given.items()
        alias = step.alias or f"line {step.line}"
        self._before[alias] = set(self._world.views.ticket_ids())
        sent = self._deliver(step, lane, body)
        self._sent[alias] = sent
        said = f"sent a {lane} as {alias}"
        return Outcome(step, said if sent.accepted else f"{said}: answered {sent.status} {sent.answer}")

    def _deliver(self, step: Step, lane: str, body: Any) -> Sent:
        send = self._world.send
        if lane == "mail" and isinstance(body, str):
            return send.mail((step.path.parent / body).read_bytes())
        if lane == "mail":
            return send.written_mail(body)
        return send.form(body) if lane == "form" else send.chat(body)

    def _click(self, step: Step) -> Outcome:
        try:
            self._world.settle()  # people click on what they see
            said, problems = self._clicks[step.verb](step, self._resolved(str(step.given["ticket"])))
        except (LookupError, NotQuiet) as refused:
            return Outcome(step, f"{step.verb} {step.given['action']}", (str(refused.args[0]),))
        return Outcome(step, said, problems)

    @staticmethod
    def _in_sheet(step: Step, act: Callable[[Step], Done]) -> Outcome:
        """What somebody does in the workbook; what the sheet itself refuses is told like an expectation that failed."""
        try:
            said, problems = act(step)
        except (LookupError, NotQuiet, Refused) as refused:
            return Outcome(step, f"{step.verb} in the workbook", (str(refused.args[0]),))
        return Outcome(step, said, problems)

    def _expect(self, step: Step) -> Outcome:
        try:
            # What the desk wants seen in the workbook may take some time to get there.
            self._come_to_rest(step)
        except NotQuiet as problem:
            return Outcome(step, "expected", (str(problem),))
        problems = differences(self._world, step, self._resolved)
        return Outcome(step, _said(step), tuple(problems))

    def _come_to_rest(self, step: Step) -> None:
        """The workbook and the boards follow the desk some time later: wait for them when they are looked at."""
        if "tab" in step.given:
            self._world.settle_workbook()
        elif set(BOARD_KEYS) & set(step.given):
            self._world.settle(within=BOARD_WAIT)
        else:
            self._world.settle()

    def _fail(self, step: Step) -> Outcome:
        given, calls = step.given, step.given.get("calls", 1)
        try:
            self._world.troubles.fail(str(given["service"]), str(given["with"]), calls, given.get("call"))
        except ValueError as problem:
            raise step.bad(str(problem)) from None
        call = f" {given['call']}" if given.get("call") else ""
        return Outcome(step, f"{given['service']}{call} fails {calls} times with {given['with']}")

    def _advance(self, step: Step) -> Outcome:
        span = duration(step, step.given)
        self._world.aws.advance(span.total_seconds())
        return Outcome(step, f"{step.given} went by")

    def _fire(self, step: Step) -> Outcome:
        try:
            self._world.aws.fire(str(step.given))
        except KeyError as problem:
            raise step.bad(str(problem.args[0])) from None
        return Outcome(step, f"{step.given} ran")

    def _nothing_lost(self) -> Outcome:
        """Every ticket must have come to a final state, and everything that was accepted must be a ticket."""
        try:
            self._world.settle()
        except NotQuiet as problem:
            return Outcome(None, "all at rest", (str(problem),))
        lost = [
            f"{alias} was accepted and is no ticket"
            for alias, sent in self._sent.items()
            if sent.accepted and not self._resolved(alias)
        ]
        for ticket_id in self._world.views.ticket_ids():
            status = self._world.views.ticket(ticket_id).status
            if status not in FINAL:
                lost.append(f"{ticket_id} is left as {status!r}")
        return Outcome(None, "nothing lost", tuple(lost))

    def _resolved(self, alias: str) -> str:
        """The ticket of a delivery; of one that was not answered well, the ticket that appeared with it."""
        sent = self._sent[alias]
        found = self._world.views.ticket_of(sent)
        if found or sent.accepted:
            return found
        others = {self._world.views.ticket_of(other) for name, other in self._sent.items() if name != alias}
        fresh = [i for i in self._world.views.ticket_ids() if i not in self._before[alias] and i not in others]
        return fresh[0] if fresh else ""


IN_SHEET = ("edit", "add_row", "delete_row", "delete_tab", "sort", "tick", "push")
VERBS = ("send", "expect", "fail", "advance", "fire", "click", "link", *IN_SHEET)


def about_workbook(journey: Journey) -> bool:
    """Whether anybody in it touches, looks at or troubles the workbook; without one a world is up, and done, sooner."""
    return any(
        step.verb in IN_SHEET
        or (step.verb == "expect" and "tab" in step.given)
        or (step.verb == "fail" and step.given["service"] == "google")
        or (step.verb == "fire" and step.given in ("drive-sync", "watch-renew"))
        for step in journey.steps
    )


def _said(step: Step) -> str:
    given = step.given
    subject = next(s for s in SUBJECTS if s in given)
    rest = ", ".join(f"{key} {_plain(value)}" for key, value in given.items() if key != subject)
    return f"{given[subject]}: {rest}" if rest else f"{given[subject]}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_plain(one)}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def journey_files(folder: Path) -> list[Path]:
    """The journeys of a folder, by name."""
    return sorted(folder.glob("*.yaml"))
