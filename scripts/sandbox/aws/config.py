"""What a deployed stack says about delivery, as plain values that both the real and the in-process world run on.

Names and meanings are AWS's: Lambda CreateEventSourceMapping, PutFunctionEventInvokeConfig, Scheduler CreateSchedule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Function:
    """One Lambda function; `timeout` in seconds, `memory` in MB."""

    name: str
    arn: str
    handler: str
    timeout: int
    memory: int
    env: Mapping[str, str]
    log_group: str


@dataclass(frozen=True)
class StreamMapping:
    """A DynamoDB stream that wakes a function; `patterns` are the parsed filters (none: everything passes)."""

    function: str
    function_arn: str
    stream_arn: str
    batch_size: int = 100
    bisect: bool = False
    partial_failures: bool = False
    max_retries: int = -1
    max_age: int = -1
    failure_queue: str | None = None
    patterns: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class QueueMapping:
    """A queue that wakes a function; retries and the dead-letter queue are the queue's own affair."""

    function: str
    queue: str
    queue_arn: str
    batch_size: int = 10
    partial_failures: bool = False


@dataclass(frozen=True)
class AsyncConfig:
    """How asynchronous events of a function are retried; ages in seconds."""

    max_retries: int = 2
    max_age: int = 21600
    failure_queue: str | None = None


@dataclass(frozen=True)
class BucketTrigger:
    """Objects put under a prefix wake a function."""

    bucket: str
    prefix: str
    suffix: str
    function: str


@dataclass(frozen=True)
class Schedule:
    """One EventBridge schedule: rate(...) or cron(...) in UTC, and the function it invokes."""

    name: str
    arn: str
    expression: str
    function: str
    input: str | None = None


@dataclass(frozen=True)
class Deployed:
    """Everything that the deliverers need to know about a stack. Queues, tables and buckets by physical name."""

    prefix: str
    functions: Mapping[str, Function]
    streams: tuple[StreamMapping, ...]
    queues: tuple[QueueMapping, ...]
    buckets: tuple[BucketTrigger, ...]
    schedules: tuple[Schedule, ...]
    asynchronous: Mapping[str, AsyncConfig]
    url_functions: tuple[str, ...]
    outputs: Mapping[str, str] = field(default_factory=dict)

    def async_config(self, function: str) -> AsyncConfig:
        """Return a function's settings for asynchronous events, or AWS's defaults."""
        return self.asynchronous.get(function, AsyncConfig())
