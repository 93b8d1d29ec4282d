"""A Slack workspace and an SES account on loopback, and the channels that talk to them through the real SDKs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from scripts.sandbox.not_ses import NotSes
from scripts.sandbox.not_slack import NotSlack
from ticket_router.adapters.inbox import InboxChannel
from ticket_router.adapters.slack import SlackChannel


class StoppedClock:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment it was left at."""
        return self.moment


@pytest.fixture
def clock() -> StoppedClock:
    """The one clock of the stand-ins and the channels."""
    return StoppedClock()


@pytest.fixture
def slack(clock: StoppedClock) -> Iterator[NotSlack]:
    """A workspace with #engineering and #finance and without rate limits, since its clock stands still."""
    with NotSlack(lambda: clock.now().timestamp(), limits=None, hold_seconds=1.5) as workspace:
        workspace.add_user("oncall-manager", "manager@company.example", id="U0MANAGER1")
        workspace.add_channel("engineering")
        workspace.add_channel("finance")
        yield workspace


@pytest.fixture
def channel(slack: NotSlack, clock: StoppedClock) -> SlackChannel:
    """The Slack channel as the bootstrap builds it, with a short timeout."""
    return SlackChannel(lambda: slack.token, clock, slack.api_url, timeout=1)


@pytest.fixture
def ses(clock: StoppedClock) -> Iterator[NotSes]:
    """An account that may send for company.example."""
    with NotSes(lambda: clock.now().timestamp(), verified=["company.example"], hold_seconds=1.5) as account:
        yield account


@pytest.fixture
def inbox(ses: NotSes) -> InboxChannel:
    """The mail channel as the bootstrap builds it: no retries in the SDK."""
    return make_inbox(ses, "us-east-1")


def make_inbox(ses: NotSes, region: str) -> InboxChannel:
    """A mail channel that sends from a region."""
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "sesv2",
        region_name=region,
        endpoint_url=ses.url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=1, read_timeout=1),
    )
    return InboxChannel(client, "router@company.example", region)
