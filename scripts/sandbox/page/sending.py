"""The three composers: what a visitor wrote becomes a delivery as the outside world makes it, or a plain refusal."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scripts.sandbox.senders import Senders, Sent

Given = dict[str, Any]


class Refused(Exception):
    """What the visitor asked for is not possible: a sentence, and sentences by field."""

    def __init__(self, said: str, **fields: str) -> None:
        super().__init__(said)
        self.fields = fields


class Composers:
    """Sends what was composed; returns the delivery with its subject and sender."""

    def __init__(self, send: Senders) -> None:
        self._send = send
        self._chats = itertools.count(1)

    def send(self, given: Given) -> tuple[Sent, str, str]:
        """By the lane that was chosen. Raises Refused with a sentence per bad field."""
        lane = {"mail": self._mail, "form": self._form, "chat": self._chat}.get(str(given.get("lane")))
        if lane is None:
            raise Refused("Choose mail, form or chat.")
        sent, subject, who = lane(given)
        if not sent.accepted:
            raise _told(sent)
        return sent, subject, who

    def _mail(self, given: Given) -> tuple[Sent, str, str]:
        sender, subject, text = (str(given.get(name) or "").strip() for name in ("from", "subject", "text"))
        if "@" not in sender or any(character in sender + subject for character in "\r\n"):
            problem = "Whom is it from? Write an address, such as Ana <ana@studio.example>."
            raise Refused("Please correct the marked field.", **{"from": problem})
        try:
            return self._send.written_mail({"from": sender, "subject": subject, "text": text}), subject, sender
        except (ValueError, IndexError):
            problem = "This is not an address that a mail can come from."
            raise Refused("Please correct the marked field.", **{"from": problem}) from None

    def _form(self, given: Given) -> tuple[Sent, str, str]:
        names = ("name", "email", "subject", "message", "page", "category")
        body = {name: given[name] for name in names if given.get(name)}
        who = str(body.get("name") or body.get("email") or "")
        return self._send.form(body), str(body.get("subject", "")), who

    def _chat(self, given: Given) -> tuple[Sent, str, str]:
        text = str(given.get("text") or "")
        entries = [_entry(line) for line in text.splitlines() if line.strip()]
        if not entries:
            raise Refused(
                "Please correct the marked field.", text="The conversation is empty: write at least one line."
            )
        customer = {"name": given.get("name") or "", "email": given.get("email") or ""}
        body: Given = {
            "conversation_id": given.get("conversation") or f"page-{next(self._chats)}",
            "customer": customer,
            "messages": entries,
        }
        body |= {"page": given["page"]} if given.get("page") else {}
        first = next((entry["text"] for entry in entries if entry["from"] == "visitor"), entries[0]["text"])
        return self._send.chat(body), first[:80], str(customer["name"] or customer["email"])


def _entry(line: str) -> dict[str, str]:
    """One line of a conversation: `bot:` and `agent:` say who speaks, everything else is the visitor."""
    speaker, colon, text = line.partition(":")
    if colon and speaker.strip().lower() in ("bot", "agent", "visitor"):
        return {"from": speaker.strip().lower(), "text": text.strip()}
    return {"from": "visitor", "text": line.strip()}


def _told(sent: Sent) -> Refused:
    """The lane's own refusal, field by field, in the lane's own words."""
    try:
        answer = json.loads(sent.answer)
    except ValueError:
        answer = {}
    said = answer.get("error") if isinstance(answer, dict) else ""
    fields = answer.get("fields") if isinstance(answer, dict) else {}
    by_field = {str(name).removeprefix("customer."): str(text) for name, text in (fields or {}).items()}
    return Refused(str(said or f"The {sent.lane} was not taken (status {sent.status})."), **by_field)
