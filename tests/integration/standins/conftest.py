"""One clock that tests move by hand, the stand-ins, and the real clients that talk to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import gspread
import pytest
from botocore.config import Config
from google.oauth2 import service_account
from slack_sdk import WebClient

from scripts.sandbox.not_bedrock import NotBedrock
from scripts.sandbox.not_google import ROUTER, Hands, NotGoogle
from scripts.sandbox.not_ses import NotSes
from scripts.sandbox.not_slack import NotSlack
from tests.integration.standins.google_clients import ANN, BOB, ID, api_client, area, batch, gspread_client, rule
from tests.integration.standins.google_hook import Hook


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1_760_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[NotSlack]:
    """A workspace with #finance, and two people."""
    with NotSlack(clock, hold_seconds=0.3, slow_seconds=0.05) as standin:
        standin.add_channel("finance", id="C0FINANCE")
        standin.add_user("dana", "Dana@company.example", id="U0DANA")
        standin.add_user("@finance-lead", "lead@company.example", id="U0LEAD")
        yield standin


@pytest.fixture
def web(slack: NotSlack) -> WebClient:
    """slack_sdk without its own retries: each call is one call."""
    return WebClient(token=slack.token, base_url=slack.api_url, retry_handlers=[], timeout=5)


@pytest.fixture
def bedrock(clock: Clock) -> Iterator[NotBedrock]:
    """Bedrock in an account that may use Haiku 4.5."""
    with NotBedrock(clock, hold_seconds=0.3, slow_seconds=0.05) as standin:
        yield standin


@pytest.fixture
def ses(clock: Clock) -> Iterator[NotSes]:
    """SES with one verified domain."""
    with NotSes(clock, verified=["company.example"], hold_seconds=0.3, slow_seconds=0.05) as standin:
        yield standin


def aws_client(service: str, url: str, region: str = "us-east-1", attempts: int = 1) -> Any:
    """boto3 as the product makes it, pointed at a stand-in."""
    make_client: Any = boto3.client  # its stubs want the service as a literal
    return make_client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"mode": "standard", "total_max_attempts": attempts}, read_timeout=5, connect_timeout=2),
    )


@pytest.fixture
def converse_client(bedrock: NotBedrock) -> Iterator[Any]:
    """bedrock-runtime."""
    client = aws_client("bedrock-runtime", bedrock.url)
    yield client
    client.close()


@pytest.fixture
def mail_client(ses: NotSes) -> Iterator[Any]:
    """sesv2."""
    client = aws_client("sesv2", ses.url)
    yield client
    client.close()


@pytest.fixture
def unserved_google(clock: Clock) -> NotGoogle:
    """Ann's spreadsheet with one empty tab, shared with the router and with Bob; nobody can call it yet."""
    standin = NotGoogle(clock, hold_seconds=0.3, slow_seconds=0.05)
    standin.add_spreadsheet(ID, "Desk", ANN)
    standin.share(ID, ROUTER)
    standin.share(ID, BOB)
    return standin


@pytest.fixture
def google(unserved_google: NotGoogle, monkeypatch: pytest.MonkeyPatch) -> Iterator[NotGoogle]:
    """The same on loopback, for the real clients."""
    # google-auth asks a host of Google's in the background for each service account, whatever its token_uri.
    ask = "_maybe_start_regional_access_boundary_refresh"
    monkeypatch.setattr(service_account.Credentials, ask, lambda *_: None)
    with unserved_google:
        yield unserved_google


@pytest.fixture
def book(google: NotGoogle) -> Iterator[gspread.Spreadsheet]:
    """The spreadsheet as gspread opens it."""
    client = gspread_client(google)
    yield client.open_by_key(ID)
    client.http_client.session.close()


@pytest.fixture
def drive(google: NotGoogle) -> Iterator[Any]:
    """Drive v3 as googleapiclient makes it."""
    client = api_client(google, "drive", "v3")
    yield client
    client.close()


@pytest.fixture
def ann(unserved_google: NotGoogle) -> Hands:
    """The owner at work."""
    return unserved_google.hands(ID, ANN)


@pytest.fixture
def bob(unserved_google: NotGoogle) -> Hands:
    """An editor at work."""
    return unserved_google.hands(ID, BOB)


@pytest.fixture
def topics(google: NotGoogle, book: gspread.Spreadsheet, ann: Hands) -> Hands:
    """Ann, with a frozen header, a dropdown of teams, a checkbox column, and three rows."""
    rows = [
        ["topic", "team", "go", "teams"],
        ["billing", "finance", False, "finance"],
        ["login", "support", False, "support"],
    ]
    ann.paste("Sheet1", "A1", rows)
    book.batch_update(
        batch(
            {
                "updateSheetProperties": {
                    "properties": {"gridProperties": {"frozenRowCount": 1}},
                    "fields": "gridProperties.frozenRowCount",
                }
            },
            {"setDataValidation": {"range": area((1, 50), (1, 2)), "rule": rule("ONE_OF_RANGE", "=$D$2:$D")}},
            {"setDataValidation": {"range": area((1, 50), (2, 3)), "rule": rule("BOOLEAN")}},
        )
    )
    return ann


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A receiver."""
    hook = Hook()
    yield hook
    hook.close()
