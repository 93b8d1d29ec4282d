"""Starts and stops one AWS emulator on loopback, so that nothing else has to know which one it is.

Settings from ministack's README and source (1.5.33): its defaults would listen on every interface.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from .clock import Clock
from .nurseries import SHIM, nursery
from .shim.streamcount import Counts

ROOT = Path(__file__).resolve().parents[3]
REGION = "us-east-1"
ACCOUNT = "123456789012"


def emulator_python() -> Path:
    """Return the interpreter that has the emulator and the functions' dependencies; it plays the Lambda runtime."""
    return Path(os.environ.get("TICKET_ROUTER_EMULATOR_PYTHON", ROOT / ".venv-ministack" / "bin" / "python"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Emulator:
    """One emulator process with its own state, log and temporary files under `folder`; ends with this process."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self.clock = folder, clock
        self.log = folder / "emulator.log"
        self.stream_counts = Counts(folder / "stream-counts")
        self._clients: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._lifeline: int | None = None
        self.start()

    def start(self) -> None:
        """Start with empty state on a free port and wait until it answers; raises RuntimeError with the log's end."""
        for _ in range(3):
            if self._started():
                return
            # Somebody else may have taken the port between finding it free and listening on it.
            self.stop()
        tail = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"the AWS emulator did not start:\n{tail}")

    def _started(self) -> bool:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._clients.clear()
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        inherited = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "SYSTEMROOT")}
        reading, writing = os.pipe()
        environment = {
            **inherited,
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_REGION": REGION,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LOG_LEVEL": "WARNING",
            "TMPDIR": str(temporary),
            "PYTHONPATH": str(SHIM),
            "PYTHONUNBUFFERED": "1",
            "WORLD_CLOCK_FILE": str(self.clock.path),
            "WORLD_LIFELINE": str(reading),
            "WORLD_STREAM_COUNTS": str(self.folder / "stream-counts"),
            **nursery(emulator_python(), inherited),
        }
        program = [str(emulator_python()), "-m", "ministack"]
        try:
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    program, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                    pass_fds=(reading,), cwd=self.folder, start_new_session=True,
                )  # fmt: skip
        finally:
            os.close(reading)
        self._lifeline = writing
        return self._is_up()

    def _is_up(self) -> bool:
        assert self._process is not None
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                return False
            try:
                with urllib.request.urlopen(f"{self.url}/_ministack/ready", timeout=2):  # noqa: S310
                    return True
            except OSError:
                time.sleep(0.02)
        return False

    @property
    def pid(self) -> int:
        """The emulator's process; its functions are that one's children."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        """End the process; its state is gone."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None
        if self._lifeline is not None:
            # What began in the nursery ends a moment later than what was started here; nobody else holds the pipe.
            gone = select.poll()
            gone.register(self._lifeline, 0)
            gone.poll(10_000)
            os.close(self._lifeline)
            self._lifeline = None

    def client(self, service: str) -> Any:
        """Return a boto3 client that talks to the emulator directly, past any injected fault."""
        if service not in self._clients:
            self._clients[service] = boto3.client(  # type: ignore[call-overload]
                service,
                endpoint_url=self.url,
                region_name=REGION,
                aws_access_key_id=ACCOUNT,
                aws_secret_access_key="sandbox",
                config=Config(
                    retries={"total_max_attempts": 1}, read_timeout=300, max_pool_connections=32,
                    s3={"addressing_style": "path"},
                ),
            )  # fmt: skip
        return self._clients[service]

    def messages(self) -> dict[str, list[dict[str, Any]]]:
        """Return every queue's messages by queue name, hidden ones included (emulator's own page, not an AWS API)."""
        with urllib.request.urlopen(f"{self.url}/_ministack/sqs/messages", timeout=30) as answer:  # noqa: S310
            by_account = json.load(answer)["messages"]
        queues = by_account.get(ACCOUNT, {}).get(REGION, {})
        return {url.rsplit("/", 1)[1]: list(found) for url, found in queues.items()}
