"""How Lambda reads a queue: receive, call, delete what went well; the rest shows again when its visibility ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .config import QueueMapping
from .emulator import ACCOUNT, REGION, Emulator
from .invoker import FunctionError, Invoker, Outcome


class QueuePoller:
    """Delivers one queue to one function; any number of threads may step it at once."""

    def __init__(self, mapping: QueueMapping, emulator: Emulator, invoker: Invoker) -> None:
        self.mapping, self.name = mapping, f"queue {mapping.queue}"
        self._emulator, self._client, self._invoker = emulator, emulator.client("sqs"), invoker
        self._url = f"{emulator.url}/{ACCOUNT}/{mapping.queue}"
        self.paused = False

    def step(self) -> bool:
        """Receive and deliver one batch; return whether there was one."""
        messages = self.receive()
        if messages:
            self.deliver(messages)
        return bool(messages)

    def receive(self) -> list[dict[str, Any]]:
        """Take one batch of visible messages, perhaps none."""
        if self.paused:
            return []
        received: list[dict[str, Any]] = self._client.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(self.mapping.batch_size, 10),
            WaitTimeSeconds=0,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        return received

    def deliver(self, messages: list[dict[str, Any]]) -> None:
        """Call the function with the messages and delete those that went well."""
        outcome = self._invoker.invoke(self.mapping.function, {"Records": [self._record(m) for m in messages]})
        failed = self._failed(messages, outcome)
        for message in messages:
            if message["MessageId"] not in failed:
                self._client.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])

    def moving(self) -> str | None:
        """Say how many messages are visible, or None."""
        return self.visible_in(self._emulator.messages())

    def visible_in(self, messages: Mapping[str, Sequence[Mapping[str, Any]]]) -> str | None:
        """The same of messages by queue, so that one question to the emulator answers for every queue."""
        if self.paused:
            return None
        here = messages.get(self.mapping.queue, ())
        visible = sum(m["IsVisible"] for m in here)
        # Behind a batch that is in flight nothing of its group can be received; here every FIFO queue has one group.
        # While that batch is being worked on its delivery counts as moving; if it crashed, the rest sleeps with it.
        if self.mapping.queue.endswith(".fifo") and any(not m["IsVisible"] and m["ReceiveCount"] for m in here):
            return None
        return f"{self.name}: {visible} visible" if visible else None

    def _failed(self, messages: list[dict[str, Any]], outcome: Outcome) -> set[str]:
        everything = {m["MessageId"] for m in messages}
        if isinstance(outcome, FunctionError):
            return everything
        if not self.mapping.partial_failures or not isinstance(outcome.payload, dict):
            return set()
        reported = outcome.payload.get("batchItemFailures") or []
        failed = {item.get("itemIdentifier") if isinstance(item, dict) else None for item in reported}
        # An identifier that is empty or unknown makes Lambda treat the whole batch as failed.
        return {str(f) for f in failed} if failed <= everything else everything

    def _record(self, message: dict[str, Any]) -> dict[str, Any]:
        attributes = {
            name: {
                "stringValue": a.get("StringValue"),
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": a["DataType"],
            }
            for name, a in message.get("MessageAttributes", {}).items()
        }
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": attributes,
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self.mapping.queue_arn,
            "awsRegion": REGION,
        }
