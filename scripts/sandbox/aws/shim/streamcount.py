"""Counts what the emulator adds to its tables' streams, in a file that the world has mapped: nobody has to ask in vain.

Needs nothing but the standard library, because it also runs in the emulator's interpreter.
"""

from __future__ import annotations

import mmap
import struct
import sys
import threading
import zlib
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

EMITS, MODULE = "_emit_stream_event", "ministack.services.dynamodb"
_COUNT = struct.Struct("<Q")
_SLOTS = 256
SIZE = _COUNT.size * _SLOTS


class Counts:
    """One count a table that only rises; two tables may share one, which costs a question and misses nothing."""

    def __init__(self, path: Path) -> None:
        """Map the counts at `path`; a file that is not there yet begins with nought everywhere."""
        if not path.exists():
            path.write_bytes(bytes(SIZE))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), SIZE)

    def of(self, table: str) -> int:
        """Return a table's count."""
        return int(_COUNT.unpack_from(self._shared, self._at(table))[0])

    def up(self, table: str) -> None:
        """Count one more record of a table."""
        _COUNT.pack_into(self._shared, self._at(table), self.of(table) + 1)

    @staticmethod
    def _at(table: str) -> int:
        return zlib.crc32(table.encode()) % _SLOTS * _COUNT.size


class _Finder(MetaPathFinder):
    """Finds the emulator's module as ever, and has what writes to its streams counted once it is loaded."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != MODULE:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Counting(spec.loader, self._counts)
        return spec


class _Counting(Loader):
    def __init__(self, loader: Loader, counts: Counts) -> None:
        self._loader, self._counts = loader, counts
        self._one_at_a_time = threading.Lock()

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        emit = getattr(module, EMITS)

        def counted(table: str, *given: Any, **named: Any) -> Any:
            try:
                return emit(table, *given, **named)
            finally:
                # Afterwards: whoever sees the count risen finds the record.
                with self._one_at_a_time:
                    self._counts.up(table)

        setattr(module, EMITS, counted)


def install(path: str) -> None:
    """Have this interpreter's emulator count into the file at `path`, from when it loads its tables on."""
    sys.meta_path.insert(0, _Finder(Counts(Path(path))))
