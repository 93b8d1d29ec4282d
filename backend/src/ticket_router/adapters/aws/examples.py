"""The learned examples beside the rules in S3, for `learn` and drive-sync, and for the reader.

Source: S3 API reference, GetObject (304 to If-None-Match) and PutObject (412 to If-Match and If-None-Match, 409 when
another write came between).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError

from ticket_router.adapters.aws.errors import translated
from ticket_router.adapters.aws.rules_archive import as_conflict
from ticket_router.domain.errors import NotFound, Retryable, TicketRouterError
from ticket_router.domain.learning.labelled import LabelledExample, SheetExamples, TakenBack
from ticket_router.domain.workbook.export import sheet_examples

LEARNED_KEY = "examples.jsonl"
SHEET_KEY = "examples_sheet.jsonl"
TAKEN_BACK_KEY = "examples_taken_back.jsonl"


class S3ExamplesArchive:
    """Serves the `ExamplesArchive` port."""

    def __init__(self, *, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def learned(self) -> tuple[Sequence[LabelledExample], str]:
        """See the port; the mark is the file's ETag."""
        content, mark = self._content(LEARNED_KEY)
        return learned_in(content), mark

    def keep(self, learned: Sequence[LabelledExample], mark: str) -> None:
        """See the port."""
        content = "".join(one.model_dump_json() + "\n" for one in learned)
        unchanged = {"IfMatch": mark} if mark else {"IfNoneMatch": "*"}
        with translated(), as_conflict("other examples were learned meanwhile"):
            self._s3.put_object(
                Bucket=self._bucket,
                Key=LEARNED_KEY,
                Body=content.encode(),
                ContentType="application/x-ndjson",
                **unchanged,
            )

    def sheet(self) -> SheetExamples:
        """See the port."""
        content, _ = self._content(SHEET_KEY)
        try:
            return sheet_examples(content.decode())
        except (ValidationError, ValueError):
            raise TicketRouterError(f"{SHEET_KEY} holds no examples: bring its last version back") from None

    def taken_back(self) -> Sequence[TakenBack]:
        """See the port."""
        content, _ = self._content(TAKEN_BACK_KEY)
        try:
            return [TakenBack.model_validate(line) for line in _lines(content)]
        except (ValidationError, ValueError):
            raise TicketRouterError(f"{TAKEN_BACK_KEY} cannot be read: bring its last version back") from None

    def _content(self, key: str) -> tuple[bytes, str]:
        try:
            with translated():
                answer = self._s3.get_object(Bucket=self._bucket, Key=key)
                return answer["Body"].read(), str(answer["ETag"])
        except NotFound:
            return b"", ""


class S3Learned:
    """Serves the `Learned` port: asks with If-None-Match at every read, and keeps what it has when S3 is away."""

    def __init__(self, *, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._mark = ""
        self._learned: Sequence[LabelledExample] = ()

    def current(self) -> Sequence[LabelledExample]:
        """See the port. A file that cannot be understood changes nothing either: `learn` and its alarm tell of it."""
        try:
            with translated():
                fetched = self._unless_unchanged()
            if fetched is not None:
                self._learned, self._mark = learned_in(fetched[0]), fetched[1]
        except NotFound:
            self._learned, self._mark = (), ""
        except (Retryable, TicketRouterError):
            pass
        return self._learned

    def _unless_unchanged(self) -> tuple[bytes, str] | None:
        from botocore.exceptions import ClientError

        condition = {"IfNoneMatch": self._mark} if self._mark else {}
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=LEARNED_KEY, **condition)
            return answer["Body"].read(), str(answer["ETag"])
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 304:
                return None
            raise


def learned_in(content: bytes) -> tuple[LabelledExample, ...]:
    """The examples in a file's content. Raises TicketRouterError when it holds anything else."""
    try:
        return tuple(LabelledExample.model_validate(line) for line in _lines(content))
    except (ValidationError, ValueError):
        raise TicketRouterError(f"{LEARNED_KEY} cannot be read: bring its last version back") from None


def _lines(content: bytes) -> Iterator[Any]:
    """Each line's JSON."""
    for line in content.decode().split("\n"):
        if line.strip():
            yield json.loads(line)
