"""Reads a table's stream from the emulator as the records that a function's event holds."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from .emulator import REGION, Emulator
from .streams import Record


class EmulatedShard:
    """The one shard that the emulator keeps per stream."""

    def __init__(self, emulator: Emulator, stream_arn: str) -> None:
        self._client, self._counts = emulator.client("dynamodbstreams"), emulator.stream_counts
        self._arn = stream_arn
        self._table = stream_arn.partition(":table/")[2].partition("/")[0]
        self._exhausted_at: tuple[str | None, int] | None = None
        described = self._client.describe_stream(StreamArn=stream_arn)["StreamDescription"]
        self._shard = described["Shards"][0]["ShardId"]
        self._position: tuple[str | None, str] | None = None

    def records(self, after: str | None, limit: int) -> list[Record]:
        """Return up to `limit` records behind sequence number `after`.

        The emulator is not asked while nothing came since it had no more.
        """
        end = after, self._counts.of(self._table)
        if end == self._exhausted_at:
            return []
        try:
            page = self._client.get_records(ShardIterator=self._iterator(after), Limit=limit)
        except self._client.exceptions.ExpiredIteratorException:
            # The world's clock was moved past the iterator's quarter of an hour.
            self._position = None
            page = self._client.get_records(ShardIterator=self._iterator(after), Limit=limit)
        found = [self._as_event(r) for r in page["Records"]]
        if not found:
            self._exhausted_at = end
        if found and page.get("NextShardIterator"):
            self._position = (found[-1]["dynamodb"]["SequenceNumber"], page["NextShardIterator"])
        return found

    def _iterator(self, after: str | None) -> str:
        if self._position is not None and self._position[0] == after:
            return self._position[1]
        where: dict[str, str] = {"ShardIteratorType": "TRIM_HORIZON"}
        if after is not None:
            where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": after}
        try:
            answer = self._client.get_shard_iterator(StreamArn=self._arn, ShardId=self._shard, **where)
        except self._client.exceptions.TrimmedDataAccessException:
            # A day has passed for the world, and the stream has forgotten what came before.
            answer = self._client.get_shard_iterator(
                StreamArn=self._arn, ShardId=self._shard, ShardIteratorType="TRIM_HORIZON"
            )
        self._position = (after, answer["ShardIterator"])
        return self._position[1]

    def _as_event(self, record: dict[str, Any]) -> Record:
        """Return the record as Lambda's event has it: epoch seconds, binary values as base64."""
        return {
            "eventID": record["eventID"],
            "eventName": record["eventName"],
            "eventVersion": record.get("eventVersion", "1.1"),
            "eventSource": "aws:dynamodb",
            "awsRegion": REGION,
            "dynamodb": _plain(record["dynamodb"]),
            "eventSourceARN": self._arn,
        }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value
