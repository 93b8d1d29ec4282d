"""What can be known to be wrong with a journey before any world is started for it."""

from __future__ import annotations

from collections.abc import Callable

from scripts.sandbox.faults import KINDS, SERVICES
from scripts.sandbox.journeys import sheet_checks
from scripts.sandbox.journeys.clicks import CLICK_KEYS, CLICK_SETS
from scripts.sandbox.journeys.script import Journey, Step, duration, hint
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


def _click(step: Step, sent: set[str]) -> None:
    given = step.keys(CLICK_KEYS, ("ticket", "by", "action"))
    sheet_checks.alias(step, given["ticket"], sent)
    action, wanted = str(given["action"]), given.get("set", {})
    if action not in CLICK_SETS:
        raise step.bad(
            f"there is no action {action!r}{hint(action, tuple(CLICK_SETS))}; there are {', '.join(CLICK_SETS)}"
        )
    if not isinstance(wanted, dict):
        raise step.bad("'set' is {name: value, ...}")
    for key in wanted:
        if key not in CLICK_SETS[action]:
            known = ", ".join(CLICK_SETS[action]) or "nothing"
            raise step.bad(f"{action!r} does not take {key!r}{hint(str(key), CLICK_SETS[action])}; it takes {known}")
    if action == "bump" and wanted.get("to") not in ("priority", "normal"):
        raise step.bad("'bump' is set {to: priority} or {to: normal}")
    if action == "split" and not (wanted.get("first") and wanted.get("second")):
        raise step.bad("'split' is set {first: ..., second: ...}: the two texts")
    people = given["by"] if isinstance(given["by"], list) else [given["by"]]
    if not people or not all(isinstance(one, str) and one.startswith("@") for one in people):
        raise step.bad("'by' is a handle like '@dana', or a list of those who click at once")


def _link(step: Step, sent: set[str]) -> None:
    given = step.keys(CLICK_KEYS, ("ticket", "by", "action"))
    if not isinstance(given["by"], str):
        raise step.bad("'by' is the name that somebody gives on the page")
    _click(Step("click", {**given, "by": "@somebody"}, "", step.line, step.path), sent)


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
    "click": _click,
    "link": _link,
}
