"""Lets every session of an interpreter share what botocore read from its files: their descriptions of AWS's services.

The product opens a session for each client, as threads need it, and each session would list and read them again. They
are read-only: within a session all clients share them anyway. Used by the nursery, and where functions run in-process.
"""

from __future__ import annotations

from typing import Any

import botocore.session
from botocore.loaders import Loader, create_loader

_read: dict[str | None, dict[Any, Any]] = {}


def share() -> None:
    """From now on sessions share; once is enough."""
    vars(botocore.session)["create_loader"] = _sharing


def _sharing(search_path: str | None = None) -> Loader:
    loader = create_loader(search_path)
    vars(loader)["_cache"] = _read.setdefault(search_path, {})
    return loader


def read(*services: str) -> None:
    """Read now what clients of these services need."""
    from boto3.session import Session

    for service in services:
        session: Any = Session(aws_access_key_id="none", aws_secret_access_key="none", region_name="us-east-1")
        session.client(service).close()
