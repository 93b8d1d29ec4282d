"""The worlds in which the suites run: memory, moto inside this process, and the emulator of the local world."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from scripts.sandbox.aws.clock import Clock
from scripts.sandbox.aws.emulator import Emulator
from scripts.sandbox.not_google import NotGoogle
from tests.integration.ports.benches import Bench, DynamoBench, FakeBench
from tests.integration.ports.template_tables import make_table

SESSION = boto3.Session(region_name="us-east-1")
"""One for all clients: reading botocore's models again for each test is what would take the time."""
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})


@pytest.fixture
def aws() -> Iterator[Any]:
    """`boto3.client` with everything behind it inside this process."""
    with mock_aws():
        yield lambda service: SESSION.client(service, config=ONCE)


@pytest.fixture
def dynamodb(aws: Any) -> Any:
    """DynamoDB with the state table."""
    client = aws("dynamodb")
    make_table(client, "StateTable", "state")
    return client


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """The local world's AWS, without anything deployed to it."""
    folder = tmp_path_factory.mktemp("emulator")
    running = Emulator(folder, Clock(folder / "clock"))
    yield running
    running.stop()


@pytest.fixture(params=["memory", "moto", "emulator"])
def bench(request: pytest.FixtureRequest) -> Bench:
    """An empty desk of each kind."""
    if request.param == "memory":
        return FakeBench()
    clients = request.getfixturevalue("aws") if request.param == "moto" else request.getfixturevalue("emulator").client
    return DynamoBench(clients("dynamodb"), clients("s3"), f"desk-{uuid.uuid4().hex[:12]}")


@pytest.fixture
def google() -> Iterator[NotGoogle]:
    """Google on loopback, at one moment, without quotas."""
    with NotGoogle(lambda: 1_700_000_000.0, quotas=None, hold_seconds=0.2) as google:
        yield google
