"""`scripts/demo --once`: files through the whole product, and what became of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scripts.cli.console import err, out, plain
from scripts.cli.told import tell
from scripts.sandbox.senders import Sent
from scripts.sandbox.views import FINAL, LOST, TicketView
from scripts.sandbox.world import World

DEMO_SET = Path(__file__).resolve().parents[1] / "sandbox" / "demo_set"
PATIENCE = 90 * 60
"""Seconds of the world's time that a ticket may take to land: longer than any retry of any step."""
STEP = 60
IN_THE_WORKBOOK = ("held", "delivered")
"""What gets a row there, within half a minute."""


@dataclass
class Given:
    """One input file and what its sending brought."""

    path: Path
    lane: str
    body: Any
    sent: Sent | None = None


class Unreadable(Exception):
    """A file that is no ticket."""


def run_once(files: Sequence[Path], *, burst: bool, as_json: bool) -> int:
    """Send the files (default: the shipped set) and report each; 1 if one is lost, 2 if a file cannot be read."""
    chosen = files or sorted(p for p in DEMO_SET.iterdir() if p.suffix in (".eml", ".json"))
    try:
        inputs = [_read(path) for path in chosen]
    except Unreadable as problem:
        err.print(f"[red]{plain(str(problem))}[/]", highlight=False)
        return 2
    with err.status("Starting the local world: emulated AWS, Slack, Google, SES and Bedrock ..."):
        world = World()
    lost = 0
    with world, _progress() as progress:
        task = progress.add_task("tickets", total=len(inputs))
        if burst:
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda given: _send(world, given), inputs))
        for given in inputs:
            if not burst:
                _send(world, given)
            view = _landed(world, given)
            lost += view.status not in FINAL
            if as_json:
                print(json.dumps(view.as_json(str(given.path)), ensure_ascii=False), flush=True)
            else:
                tell(out, world, given.path.name, view, _refusal(given))
            progress.advance(task)
        failures = sorted({str(failure) for failure in world.aws.failures})
    for failure in failures[:10]:
        err.print(f"[yellow]a function failed on the way: {plain(failure[:300])}[/]", highlight=False)
    if lost:
        err.print(f"[red]{lost} of {len(inputs)} inputs did not become a ticket in a final state.[/]")
    return 1 if lost else 0


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True)


def _read(path: Path) -> Given:
    if path.suffix.lower() != ".json":
        return Given(path=path, lane="mail", body=path.read_bytes())
    try:
        given = json.loads(path.read_bytes())
    except ValueError as problem:
        raise Unreadable(f"{path}: not readable as JSON ({problem})") from None
    if (
        not isinstance(given, dict)
        or given.get("lane") not in ("form", "chat")
        or not isinstance(given.get("body"), dict)
    ):
        raise Unreadable(f'{path}: a .json ticket is {{"lane": "form" or "chat", "body": {{...}}}}')
    return Given(path=path, lane=given["lane"], body=given["body"])


def _send(world: World, given: Given) -> None:
    if given.lane == "mail":
        given.sent = world.send.mail(given.body)
    else:
        given.sent = world.send.form(given.body) if given.lane == "form" else world.send.chat(given.body)


def _landed(world: World, given: Given) -> TicketView:
    """The ticket once it has come to a final state; retries that wait are waited for in the world's time."""
    world.settle(timeout=300)
    view = _view(world, given)
    waited = 0
    while view.status not in FINAL and given.sent is not None and given.sent.accepted and waited < PATIENCE:
        world.aws.advance(STEP)
        waited += STEP
        view = _view(world, given)
    if view.status in IN_THE_WORKBOOK:
        world.settle_workbook()
    return view


def _view(world: World, given: Given) -> TicketView:
    ticket_id = world.views.ticket_of(given.sent) if given.sent else ""
    if not ticket_id:
        return TicketView(ticket_id="", lane=given.lane, status=LOST, reasons=tuple(filter(None, [_refusal(given)])))
    return world.views.ticket(ticket_id, given.lane)


def _refusal(given: Given) -> str:
    if given.sent is None or given.sent.accepted:
        return ""
    return f"answered {given.sent.status}: {given.sent.answer}"
