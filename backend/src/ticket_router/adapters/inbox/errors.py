"""SES's ways of failing, sorted by the one question that matters after sending: was anything sent?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ticket_router.domain.errors import LandingTrouble, OutcomeUnknown, Refused

_SLOW_DOWN = {
    "TooManyRequestsException": 5.0,
    "Throttling": 5.0,
    "ThrottlingException": 5.0,
    "LimitExceededException": 60.0,
}
"""Seconds to wait when SES does not say how long; a limit that is used up for the day needs longer than a burst."""

_FOR_GOOD = frozenset(
    [
        "AccessDeniedException",
        "AccountSuspendedException",
        "BadRequestException",
        "MailFromDomainNotVerifiedException",
        "MessageRejected",
        "NotFoundException",
        "SendingPausedException",
    ]
)
"""SendEmail's errors that no retry will change (SES API v2, SendEmail; AccessDenied from the common errors)."""


@contextmanager
def translated() -> Iterator[None]:
    """Whatever boto3 raises on a call becomes `Refused` or `OutcomeUnknown`; wrong parameters stay the bug they are."""
    from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError
    from botocore.parsers import ResponseParserError

    try:
        yield
    except ClientError as problem:
        raise _answered(problem.response) from problem
    except (HTTPClientError, IncompleteReadError, ResponseParserError, OSError) as problem:
        raise OutcomeUnknown(f"SES gave no usable answer: {type(problem).__name__}") from problem


def _answered(response: Any) -> LandingTrouble:
    code = str(response.get("Error", {}).get("Code", ""))
    metadata = response.get("ResponseMetadata", {})
    status = int(metadata.get("HTTPStatusCode", 0))
    if code in _SLOW_DOWN or status == 429:
        wait = _retry_after(metadata.get("HTTPHeaders", {}), _SLOW_DOWN.get(code, 5.0))
        return Refused(f"SES asks to wait {wait:g} s: {code}", wait)
    if code in _FOR_GOOD:
        return Refused(f"SES refused: {code}", for_good=True)
    if 400 <= status < 500 and status != 408:
        return Refused(f"SES refused for now: {code}")
    return OutcomeUnknown(f"SES failed: {code or f'HTTP {status}'}")


def _retry_after(headers: Any, otherwise: float) -> float:
    try:
        return max(1.0, float(headers.get("retry-after", otherwise)))
    except ValueError:
        return otherwise
