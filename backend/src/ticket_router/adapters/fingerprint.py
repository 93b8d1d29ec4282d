"""Tells whether two renderings show people the same thing, so that unchanged posts are left alone."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterable
from typing import Any


def fingerprint(payload: dict[str, Any], links: Iterable[str]) -> str:
    """A digest of all that a payload shows, without the signed `links` in it: those change each day they are made."""
    content = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    for link in sorted({link for link in links if link}, key=len, reverse=True):
        content = content.replace(link, "link").replace(html.escape(link), "link")
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
