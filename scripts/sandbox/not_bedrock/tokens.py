"""Token counts as an estimate, characters / 4 rounded up: offline there is no tokenizer, and shares matter most."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def estimate(text: str) -> int:
    """Tokens of a text."""
    return -(-len(text) // 4)


def blocks_of(request: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every block in the order a prompt is built: tools, system, messages."""
    tools = (request.get("toolConfig") or {}).get("tools") or []
    contents = [block for message in request.get("messages") or [] for block in message["content"]]
    return [*tools, *(request.get("system") or []), *contents]


def tokens_of_blocks(blocks: Sequence[Mapping[str, Any]]) -> int:
    """Input tokens of some blocks; cache points cost nothing."""
    return sum(estimate(_written(block)) for block in blocks if "cachePoint" not in block)


def tokens_of(request: Mapping[str, Any]) -> int:
    """Input tokens of a whole request."""
    return tokens_of_blocks(blocks_of(request))


def _written(block: Mapping[str, Any]) -> str:
    text = block.get("text")
    return text if isinstance(text, str) else json.dumps(block, ensure_ascii=False, separators=(",", ":"))
