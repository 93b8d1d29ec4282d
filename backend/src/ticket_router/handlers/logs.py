"""One JSON logger for all functions; it never logs an event, since events carry what customers wrote."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def logger() -> Any:
    """Powertools' Logger, made on first use; its level and service name come from the function's environment."""
    from aws_lambda_powertools.logging import Logger

    return Logger()
