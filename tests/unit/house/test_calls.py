"""Rules about what the deployed code may call: the clock, the environment and waiting have one place each."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.unit.house.tree import dotted, imported, python_files, syntax, where

SETTINGS = "backend/src/ticket_router/settings.py"


def _uses(path: Path, names: set[str]) -> list[str]:
    """Where the file imports or spells out one of these dotted names."""
    spelled = [(node.lineno, dotted(node)) for node in ast.walk(syntax(path)) if isinstance(node, ast.Attribute)]
    return [f"{where(path, line)} {name}" for line, name in (*imported(path), *spelled) if name in names]


def test_nothing_in_the_backend_sleeps() -> None:
    """Waiting is paid for by the millisecond in a function: the queue does it, by delay and visibility."""
    sleeps = {"time.sleep", "asyncio.sleep"}
    assert [use for path in python_files("backend") for use in _uses(path, sleeps)] == []


def test_only_settings_reads_the_environment() -> None:
    """A wrong environment fails in one place, with one message, before any ticket is touched."""
    reads = {"os.environ", "os.environb", "os.getenv"}
    outside = [path for path in python_files("backend") if where(path) != SETTINGS]
    assert [use for path in outside for use in _uses(path, reads)] == []


def test_the_domain_is_told_the_time() -> None:
    """A decision can be replayed years later because `now` is always an argument of it."""
    clocks = {"now", "utcnow", "today"}
    asked = [
        f"{where(path, node.lineno)} {dotted(node.func)}()"
        for path in python_files("backend/src/ticket_router/domain")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in clocks and "." in dotted(node.func)
    ]
    assert asked == []


def test_a_name_is_seen_however_it_is_reached(tmp_path: Path) -> None:
    """The search behind these tests finds an import, a from-import and a spelled-out name alike."""
    source = Path(__file__).parent / "tree.py"
    assert _uses(source, {"subprocess.run", "pathlib.Path"}), "spelled out, and from-imported"
    assert not _uses(source, {"time.sleep"})
