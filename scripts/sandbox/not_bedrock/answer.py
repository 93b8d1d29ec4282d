"""A judgement written into the form that the request's own schema asks for: its names, its codes, its scales."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scripts.sandbox.not_bedrock.prompt_view import Field, Seen
from scripts.sandbox.not_bedrock.reader import Judgement

_NOTHING = object()


def fill(seen: Seen, judged: Judgement) -> dict[str, Any]:
    """The tool's input. Optional fields without content are left out; required ones get the emptiest value that
    fits."""
    filled: dict[str, Any] = {}
    for field in seen.fields:
        value = _value(field, judged)
        if value is _NOTHING and field.required:
            value = _emptiest(field.schema)
        if value is not _NOTHING:
            filled[field.name] = value
    return filled


def _value(field: Field, judged: Judgement) -> Any:
    role = field.role
    if role == "topic":
        return judged.topic or _unsure(field)
    if role.endswith("_confidence"):
        return _scaled(getattr(judged, role), field.schema)
    if role in ("urgency", "tone"):
        return _coded(getattr(judged, role), field)
    if role in ("language", "summary"):
        text = getattr(judged, role)
        return text[: field.schema.get("maxLength", len(text))]
    if role == "flag":
        allowed = field.schema.get("items", {}).get("enum", judged.flags)
        return [flag for flag in judged.flags if flag in allowed] or ([] if field.required else _NOTHING)
    if role == "second_topic" and judged.second_topic:
        return judged.second_topic
    if role == "second_quote" and judged.second_quote:
        return judged.second_quote[: field.schema.get("maxLength", len(judged.second_quote))]
    return _NOTHING


def _unsure(field: Field) -> Any:
    allowed = field.schema.get("enum", [])
    return "unsure" if not allowed or "unsure" in allowed else allowed[-1]


def _scaled(confidence: float, schema: Mapping[str, Any]) -> float | int:
    percent = schema.get("maximum") == 100 or "percent" in str(schema.get("description", ""))
    value = confidence * 100 if percent else confidence
    return round(value) if schema.get("type") == "integer" else round(value, 2)


def _coded(word: str, field: Field) -> Any:
    """The word itself if the form has it; else the code that its description gives ("l low, m medium, h high")."""
    allowed = field.schema.get("enum", [word])
    if word in allowed:
        return word
    told = re.search(rf"\b(\w+)\s*[=:]?\s+{word}\b", str(field.schema.get("description", "")))
    if told and told.group(1) in allowed:
        return told.group(1)
    return next((code for code in allowed if str(code).startswith(word[0])), allowed[0])


def _emptiest(schema: Mapping[str, Any]) -> Any:
    if "enum" in schema:
        empty = [value for value in schema["enum"] if value in (None, "none", "", "unsure")]
        return empty[0] if empty else schema["enum"][0]
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else ("null" if "null" in kinds else kinds[0])
    low = schema.get("minimum", 0)
    return {"string": "", "integer": low, "number": low, "boolean": False, "array": [], "object": {}}.get(kind)
