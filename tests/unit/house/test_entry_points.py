"""A newcomer's first minute: the commands find a working Python, or say in a sentence what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.house.tree import ROOT

TOOLS = ("cat", "dirname", "id", "sh")
BROKEN_SHIM = "#!/bin/sh\necho 'no such version here' >&2\nexit 127\n"
TOO_OLD = "#!/bin/sh\nexit 3\n"
NO_VENV = "#!/bin/sh\nexit 4\n"
SEARCH = '. "$0" && find_python python3.14 python3.13 && printf %s "$PYTHON"'


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder that is a whole PATH: a few tools, and as yet no Python at all."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    return folder


def _program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="ascii")
    (folder / name).chmod(0o755)


def _run(machine: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(machine), "HOME": str(machine)}
    return subprocess.run(["sh", *command], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def _checkout(folder: Path) -> Path:
    """The entry points in a folder that has no environment yet."""
    shutil.copytree(ROOT / "scripts" / "bootstrap", folder / "scripts" / "bootstrap")
    return Path(shutil.copy(ROOT / "scripts" / "test", folder / "scripts" / "test"))


@pytest.mark.parametrize("name", ["demo", "ticket-router", "test", "check", "locks/renew"])
def test_an_entry_point_can_be_run(name: str) -> None:
    """Each command is executable and says which shell it is for."""
    script = ROOT / "scripts" / name
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!")


def test_without_a_python_a_sentence_says_so(machine: Path, tmp_path: Path) -> None:
    """No traceback and no silence: status 2, and what to install."""
    _program(machine, "python3.11", BROKEN_SHIM)
    _program(machine, "python3", TOO_OLD)
    done = _run(machine, str(_checkout(tmp_path / "repo")))
    assert done.returncode == 2
    assert "needs Python 3.11 or newer" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_a_python_that_cannot_make_environments_is_named(machine: Path, tmp_path: Path) -> None:
    """Debian's bare interpreter is new enough and still of no use, which is its own sentence."""
    _program(machine, "python3", NO_VENV)
    done = _run(machine, str(_checkout(tmp_path / "repo")))
    assert done.returncode == 2
    assert f"{machine}/python3 is new enough but has no venv module" in done.stderr


def test_a_broken_shim_is_passed_over(machine: Path) -> None:
    """A version manager's stub that only prints an error does not hide the interpreter after it."""
    _program(machine, "python3.14", BROKEN_SHIM)
    _program(machine, "python3.13", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    done = _run(machine, "-c", SEARCH, str(ROOT / "scripts" / "bootstrap" / "find_python.sh"))
    assert done.stdout == f"{machine}/python3.13"
