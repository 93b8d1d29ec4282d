"""Makes the packages of one virtual environment exactly those of a hashed lock, with pip alone."""

from __future__ import annotations

import re
import subprocess
from collections import deque
from pathlib import Path

from scripts.bootstrap.console import Counter, SetupError, quiet_environment, require, say

PIP = ("-I", "-m", "pip", "--disable-pip-version-check", "--no-input")
# --no-deps: the lock is complete, so nothing is left to resolve. --require-hashes: nothing else gets in.
INSTALL = ("install", "--no-deps", "--require-hashes", "--no-warn-script-location", "--progress-bar", "off")
LISTING = "import importlib.metadata as m; print(*(d.name for d in m.distributions()))"
OWN_TOOLS = {"pip", "setuptools", "wheel"}  # part of an environment itself, so no lock names them


def install(python: Path, lock: Path) -> None:
    """Installs every package of the lock, counted on a terminal; on a failure, with pip's last words."""
    total = len(_names(lock))
    folder = _folder(python)
    say(f"Installing {total} packages from {lock.name} into {folder} (a minute or two the first time)")
    counter, tail = Counter(folder, total), deque[str](maxlen=15)
    with subprocess.Popen(
        [python, *PIP, *INSTALL, "-r", lock],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=quiet_environment(),
    ) as pip:
        for line in pip.stdout or ():
            tail.append(line.rstrip())
            _count(counter, line)
    counter.close()
    if pip.returncode:
        raise SetupError("\n".join([*tail, f"pip could not install {lock.name}: its last lines are above."]))


def drop_strangers(python: Path, lock: Path) -> None:
    """Removes what the lock does not name: a forgotten dependency must fail here, not on the next machine."""
    installed = require([python, "-I", "-c", LISTING], f"{_folder(python)} cannot list its packages").split()
    strangers = sorted({_canonical(name) for name in installed}.difference(_names(lock), OWN_TOOLS))
    if strangers:
        say(f"Removing from {_folder(python)} what {lock.name} does not name: {', '.join(strangers)}")
        require([python, *PIP, "uninstall", "-y", "-q", *strangers], "pip could not remove them")


def _count(counter: Counter, line: str) -> None:
    """Moves the counter by what pip says: one `Collecting`, `Ignoring` or `Requirement` line per package."""
    first, _, rest = line.partition(" ")
    if first in {"Collecting", "Ignoring", "Requirement"}:
        counter.step(rest.removeprefix("already satisfied: ").split()[0].rstrip(":"))
    elif first in {"Building", "Installing"}:
        counter.show(f"{first.lower()} ...")


def _names(lock: Path) -> list[str]:
    """One name per pin of the lock; a package pinned twice, for two Pythons, is there twice."""
    lines = re.findall(r"^([A-Za-z0-9][\w.-]*)==", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return [_canonical(name) for name in lines]


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _folder(python: Path) -> str:
    return python.parents[1].name
