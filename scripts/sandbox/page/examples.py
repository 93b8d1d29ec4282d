"""The shipped demo set, ready to be sent from the page: each file as the fields of its composer, and as it is."""

from __future__ import annotations

import email.policy
import itertools
import json
import re
import threading
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.sandbox.senders import Senders, Sent

FOLDER = Path(__file__).resolve().parents[1] / "demo_set"
_MESSAGE_ID = re.compile(rb"^Message-ID:[^\n]*\n", re.IGNORECASE | re.MULTILINE)


class Examples:
    """Sends a file as it is; a second time under an id of its own, since the same delivery is the same ticket."""

    def __init__(self, send: Senders, folder: Path = FOLDER) -> None:
        self._send = send
        self._folder = folder
        self._sent: set[str] = set()
        self._numbers = itertools.count(2)
        self._lock = threading.Lock()

    def names(self) -> list[str]:
        """Every example's name, in order."""
        return sorted(path.name for path in self._folder.iterdir() if path.suffix in (".eml", ".json"))

    def listed(self) -> list[dict[str, Any]]:
        """What the menu offers: name, lane, label, and the composer's fields."""
        return [self._one(name) for name in self.names()]

    def send(self, name: str) -> tuple[Sent, str, str]:
        """Send one; returns the delivery with its subject and sender. Raises KeyError for an unknown name."""
        if name not in self.names():
            raise KeyError(name)
        with self._lock:
            copy = next(self._numbers) if name in self._sent else 0
            self._sent.add(name)
        one = self._one(name)
        who, subject = str(one["fields"].get("name") or one["fields"].get("from", "")), str(one["label"])
        raw = (self._folder / name).read_bytes()
        if name.endswith(".eml"):
            if copy:
                raw = _MESSAGE_ID.sub(
                    b"Message-ID: <copy-%d-%s@customer.example>\n" % (copy, name.encode()), raw, count=1
                )
            return self._send.mail(raw), subject, who
        body = dict(json.loads(raw)["body"])
        identity = "conversation_id" if one["lane"] == "chat" else "submission_id"
        if copy and identity in body:
            body[identity] = f"{body[identity]}-{copy}"
        return (self._send.chat(body) if one["lane"] == "chat" else self._send.form(body)), subject, who

    def _one(self, name: str) -> dict[str, Any]:
        raw = (self._folder / name).read_bytes()
        if name.endswith(".eml"):
            fields = _mail_fields(BytesParser(policy=email.policy.default).parsebytes(raw))
            return {"name": name, "lane": "mail", "label": fields["subject"] or "(no subject)", "fields": fields}
        given = json.loads(raw)
        body = given["body"]
        fields = (
            _chat_fields(body) if given["lane"] == "chat" else {k: v for k, v in body.items() if k != "submission_id"}
        )
        label = body.get("subject") or _first_line(fields.get("text", "")) or "(no subject)"
        return {"name": name, "lane": given["lane"], "label": label, "fields": fields}


def _mail_fields(message: EmailMessage) -> dict[str, str]:
    part = message.get_body(("plain", "html"))
    text = str(part.get_content()) if part is not None else ""
    if part is not None and part.get_content_subtype() == "html":
        text = re.sub(r"\s*\n\s*", "\n", re.sub(r"<style.*?</style>|<[^>]+>", "", text, flags=re.DOTALL)).strip()
    return {"from": str(message["From"] or ""), "subject": str(message["Subject"] or ""), "text": text}


def _chat_fields(body: dict[str, Any]) -> dict[str, str]:
    lines = (
        entry["text"] if entry["from"] == "visitor" else f"{entry['from']}: {entry['text']}"
        for entry in body["messages"]
    )
    customer = body.get("customer") or {}
    return {
        "name": customer.get("name", ""),
        "email": customer.get("email", ""),
        "page": body.get("page", ""),
        "text": "\n".join(lines),
    }


def _first_line(text: str) -> str:
    said = [line for line in text.splitlines() if not line.startswith(("bot:", "agent:"))]
    return said[0][:80] if said else ""
