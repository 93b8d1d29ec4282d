"""Every function starts in an empty environment and loads nothing heavy: a cold start is somebody waiting."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.house.tree import BACKEND

HANDLERS = BACKEND / "ticket_router" / "handlers"
MODULES = sorted(path.stem for path in HANDLERS.glob("*.py") if path.stem != "__init__")
HEAVY = {
    "boto3",
    "botocore",
    "googleapiclient",
    "gspread",
    "inscriptis",
    "itsdangerous",
    "jinja2",
    "lxml",
    "mailparser_reply",
    "moto",
    "quotequail",
    "requests",
    "slack_sdk",
    "urllib3",
}
IMPORT = """
import json, sys
sys.path.insert(0, sys.argv[1])
__import__(sys.argv[2])
print(json.dumps(list(sys.modules)))
"""


@pytest.mark.parametrize("module", MODULES)
def test_a_handler_imports_light_and_with_an_empty_environment(module: str, tmp_path: Path) -> None:
    """In a clean process without a single variable the import works, and no vendor's client comes with it."""
    command = [sys.executable, "-I", "-c", IMPORT, str(BACKEND), f"ticket_router.handlers.{module}"]
    done = subprocess.run(command, env={}, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert HEAVY & {name.partition(".")[0] for name in json.loads(done.stdout)} == set()
