"""Slack's cursors: opaque, tied to the list they came from, and refused when they did not."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from scripts.sandbox.not_slack.arguments import Arguments
from scripts.sandbox.not_slack.errors import SlackRefusal

Item = TypeVar("Item")


def page(
    items: Sequence[tuple[str, Item]], args: Arguments, scope: str, *, default: int, maximum: int
) -> tuple[list[Item], dict[str, Any]]:
    """One page of (key, item) pairs in their order, and the `response_metadata` that leads to the next.

    `scope` names the list. A page starts after the last key shown, so new items do not shift it.
    """
    limit = args.limit(default, maximum)
    start = 0
    if cursor := args.words("cursor"):
        last = _open(cursor, scope)
        keys = [key for key, _ in items]
        if last not in keys:
            raise SlackRefusal("invalid_cursor")
        start = keys.index(last) + 1
    shown = items[start : start + limit]
    more = start + limit < len(items)
    following = _seal(scope, shown[-1][0]) if more else ""
    return [item for _, item in shown], {"next_cursor": following}


def _seal(scope: str, key: str) -> str:
    return base64.urlsafe_b64encode(f"{scope}:{key}".encode()).decode()


def _open(cursor: str, scope: str) -> str:
    try:
        opened = base64.urlsafe_b64decode(cursor.encode()).decode()
    except (binascii.Error, ValueError) as problem:
        raise SlackRefusal("invalid_cursor") from problem
    if not opened.startswith(f"{scope}:"):
        raise SlackRefusal("invalid_cursor")
    return opened[len(scope) + 1 :]
