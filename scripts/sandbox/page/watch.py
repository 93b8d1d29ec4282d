"""Looks at the world when something may have changed, at a modest pace, and tells every open page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from scripts.sandbox import desk
from scripts.sandbox.page.model import Model, Snapshot
from scripts.sandbox.page.visitor import Visitor

if TYPE_CHECKING:
    from scripts.sandbox.world import World

GLANCE = 0.2
"""Seconds between two glances at the counters that tell whether anything moved."""
BACKSTOP = 10.0
"""Seconds after which the world is looked at even though nothing seemed to move."""
SHARE = 3.0
"""A look is followed by a rest this many times as long: the page may take a quarter of one core at most."""
SETTLING = 3
"""Looks after the last sign of a change: a call is counted before it is done."""
WRITES = ("TransactWriteItems", "UpdateItem", "PutItem", "DeleteItem")


class Watcher:
    """Keeps `snapshot` true. `listen` takes callables that are told of every new one, in the watcher's thread."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.visitor = Visitor(world, self.touch)
        self.model = Model(world, self.visitor)
        self._listeners: set[Callable[[], None]] = set()
        self._look_again = threading.Event()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self.snapshot = self.model.look(1)
        self.trouble = ""
        self._standins = world.standins
        for standin in self._standins:
            standin.listeners.append(self._heard)
        self._thread = threading.Thread(target=self._run, name="page watcher", daemon=True)
        self._thread.start()

    def touch(self) -> None:
        """Something changed: look soon."""
        self._look_again.set()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Be told of every new snapshot; returns how to stop that."""
        with self._lock:
            self._listeners.add(listener)

        def leave() -> None:
            with self._lock:
                self._listeners.discard(listener)

        return leave

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()
        self._look_again.set()
        self._thread.join(10)
        for standin in self._standins:
            standin.listeners.remove(self._heard)

    def _heard(self, _call: object) -> None:
        self.touch()

    def _mark(self) -> tuple[Any, ...]:
        faults, workbook = self._world.aws.faults, self._world.google.files.get(desk.SPREADSHEET_ID)
        edits = workbook.version if workbook else 0
        return (edits, *(faults.calls("dynamodb", name) for name in WRITES), len(self._world.aws.failures))

    def _run(self) -> None:
        seen, looked_at, settling = self._mark(), monotonic(), 0
        while not self._over.is_set():
            touched = self._look_again.wait(GLANCE)
            self._look_again.clear()
            if self._over.is_set():
                return
            mark = self._mark()
            if mark != seen or touched:
                seen, settling = mark, SETTLING
            start = monotonic()
            if settling or start - looked_at > BACKSTOP:
                self._publish(self._looked())
                settling, looked_at = max(0, settling - 1), monotonic()
                self._over.wait(SHARE * (looked_at - start))
            else:
                self._publish(self.model.again(self.snapshot, self.snapshot.number + 1))

    def _looked(self) -> Snapshot:
        try:
            found = self.model.look(self.snapshot.number + 1)
            self.trouble = ""
        except Exception as error:  # noqa: BLE001 - a world that is closing, or a look that raced a write: look again later
            self.trouble = str(error)
            found = self.snapshot
        return found

    def _publish(self, found: Snapshot) -> None:
        if found == self.snapshot:
            return
        self.snapshot = found
        with self._lock:
            listeners = list(self._listeners)
        for tell in listeners:
            tell()
