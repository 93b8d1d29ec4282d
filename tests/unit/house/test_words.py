"""Rules about what is written down in the source: no linter knows these."""

from __future__ import annotations

import ast

from tests.unit.house.tree import BACKEND, files, functions, python_files, syntax, where

LONGEST = 250


def test_the_backend_is_looked_at() -> None:
    """The other tests here would pass over an empty list, so there has to be something in it."""
    assert python_files("backend/src/ticket_router/domain")


def test_every_module_says_why_it_exists() -> None:
    """Each Python file, of the backend and beside it, opens with a docstring."""
    silent = [
        where(path) for path in python_files("backend", "scripts", "tests") if not ast.get_docstring(syntax(path))
    ]
    assert silent == []


def test_every_test_says_what_it_ensures() -> None:
    """Each test function has a docstring of one sentence: no blank line in it, and an end."""
    wrong = []
    for path in python_files("tests"):
        for function in functions(path):
            said = ast.get_docstring(function) or ""
            if function.name.startswith("test_") and ("\n\n" in said or not said.endswith((".", "?", "!", '"'))):
                wrong.append(f"{where(path, function.lineno)} {function.name}")
    assert wrong == []


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    """A helper lives beside its first user, so no module is named after having no subject."""
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}
    assert [where(path) for path in files() if path.name in drawers] == []


def test_deployed_files_stay_short() -> None:
    """No file of the backend is too long to be read in one go."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files("backend/src")}
    assert [f"{where(path)}: {lines}" for path, lines in lengths.items() if lines > LONGEST] == []


def test_nothing_is_left_for_later() -> None:
    """Unfinished work belongs in the tracker, so the words that mark it are not in any source file."""
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3)
    sources = [path for path in files() if path.suffix in {".py", ".js", ".sh", ".yaml", ".toml"}]
    found = [
        where(path, number)
        for path in sources
        if "tests/data" not in path.as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(mark in line.replace("_", " ").split() or f"{mark}:" in line for mark in marks)
    ]
    assert found == []


def test_only_the_backend_is_deployed() -> None:
    """Beside the package and its requirements, the folder that is uploaded holds nothing."""
    assert {path.relative_to(BACKEND).parts[0] for path in files() if path.is_relative_to(BACKEND)} == {
        "requirements.txt",
        "ticket_router",
    }
