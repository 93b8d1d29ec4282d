"""One world a module for the crash tests, with the handlers in this thread, where they can be struck."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from scripts.sandbox.aws import InProcessPlatform
from scripts.sandbox.world import World
from tests.faults.injection import Striker


@pytest.fixture(scope="module")
def striker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Striker]:
    """What strikes."""
    mine = tmp_path_factory.getbasetemp()
    ever = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "struck"
    ever.mkdir(exist_ok=True)
    striker = Striker(ever)
    with striker.watching():
        yield striker


@pytest.fixture(scope="module")
def world(striker: Striker) -> Iterator[World]:
    """The world that is struck."""

    def in_this_thread(
        template: Path, parameters: Mapping[str, str], environment: Mapping[str, str]
    ) -> InProcessPlatform:
        return InProcessPlatform(template, parameters, striker.handlers(), environment)

    # Hints about rows would only add calls that no ticket hangs on: the workbook has crash tests of its own.
    with World(in_this_thread, workbook=False) as world:
        yield world
