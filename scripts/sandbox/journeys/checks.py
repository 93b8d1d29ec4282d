"""What can be known to be wrong with a journey before any world is started for it."""

from __future__ import annotations

from collections.abc import Callable

from scripts.sandbox.faults import KINDS, SERVICES
from scripts.sandbox.journeys import sheet_checks
from scripts.sandbox.journeys.script import Journey, Step, duration
from scripts.sandbox.journeys.seen import CHANNEL_KEYS, INBOX_KEYS, SUBJECTS, TICKET_KEYS
from scripts.sandbox.senders import MAIL_KEYS

FAIL_KEYS = ("service", "with", "calls", "call")
LANES = ("form", "mail", "chat")


def check(journey: Journey) -> None:
    """Raises BadJourney for the first step with an unknown key, name, span of time, or way to fail."""
    sent: set[str] = set()
    for step in journey.steps:
        CHECKS[step.verb](step, sent)


def _send(step: Step, sent: set[str]) -> None:
    given = step.keys(LANES)
    if len(given) != 1:
        raise step.bad(f"'send' takes one of {', '.join(LANES)}")
    ((lane, body),) = given.items()
    if lane == "mail" and isinstance(body, str):
        if not (step.path.parent / body).is_file():
            raise step.bad(f"there is no file {body}")
    elif not isinstance(body, dict):
        raise step.bad(f"a {lane} is {{...}}" + (" or a file" if lane == "mail" else ""))
    elif lane == "mail" and (unknown := sorted(set(body) - MAIL_KEYS)):
        raise step.bad(f"a mail has no {', '.join(unknown)}; it has {', '.join(sorted(MAIL_KEYS))}")
    if step.alias in sent:
        raise step.bad(f"{step.alias!r} is the name of an earlier ticket")
    if step.alias:
        sent.add(step.alias)


def _expect(step: Step, sent: set[str]) -> None:
    given = step.given if isinstance(step.given, dict) else {}
    subject = next((s for s in SUBJECTS if s in given), None)
    if subject is None:
        raise step.bad(f"'expect' is about one of {', '.join(SUBJECTS)}")
    if subject == "tab":
        sheet_checks.expect(step, sent)
        return
    step.keys({"ticket": TICKET_KEYS, "channel": CHANNEL_KEYS, "inbox": INBOX_KEYS}[subject])
    for key in ("ticket", "merged_into"):
        if given.get(key) is not None:
            sheet_checks.alias(step, given[key], sent)


def _fail(step: Step, _sent: set[str]) -> None:
    given = step.keys(FAIL_KEYS, ("service", "with"))
    if given["service"] not in SERVICES:
        raise step.bad(f"unknown service: {given['service']!r}; there are {', '.join(SERVICES)}")
    if str(given["with"]) not in KINDS:
        raise step.bad(f"unknown way to fail: {given['with']!r}; there are {', '.join(KINDS)}")
    calls = given.get("calls", 1)
    if not isinstance(calls, int) or isinstance(calls, bool) or calls < 1:
        raise step.bad("'calls' is a number from 1")


def _advance(step: Step, _sent: set[str]) -> None:
    duration(step, step.given)


def _fire(step: Step, _sent: set[str]) -> None:
    if not isinstance(step.given, str):
        raise step.bad("'fire' takes the name of a schedule's function, like sweep")


CHECKS: dict[str, Callable[[Step, set[str]], None]] = {
    "send": _send,
    "expect": _expect,
    "fail": _fail,
    "advance": _advance,
    "fire": _fire,
    "edit": sheet_checks.edit,
    "add_row": sheet_checks.add_row,
    "delete_row": sheet_checks.delete_row,
    "delete_tab": sheet_checks.delete_tab,
    "sort": sheet_checks.sort,
    "tick": sheet_checks.tick,
    "push": sheet_checks.push,
}
