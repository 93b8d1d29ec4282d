"""How Lambda reads a stream: in order, shard by shard, checkpointing at the lowest failure, splitting what fails.

From AWS's developer guide ("Using AWS Lambda with Amazon DynamoDB", "partial batch response"): the emulator's own
poller does none of it. One difference on purpose: retries follow at once, where AWS waits a little between them.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from . import filters
from .config import StreamMapping
from .invoker import FunctionError, Invoker, Outcome

Record = dict[str, Any]


class Source(Protocol):
    """One shard, oldest record first, as Lambda event records."""

    def records(self, after: str | None, limit: int) -> list[Record]:
        """Return up to `limit` records behind sequence number `after` (None: from the oldest on)."""
        ...


@dataclass
class _Batch:
    records: Sequence[Record]
    failures: int = 0


def sequence(record: Record) -> str:
    """Return a record's sequence number."""
    return str(record["dynamodb"]["SequenceNumber"])


class StreamPoller:
    """Delivers one shard to one function, step by step; every step is at most one invocation."""

    def __init__(
        self,
        mapping: StreamMapping,
        source: Source,
        invoker: Invoker,
        discard: Callable[[str, dict[str, Any]], None],
        now: Callable[[], float],
    ) -> None:
        """`discard(queue, message)` takes what no retry helped; `now` gives seconds since the epoch."""
        for pattern in mapping.patterns:
            filters.check(pattern)
        self.mapping, self.name = mapping, f"stream of {mapping.function}"
        self._source, self._invoker, self._discard, self._now = source, invoker, discard, now
        self._after: str | None = None
        self._batches: deque[_Batch] = deque()
        self._lock = threading.RLock()
        self.paused = False

    def step(self) -> bool:
        """Read or deliver once; return whether anything moved."""
        with self._lock:
            if self.paused:
                return False
            if not self._batches:
                return self._read()
            self._deliver(self._batches.popleft())
            return True

    def moving(self) -> str | None:
        """Say what is still to be delivered, or None when everything was read."""
        if not self._lock.acquire(blocking=False):
            return f"{self.name}: delivering"
        try:
            if self.paused:
                return None
            waiting = sum(len(b.records) for b in self._batches)
            waiting += len(self._source.records(self._after, self.mapping.batch_size))
            return f"{self.name}: {waiting} or more records" if waiting else None
        finally:
            self._lock.release()

    def _read(self) -> bool:
        records = self._source.records(self._after, self.mapping.batch_size)
        if not records:
            return False
        self._after = sequence(records[-1])
        wanted = [r for r in records if filters.matches(self.mapping.patterns, r)]
        if wanted:
            self._batches.append(_Batch(wanted))
        return True

    def _deliver(self, batch: _Batch) -> None:
        batch = self._without_old(batch)
        if not batch.records:
            return
        outcome = self._invoker.invoke(self.mapping.function, {"Records": list(batch.records)})
        failed = self._first_failure(batch, outcome)
        if failed is None:
            return
        # What came before the lowest failure is done; everything from it on comes again, even if it went well, and
        # when retries run out it is given up together.
        rest = _Batch(batch.records[failed:], batch.failures + 1 if failed == 0 else 1)
        if isinstance(outcome, FunctionError) and self.mapping.bisect and len(rest.records) > 1:
            # "Splitting a batch doesn't count towards the retry quota."
            middle = len(rest.records) // 2
            halves = [
                _Batch(rest.records[:middle], batch.failures),
                _Batch(rest.records[middle:], batch.failures),
            ]
            self._batches.extendleft(reversed(halves))
        elif 0 <= self.mapping.max_retries < rest.failures:
            self._give_up(rest, "RetryAttemptsExhausted")
        else:
            self._batches.appendleft(rest)

    def _first_failure(self, batch: _Batch, outcome: Outcome) -> int | None:
        """Return the index of the lowest failure, or None; a malformed answer fails the whole batch."""
        if isinstance(outcome, FunctionError):
            return 0
        if not self.mapping.partial_failures or not isinstance(outcome.payload, dict):
            return None
        reported = outcome.payload.get("batchItemFailures") or []
        numbers = [sequence(r) for r in batch.records]
        identifiers = [item.get("itemIdentifier") if isinstance(item, dict) else None for item in reported]
        if not identifiers:
            return None
        return min(numbers.index(i) if i in numbers else 0 for i in identifiers)

    def _without_old(self, batch: _Batch) -> _Batch:
        if self.mapping.max_age < 0:
            return batch
        oldest = self._now() - self.mapping.max_age
        old = [r for r in batch.records if r["dynamodb"]["ApproximateCreationDateTime"] < oldest]
        if old:
            self._give_up(_Batch(old, batch.failures), "RecordAgeExceeded")
        return _Batch([r for r in batch.records if r not in old], batch.failures)

    def _give_up(self, batch: _Batch, condition: str) -> None:
        if self.mapping.failure_queue is None:
            return
        first, last = batch.records[0], batch.records[-1]
        message = {
            "requestContext": {
                "requestId": str(first["eventID"]),
                "functionArn": self.mapping.function_arn,
                "condition": condition,
                "approximateInvokeCount": batch.failures,
            },
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled",
            },
            "version": "1.0",
            "timestamp": _iso(self._now()),
            "DDBStreamBatchInfo": {
                "shardId": "shardId-00000000000000000000-00000000",
                "startSequenceNumber": sequence(first),
                "endSequenceNumber": sequence(last),
                "approximateArrivalOfFirstRecord": _iso(first["dynamodb"]["ApproximateCreationDateTime"]),
                "approximateArrivalOfLastRecord": _iso(last["dynamodb"]["ApproximateCreationDateTime"]),
                "batchSize": len(batch.records),
                "streamArn": self.mapping.stream_arn,
            },
        }
        self._discard(self.mapping.failure_queue, message)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
