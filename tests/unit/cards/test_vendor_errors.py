"""What each of the vendors' answers means for the next step: nothing done, never again, or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError, IncompleteReadError, ParamValidationError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient
from slack_sdk.web.slack_response import SlackResponse

from ticket_router.adapters.inbox.errors import translated as ses_translated
from ticket_router.adapters.slack.errors import translated as slack_translated
from ticket_router.domain.errors import LandingTrouble, OutcomeUnknown, Refused


def slack_says(status: int, data: Mapping[str, Any] | bytes, **headers: str) -> LandingTrouble:
    """What an answer of Slack becomes."""
    answer = SlackResponse(
        client=WebClient(),
        http_verb="POST",
        api_url="",
        req_args={},
        data=data if isinstance(data, bytes) else dict(data),
        headers=headers,
        status_code=status,
    )
    with pytest.raises(LandingTrouble) as caught, slack_translated():
        raise SlackApiError("no", answer)
    return caught.value


@pytest.mark.parametrize("header", ["Retry-After", "retry-after"])
def test_slacks_429_says_how_long(header: str) -> None:
    """Whatever the body is and however the header is written."""
    trouble = slack_says(429, {"ok": False, "error": "<html>"}, **{header: "12"})
    assert isinstance(trouble, Refused)
    assert (trouble.after, trouble.for_good) == (12.0, False)


def test_a_rate_limit_without_a_usable_wait_waits_half_a_minute() -> None:
    """A missing or odd header is no reason to hammer."""
    for headers in ({}, {"Retry-After": "soon"}):
        trouble = slack_says(200, {"ok": False, "error": "ratelimited"}, **headers)
        assert isinstance(trouble, Refused)
        assert trouble.after == 30.0


@pytest.mark.parametrize(
    "code",
    [
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "invalid_auth",
        "account_inactive",
        "missing_scope",
        "msg_too_long",
        "msg_blocks_too_long",
        "invalid_blocks",
        "token_revoked",
    ],
)
def test_slacks_lasting_refusals_are_for_good(code: str) -> None:
    """No retry changes them."""
    trouble = slack_says(200, {"ok": False, "error": code})
    assert isinstance(trouble, Refused)
    assert trouble.for_good
    assert code in str(trouble)


@pytest.mark.parametrize(
    "code", ["fatal_error", "internal_error", "service_unavailable", "request_timeout", "brand_new"]
)
def test_slacks_own_failures_leave_it_open(code: str) -> None:
    """Slack itself says that part of the work may have been done; a code we do not know may mean the same."""
    assert isinstance(slack_says(200, {"ok": False, "error": code}), OutcomeUnknown)


@pytest.mark.parametrize("status", [200, 500, 503])
def test_an_answer_that_cannot_be_read_leaves_it_open(status: int) -> None:
    """A proxy's page, an empty body, or a refusal under HTTP 5xx."""
    assert isinstance(
        slack_says(status, {"ok": False, "error": "Received a response in a non-JSON format: <html>"}), OutcomeUnknown
    )
    assert isinstance(slack_says(status, b""), OutcomeUnknown)
    assert isinstance(slack_says(503, {"ok": False, "error": "channel_not_found"}), OutcomeUnknown)


@pytest.mark.parametrize(
    "problem", [TimeoutError(), ConnectionResetError(), SlackClientError("x"), UnicodeDecodeError("a", b"", 0, 1, "")]
)
def test_a_broken_connection_to_slack_leaves_it_open(problem: Exception) -> None:
    """It may have broken after the post."""
    with pytest.raises(OutcomeUnknown), slack_translated():
        raise problem


def test_bugs_stay_bugs() -> None:
    """Our own mistakes are not taken for the vendor's."""
    with pytest.raises(KeyError), slack_translated():
        raise KeyError("x")
    with pytest.raises(ParamValidationError), ses_translated():
        raise ParamValidationError(report="x")


def ses_says(code: str, status: int, **headers: str) -> LandingTrouble:
    """What an answer of SES becomes."""
    response: Any = {
        "Error": {"Code": code, "Message": "x"},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": headers},
    }
    with pytest.raises(LandingTrouble) as caught, ses_translated():
        raise ClientError(response, "SendEmail")
    return caught.value


@pytest.mark.parametrize(
    ("code", "status", "after", "for_good"),
    [
        ("TooManyRequestsException", 429, 5.0, False),
        ("ThrottlingException", 400, 5.0, False),
        ("Throttling", 400, 5.0, False),
        ("LimitExceededException", 400, 60.0, False),
        ("MessageRejected", 400, None, True),
        ("MailFromDomainNotVerifiedException", 400, None, True),
        ("BadRequestException", 400, None, True),
        ("NotFoundException", 404, None, True),
        ("AccountSuspendedException", 400, None, True),
        ("SendingPausedException", 400, None, True),
        ("AccessDeniedException", 403, None, True),
        ("ExpiredTokenException", 403, None, False),
    ],
)
def test_sess_refusals(code: str, status: int, after: float | None, for_good: bool) -> None:
    """Nothing was sent; some of them pass and some do not."""
    trouble = ses_says(code, status)
    assert isinstance(trouble, Refused)
    assert (trouble.after, trouble.for_good) == (after, for_good)


@pytest.mark.parametrize(("code", "status"), [("InternalFailure", 500), ("", 503), ("RequestTimeout", 408)])
def test_sess_own_failures_leave_it_open(code: str, status: int) -> None:
    """The mail may be on its way."""
    assert isinstance(ses_says(code, status), OutcomeUnknown)


def test_an_answer_of_ses_that_breaks_off_leaves_it_open() -> None:
    """SES may have said yes."""
    with pytest.raises(OutcomeUnknown), ses_translated():
        raise IncompleteReadError(actual_bytes=1, expected_bytes=2)
