"""How use cases cope with somebody else writing first: look again and decide again, a few times."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ticket_router.domain.errors import Conflict, Retryable

ATTEMPTS = 6

T = TypeVar("T")


def persistently(attempt: Callable[[], T]) -> T:
    """Run `attempt` until it is not beaten by another writer; each run must read afresh.

    Raises Retryable after six beatings in a row: then the queue or the stream tries again later.
    """
    for _ in range(ATTEMPTS):
        try:
            return attempt()
        except Conflict:
            continue
    raise Retryable("somebody else kept writing the same ticket")
