"""AWS's event filter patterns, only as much of them as a DynamoDB stream honours: a broader filter fails here first.

Below `dynamodb` AWS compares strings only: equality and prefix (developer guide, "Event filtering with DynamoDB").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class UnsupportedFilter(ValueError):
    """A pattern that AWS would accept and then never match, or that this sandbox does not know."""


def check(pattern: Mapping[str, Any]) -> None:
    """Raise UnsupportedFilter unless every leaf is a list of strings and prefix rules."""
    for key, value in pattern.items():
        if isinstance(value, Mapping):
            check(value)
        elif not isinstance(value, list) or not value:
            raise UnsupportedFilter(f"{key}: a leaf must be a non-empty list")
        else:
            for rule in value:
                known = isinstance(rule, str) or (
                    isinstance(rule, Mapping) and list(rule) == ["prefix"] and isinstance(rule["prefix"], str)
                )
                if not known:
                    raise UnsupportedFilter(f"{key}: only string equality and prefix are honoured, not {rule!r}")


def matches(patterns: Sequence[Mapping[str, Any]], record: Mapping[str, Any]) -> bool:
    """Return whether any pattern matches; no pattern at all lets everything through."""
    return not patterns or any(_matches(pattern, record) for pattern in patterns)


def _matches(pattern: Mapping[str, Any], record: Any) -> bool:
    if not isinstance(record, Mapping):
        return False
    for key, rules in pattern.items():
        if key not in record:
            return False
        value = record[key]
        if isinstance(rules, Mapping):
            if not _matches(rules, value):
                return False
        elif not any(_leaf(rule, value) for rule in rules):
            return False
    return True


def _leaf(rule: Any, value: Any) -> bool:
    if isinstance(rule, str):
        return bool(value == rule)
    return isinstance(value, str) and value.startswith(rule["prefix"])
