"""A cold start pays for what it uses: the channels' modules bring no vendor's library along."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("slack_sdk", "jinja2", "markupsafe", "boto3", "botocore", "itsdangerous")


def test_channels_import_without_their_vendors() -> None:
    """slack_sdk, Jinja2 and boto3 are loaded at first use."""
    program = (
        "import sys, ticket_router.adapters.slack, ticket_router.adapters.inbox, ticket_router.adapters.links\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    path = [entry for entry in sys.path if entry]
    code = f"import sys; sys.path[:0] = {path!r}\n{program}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={})
    assert done.stdout.strip() == "[]"
