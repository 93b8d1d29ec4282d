"""Runs workers of the product side by side, one call at a time, in exactly the order that a test chooses.

Each worker is a thread that stops at every call of a fake, before its effect and after it. Whoever directs lets one go
on to its next stop, or kills it there. Nothing runs by itself, so a schedule that fails fails again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from tests.fakes.wire import Killed, Wire


class Worker:
    """One piece of work; `done` once it returned, failed (`error`) or was killed."""

    def __init__(self, name: str, work: Callable[[], object], stage: Stage) -> None:
        self.name = name
        self.done = False
        self.killed = False
        self.error: Exception | None = None
        self._work = work
        self._stage = stage
        self._go = threading.Semaphore(0)
        self._stopped = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def step(self) -> None:
        """Go on to the next stop, or to the end."""
        if not self.done:
            self._go.release()
            self._stopped.acquire()

    def finish(self) -> None:
        """Go on to the end."""
        while not self.done:
            self.step()
        self._thread.join()

    def kill(self) -> None:
        """Die where it stands."""
        self.killed = True
        self.finish()

    def stop(self) -> None:
        """Called on the worker's own thread: wait to be let go on."""
        if not self.killed:
            self._stopped.release()
            self._go.acquire()
        if self.killed:
            raise Killed

    def _run(self) -> None:
        self._go.acquire()
        self._stage.here.worker = self
        try:
            if not self.killed:
                self._work()
        except Killed:
            self.killed = True
        except Exception as error:  # noqa: BLE001 - the director looks at it, as the platform would
            self.error = error
        finally:
            self.done = True
            self._stopped.release()


class _Here(threading.local):
    worker: Worker | None = None


class Stage(Wire):
    """The wire on which workers stop; calls from any other thread pass."""

    def __init__(self) -> None:
        super().__init__()
        self.here = _Here()

    def start(self, name: str, work: Callable[[], object]) -> Worker:
        """A worker that waits before its first call."""
        return Worker(name, work, self)

    def before(self, call: str) -> None:
        """See Wire."""
        if self.here.worker:
            self.here.worker.stop()

    def after(self, call: str) -> None:
        """See Wire."""
        if self.here.worker:
            self.here.worker.stop()
