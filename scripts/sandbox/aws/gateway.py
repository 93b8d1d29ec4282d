"""The loopback address that functions call AWS through: it counts calls, injects faults, and keeps Invoke back.

It is also where a browser reaches Function URLs, under /fn/<function>/.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import threading
from collections.abc import Callable, Collection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import urlsplit

from .calls import invoked_function, service_and_operation
from .faults import Faults, wire_error
from .privileges import Access, accesses
from .urls import UrlAnswer

#: Where the SDK names its application: AWS_SDK_UA_APP_ID.
_CALLER = re.compile(r"\bapp/([\w-]+)")

Answer = tuple[int, list[tuple[str, str]], bytes]

#: Hop-by-hop, or set anew on the way (RFC 9110, 7.6.1).
_NOT_PASSED_ON = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "content-length",
    "date",
    "server",
    "expect",
}


class Backstage(Protocol):
    """What the gateway hands over instead of forwarding it."""

    def invoked(self, function: str, asynchronous: bool, payload: bytes) -> Answer:
        """Answer Lambda's Invoke."""
        ...

    def post(
        self, function: str, headers: dict[str, str], body: bytes, method: str, path: str, query: str
    ) -> UrlAnswer:
        """Answer a Function URL."""
        ...


class Gateway:
    """A threaded proxy in front of the emulator at `upstream`; `touched` hears of every forwarded call."""

    def __init__(
        self, upstream: str, faults: Faults, backstage: Backstage, touched: Callable[[Collection[Access] | None], None]
    ) -> None:
        """`touched` is told afterwards what a call asked for, or None when that is not known."""
        self.faults, self.backstage, self.touched = faults, backstage, touched
        self.upstream = urlsplit(upstream).netloc
        self.used: set[tuple[str, Access]] = set()
        self.handlers: set[_Handler] = set()
        self.changed = threading.Condition()
        handler = type("Handler", (_Handler,), {"gateway": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name="gateway")
        self._thread.start()

    def close(self) -> None:
        """Stop listening and hang up on everybody."""
        self._server.shutdown()
        self._server.server_close()
        with self.changed:
            for handler in self.handlers:
                handler.hang_up()
            self.changed.wait_for(lambda: not self.handlers, 5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that hangs up is its own affair."""


class _Handler(BaseHTTPRequestHandler):
    gateway: Gateway
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        """Let the gateway know that somebody called."""
        super().setup()
        self._upstream = http.client.HTTPConnection(self.gateway.upstream, timeout=300)
        with self.gateway.changed:
            self.gateway.handlers.add(self)

    def finish(self) -> None:
        """Hang up towards the emulator too."""
        self._upstream.close()
        try:
            super().finish()
        finally:
            with self.gateway.changed:
                self.gateway.handlers.discard(self)
                self.gateway.changed.notify_all()

    def log_message(self, *_: object) -> None:
        """Say nothing: the faults' counters are the record."""

    def _handle(self) -> None:
        body = self._body()
        if self.path.startswith("/fn/"):
            self._function_url(body)
            return
        headers = {k.lower(): v for k, v in self.headers.items()}
        service, operation = service_and_operation(self.command, self.path, headers, body)
        asked: list[Access] | None = None
        if caller := _CALLER.search(headers.get("user-agent", "")):
            asked = list(accesses(service, operation, self.path, body))
            self.gateway.used.update((caller[1], a) for a in asked)
        kind = self.gateway.faults.take(service, operation)
        if kind == "timeout":
            self.hang_up()
        elif kind in ("429", "500"):
            status, error_headers, error = wire_error(service, kind)
            self._answer((status, list(error_headers.items()), error))
        else:
            answer = self._done(headers, body)
            self.gateway.touched(asked)
            if kind == "drop_after":
                self.hang_up()
            else:
                self._answer(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = _handle  # noqa: N815

    def _done(self, headers: dict[str, str], body: bytes) -> Answer:
        function = invoked_function(self.path)
        if function is not None:
            asynchronous = headers.get("x-amz-invocation-type", "RequestResponse") == "Event"
            return self.gateway.backstage.invoked(function, asynchronous, body)
        return self._forwarded(body)

    def _forwarded(self, body: bytes) -> Answer:
        headers = {k: v for k, v in self.headers.items() if k.lower() not in _NOT_PASSED_ON}
        headers["Content-Length"] = str(len(body))
        try:
            self._upstream.request(self.command, self.path, body, headers)
            answer = self._upstream.getresponse()
        except (http.client.BadStatusLine, ConnectionError):
            # A kept connection may have been closed meanwhile; a fresh one that fails is a real failure.
            self._upstream.close()
            self._upstream.request(self.command, self.path, body, headers)
            answer = self._upstream.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def _function_url(self, body: bytes) -> None:
        bare, _, query = self.path.partition("?")
        function, _, path = bare.removeprefix("/fn/").partition("/")
        headers = dict(self.headers.items())
        try:
            answer = self.gateway.backstage.post(function, headers, body, self.command, f"/{path}", query)
        except KeyError:
            self._answer((404, [("Content-Type", "text/plain")], b"no such function\n"))
            return
        told = list(answer.headers.items()) + [("set-cookie", c) for c in answer.cookies]
        self._answer((answer.status, told, answer.body))

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(parts)

    def _answer(self, answer: Answer) -> None:
        status, headers, body = answer
        self.send_response_only(status)
        length = str(len(body))
        for name, value in headers:
            if self.command == "HEAD" and name.lower() == "content-length":
                length = value
            elif name.lower() not in _NOT_PASSED_ON:
                self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def hang_up(self) -> None:
        """Close the caller's connection without a word."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
