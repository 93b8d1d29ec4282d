"""How worlds begin and end: killed handlers, pauses, a parent that dies, and the product's own template deployed."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.sandbox.aws import AwsWorld, Function, InProcessPlatform, Killed, isolated_handlers

from .stack import CODE, PARAMETERS, TEMPLATE, job, mail, notes

ROOT = Path(__file__).resolve().parents[3]


def test_a_killed_function_is_cold_and_its_event_comes_again() -> None:
    """Killed in the middle, the function is made anew and the platform redelivers as it would after a crash."""
    made: list[str] = []
    runs: list[str] = []

    def make(function: Function, env: Mapping[str, str]) -> Any:
        made.append(function.name)

        def handler(event: Any, context: Any) -> None:
            runs.append(context.function_name)
            if len(runs) == 1:
                raise Killed("in the middle")

        return handler

    with InProcessPlatform(TEMPLATE, PARAMETERS, make) as world:
        mail(world, id="m")
        world.quiet()
        assert runs == ["fx-take"]
        world.advance(61)
        assert (made, runs) == (["fx-take"] * 2, ["fx-take"] * 2)
        assert [f.error.kind for f in world.failures] == ["Runtime.ExitError"]


def test_isolated_handlers_share_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function has its own copy of the package and its own environment, and leaves none of it behind."""
    monkeypatch.syspath_prepend(str(CODE))
    with InProcessPlatform(TEMPLATE, PARAMETERS, isolated_handlers("fixture_app")) as world:
        assert world.env("work")["PAGE_URL"].endswith("/fn/fx-page/")
        world.post("page", {}, b"")
        world.fire("tick")
        assert notes(world) == {"tick": 1}
    assert "NOTES" not in os.environ
    assert not [name for name in sys.modules if name.startswith("fixture_app")]


def test_this_interpreter_gets_its_time_back() -> None:
    """After an in-process world, time is the machine's again."""
    import time
    from datetime import UTC, datetime

    with InProcessPlatform(TEMPLATE, PARAMETERS, lambda f, e: lambda event, context: None) as world:
        world.clock.advance(86400 * 400)
        assert datetime.now(UTC).timestamp() == pytest.approx(world.clock.now(), abs=5)
        assert abs(time.time() - world.clock.now()) < 5
        ahead = time.time()
    assert ahead - time.time() > 86400 * 399


def test_a_pause_holds_back_and_a_resume_delivers(real: AwsWorld) -> None:
    """The kill switch: a paused stream delivers nothing and lets the world be quiet, then goes on where it was."""
    real.pause("follow")
    job(real, "held")
    real.quiet()
    assert notes(real) == {}
    real.resume("follow")
    real.quiet()
    assert notes(real) == {"batch 1": 1, "follow held": 1}


def below(pid: int) -> set[int]:
    """Every process that descends from this one."""
    children = {int(c) for f in Path(f"/proc/{pid}/task").glob("*/children") for c in f.read_text().split()}
    return children.union(*(below(child) for child in children))


def test_the_emulator_dies_with_its_parent(tmp_path: Path) -> None:
    """A parent killed with no chance to clean up leaves no emulator and no function behind."""
    program = (
        "import sys, pathlib\n"
        "from scripts.sandbox.aws import AwsWorld\n"
        f"w = AwsWorld(pathlib.Path({str(TEMPLATE)!r}), {PARAMETERS!r}, pathlib.Path({str(CODE)!r}))\n"
        "w.post('page', {}, b'')\n"
        "print(w.emulator.pid, w.folder, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        # Killed so, it leaves its folder behind.
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert parent.stdout and parent.stdin
    with parent, parent.stdout, parent.stdin:
        pid = int(parent.stdout.readline().split()[0])
        # The emulator and what began in the nursery with it, and the functions on either side.
        family = [os.pidfd_open(p) for p in {pid, *below(parent.pid)}]
        assert len(family) >= (5 if sys.platform == "linux" else 2)
        parent.send_signal(signal.SIGKILL)
        parent.wait(10)
    for process in family:
        # A process's descriptor becomes readable when it ends.
        assert select.select([process], [], [], 10)[0]
        os.close(process)
    assert not list(tmp_path.glob("nursery-*"))


def test_the_products_template_deploys_as_it_is() -> None:
    """The very file that is deployed comes up in the emulator, wired as it says."""
    with InProcessPlatform(
        ROOT / "template.yaml", {"HandoffFrom": "router@company.example"}, lambda f, e: lambda event, context: None
    ) as world:
        stack = world.deployed
        assert {f"tr-{n}" for n in ("intake-mail", "intake-form", "intake-chat", "read", "router", "dispatch")} < set(
            stack.functions
        )
        assert [(s.function, s.partial_failures, s.bisect, s.max_retries) for s in stack.streams] == [
            ("tr-dispatch", True, True, 5),
            ("tr-learn", True, True, 5),
            ("tr-router", True, True, 5),
        ]
        assert [(q.queue, q.function) for q in stack.queues] == [
            ("tr-dispatch", "tr-dispatch"),
            ("tr-intake", "tr-read"),
            ("tr-learn", "tr-learn"),
            ("tr-sheet-later", "tr-sheet-wake"),
            ("tr-sheet.fifo", "tr-drive-sync"),
        ]
        assert [(b.prefix, b.function) for b in stack.buckets] == [("in/", "tr-intake-mail")]
        assert [s.function for s in stack.schedules] == ["tr-learn", "tr-sweep"]
        assert stack.async_config("tr-intake-mail").failure_queue == "tr-mail-failed"
        assert {name.removeprefix("tr-") for name in stack.url_functions} == {
            "correct-handler",
            "intake-chat",
            "intake-form",
            "open-file",
            "sheet-hook",
        }
        assert stack.functions["tr-watch-renew"].env["SHEET_HOOK_URL"] == f"{world.gateway_url}/fn/tr-sheet-hook/"
        assert stack.functions["tr-dispatch"].env["FILES_URL"] == f"{world.gateway_url}/fn/tr-open-file/"


def test_a_stack_that_does_not_come_up_says_why(tmp_path: Path) -> None:
    """A template that the emulator refuses is an error with its reasons, and leaves nothing running."""
    template = tmp_path / "template.yaml"
    template.write_text(TEMPLATE.read_text().replace("maxReceiveCount: 3", "maxReceiveCount: 0"))
    with pytest.raises(RuntimeError, match="Work: Invalid value for the parameter RedrivePolicy"):
        AwsWorld(template, PARAMETERS, CODE)
    assert not [t for t in threading.enumerate() if t.name == "gateway"]


def test_a_function_that_is_not_there_is_a_404(real: AwsWorld) -> None:
    """A wrong link gets an answer, not a dropped connection."""
    assert httpx.get(f"{real.gateway_url}/fn/nobody/").status_code == 404
