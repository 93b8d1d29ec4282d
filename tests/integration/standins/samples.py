"""Requests that are fine until a test changes one thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MODEL = "global.anthropic.claude-haiku-4-5-20251001-v1:0"
TOPICS = {
    "billing": "invoices, charges, refunds, payment methods, billing address",
    "login": "signing in, passwords, account access, two-factor codes",
    "bug": "something in the product is broken or behaves wrongly, error messages, crashes",
    "outage": "the whole service is down or unavailable for everybody",
    "feature": "a wish or an idea for something the product does not do yet",
    "sales": "pricing, plans, quotes, demos, buying more seats",
    "privacy": "GDPR requests, deletion or a copy of personal data",
}


def tool(name: str = "tag_ticket", topics: Sequence[str] = tuple(TOPICS)) -> dict[str, Any]:
    """A tool with plain names for its fields."""
    confidence = {"type": "number", "minimum": 0, "maximum": 1}
    properties: dict[str, Any] = {
        "topic": {"type": "string", "enum": [*topics, "unsure"]},
        "topic_confidence": confidence,
        "urgency": {"type": "string", "enum": ["low", "medium", "high"]},
        "urgency_confidence": confidence,
        "tone": {"type": "string", "enum": ["calm", "confused", "angry"]},
        "tone_confidence": confidence,
        "language": {"type": "string"},
        "summary": {"type": "string"},
        "second_topic": {"type": ["string", "null"], "enum": [*topics, None]},
        "second_quote": {"type": "string"},
        "flags": {"type": "array", "items": {"type": "string", "enum": ["spam", "abuse", "addresses_reader"]}},
    }
    schema = {"type": "object", "properties": properties, "required": list(properties)[:8]}
    return {"toolSpec": {"name": name, "description": "Tag the ticket.", "inputSchema": {"json": schema}}}


def reading(
    subject: str,
    body: str,
    examples: Sequence[tuple[str, str]] = (),
    topics: dict[str, str] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """A Converse call that asks for one ticket's tags; examples as (text, topic)."""
    lines = TOPICS if topics is None else topics
    shown = "".join(
        f'<example>{text}<tags topic="{topic}" urgency="low" tone="calm"/></example>\n' for text, topic in examples
    )
    system = "Tag the ticket.\n\nTopics:\n" + "\n".join(f"- {name}: {line}" for name, line in lines.items())
    user = f"<examples>\n{shown}</examples>\n<ticket>\nsubject: {subject}\n\n{body}\n</ticket>"
    request: dict[str, Any] = {
        "modelId": MODEL,
        "system": [{"text": system}],
        "messages": [{"role": "user", "content": [{"text": user}]}],
        "inferenceConfig": {"maxTokens": 320, "temperature": 0.0},
        "toolConfig": {
            "tools": [tool(topics=list(lines))],
            "toolChoice": {"tool": {"name": "tag_ticket"}},
        },
    }
    return request | changes


def answer(response: dict[str, Any]) -> dict[str, Any]:
    """The tool's input in a Converse response."""
    (block,) = response["output"]["message"]["content"]
    filled: dict[str, Any] = block["toolUse"]["input"]
    return filled


def letter(**changes: Any) -> dict[str, Any]:
    """A SendEmail call with a text and an html body."""
    request: dict[str, Any] = {
        "FromEmailAddress": "Ticket router <router@company.example>",
        "Destination": {"ToAddresses": ["legal@company.example"]},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Löschung [T-1]", "Charset": "UTF-8"},
                "Body": {
                    "Text": {"Data": "Bitte löschen", "Charset": "UTF-8"},
                    "Html": {"Data": "<p>Bitte löschen</p>", "Charset": "UTF-8"},
                },
            }
        },
    }
    return request | changes
