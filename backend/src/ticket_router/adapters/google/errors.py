"""Google's ways of failing, sorted by what the caller can do; the sentences are for whoever reads the log.

Sources: Sheets API "Usage limits" and Drive API "Resolve errors" (status, `errors[0].reason`, `details[].reason`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ticket_router.domain.errors import NotFound, Retryable, TicketRouterError

_RATE = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_SWITCHED_OFF = frozenset({"SERVICE_DISABLED", "accessNotConfigured"})


@dataclass(frozen=True)
class Answer:
    """An answer that is none of 2xx: its HTTP status, Google's reasons for it, its words, and the wait it asks for."""

    status: int
    reasons: frozenset[str]
    message: str
    after: float | None = None


@contextmanager
def translated(address: str) -> Iterator[None]:
    """Raises Retryable, NotFound or TicketRouterError for what Google, or the way to it, reports as such.

    A 400 is a bug, or says that the sheet is another one by now: gspread's APIError passes through then. `address` is
    the service account's, for the sentence that says with whom to share.
    """
    from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
    from gspread.exceptions import APIError
    from requests.exceptions import RequestException

    try:
        yield
    except APIError as problem:
        if meaning := meaning_of(answer_of(problem), address):
            raise meaning from problem
        raise
    except RefreshError as problem:
        if problem.retryable:
            raise Retryable("Google's token endpoint fails") from problem
        raise refused_key(address) from None  # its words may hold parts of the request
    except TransportError as problem:
        raise Retryable("Google's token endpoint gives no answer") from problem
    except GoogleAuthError:
        raise refused_key(address) from None
    except (RequestException, OSError) as problem:
        raise Retryable(f"Google gave no answer: {type(problem).__name__}") from problem


def meaning_of(answer: Answer, address: str) -> TicketRouterError | None:
    """Our error for an answer, or None when it tells of a bug of ours."""
    if answer.status == 429 or (answer.status == 403 and answer.reasons & _RATE):
        return Retryable("Google asks to slow down", answer.after)
    if answer.status >= 500:
        return Retryable(f"Google fails with HTTP {answer.status}", answer.after)
    if any(reason.startswith("push.webhook") for reason in answer.reasons):
        return TicketRouterError(
            "Drive does not call the address of our hook: it has to be https, with a valid certificate"
        )
    if answer.status == 401:
        return refused_key(address)
    if answer.status == 403 and answer.reasons & _SWITCHED_OFF:
        return TicketRouterError(
            "An API is not switched on in the service account's project: enable Google Sheets and Drive"
        )
    if answer.status == 403:
        return NotFound(f"{address} may not do this to the workbook: share it with {address} as an editor")
    if answer.status == 404:
        return NotFound(
            f"Google has no such workbook for {address}: check its id, and share it with {address} as an editor"
        )
    return None


def refused_key(address: str) -> TicketRouterError:
    """Google does not take the key that we sign with."""
    return TicketRouterError(f"Google does not accept the key of {address}: store a fresh one as the Google secret")


def answer_of(problem: Any) -> Answer:
    """What gspread's APIError holds."""
    return told(problem.response.status_code, problem.error, problem.response.headers)


def told(status: int, error: object, headers: Mapping[str, str]) -> Answer:
    """An answer from its `error` object, in the form of either API, and its headers (any case)."""
    found: Mapping[str, Any] = error if isinstance(error, Mapping) else {}
    listed = [*_listed(found.get("errors")), *_listed(found.get("details"))]
    reasons = frozenset(str(entry["reason"]) for entry in listed if "reason" in entry)
    lower = {name.lower(): value for name, value in headers.items()}
    return Answer(status, reasons, str(found.get("message", "")), _seconds(lower.get("retry-after")))


def _listed(value: object) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _seconds(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after and retry_after.strip().isdigit() else None
