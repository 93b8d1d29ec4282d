"""The second run is quick because nothing is done, so "nothing to do" must never be said wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.bootstrap import environments, packages
from scripts.bootstrap.console import SetupError
from scripts.bootstrap.environments import Environment

LOCK = "scripts/locks/dev.txt"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An environment with an interpreter and a lock that names nothing, in a repository of its own."""
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    (tmp_path / LOCK).parent.mkdir(parents=True)
    (tmp_path / LOCK).write_text("# nothing\n", encoding="utf-8")
    made = Environment(".venv", "dev.txt")
    made.python.parent.mkdir(parents=True)
    made.python.symlink_to("/bin/sh")
    return made


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for pip and records what it was asked to do."""
    asked: list[str] = []
    monkeypatch.setattr(Environment, "_make", lambda self, base: asked.append(f"make with {base}"))
    monkeypatch.setattr(packages, "install", lambda python, lock: asked.append(f"install {lock.name}"))
    monkeypatch.setattr(packages, "drop_strangers", lambda python, lock: asked.append("drop strangers"))
    return asked


def test_a_setup_is_done_once(environment: Environment, steps: list[str]) -> None:
    """After a setup that ended well the environment is current, and a second one does nothing."""
    assert not environment.is_current()
    environment.ensure("python3")
    assert environment.is_current()
    environment.ensure("python3")
    assert steps == ["make with python3", "install dev.txt", "drop strangers"]


def test_a_changed_lock_is_a_new_setup(environment: Environment, steps: list[str]) -> None:
    """One byte more in the lock, and the environment is not current any longer."""
    environment.ensure("python3")
    environment.lock.write_text("# something\n", encoding="utf-8")
    assert not environment.is_current()


def test_an_interpreter_that_left_is_noticed(environment: Environment, steps: list[str]) -> None:
    """When the Python behind the environment was removed, the stamp alone does not count."""
    environment.ensure("python3")
    environment.python.unlink()
    environment.python.symlink_to("/nowhere/python")
    assert not environment.is_current()


def test_a_failed_setup_is_tried_again(
    environment: Environment, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setup that broke off leaves no stamp behind."""

    def fail(python: Path, lock: Path) -> None:
        raise SetupError("no network")

    monkeypatch.setattr(packages, "install", fail)
    with pytest.raises(SetupError):
        environment.ensure("python3")
    assert not environment.is_current()
