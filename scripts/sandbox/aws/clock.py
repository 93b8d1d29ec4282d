"""The one clock of the world: an offset to real time, in a file that every process of the world has mapped."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime
from pathlib import Path

from .shim.worldclock import real_time

_OFFSET = struct.Struct("<d")


class Clock:
    """Seconds since the epoch as the world sees them; moves on by itself and can be moved ahead."""

    def __init__(self, path: Path) -> None:
        """Start at real time, with the offset kept at `path` (made new)."""
        self.path = path
        path.write_bytes(_OFFSET.pack(0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _OFFSET.size)

    @property
    def offset(self) -> float:
        """How far ahead of real time the world is, in seconds."""
        return float(_OFFSET.unpack_from(self._shared)[0])

    def now(self) -> float:
        """Return the world's time in seconds since the epoch."""
        return real_time() + self.offset

    def datetime(self) -> datetime:
        """Return the world's time with its time zone (UTC)."""
        return datetime.fromtimestamp(self.now(), UTC)

    def advance(self, seconds: float) -> None:
        """Move the world's time ahead; nothing is fired or delivered by this alone."""
        if seconds < 0:
            raise ValueError("time only moves ahead")
        _OFFSET.pack_into(self._shared, 0, self.offset + seconds)

    def move_to(self, moment: float) -> None:
        """Move ahead to `moment` (seconds since the epoch), or stay when it is past."""
        self.advance(max(0.0, moment - self.now()))
