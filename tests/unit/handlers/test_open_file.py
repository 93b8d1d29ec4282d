"""The handler behind signed links: a good one leads to the file, any other to a plain page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.handlers.conftest import Event, FakeApp
from ticket_router.domain.errors import Retryable
from ticket_router.handlers import open_file

Events = Callable[[str], Event]


def opened(app: FakeApp, given: Event, token: str) -> Event:
    """The event for a token."""
    given["rawPath"] = f"/{token}"
    return given


def link(app: FakeApp) -> str:
    """The token of a good link."""
    return app.links.to_file("files/T-1/0", "bill.pdf", app.clock.now()).rpartition("/")[2]


def test_a_good_link_leads_to_the_file(app: FakeApp, event: Events) -> None:
    """By a short-lived address that neither caches nor referrers keep."""
    answer = open_file.handler(opened(app, event("url_open_file"), link(app)), None)
    assert answer["statusCode"] == 302
    assert answer["headers"]["location"] == "https://s3.example/files/T-1/0?name=bill.pdf"
    assert answer["headers"]["cache-control"] == "no-store"
    assert answer["headers"]["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("token", ["", "x", "x.y", "..", "<script>alert(1)</script>", "%00.%00"])
def test_any_other_link_learns_nothing(app: FakeApp, event: Events, token: str) -> None:
    """The page is the same for all of them, and repeats nothing of what was asked."""
    answer = open_file.handler(opened(app, event("url_open_file"), token), None)
    assert answer["statusCode"] == 404
    assert "script" not in answer["body"].replace("default-src", "")
    assert answer["headers"]["content-security-policy"].startswith("default-src 'none'")


def test_an_expired_link_is_such_a_link(app: FakeApp, event: Events) -> None:
    """A newer card has a newer one."""
    token = link(app)
    app.clock.advance(days=40)
    assert open_file.handler(opened(app, event("url_open_file"), token), None)["statusCode"] == 404


def test_a_changed_link_is_such_a_link(app: FakeApp, event: Events) -> None:
    """One character of the key and the signature is another."""
    token = link(app)
    assert open_file.handler(opened(app, event("url_open_file"), "A" + token[1:]), None)["statusCode"] == 404


def test_a_secret_out_of_reach_asks_for_patience(app: FakeApp, event: Events) -> None:
    """That is no fault of the link."""

    def away(_name: str) -> str:
        raise Retryable("SSM is away")

    token = link(app)
    app.secret = away  # type: ignore[method-assign]
    assert open_file.handler(opened(app, event("url_open_file"), token), None)["statusCode"] == 503


@pytest.mark.parametrize("verb", ["POST", "PUT", "DELETE"])
def test_links_only_open(app: FakeApp, event: Events, verb: str) -> None:
    """Nothing can be sent there."""
    given = opened(app, event("url_open_file"), link(app))
    given["requestContext"]["http"]["method"] = verb
    assert open_file.handler(given, None)["statusCode"] == 405
