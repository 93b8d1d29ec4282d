"""Colours as Google keeps them: 8 bits a channel, zeros left out, and each one told twice (`x` and `xStyle`)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

_PLACES = ("backgroundColor", "foregroundColor", "tabColor", "color")


def quantised(colour: Mapping[str, float]) -> dict[str, float]:
    """A Color after a round trip: 0.9 comes back as 0.9019608, the nearest of 255 steps, as a 32-bit float."""
    kept = {}
    for channel in ("red", "green", "blue"):
        steps = round(min(max(colour.get(channel) or 0, 0), 1) * 255)
        if steps:
            kept[channel] = _shortest(steps / 255)
    return kept


def _shortest(value: float) -> float:
    """The shortest decimal that means the same 32-bit float."""
    bits = struct.pack("f", value)
    return next(short for digits in range(1, 10) if struct.pack("f", short := float(f"{value:.{digits}g}")) == bits)


def settled(look: Any) -> Any:
    """A format with all its colours as Google gives them back."""
    if isinstance(look, list):
        return [settled(one) for one in look]
    if not isinstance(look, Mapping):
        return look
    kept: dict[str, Any] = {}
    for name, member in look.items():
        base = name.removesuffix("Style")
        if base in _PLACES and isinstance(member, Mapping):
            style = member if name != base else {"rgbColor": member}
            if "rgbColor" in style:
                style = {"rgbColor": quantised(style["rgbColor"])}
                kept[base] = style["rgbColor"]
            kept[base + "Style"] = style
        elif member is not None:
            kept[name] = settled(member)
    return kept


def hex_colour(colour: Mapping[str, float] | None) -> str:
    """`#rrggbb`, for pages; empty for none."""
    if colour is None:
        return ""
    return "#" + "".join(f"{round((colour.get(name) or 0) * 255):02x}" for name in ("red", "green", "blue"))
