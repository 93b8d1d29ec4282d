"""Directory: an address has a Slack id, or has none, or Slack cannot say; these three are never mixed up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scripts.sandbox.not_slack import NotSlack
from tests.fakes.sheet_state import FakeDirectory
from ticket_router.adapters.slack.directory import SlackDirectory
from ticket_router.domain.errors import Retryable
from ticket_router.ports import Directory


@pytest.fixture
def slack() -> Iterator[NotSlack]:
    """A workspace with one person."""
    with NotSlack(lambda: 1_700_000_000.0, limits=None, hold_seconds=1.5) as workspace:
        workspace.add_user("ann", "Ann@company.example", id="U0ANN")
        yield workspace


def real(slack: NotSlack) -> SlackDirectory:
    """The directory as the bootstrap builds it, with a short timeout."""
    return SlackDirectory(lambda: slack.token, slack.api_url, timeout=1)


@pytest.fixture(params=["memory", "slack"])
def directory(request: pytest.FixtureRequest, slack: NotSlack) -> Directory:
    """A directory of each kind that knows Ann."""
    if request.param == "slack":
        return real(slack)
    fake = FakeDirectory()
    fake.known["Ann@company.example"] = "U0ANN"
    return fake


def test_an_address_has_an_id_whatever_its_case(directory: Directory) -> None:
    """The sheet's spelling is not Slack's."""
    assert directory.slack_id("ann@Company.example") == "U0ANN"


def test_an_unknown_address_has_none(directory: Directory) -> None:
    """That is an answer: nobody is pinged, and the sheet shows an empty cell."""
    assert directory.slack_id("nobody@company.example") == ""


@pytest.mark.parametrize("fault", ["429", "500", "timeout"])
def test_trouble_is_no_answer(slack: NotSlack, fault: str) -> None:
    """A person whom Slack cannot look up now keeps the id that they have."""
    slack.fail(fault, call="users.lookupByEmail")
    with pytest.raises(Retryable):
        real(slack).slack_id("ann@company.example")


def test_a_bad_token_is_no_answer_either(slack: NotSlack) -> None:
    """Nor does it say that nobody is in Slack, and the address is not in its words."""
    with pytest.raises(Retryable) as told:
        SlackDirectory(lambda: "xoxb-wrong", slack.api_url, timeout=1).slack_id("ann@company.example")
    assert "ann@" not in str(told.value)
