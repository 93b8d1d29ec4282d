"""One JSON logger for all functions; it never logs an event, since events carry what customers wrote."""

from __future__ import annotations

import traceback
from functools import lru_cache
from pathlib import Path
from typing import Any

from ticket_router.domain.errors import TicketRouterError


@lru_cache(maxsize=1)
def logger() -> Any:
    """Powertools' Logger, made on first use; its level and service name come from the function's environment."""
    from aws_lambda_powertools.logging import Logger

    return Logger()


def log_failure(what: str, error: Exception, **fields: object) -> None:
    """Log an error by its type and the lines it came through.

    Its message is left out unless the error is one of ours: those of libraries quote the value that they stumbled over.
    """
    ours = str(error) if isinstance(error, TicketRouterError) else ""
    stack = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    logger().error(what, error=type(error).__name__, trouble=ours, stack=stack[-12:], **fields)
