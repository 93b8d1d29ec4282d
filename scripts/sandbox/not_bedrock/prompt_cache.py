"""Bedrock's prompt cache by the world's clock: what a request reads from it and writes to it, hence what it costs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.sandbox.not_bedrock.model_card import ModelCard
from scripts.sandbox.not_bedrock.tokens import blocks_of, tokens_of, tokens_of_blocks

_SECONDS = {"5m": 300.0, "1h": 3600.0}


@dataclass(frozen=True)
class Split:
    """Input tokens of one request by price."""

    plain: int
    read: int
    written: int
    ttl: str


class PromptCache:
    """Prefixes that were sent lately, by hash; reading one renews it."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def split(self, request: Mapping[str, Any], card: ModelCard, now: float) -> Split:
        """Account for one request. A prefix shorter than the model's minimum is silently not cached."""
        blocks = blocks_of(request)
        prefixes: list[tuple[str, int, str]] = []
        for end, block in enumerate(blocks):
            point = block.get("cachePoint")
            tokens = tokens_of_blocks(blocks[:end])
            if point is not None and tokens >= card.min_cache_tokens:
                prefixes.append((_name(blocks[:end], card), tokens, point.get("ttl", "5m")))
        read = max((tokens for name, tokens, _ in prefixes if self._until.get(name, 0.0) > now), default=0)
        ttl = prefixes[-1][2] if prefixes else "5m"
        for name, _, lives in prefixes:
            self._until[name] = now + _SECONDS[lives]
        cached = prefixes[-1][1] if prefixes else 0
        return Split(tokens_of(request) - cached, read, cached - read, ttl)


def _name(blocks: list[Mapping[str, Any]], card: ModelCard) -> str:
    content = [block for block in blocks if "cachePoint" not in block]
    whole = json.dumps([card.model_id, content], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
