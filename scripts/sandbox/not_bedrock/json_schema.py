"""The part of JSON Schema that a tool's input uses: is the schema itself sound, and does a value fit it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.sandbox.aws_wire import AwsRefusal

_TYPES: Mapping[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def check_schema(schema: Any, path: str) -> None:
    """Refuse a tool schema as Bedrock and Claude do: an object at the top, valid against draft 2020-12 below."""
    if not isinstance(schema, dict) or schema.get("type") != "object":
        raise AwsRefusal("ValidationException", f"The value at {path}.type must be one of the following: object.")
    for word in ("oneOf", "allOf", "anyOf"):
        if word in schema:
            raise AwsRefusal(
                "ValidationException",
                "The model returned the following errors: "
                "input_schema does not support oneOf, allOf, or anyOf at "
                "the top level",
            )
    if problem := next(_faults(schema, path), None):
        raise AwsRefusal(
            "ValidationException",
            "The model returned the following errors: input_schema: "
            "JSON schema is invalid. It must match JSON Schema "
            f"draft 2020-12. ({problem})",
        )


def _faults(schema: Any, path: str) -> Iterator[str]:
    if isinstance(schema, bool):
        return
    if not isinstance(schema, dict):
        yield f"{path} is not a schema"
        return
    kinds = schema.get("type", [])
    if any(kind not in _TYPES for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        yield f"{path}.type is unknown"
    if "enum" in schema and (not isinstance(schema["enum"], list) or not schema["enum"]):
        yield f"{path}.enum must be a list of values"
    required = schema.get("required", [])
    if not isinstance(required, list) or len(set(map(str, required))) != len(required):
        yield f"{path}.required must be a list of different names"
    properties = schema.get("properties", {})
    if not isinstance(properties, dict):
        yield f"{path}.properties must be an object"
        return
    for name, member in properties.items():
        yield from _faults(member, f"{path}.properties.{name}")
    if "items" in schema:
        yield from _faults(schema["items"], f"{path}.items")


def violations(value: Any, schema: Mapping[str, Any], path: str = "input") -> Iterator[str]:
    """Where a value does not fit a schema, in plain words."""
    kinds = schema.get("type")
    allowed = [kinds] if isinstance(kinds, str) else kinds or []
    if allowed and not any(_is(value, kind) for kind in allowed):
        yield f"{path} is not {' or '.join(allowed)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path} is not one of {schema['enum']}"
    if _is(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{path} is out of range"
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        yield from (f"{path}.{name} is missing" for name in schema.get("required", []) if name not in value)
        for name, member in value.items():
            if name in properties:
                yield from violations(member, properties[name], f"{path}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{path}.{name} is not in the schema"
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, item in enumerate(value):
            yield from violations(item, schema["items"], f"{path}[{index}]")


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])
