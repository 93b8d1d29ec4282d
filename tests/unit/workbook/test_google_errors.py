"""What Google's answers mean to us, and how long we keep trying: no network, only answers and clocks."""

from __future__ import annotations

import pytest
from urllib3.exceptions import MaxRetryError, ProtocolError, ReadTimeoutError
from urllib3.response import HTTPResponse

from ticket_router.adapters.google.account import account_info, credentials
from ticket_router.adapters.google.errors import Answer, meaning_of, told
from ticket_router.adapters.google.patience import FIRST_WAIT, LAST_START, TRIES, Patience
from ticket_router.domain.errors import NotFound, Retryable, TicketRouterError

ADDRESS = "router@project.iam.gserviceaccount.example"


def meaning(status: int, *reasons: str, after: float | None = None) -> TicketRouterError | None:
    """What an answer means."""
    return meaning_of(Answer(status, frozenset(reasons), "words", after), ADDRESS)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_passing_trouble_is_retryable(status: int) -> None:
    """With the wait that Google asks for."""
    found = meaning(status, after=30.0)
    assert isinstance(found, Retryable) and found.after == 30.0


def test_drives_403_for_a_rate_is_passing_trouble() -> None:
    """Drive answers so where Sheets answers 429."""
    assert isinstance(meaning(403, "userRateLimitExceeded"), Retryable)


@pytest.mark.parametrize("status", [403, 404])
def test_a_workbook_that_is_not_shared_says_with_whom(status: int) -> None:
    """Whoever reads it knows what to do."""
    found = meaning(status)
    assert isinstance(found, NotFound)
    assert f"share it with {ADDRESS} as an editor" in str(found)


def test_an_api_that_is_switched_off_is_not_a_matter_of_sharing() -> None:
    """Sharing once more would not help."""
    found = meaning(403, "SERVICE_DISABLED")
    assert isinstance(found, TicketRouterError) and not isinstance(found, NotFound)


def test_a_hook_that_drive_does_not_call_is_no_trouble_with_the_key() -> None:
    """Drive answers 401 to both."""
    assert "hook" in str(meaning(401, "push.webhookUrlUnauthorized"))
    assert "key" in str(meaning(401, "authError"))


def test_a_bad_request_is_a_bug_of_ours() -> None:
    """It has no meaning that a caller could act on."""
    assert meaning(400, "badRequest") is None


def test_both_forms_of_error_are_read() -> None:
    """Drive lists its reasons in `errors`, Sheets in `details`."""
    drive = told(403, {"errors": [{"reason": "rateLimitExceeded", "domain": "usageLimits"}]}, {})
    sheets = told(429, {"message": "slow", "details": [{"reason": "RATE_LIMIT_EXCEEDED"}, {}]}, {"Retry-After": "7"})
    assert drive.reasons == {"rateLimitExceeded"} and drive.after is None
    assert sheets == Answer(429, frozenset({"RATE_LIMIT_EXCEEDED"}), "slow", 7.0)


@pytest.mark.parametrize("error", [None, "text", [], {"errors": "x", "details": [3]}])
def test_an_answer_in_no_form_at_all_is_read_too(error: object) -> None:
    """A proxy on the way answers in HTML."""
    assert told(502, error, {"Retry-After": "soon"}).reasons == frozenset()


@pytest.mark.parametrize("secret", ["", "[]", "secret-words", '"x"'])
def test_a_secret_that_is_no_key_is_said_without_quoting_it(secret: str) -> None:
    """The operator is told what to store."""
    with pytest.raises(TicketRouterError, match="JSON file") as found:
        account_info(secret)
    assert "secret-words" not in str(found.value) and found.value.__cause__ is None


@pytest.mark.parametrize(
    "info",
    [
        {},
        {"client_email": "a@b.example", "token_uri": "https://x.example", "private_key": "secret-words"},
        {"client_email": 3, "token_uri": None, "private_key": 7},
    ],
)
def test_a_key_that_cannot_sign_is_said_without_quoting_it(info: dict[str, object]) -> None:
    """The library's own words could hold parts of it."""
    with pytest.raises(TicketRouterError, match="JSON file") as found:
        credentials(info)
    assert "secret-words" not in str(found.value)


def answer(status: int, **headers: str) -> HTTPResponse:
    """One answer."""
    return HTTPResponse(status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    ("method", "status", "again"),
    [("GET", 429, True), ("GET", 503, True), ("POST", 429, True), ("POST", 503, False), ("GET", 404, False)],
)
def test_only_what_was_surely_not_done_is_done_again(method: str, status: int, again: bool) -> None:
    """A row is never inserted twice because an answer said 503; 429 turned the call away."""
    assert Patience().is_retry(method, status) is again


def test_the_tries_are_few() -> None:
    """Then the queue waits instead."""
    patience = Patience()
    for _ in range(TRIES - 1):
        patience = patience.increment("GET", "/", answer(503))
    with pytest.raises(MaxRetryError):
        patience.increment("GET", "/", answer(503))


def test_a_lost_connection_is_tried_again_for_reads_alone() -> None:
    """Whether a write arrived is unknown then."""
    assert Patience().increment("GET", "/", None, ProtocolError("reset")).total == TRIES - 2
    with pytest.raises(ProtocolError):
        Patience().increment("POST", "/", None, ProtocolError("reset"))


def test_a_timeout_is_not_tried_again() -> None:
    """Three of them would outlast the function."""
    with pytest.raises(ReadTimeoutError):
        Patience().increment("GET", "/", None, ReadTimeoutError(None, "/", "slow"))  # type: ignore[arg-type]


def test_a_wait_that_is_too_long_is_left_to_the_queue() -> None:
    """Google asks for up to a minute when a quota is used up."""
    assert Patience().increment("GET", "/", answer(429, Retry_After="5"))
    with pytest.raises(MaxRetryError):
        Patience().increment("GET", "/", answer(429, Retry_After=str(int(LAST_START) + 1)))


def test_no_try_begins_when_the_time_is_used_up() -> None:
    """The time counts from the first failure, across tries."""
    late = Patience(failed_at=0.0).new(total=5)
    with pytest.raises(MaxRetryError):
        late.increment("GET", "/", answer(503))


def test_waits_are_spread_out_and_bounded() -> None:
    """Functions that failed together do not come back together."""
    second = Patience().increment("GET", "/", answer(503))
    third = second.increment("GET", "/", answer(503))
    waits = {round(second.get_backoff_time(), 6) for _ in range(20)}
    assert len(waits) > 1 and 0 <= min(waits) <= max(waits) <= FIRST_WAIT
    assert max(third.get_backoff_time() for _ in range(50)) <= 2 * FIRST_WAIT
