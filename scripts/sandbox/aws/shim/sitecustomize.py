"""Python runs this first in the emulator and in the functions that it starts: it gives them the world's clock.

In the emulator it also counts what is added to streams, and holds the lifeline: a pipe that ends when the process that
started it is gone, however. Where there is a nursery, all this happens in the fork that goes on in this interpreter's
stead.
"""

from __future__ import annotations

import os
import sys

CLOCK, LIFELINE, NURSERY = "WORLD_CLOCK_FILE", "WORLD_LIFELINE", "WORLD_NURSERY"
STREAMS = "WORLD_STREAM_COUNTS"


def begin() -> None:
    """Do what the environment says."""
    if clock := os.environ.get(CLOCK):
        import worldclock

        worldclock.install(clock)
    if counts := os.environ.pop(STREAMS, None):
        import streamcount

        streamcount.install(counts)
    # Taken out of the environment, so that the functions, which do not have the pipe, do not look for it. They end
    # with the emulator by themselves, when their standard input does.
    if lifeline := os.environ.pop(LIFELINE, None):
        import threading

        threading.Thread(target=_die_with, args=(int(lifeline),), daemon=True, name="lifeline").start()


def _die_with(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(0)


def _runs_a_program() -> bool:
    """Whether this is `python -m MODULE` or `python PROGRAM`: what a fork can go on with."""
    first = sys.orig_argv[1] if len(sys.orig_argv) > 1 else ""
    return first == "-m" or first.endswith(".py")


if (_nursery := os.environ.get(NURSERY)) and _runs_a_program():
    from handover import hand_over

    _lifeline = os.environ.get(LIFELINE)
    hand_over(_nursery, (0, 1, 2, int(_lifeline)) if _lifeline else (0, 1, 2))
begin()
