"""Texts over 8 KB live in S3 with a pointer in the item: an item stays small, and nothing is cut silently."""

from __future__ import annotations

import json
from typing import Any

from ticket_router.adapters.aws.errors import translated
from ticket_router.domain.ticket import Message

LIMIT = 8 * 1024
"""Bytes of a message's texts that may stand in its item."""

_POINTER = "\x00s3:"
"""A text that starts so is a pointer; mail, forms and chats cannot bring a NUL (their parsers drop it)."""


class LongTexts:
    """Moves the texts of long messages to S3 on the way in, and back on the way out."""

    def __init__(self, *, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def kept(self, ticket_id: str, message: Message) -> Message:
        """The message as it is stored; the object is written first, so a pointer never dangles."""
        if len(message.text.encode()) + len(message.full_text.encode()) <= LIMIT:
            return message
        key = f"texts/{ticket_id}/{message.key}.json"
        body = json.dumps({"text": message.text, "full_text": message.full_text}).encode()
        with translated():
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType="application/json")
        return message.model_copy(update={"text": f"{_POINTER}{key}", "full_text": ""})

    def restored(self, doc: str) -> str:
        """A stored message with its texts back in place."""
        stored = json.loads(doc)
        text = stored.get("text", "")
        if not text.startswith(_POINTER):
            return doc
        with translated():
            body = self._s3.get_object(Bucket=self._bucket, Key=text.removeprefix(_POINTER))["Body"].read()
        return json.dumps({**stored, **json.loads(body)})
