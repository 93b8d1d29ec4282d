"""Goes back to what was learned at a moment: the examples as they were then, and nothing learned of what came after.

The examples alone would not do, since the next correction rebuilds them from all corrections. So the span is written
down first, and every rebuild leaves its corrections out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ticket_router.adapters.aws.errors import translated
from ticket_router.adapters.aws.examples import LEARNED_KEY, TAKEN_BACK_KEY, S3ExamplesArchive, learned_in
from ticket_router.domain.learning.labelled import LabelledExample, TakenBack
from ticket_router.domain.learning.lessons import reliable
from ticket_router.services.persistence import persistently


class NoSuchVersion(Exception):
    """What was asked for cannot be gone back to; says in a sentence what can."""


@dataclass(frozen=True)
class Version:
    """One state of the learned examples; an id that is empty stands for the time before anything was learned."""

    id: str
    at: datetime
    live: bool = False


class ExampleVersions:
    """The versions in the rules bucket."""

    def __init__(self, *, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._archive = S3ExamplesArchive(s3=s3, bucket=bucket)

    def all(self) -> list[Version]:
        """Every state there ever was, latest first. Raises Retryable and NotFound."""
        with translated():
            pages = self._s3.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=LEARNED_KEY)
            found = [one for page in pages for one in page.get("Versions", ()) if one["Key"] == LEARNED_KEY]
        versions = [Version(one["VersionId"], one["LastModified"].astimezone(UTC), one["IsLatest"]) for one in found]
        return sorted(versions, key=lambda version: version.at, reverse=True)

    def learned(self, version: Version) -> Sequence[LabelledExample]:
        """The examples of one state."""
        if not version.id:
            return ()
        with translated():
            answer = self._s3.get_object(Bucket=self._bucket, Key=LEARNED_KEY, VersionId=version.id)
            return learned_in(answer["Body"].read())

    def named(self, to: str) -> Version:
        """The state with this id, or the one in force at this moment. Raises NoSuchVersion."""
        versions = self.all()
        if not versions:
            raise NoSuchVersion("nothing was learned yet, so there is nothing to go back to")
        for version in versions:
            if version.id == to:
                return version
        moment = _moment(to)
        before = next((version for version in versions if version.at <= moment), None)
        return Version(before.id if before else "", moment)

    def roll_back(self, to: Version, now: datetime) -> int:
        """Go back; returns how many examples there are from now on. Running it again changes nothing more.

        What the sheet says by now counts, as with every rebuild: what people deleted for good does not come back.

        Raises Retryable and NotFound; what was written down by then counts with the next rebuild.
        """
        self._note(to, now)
        then = self.learned(to)

        def keep() -> int:
            _, mark = self._archive.learned()
            learned = reliable(then, self._archive.sheet())
            self._archive.keep(learned, mark)
            return len(learned)

        return persistently(keep)

    def _note(self, to: Version, now: datetime) -> None:
        """A rollback made after that moment was not made yet at that moment: it counts no more."""
        spans = [span for span in self._archive.taken_back() if span.until <= to.at]
        content = "".join(f"{span.model_dump_json()}\n" for span in (*spans, TakenBack(after=to.at, until=now)))
        with translated():
            self._s3.put_object(
                Bucket=self._bucket,
                Key=TAKEN_BACK_KEY,
                Body=content.encode(),
                ContentType="application/x-ndjson",
            )


def added(earlier: Sequence[LabelledExample], later: Sequence[LabelledExample]) -> Iterator[LabelledExample]:
    """What the later state has beyond the earlier one."""
    known = {one.id for one in earlier}
    return (one for one in later if one.id not in known)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NoSuchVersion(
            f"'{text}' is no version and no time: take an id from the list, or a time like 2026-03-02T09:30+01:00"
        ) from None
    if moment.tzinfo is None:
        raise NoSuchVersion(f"'{text}' needs a time zone, such as {text.strip()}+00:00")
    return moment.astimezone(UTC)
