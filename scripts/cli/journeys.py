"""`scripts/demo --journey`: each file in a fresh world, each step with its outcome."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.cli.console import err, out, plain
from scripts.sandbox.journeys.checks import check
from scripts.sandbox.journeys.runner import VERBS, Outcome, Runner, about_workbook
from scripts.sandbox.journeys.script import Journey, load
from scripts.sandbox.world import World


def run_journeys(files: Sequence[Path], *, as_json: bool) -> int:
    """0 when every expectation of every file holds and nothing is lost, else 1. Raises BadJourney before any runs."""
    journeys = [load(path, VERBS) for path in files]
    for journey in journeys:
        check(journey)
    failed = 0
    for journey in journeys:
        failed += not _run(journey, as_json)
    if not as_json:
        colour = "red" if failed else "green"
        out.print(f"[{colour}]{len(journeys) - failed} of {len(journeys)} journeys hold[/]")
    return 1 if failed else 0


def _run(journey: Journey, as_json: bool) -> bool:
    started = time.monotonic()
    if not as_json:
        out.print(f"\n[bold]{plain(journey.title)}[/]  [dim]{plain(journey.path.name)}[/]")
    ok = True
    with World(workbook=about_workbook(journey)) as world:
        runner = Runner(world)
        for outcome in runner.run(journey):
            ok = ok and outcome.ok
            _print(journey, outcome, as_json)
        failures = sorted({str(failure) for failure in world.aws.failures})
        if as_json:
            tickets = {alias: world.views.ticket(i).as_json() for alias, i in runner.ticket_ids().items()}
            print(json.dumps({"journey": str(journey.path), "title": journey.title, "ok": ok, "tickets": tickets}))
    if not ok and failures:
        err.print("Functions that failed on the way:", *(f"  {plain(f[:300])}" for f in failures[:10]), sep="\n")
    if not as_json:
        verdict = "[green]holds[/]" if ok else "[red]does not hold[/]"
        out.print(f"  {verdict} [dim]({time.monotonic() - started:.1f} s)[/]")
    return ok


def _print(journey: Journey, outcome: Outcome, as_json: bool) -> None:
    step = outcome.step
    if as_json:
        line = {
            "journey": str(journey.path),
            "line": step.line if step else None,
            "verb": step.verb if step else "end",
            "ok": outcome.ok,
            "said": outcome.said,
            "seen": list(outcome.problems),
        }
        print(json.dumps(line, ensure_ascii=False))
        return
    mark = "[green]✓[/]" if outcome.ok else "[red]✗[/]"
    where = f"[dim]{step.verb:<8}[/]" if step else "[dim]end     [/]"
    out.print(f"  {mark} {where} {plain(outcome.said)}", highlight=False)
    for problem in outcome.problems:
        out.print(f"      [red]{plain(problem)}[/]", highlight=False)
