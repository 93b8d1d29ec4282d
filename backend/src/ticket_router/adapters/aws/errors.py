"""Translates botocore's errors into ours, by what the caller can do about them.

Codes: the common errors of the DynamoDB, S3, SQS and SSM API references.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ticket_router.domain.errors import Conflict, NotFound, Retryable

_PASSING = frozenset(
    {
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "ThrottlingError",
        "TooManyRequestsException",
        "500",
        "502",
        "503",
        "504",
    }
)
_LOST_RACE = frozenset(
    {"ConditionalCheckFailedException", "TransactionConflictException", "TransactionInProgressException"}
)
_MISSING = frozenset({"NoSuchKey", "404", "ParameterNotFound"})


@contextmanager
def translated() -> Iterator[None]:
    """Raises Conflict, NotFound or Retryable for what AWS reports as such; other errors are bugs and pass through."""
    from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in _LOST_RACE or (code == "TransactionCanceledException" and _cancelled_by_race(error.response)):
            raise Conflict(str(error)) from error
        if code in _MISSING:
            raise NotFound(str(error)) from error
        if code in _PASSING or code == "TransactionCanceledException" or status >= 500:
            raise Retryable(str(error)) from error
        raise
    except ParamValidationError:
        raise  # our own bug: no later try would be any better
    except BotoCoreError as error:
        raise Retryable(str(error)) from error


def _cancelled_by_race(response: object) -> bool:
    reasons = response.get("CancellationReasons", []) if isinstance(response, dict) else []
    codes = {reason.get("Code") for reason in reasons} - {"None", None}
    return bool(codes) and codes <= {"ConditionalCheckFailed", "TransactionConflict"}
