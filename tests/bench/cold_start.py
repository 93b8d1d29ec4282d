"""The program of one cold start: a fresh interpreter that imports what it is told, and says what that took.

Told on standard input, as JSON: `{"handler", "event"}` runs a function's first event, `{"modules"}` only imports.
The answer goes to the file named as argument, since a function's own output is its log.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from types import SimpleNamespace
from typing import Any

BEFORE = frozenset(sys.modules)


def first_event(handler: str, event: Any, function: str) -> dict[str, Any]:
    """Run one event; `cpu_ms` is the processor's time for it, imports and clients included."""
    started = time.process_time()
    module, _, name = handler.rpartition(".")
    run = getattr(importlib.import_module(module), name)
    answer = run(event, SimpleNamespace(function_name=function, aws_request_id="bench", memory_limit_in_mb=512))
    cpu_ms = (time.process_time() - started) * 1000
    loaded = [name for name in sys.modules if name not in BEFORE]
    return {"answer": answer, "cpu_ms": cpu_ms, "modules": loaded, "vendors": sorted(_vendors(loaded))}


def imports(modules: list[str]) -> dict[str, Any]:
    """Import modules in this order; those that a library makes up while it runs cannot be, and are passed over."""
    started = time.process_time()
    for name in modules:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    return {"cpu_ms": (time.process_time() - started) * 1000}


def _vendors(loaded: list[str]) -> set[str]:
    files = {name: getattr(sys.modules[name], "__file__", None) or "" for name in loaded}
    return {name.partition(".")[0] for name, file in files.items() if "site-packages" in file}


if __name__ == "__main__":
    told = json.load(sys.stdin)
    found = imports(told["modules"]) if "modules" in told else first_event(**told)
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(found, file)
