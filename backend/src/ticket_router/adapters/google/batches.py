"""How much goes into one call to Google: together as much as its size allows, and never half of what belongs together.

Google recommends calls of no more than 2 MB (Sheets API, "Usage limits"); a call is one unit of quota and all or none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

Request = dict[str, Any]
Piece = list[Request]
"""Requests that have to be made in the same call."""
LARGEST_CALL = 1_900_000
"""Bytes of one write. More than that is made in several calls: then "all or none" holds for each of them alone."""


def calls(pieces: Iterable[Piece]) -> list[list[Request]]:
    """Pieces together in as few calls as their size allows."""
    found: list[list[Request]] = []
    size = 0
    for piece in pieces:
        size += (own := size_of(piece))
        if not found or size > LARGEST_CALL:
            found.append([])
            size = own
        found[-1] += piece
    return found


def size_of(requests: Sequence[Request] | Request) -> int:
    """Bytes of its JSON."""
    return len(json.dumps(requests).encode())
