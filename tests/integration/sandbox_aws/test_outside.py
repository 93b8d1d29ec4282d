"""A place outside AWS takes part in a world: it is stepped, waited for, and time stops at what it has for later."""

from __future__ import annotations

import threading

from .stack import World, message, notes


class Post:
    """Delivers orders into the work queue, each at its moment, as a vendor's notifications would."""

    name = "post"

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._waiting: list[tuple[float, str]] = []

    def send(self, name: str, after: float = 0.0) -> None:
        """Have an order delivered after so many seconds of the world's time."""
        with self._lock:
            self._waiting.append((self._world.clock.now() + after, name))
        self._world.wake()

    def step(self) -> bool:
        """See OutsidePlace."""
        with self._lock:
            due = [one for one in self._waiting if one[0] <= self._world.clock.now()]
            if not due:
                return False
            self._waiting.remove(due[0])
        message(self._world, id=due[0][1])
        return True

    def moving(self) -> str | None:
        """See OutsidePlace."""
        with self._lock:
            return "post is due" if any(at <= self._world.clock.now() for at, _ in self._waiting) else None

    def sleeping(self) -> list[float]:
        """See OutsidePlace."""
        with self._lock:
            return [at for at, _ in self._waiting]


def test_quiet_waits_for_what_is_due_outside(world: World) -> None:
    """And for everything that it sets off; what is for later sleeps on."""
    post = Post(world)
    world.join(post)
    post.send("now")
    post.send("later", 200)
    world.quiet()
    assert notes(world) == {"work now": 1}
    assert world.sleeping()


def test_time_stops_at_what_is_due_outside(world: World) -> None:
    """One long advance delivers it at its own moment, not at the end."""
    post = Post(world)
    world.join(post)
    post.send("later", 200)
    world.advance(150)
    assert notes(world) == {}
    world.advance(3000)
    assert notes(world)["work later"] == 1
