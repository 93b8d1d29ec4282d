"""Where Drive's notifications arrive in tests."""

from __future__ import annotations

import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from scripts.sandbox.not_google import NotGoogle
from tests.integration.standins.google_clients import ID


class Hook:
    """A receiver on loopback: keeps the headers of every POST, answers with the statuses that it was given."""

    def __init__(self) -> None:
        self.heard: list[dict[str, str]] = []
        self.statuses: list[int] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                hook.heard.append({**{k.lower(): v for k, v in self.headers.items()}, "body": body.decode()})
                self.send_response(hook.statuses.pop(0) if hook.statuses else 200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/drive"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def states(self) -> list[str]:
        """The kinds of notifications, in order."""
        return [one["x-goog-resource-state"] for one in self.heard]


def watch(drive: Any, hook: Hook, **changes: Any) -> dict[str, Any]:
    """Open a channel on the spreadsheet."""
    body = {"id": str(uuid.uuid4()), "type": "web_hook", "address": hook.url, "token": "t0k", **changes}
    return dict(drive.files().watch(fileId=ID, body={k: v for k, v in body.items() if v is not None}).execute())


def deliver(google: NotGoogle) -> None:
    """Everything that is due."""
    while google.push.step():
        pass
