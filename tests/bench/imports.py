"""What a cold start loads: each handler's first event in a fresh interpreter, as ratios to `import boto3` beside it.

Milliseconds are another machine's affair; the ratio, the number of modules and the names of the vendors are ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.progress import track

from scripts.sandbox import desk
from scripts.sandbox.aws import Function, InProcessPlatform
from scripts.sandbox.world import CODE, World
from tests.bench.ledger import A_BOARD, draws_a_board
from tests.bench.paper import notes, table
from ticket_router.adapters.links import SignedLinks

PROGRAM = Path(__file__).with_name("cold_start.py")
PATIENCE = 60
TO_AN_INBOX = "dispatch to an inbox"
QUESTION = {"subject": "Billing address", "text": "How do I change my billing address on the invoice?"}
FOR_LEGAL = {"subject": "Delete my data", "message": "Under GDPR please delete all personal data that you hold."}
"""The privacy topic belongs to a team with an inbox only."""


@dataclass(frozen=True)
class ColdStart:
    """What a function's first event loaded, beyond a bare interpreter. Times in milliseconds."""

    function: str
    modules: tuple[str, ...]
    vendors: frozenset[str]
    cpu_ms: float

    @property
    def ours(self) -> int:
        """Modules of the product."""
        return sum(name.partition(".")[0] == "ticket_router" for name in self.modules)


def cold_starts() -> dict[str, ColdStart]:
    """Every function's first event, each in an interpreter of its own, in a world where every run is a cold start."""
    found: dict[str, ColdStart] = {}

    def in_its_own_interpreter(function: Function, env: Mapping[str, str]) -> Callable[[Any, Any], Any]:
        def call(event: Any, _context: Any) -> Any:
            told = {"handler": function.handler, "event": event, "function": function.name}
            seen = _run(told, {**env, "POWERTOOLS_LOG_LEVEL": "CRITICAL"})
            short = function.name.partition("-")[2]
            if short == "dispatch":
                short = A_BOARD if draws_a_board(event) else TO_AN_INBOX if to_an_inbox else short
            found.setdefault(
                short, ColdStart(short, tuple(seen["modules"]), frozenset(seen["vendors"]), seen["cpu_ms"])
            )
            return seen["answer"]

        return call

    to_an_inbox = False
    with _world(in_its_own_interpreter) as world:
        sent = world.send.written_mail({"from": "Ben <ben@studio.example>", **QUESTION})
        world.aws.quiet()
        who = {"name": "Nora", "email": "nora@studio.example"}
        world.send.chat({"conversation_id": "c1", "customer": who, "messages": [{"from": "visitor", "text": "hello"}]})
        link = SignedLinks("", lambda: desk.LINKS_SECRET).to_file(sent.raw_key, "mail.eml", world.datetime())
        answer = world.aws.post("open-file", {}, b"", method="GET", path=link)
        assert answer.status == 302, f"the link was answered with {answer.status}"
        (card,) = world.views.slack_cards(world.views.ticket_of(sent))
        press = world.slack.press(card.channel, card.ts, "tr_take", world.slack.add_user("@dana"))
        headers, body = world.slack.interaction(press)
        taken = world.aws.post("correct-handler", headers, body, path="/slack")
        assert taken.status == 200, f"the click was answered with {taken.status}"
        world.aws.fire("sweep")
        world.settle_workbook()  # the hints about rows come due, and sheet-wake with them; and boards are drawn
        to_an_inbox = True
        world.send.form({"name": "Kim", "email": "kim@studio.example", **FOR_LEGAL})
        world.aws.quiet()
        if failures := world.aws.failures:
            raise AssertionError(f"{failures[0].function} failed: {failures[0].error}")
    return dict(sorted(found.items()))


def import_ratios(starts: Mapping[str, ColdStart], rounds: int) -> dict[str, float]:
    """Median processor time to import each function's modules, in times of `import boto3`, in turns over `rounds`."""
    times: dict[str, list[float]] = {name: [] for name in starts}
    for _ in track(range(rounds), "importing", transient=True):
        boto3 = float(_run({"modules": ["boto3"]}, {})["cpu_ms"])
        for name, start in starts.items():
            times[name].append(_run({"modules": list(start.modules)}, {})["cpu_ms"] / boto3)
    return {name: median(ratios) for name, ratios in times.items()}


def boto3_cpu_ms(rounds: int) -> float:
    """Median processor time of `import boto3`."""
    return median(float(_run({"modules": ["boto3"]}, {})["cpu_ms"]) for _ in range(rounds))


def report(console: Console, rounds: int = 5) -> None:
    """The table."""
    starts = cold_starts()
    ratios = import_ratios(starts, rounds)
    unit = boto3_cpu_ms(rounds)
    everywhere = frozenset.intersection(*(start.vendors for start in starts.values()))
    rows = [
        [
            name,
            f"{ratios[name]:.2f}x",
            f"{start.cpu_ms / unit:.2f}x",
            f"{len(start.modules)}",
            f"{start.ours}",
            ", ".join(sorted(start.vendors - everywhere)),
        ]
        for name, start in starts.items()
    ]
    columns = ["function", "#imports", "#first event", "#modules", "#ours", "vendors, besides those of every function"]
    console.print(table("Cold starts, in times of `import boto3`", columns, rows))
    notes(
        console,
        f"Imports: what was loaded once the first event was through; median of {rounds} runs in turns with boto3.",
        "First event: imports, clients and work together, one run. All in processor time: neighbours count less.",
        f"Every function also loads {', '.join(sorted(everywhere))}.",
    )


@contextmanager
def _world(make: Callable[[Function, Mapping[str, str]], Callable[[Any, Any], Any]]) -> Iterator[World]:
    def platform(template: Path, parameters: Mapping[str, str], environment: Mapping[str, str]) -> InProcessPlatform:
        return InProcessPlatform(template, parameters, make, environment)

    with World(platform) as world:
        yield world


def _run(told: Mapping[str, Any], env: Mapping[str, str]) -> dict[str, Any]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        done = subprocess.run(
            [sys.executable, str(PROGRAM), str(answer)],
            input=json.dumps(told),
            text=True,
            capture_output=True,
            env={**inherited, **env, "PYTHONPATH": str(CODE)},
            timeout=PATIENCE,
            cwd=folder,
        )
        if done.returncode:
            raise AssertionError(f"a cold start failed:\n{done.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return found
