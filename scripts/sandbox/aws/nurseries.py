"""Starts this process's nursery, where emulators and functions begin with their libraries loaded (shim/nursery.py).

One serves all worlds of a process. It ends with that process, however that ends, and everything it forked with it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

SHIM = Path(__file__).resolve().parent / "shim"
#: What a socket's address may have, with a little to spare: the system's limit is 104 to 108.
_LONGEST = 100


class _Running:
    def __init__(self, python: Path, environment: Mapping[str, str]) -> None:
        self.owner = os.getpid()
        self.folder = tempfile.mkdtemp(prefix="nursery-")
        self.address = os.path.join(self.folder, "line")
        reading, self._lifeline = os.pipe()
        try:
            # Opened here: who comes before the libraries are loaded waits, instead of finding nobody.
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind(self.address)
                listening.listen(128)
                given = (listening.fileno(), reading)
                self.process = subprocess.Popen(
                    [str(python), str(SHIM / "nursery.py"), *map(str, given)],
                    env={**environment, "PYTHONPATH": str(SHIM), "PYTHONUNBUFFERED": "1"},
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    pass_fds=given, cwd=self.folder, start_new_session=True,
                )  # fmt: skip
        finally:
            os.close(reading)

    def end(self) -> None:
        os.close(self._lifeline)
        if self.owner == os.getpid():
            self.process.wait(10)
            shutil.rmtree(self.folder, ignore_errors=True)


_lock = threading.Lock()
_running: list[_Running] = []


def nursery(python: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what an interpreter's environment needs so that it begins in the nursery, which is started if need be.

    Empty where there can be none: then every interpreter loads its libraries itself. That is so on macOS, whose own
    libraries do not survive a fork.
    """
    if sys.platform != "linux":
        return {}
    with _lock:
        if not _running or _running[0].owner != os.getpid() or _running[0].process.poll() is not None:
            _end()
            _running.append(_Running(python, environment))
        address = _running[0].address
    return {"WORLD_NURSERY": address} if len(os.fsencode(address)) <= _LONGEST else {}


@atexit.register
def _end() -> None:
    while _running:
        _running.pop().end()
