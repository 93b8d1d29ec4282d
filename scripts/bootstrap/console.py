"""One voice, and one way to start a tool, for everything that happens before the real tools are installed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class SetupError(Exception):
    """The machine lacks what we cannot install; the message is a sentence for whoever is at the terminal."""


def say(text: str) -> None:
    """A progress line, on stderr: stdout belongs to the command that was asked for (it may print JSON)."""
    print(text, file=sys.stderr, flush=True)


def quiet_environment(**changes: str) -> Mapping[str, str]:
    """Our own environment for tools that would otherwise ask questions or buffer their output."""
    return {**os.environ, "PYTHONUNBUFFERED": "1", "DEBIAN_FRONTEND": "noninteractive", **changes}


def capture(command: Sequence[str | Path], cwd: Path | None = None, **environment: str) -> tuple[int, str]:
    """Runs a tool that gets no input; its exit status, and what it printed on either stream."""
    done = subprocess.run(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=quiet_environment(**environment),
    )
    return done.returncode, done.stdout.strip()


def require(command: Sequence[str | Path], complaint: str) -> str:
    """What a tool printed that must not fail; when it does, its words and then the complaint."""
    status, output = capture(command)
    if status:
        raise SetupError(f"{output}\n{complaint}.".strip())
    return output


class Counter:
    """`label: 12/94 name`, rewritten in place on a terminal; silent elsewhere: a CI log stays short."""

    def __init__(self, label: str, total: int) -> None:
        self._label, self._total, self._done = label, total, 0
        self._live = sys.stderr.isatty()

    def step(self, name: str) -> None:
        """One more of the total, by name."""
        self._done += 1
        self.show(f"{self._done}/{self._total} {name}")

    def show(self, text: str) -> None:
        """Any other word in the counter's place."""
        if self._live:
            print(f"\r\033[K  {self._label}: {text}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Takes the line away again."""
        if self._live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
