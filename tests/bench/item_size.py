"""How many bytes DynamoDB counts for an item, since every write bills by size.

Source: DynamoDB developer guide, "Item sizes and formats": names and strings in UTF-8, a number about half a byte a
digit plus one, documents three bytes and one more for each member.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Item = Mapping[str, Mapping[str, Any]]


def item_bytes(item: Item) -> int:
    """Bytes of a whole item in DynamoDB's JSON."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(str(content).encode())
    if kind == "N":
        digits = content.replace(".", "").replace("-", "").strip("0")
        return (len(digits) + 1) // 2 + 1 + int(content.startswith("-"))
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value_bytes(inner) for name, inner in content.items())
    if kind == "L":
        return 3 + sum(1 + _value_bytes(inner) for inner in content)
    if kind == "SS":
        return sum(len(one.encode()) for one in content)
    if kind == "B":
        return len(content)
    if kind in ("BOOL", "NULL"):
        return 1
    raise ValueError(f"no item of ours holds a value of type {kind}")
