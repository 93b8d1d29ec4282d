"""The live RuleBook from S3, asked for with If-None-Match at every decision so that a publish counts at once."""

from __future__ import annotations

from typing import Any

from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.errors import Retryable, TicketRouterError
from ticket_router.domain.rulebook import RuleBook

RULES_KEY = "rules.json"


class S3Rules:
    """Serves the `Rules` port."""

    def __init__(self, *, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._etag = ""
        self._book: RuleBook | None = None

    def current(self) -> RuleBook:
        """See the port. With S3 out of reach, the last version this worker fetched stays in force."""
        condition = {"IfNoneMatch": self._etag} if self._etag else {}
        try:
            with translated():
                fetched = self._unless_unchanged(condition)
        except Retryable:
            if self._book is None:
                raise
            return self._book
        if fetched is not None:
            self._book = RuleBook.model_validate_json(fetched[0])
            self._etag = fetched[1]
        if self._book is None:
            raise TicketRouterError("no rules are published yet")
        return self._book

    def _unless_unchanged(self, condition: dict[str, str]) -> tuple[bytes, str] | None:
        """The file and its ETag; the body is read in here, since the connection may break in the middle of it."""
        from botocore.exceptions import ClientError

        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=RULES_KEY, **condition)
            return answer["Body"].read(), str(answer["ETag"])
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 304:
                return None
            raise
