"""The request as a model sees it: the tool's form, the topic lines, the examples shown, and the fenced ticket."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_LINE = re.compile(r"^\s*[-*\u2022]\s+[`*\"']*([^:\n]{1,80}?)[`*\"']*\s*:\s*(.*)$", re.MULTILINE)
_EXAMPLE = re.compile(r"<example>(.*?)</example>", re.DOTALL)
_TAGS = re.compile(r"<tags\s+([^>]*?)/?>\s*\Z")
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*\"([^\"]*)\"")
_TICKET = re.compile(r"<ticket\b[^>]*>\n?(.*?)\n?</ticket>", re.DOTALL)
_SUBJECT = re.compile(r"\A\s*subject:[ \t]*(.*)\n?", re.IGNORECASE)
_CONFIDENCES = ("topic", "urgency", "tone")
_PLAIN_ROLES = ("urgency", "tone", "language", "summary", "flag", "topic")


@dataclass(frozen=True)
class Field:
    """One property of the tool: what it is called, what it is for, what may go in."""

    name: str
    role: str
    schema: Mapping[str, Any]
    required: bool


@dataclass(frozen=True)
class Shown:
    """One example of the prompt; tags as they are written there (words or codes), empty when missing."""

    text: str
    topic: str
    urgency: str
    tone: str


@dataclass(frozen=True)
class Seen:
    """Everything that there is to go by. `topics` maps each topic of the tool's enum to its line (may be empty)."""

    topics: Mapping[str, str]
    examples: tuple[Shown, ...]
    subject: str
    body: str
    fields: tuple[Field, ...]


def look(request: Mapping[str, Any], schema: Mapping[str, Any]) -> Seen:
    """What a model sees when it is asked to fill in the tool with this input schema."""
    system = "\n".join(block["text"] for block in request.get("system") or [] if "text" in block)
    user = "\n".join(
        block["text"]
        for message in request["messages"]
        if message["role"] == "user"
        for block in message["content"]
        if "text" in block
    )
    fields = _fields(schema)
    enum: list[Any] = next((field.schema.get("enum", []) for field in fields if field.role == "topic"), [])
    lines = {name.strip().casefold(): line.strip() for name, line in _LINE.findall(system)}
    topics = {name: lines.get(str(name).casefold(), "") for name in enum if name not in ("unsure", None)}
    tickets = _TICKET.findall(user)
    ticket = tickets[-1] if tickets else _EXAMPLE.sub("", user)
    subject = _SUBJECT.match(ticket)
    body = _SUBJECT.sub("", ticket, count=1)
    return Seen(topics, _examples(user, fields), subject.group(1).strip() if subject else "", body.strip(), fields)


def _examples(user: str, fields: tuple[Field, ...]) -> tuple[Shown, ...]:
    """Each example is a text and then tags, named as the tool names them."""
    names = {field.role: field.name for field in fields}
    found = []
    for inside in _EXAMPLE.findall(user):
        if tags := _TAGS.search(inside):
            named = dict(_ATTRIBUTE.findall(tags.group(1)))
            topic, urgency, tone = (named.get(names.get(role, role), "") for role in _CONFIDENCES)
            found.append(Shown(inside[: tags.start()].strip(), topic, urgency, tone))
    return tuple(found)


def _fields(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    required = schema.get("required", [])
    return tuple(
        Field(name, _role(name, member), member, name in required)
        for name, member in schema.get("properties", {}).items()
        if isinstance(member, dict)
    )


def _role(name: str, member: Mapping[str, Any]) -> str:
    """What a property asks for, by its name and its description, as a reader would take it."""
    said = f"{name.replace('_', ' ')} {member.get('description', '')}".casefold()
    if "second" in said:
        return "second_quote" if re.search(r"quot|words|span", said) else "second_topic"
    if re.search(r"confiden|certain", said):
        return next((f"{about}_confidence" for about in _CONFIDENCES if about in said), "")
    return next((role for role in _PLAIN_ROLES if role in said), "")
