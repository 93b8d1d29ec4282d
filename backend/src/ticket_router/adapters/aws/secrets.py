"""Secrets from SSM SecureString parameters, fetched when first needed and kept for five minutes of the desk's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ticket_router.adapters.aws.errors import translated
from ticket_router.ports import Clock

KEPT_FOR = timedelta(minutes=5)


class SsmSecrets:
    """Named secrets below one path, e.g. `/tr/secret/slack`."""

    def __init__(self, *, ssm: Any, path: str, clock: Clock) -> None:
        self._ssm = ssm
        self._path = path.rstrip("/")
        self._clock = clock
        self._kept: dict[str, tuple[datetime, str]] = {}

    def __call__(self, name: str) -> str:
        """The secret's value. Raises NotFound when there is no such parameter, Retryable when SSM is out of reach."""
        now = self._clock.now()
        fetched, value = self._kept.get(name, (None, ""))
        if fetched is not None and now - fetched < KEPT_FOR:
            return value
        with translated():
            answer = self._ssm.get_parameter(Name=f"{self._path}/{name}", WithDecryption=True)
        value = str(answer["Parameter"]["Value"])
        self._kept[name] = (now, value)
        return value
