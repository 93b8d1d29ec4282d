"""Answers that break the form, as models sometimes give them: each call of `spoiled` breaks it in the next way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.sandbox.not_bedrock.json_schema import violations


def spoiled(filled: Mapping[str, Any], schema: Mapping[str, Any], turn: int) -> dict[str, Any]:
    """The same answer with one thing wrong: a word that is no choice, a missing field, or a wrong type, in turns."""
    broken = dict(filled)
    properties = schema.get("properties", {})
    required = [name for name in schema.get("required", []) if name in broken]
    chosen = [name for name in broken if "enum" in properties.get(name, {})]
    if turn % 3 == 0 and chosen:
        broken[chosen[0]] = "something-else"
    elif turn % 3 == 2 and required:
        broken[required[-1]] = {"not": "expected"}
    elif required:
        del broken[required[0]]
    if not any(violations(broken, schema)):
        raise ValueError("the tool's schema has nothing that an answer could break")
    return broken
