"""Lets the interpreters of many worlds begin as forks of one that has imported the libraries already.

Half of what a local world cost was its emulator and each of its functions importing the same libraries anew. Only
libraries are shared, never the product's modules or the emulator's own, and nothing of what a process did is: each is a
process with its own environment, folder, input and output. Needs nothing but the standard library.

An interpreter starts as ever, and right at its start hands over what it was given (`handover`). The nursery forks one
that goes on with that; the first waits for it, and ends as it ends. Who kills the one that he started kills both.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import marshal
import os
import runpy
import selectors
import signal
import socket
import struct
import sys
from types import FrameType
from typing import Any, NoReturn

import handover
import sitecustomize
import worldclock

LIBRARIES = (
    # The functions'.
    "boto3.s3.transfer", "botocore.credentials", "botocore.retryhandler", "s3transfer.subscribers",
    "pydantic.main", "pydantic.types", "aws_lambda_powertools.metrics", "slack_sdk.web",
    "google.oauth2.service_account", "gspread", "charset_normalizer", "email.policy", "zoneinfo",
    "googleapiclient.discovery", "httplib2",
    # The emulator's.
    "hypercorn.asyncio", "hypercorn.config", "h2.connection", "wsproto", "yaml", "jsonata", "defusedxml.ElementTree",
    "cryptography.x509", "cryptography.hazmat.primitives.asymmetric.rsa",
)  # fmt: skip
SERVICES = ("bedrock-runtime", "dynamodb", "lambda", "s3", "sesv2", "sqs", "ssm")
_MOST_FILES = 8

Told = dict[str, Any]


class Nursery:
    """Forks at `listening` until `lifeline` ends; then all its forks end too."""

    def __init__(self, listening: socket.socket, lifeline: int) -> None:
        self._listening, self._lifeline = listening, lifeline
        self._lines: dict[int, socket.socket] = {}
        self._ended, self._end = os.pipe()
        os.set_blocking(self._ended, False)
        os.set_blocking(self._end, False)
        self._watched = selectors.DefaultSelector()
        for readable in (listening, lifeline, self._ended):
            self._watched.register(readable, selectors.EVENT_READ)

    def forked(self) -> Told:
        """Return in each fork, with what it was told; the nursery itself never does."""
        signal.signal(signal.SIGCHLD, _noticed)
        signal.set_wakeup_fd(self._end, warn_on_full_buffer=False)
        while True:
            for key, _ in self._watched.select():
                if key.fileobj is self._listening:
                    if (told := self._fork()) is not None:
                        return told
                elif key.fileobj == self._lifeline:
                    self._leave()
                elif key.fileobj == self._ended:
                    self._tell_ends()
                elif key.data in self._lines:
                    # Whoever started it ended him who waited for it.
                    os.kill(key.data, signal.SIGKILL)
                    self._forget(key.data)

    def _fork(self) -> Told | None:
        line, _ = self._listening.accept()
        files: list[int] = []
        try:
            told, files = _heard(line)
            child = os.fork()
        except (OSError, ValueError, EOFError, struct.error):
            # Whoever called may have been ended in the middle of it.
            line.close()
            return None
        else:
            if child == 0:
                self._become(line, told, files)
                return told
        finally:
            # In the fork they are in their places by now.
            for file in files:
                os.close(file)
        self._lines[child] = line
        self._watched.register(line, selectors.EVENT_READ, child)
        return None

    def _become(self, line: socket.socket, told: Told, files: list[int]) -> None:
        """Leave behind what is the nursery's, and take the place of the interpreter that was started."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._watched.close()
        for ours in (self._listening, line, *self._lines.values()):
            ours.close()
        for descriptor in (self._lifeline, self._ended, self._end):
            os.close(descriptor)
        for number, file in enumerate(files[:3]):
            os.dup2(file, number)
        os.environ.clear()
        os.environ.update(told["environment"])
        if len(files) > 3:
            os.environ[sitecustomize.LIFELINE] = str(os.dup(files[3]))
        os.chdir(told["cwd"])

    def _tell_ends(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while os.read(self._ended, 512):
                pass
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                child, status = ended
                if child in self._lines:
                    with contextlib.suppress(OSError):
                        self._lines[child].sendall(handover.LENGTH.pack(status))
                    self._forget(child)

    def _forget(self, child: int) -> None:
        line = self._lines.pop(child)
        self._watched.unregister(line)
        line.close()

    def _leave(self) -> NoReturn:
        for child in self._lines:
            os.kill(child, signal.SIGKILL)
        address = str(self._listening.getsockname())
        with contextlib.suppress(OSError):
            os.unlink(address)
            os.rmdir(os.path.dirname(address))
        os._exit(0)


def _noticed(_signal: int, _frame: FrameType | None) -> None:
    """A child ended; the wake-up descriptor says so where it is waited for."""


def _heard(line: socket.socket) -> tuple[Told, list[int]]:
    head, files, _, _ = socket.recv_fds(line, handover.LENGTH.size, _MOST_FILES)
    try:
        (length,) = handover.LENGTH.unpack(head)
        told: Told = marshal.loads(line.recv(length, socket.MSG_WAITALL))  # noqa: S302 - a process of this world
    except BaseException:
        for file in files:
            os.close(file)
        raise
    return told, files


def go_on(told: Told) -> None:
    """Run what the interpreter was started with: `-m MODULE` or a program's path."""
    sitecustomize.begin()
    first, *rest = told["argv"]
    if first == "-m":
        sys.path[0] = told["cwd"]
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = os.path.dirname(first)
        sys.argv = [first, *rest]
        runpy.run_path(first, run_name="__main__")


def main(listening: int, lifeline: int) -> None:
    """Load the libraries, then serve; each fork leaves here to do its own work."""
    # Before the libraries: one that keeps `time.time` for itself shall keep the world's.
    worldclock.install(None)
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    with contextlib.suppress(ImportError):
        models = importlib.import_module("models")
        models.share()
        models.read(*SERVICES)
    # What is there stays: no fork shall copy it only to look for garbage in it.
    gc.collect()
    gc.freeze()
    go_on(Nursery(socket.socket(fileno=listening), lifeline).forked())
    # As Lambda ends a function: without a word, and without taking everything apart first.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
