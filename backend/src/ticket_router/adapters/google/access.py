"""A client of Google's, made when it is first used and made again when the secret behind it was replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from ticket_router.adapters.google.account import account_info, address_of

T = TypeVar("T")


class Access(Generic[T]):
    """Keeps one client for as long as the key is the same."""

    def __init__(self, info: Callable[[], str], make: Callable[[Mapping[str, Any]], T]) -> None:
        """`info` gives the service account's key as JSON text; it may keep it for a while."""
        self._info = info
        self._make = make
        self._made: tuple[str, T] | None = None

    def __call__(self) -> tuple[T, str]:
        """The client and the service account's address. Raises TicketRouterError for an unusable key."""
        secret = self._info()
        info = account_info(secret)
        if self._made is None or self._made[0] != secret:
            self._made = (secret, self._make(info))
        return self._made[1], address_of(info)
