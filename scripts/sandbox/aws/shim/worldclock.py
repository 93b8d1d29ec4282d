"""Makes one interpreter tell the world's time: real time plus the offset in a shared file.

Needs nothing but the standard library, because it also runs in the emulator's and the functions' interpreters.
"""

from __future__ import annotations

import ctypes
import datetime as _datetime
import gc
import mmap
import struct
import time as _time
from collections.abc import Callable
from typing import Any

_OFFSET = struct.Struct("<d")
_REAL: dict[str, Any] = {
    name: getattr(_time, name) for name in ("time", "time_ns", "localtime", "gmtime", "ctime", "strftime")
}
_REAL_NOW = _datetime.datetime.__dict__["now"]
_REAL_UTCNOW = _datetime.datetime.__dict__["utcnow"]
_installed: list[mmap.mmap] = []


def real_time() -> float:
    """Return this machine's own time, whether or not the world's is installed."""
    return float(_REAL["time"]())


class _Plain:
    """A function that does not turn into a method as a class attribute: logging keeps time.localtime in one."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, *values: Any) -> Any:
        return self._function(*values)


def _set_on_datetime(name: str, value: object) -> None:
    # datetime refuses assignment, and a subclass in its place would break isinstance in C libraries; so its own
    # dictionary is changed, and the interpreter told that cached look-ups are stale.
    (attributes,) = gc.get_referents(_datetime.datetime.__dict__)
    attributes[name] = value
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(_datetime.datetime))


def _replacements() -> dict[str, Callable[..., Any]]:
    def world_time() -> float:
        return float(_REAL["time"]()) + _offset()

    def world_time_ns() -> int:
        return int(_REAL["time_ns"]()) + int(_offset() * 1e9)

    def of_seconds(name: str) -> Callable[..., Any]:
        def told(seconds: float | None = None) -> Any:
            return _REAL[name](world_time() if seconds is None else seconds)

        return told

    def world_strftime(pattern: str, moment: Any = None) -> str:
        return str(_REAL["strftime"](pattern, _REAL["localtime"](world_time()) if moment is None else moment))

    return {
        "time": world_time,
        "time_ns": world_time_ns,
        "localtime": of_seconds("localtime"),
        "gmtime": of_seconds("gmtime"),
        "ctime": of_seconds("ctime"),
        "strftime": world_strftime,
    }


def _offset() -> float:
    return float(_OFFSET.unpack_from(_installed[-1])[0]) if _installed else 0.0


def install(path: str | None) -> None:
    """Make time and datetime of this interpreter follow the offset (8 bytes, little-endian double, seconds) at `path`.

    Modules that did `from time import time` before keep real time; None is for an interpreter whose forks will each
    install their own clock, and whose modules shall follow that one.
    """
    while _installed:
        _installed.pop().close()
    if path is not None:
        with open(path, "rb") as file:
            _installed.append(mmap.mmap(file.fileno(), _OFFSET.size, access=mmap.ACCESS_READ))
    for name, replacement in _replacements().items():
        setattr(_time, name, _Plain(replacement))

    def now(cls: Any, tz: Any = None) -> Any:
        return cls.fromtimestamp(_time.time(), tz)

    def utcnow(cls: Any) -> Any:
        return cls.fromtimestamp(_time.time(), _datetime.UTC).replace(tzinfo=None)

    _set_on_datetime("now", classmethod(now))
    _set_on_datetime("utcnow", classmethod(utcnow))


def uninstall() -> None:
    """Put the interpreter's own time back."""
    for name, function in _REAL.items():
        setattr(_time, name, function)
    _set_on_datetime("now", _REAL_NOW)
    _set_on_datetime("utcnow", _REAL_UTCNOW)
    while _installed:
        _installed.pop().close()
