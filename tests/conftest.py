"""What holds for every test: no real cloud, no network in unit tests, the same examples in every CI run."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any, NoReturn

import hypothesis
import pytest

from scripts.bootstrap import chromium

UNIT = Path(__file__).parent / "unit"

# Set before anything imports boto3: a forgotten stand-in is refused then, instead of reaching an account.
for _name in [name for name in os.environ if name.startswith(("AWS_", "SLACK_"))]:
    del os.environ[_name]
os.environ.update(
    AWS_ACCESS_KEY_ID="not-a-key",
    AWS_SECRET_ACCESS_KEY="not-a-secret",
    AWS_SESSION_TOKEN="not-a-token",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_REGION="us-east-1",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_EC2_METADATA_DISABLED="true",
)

# No deadline: a busy machine is no failure. In CI the same examples every time, so that red means the change.
hypothesis.settings.register_profile("local", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(autouse=True)
def _no_network_in_unit_tests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit test that opens a network socket fails there and then; pipes within the process are fine."""
    if not request.path.is_relative_to(UNIT):
        return

    class LocalSocket(socket.socket):
        """A socket of this process only: one half of a pipe, or around a descriptor that is open already."""

        def __init__(self, family: int = -1, *rest: Any, **named: Any) -> None:
            descriptor = named.get("fileno", rest[2] if len(rest) > 2 else None)
            if family != socket.AF_UNIX and descriptor is None:
                raise AssertionError("a unit test may not open a network socket: use one of tests/fakes")
            super().__init__(family, *rest, **named)

    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        raise AssertionError("a unit test may not look up or call a host: use one of tests/fakes")

    monkeypatch.setattr(socket, "socket", LocalSocket)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser that tests/browser drives; where there is none, these tests fail and say what to install."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    return path
