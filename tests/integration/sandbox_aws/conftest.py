"""Both worlds on the fixture stack; each test that takes `world` runs on both, which is what parity means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scripts.sandbox.aws import AwsWorld, InProcessPlatform, isolated_handlers

from .stack import CODE, PARAMETERS, TEMPLATE


@pytest.fixture
def real() -> Iterator[AwsWorld]:
    """Functions as processes, deliveries by threads."""
    with AwsWorld(TEMPLATE, PARAMETERS, CODE) as world:
        yield world


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessPlatform]:
    """Handlers in this process, deliveries step by step."""
    monkeypatch.syspath_prepend(str(CODE))
    with InProcessPlatform(TEMPLATE, PARAMETERS, isolated_handlers("fixture_app"), {"AWS_MAX_ATTEMPTS": "2"}) as world:
        yield world


@pytest.fixture(params=["real", "inside"])
def world(request: pytest.FixtureRequest) -> AwsWorld | InProcessPlatform:
    """Each world in turn."""
    found: AwsWorld | InProcessPlatform = request.getfixturevalue(request.param)
    return found
