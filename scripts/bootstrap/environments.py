"""The project's virtual environments: each follows its lock, and costs nothing when it already does."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.bootstrap import packages
from scripts.bootstrap.console import capture, require, say

ROOT = Path(__file__).resolve().parents[2]
NEW_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 11))"
VERSION = "import platform; print(platform.python_version())"


@dataclass(frozen=True)
class Environment:
    """A virtual environment at the repository's root, and the lock that says what is in it."""

    folder: str
    lock_name: str

    @property
    def path(self) -> Path:
        """Where it is."""
        return ROOT / self.folder

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.path / "bin" / "python"

    @property
    def lock(self) -> Path:
        """The file made by scripts/locks/renew."""
        return ROOT / "scripts" / "locks" / self.lock_name

    @property
    def _stamp(self) -> Path:
        return self.path / ".locked"

    def is_current(self) -> bool:
        """True when the last setup ended well, with this very lock, and the interpreter is still there."""
        try:
            stamped = self._stamp.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return False
        return stamped == self._wanted() and os.access(self.python, os.X_OK)

    def ensure(self, base: str) -> None:
        """Makes or mends the environment with the interpreter `base`; two runs at once take turns.

        Raises SetupError with a sentence when the machine does not let us.
        """
        with open(self.lock, "rb") as turn:
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(f"Waiting for the run that is already making {self.folder}")
                fcntl.flock(turn, fcntl.LOCK_EX)
            if self.is_current():
                return
            self._make(base)
            packages.install(self.python, self.lock)
            packages.drop_strangers(self.python, self.lock)
            self._stamp.write_text(self._wanted(), encoding="ascii")

    def _make(self, base: str) -> None:
        if os.access(self.python, os.X_OK) and not capture([self.python, "-I", "-c", NEW_ENOUGH])[0]:
            self._stamp.unlink(missing_ok=True)
            if capture([self.python, "-I", "-c", "import pip"])[0]:
                require([self.python, "-I", "-m", "ensurepip"], f"{self.folder} has no pip and none can be added")
            return
        shutil.rmtree(self.path, ignore_errors=True)
        version = require([base, "-I", "-c", VERSION], f"{base} does not run")
        say(f"Making {self.folder} with Python {version} ({base})")
        require([base, "-I", "-m", "venv", self.path], f"{base} could not make {self.folder}")

    def _wanted(self) -> str:
        return hashlib.sha256(self.lock.read_bytes()).hexdigest()


MAIN = Environment(".venv", "dev.txt")
EMULATOR = Environment(".venv-ministack", "ministack.txt")
OLDEST = Environment(".venv-py311", "dev.txt")


def base_interpreter() -> str:
    """The real interpreter behind the running one, which may be an environment's."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)
