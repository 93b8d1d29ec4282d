"""Interpreters that begin in the nursery: each is a process of its own, and ends with the one that stands for it."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.sandbox.aws.clock import Clock
from scripts.sandbox.aws.emulator import emulator_python
from scripts.sandbox.aws.nurseries import SHIM, nursery

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every interpreter loads its own libraries")

TELL = (
    "import sys, os, time; print(os.getpid(), 'pydantic' in sys.modules, 'scripts' in sys.modules, os.getcwd(), "
    "os.environ.get('MINE'), sys.argv[1:], __name__, int(time.time()), flush=True)\n"
)


def started(folder: Path, program: str, extra: Mapping[str, str], *, at: str | None = None) -> subprocess.Popen[str]:
    """A program that was started as the emulator starts a function; `at` is where its nursery would be."""
    path = folder / "program.py"
    path.write_text(program)
    place = nursery(emulator_python(), {}) if at is None else {"WORLD_NURSERY": at}
    return subprocess.Popen(
        [str(emulator_python()), str(path), "one", "two"],
        env={"PYTHONPATH": str(SHIM), **place, **extra},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder,
    )  # fmt: skip


def told(process: subprocess.Popen[str]) -> list[str]:
    """The line that `TELL` writes."""
    assert process.stdout
    return process.stdout.readline().split(maxsplit=4)


def test_a_fork_goes_on_with_what_was_started(tmp_path: Path) -> None:
    """It has the libraries, and the arguments, folder, environment, input, output and clock it was started with."""
    clock = Clock(tmp_path / "clock")
    clock.advance(86400 * 365)
    program = TELL + "print(sys.stdin.readline().strip(), file=sys.stderr); sys.exit(7)\n"
    with started(tmp_path, program, {"MINE": "yes", "WORLD_CLOCK_FILE": str(clock.path)}) as process:
        pid, libraries, ours, folder, rest = told(process)
        _, heard = process.communicate("hello\n")
    assert int(pid) != process.pid
    assert (libraries, ours, folder) == ("True", "False", str(tmp_path))
    assert rest.startswith("yes ['one', 'two'] __main__ ")
    assert int(rest.split()[-1]) == pytest.approx(clock.now(), abs=60)
    assert (heard, process.returncode) == ("hello\n", 7)


def test_forks_share_nothing(tmp_path: Path) -> None:
    """What one put into its environment, its modules and its dice is not there for the next."""
    program = (
        "import os, sys, json, random\n"
        "print('MINE' in os.environ, hasattr(json, 'mine'), random.random())\n"
        "os.environ['MINE'] = json.mine = 'left behind'\n"
    )
    answers = []
    for _ in range(2):
        with started(tmp_path, program, {}) as process:
            answers.append(process.communicate()[0].split())
    assert [answer[:2] for answer in answers] == [["False", "False"]] * 2
    assert answers[0][2] != answers[1][2]


def test_without_a_nursery_it_runs_by_itself(tmp_path: Path) -> None:
    """Nobody at the address: the interpreter loads what it needs and does its own work."""
    with started(tmp_path, TELL, {}, at=str(tmp_path / "nobody")) as process:
        pid, libraries, *_ = told(process)
        process.communicate()
    assert (int(pid), libraries, process.returncode) == (process.pid, "False", 0)


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGKILL])
def test_a_blow_ends_both(tmp_path: Path, blow: signal.Signals) -> None:
    """Killing what was started kills the fork; killing the fork ends what was started, by the same signal."""
    for outer in (True, False):
        with started(tmp_path, TELL + "sys.stdin.read()\n", {}) as process:
            fork = int(told(process)[0])
            watched = os.pidfd_open(fork)
            os.kill(process.pid if outer else fork, blow)
            assert process.wait(10) == -blow
            # A process's descriptor becomes readable when it ends.
            assert select.select([watched], [], [], 10)[0]
            os.close(watched)


@pytest.mark.parametrize("sent", [b"", b"\x00\x00", b"\x00\x00\x00\x09{}"], ids=["nothing", "half a length", "half"])
def test_whoever_is_ended_in_the_middle_of_asking_ends_nobody_else(tmp_path: Path, sent: bytes) -> None:
    """A world that closes kills functions that are just starting; the nursery serves all other worlds on."""
    place = nursery(emulator_python(), {})["WORLD_NURSERY"]
    with started(tmp_path, TELL + "sys.stdin.read()\n", {}) as other:
        fork = told(other)[0]
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(place)
            line.sendall(sent)
        with started(tmp_path, TELL, {}) as process:
            assert told(process)[1] == "True"
            process.communicate()
        assert nursery(emulator_python(), {})["WORLD_NURSERY"] == place
        assert other.poll() is None and os.path.exists(f"/proc/{fork}")
        other.communicate()
