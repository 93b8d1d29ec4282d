"""Where RuleBooks are published: `rules.json` in a versioned bucket, replaced only by whoever saw what it replaces.

Source: S3 API reference, PutObject: If-Match and If-None-Match; 412 when the condition does not hold, 409 when another
write came between.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError

from ticket_router.adapters.aws.errors import translated
from ticket_router.adapters.aws.rules import RULES_KEY
from ticket_router.domain.errors import Conflict, NotFound, TicketRouterError
from ticket_router.domain.rulebook import RuleBook

_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}
_CHANGED = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey", "412", "409"})


class S3RulesArchive:
    """Serves the `RulesArchive` port."""

    def __init__(self, *, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def live(self) -> tuple[RuleBook | None, str]:
        """See the port; the mark is the file's ETag, or empty when there is none."""
        try:
            with translated():
                answer = self._s3.get_object(Bucket=self._bucket, Key=RULES_KEY)
                content, mark = answer["Body"].read(), str(answer["ETag"])
        except NotFound:
            return None, ""
        try:
            return RuleBook.model_validate_json(content), mark
        except ValidationError:
            raise TicketRouterError(f"{RULES_KEY} holds no rules: bring its last version back") from None

    def publish(self, rulebook: RuleBook, mark: str) -> None:
        """See the port."""
        unchanged = {"IfMatch": mark} if mark else {"IfNoneMatch": "*"}
        with translated(), as_conflict("other rules were published meanwhile"):
            self._s3.put_object(
                Bucket=self._bucket,
                Key=RULES_KEY,
                Body=rulebook.model_dump_json().encode(),
                ContentType="application/json",
                **unchanged,
            )

    def export(self, name: str, content: str) -> None:
        """See the port."""
        kind = _TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8")
        with translated():
            self._s3.put_object(Bucket=self._bucket, Key=name, Body=content.encode(), ContentType=kind)


@contextmanager
def as_conflict(what: str) -> Iterator[None]:
    """Raises Conflict, which says `what`, when a condition of S3 did not hold."""
    from botocore.exceptions import ClientError

    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _CHANGED:
            raise Conflict(what) from error
        raise
