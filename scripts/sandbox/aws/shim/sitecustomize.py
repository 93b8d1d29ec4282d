"""Python runs this first in the emulator and in the functions that it starts: it gives them the world's clock.

In the emulator it also holds the lifeline: a pipe that ends when the process that started it is gone, however.
"""

from __future__ import annotations

import os
import threading

import worldclock

if _clock := os.environ.get("WORLD_CLOCK_FILE"):
    worldclock.install(_clock)


def _die_with(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(0)


# Taken out of the environment, so that the functions, which do not have the pipe, do not look for it. They end
# with the emulator by themselves, when their standard input does.
if _lifeline := os.environ.pop("WORLD_LIFELINE", None):
    threading.Thread(target=_die_with, args=(int(_lifeline),), daemon=True, name="lifeline").start()
