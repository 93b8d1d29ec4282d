"""How every AWS client is built: retries stated once (runtimes differ in theirs), timeouts that fit a Lambda."""

from __future__ import annotations

from functools import cache
from typing import Any

CONNECT_TIMEOUT = 3
READ_TIMEOUT = 10
READER_TIMEOUT = 22
"""Seconds for one model call; a hung connection must leave time to give the message back."""


@cache
def client(service: str, *, attempts: int = 3, read_timeout: int = READ_TIMEOUT) -> Any:
    """A boto3 client, made on first use. `attempts` counts the first try too (1: the SDK never repeats a call)."""
    from boto3.session import Session
    from botocore.config import Config

    config = Config(
        retries={"mode": "standard", "total_max_attempts": attempts},
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=read_timeout,
        # boto3 still presigns S3 links with SigV2 in some regions, which S3 refuses for newer buckets.
        signature_version="s3v4" if service == "s3" else None,
    )
    make: Any = Session().client  # the stubs want a literal service name
    return make(service, config=config)
