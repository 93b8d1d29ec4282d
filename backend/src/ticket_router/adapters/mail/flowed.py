"""Joins soft-wrapped lines of format=flowed text (RFC 3676), so that sentences and quotes are whole again."""

from __future__ import annotations

SIGNATURE_MARK = "-- "


def unflow(text: str, *, delete_space: bool) -> str:
    """The paragraphs as they were typed; `delete_space` is the part's DelSp=yes. The signature mark never joins."""
    paragraphs: list[list[str]] = []
    depth_before, soft = -1, False
    for line in text.split("\n"):
        body = line.lstrip(">")
        depth = len(line) - len(body)
        body = body.removeprefix(" ")  # space-stuffing
        if soft and depth == depth_before and body != SIGNATURE_MARK:
            paragraphs[-1].append(body)
        else:
            paragraphs.append([f"{'>' * depth} " if depth else "", body])
        soft = body.endswith(" ") and body != SIGNATURE_MARK
        if soft and delete_space:
            paragraphs[-1][-1] = body[:-1]
        depth_before = depth
    return "\n".join("".join(pieces) for pieces in paragraphs)
