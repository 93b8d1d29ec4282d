"""The page: a world that stays up until Ctrl-C."""

from __future__ import annotations

import signal
import socket
import sys

from scripts.cli.console import err
from scripts.sandbox.page import serve
from scripts.sandbox.world import World


def show(port: int) -> None:
    """Start a world and serve its page on 127.0.0.1 until interrupted, by Ctrl-C or by a service manager."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not _free(port):
        err.print(f"Port {port} on 127.0.0.1 is taken. Choose another one with --port, or --port 0 for any free one.")
        sys.exit(2)
    with err.status("Starting the local world: emulated AWS, Slack, Google, SES and Bedrock ..."):
        world = World()
    with world:
        try:
            serve(world, port, on_ready=_ready)
        except KeyboardInterrupt:
            err.print("Stopped.")


def _ready(url: str) -> None:
    err.print(f"[bold green]Ticket router is running.[/] Open [bold]{url}[/] in a browser; Ctrl-C stops it.")


def _free(port: int) -> bool:
    """Whether the page could be served there; asked before the world is started, which takes a while."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
