"""How a stand-in listens on loopback, and hangs up without answering, which ASGI has no word for."""

from __future__ import annotations

import asyncio
import socket
import threading

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

_transports: dict[tuple[int, int], asyncio.Transport] = {}
"""By the server's port and the client's: a client may use one port of its own towards two servers."""


class _Protocol(H11Protocol):
    """Keeps the client's transport within reach: ASGI has no way to close a connection without an answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._ports = (transport.get_extra_info("sockname")[1], transport.get_extra_info("peername")[1])
        _transports[self._ports] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        _transports.pop(self._ports, None)
        super().connection_lost(exc)


async def wait_for_disconnect(request: Request, seconds: float) -> None:
    """Wait until the client gives up, at most `seconds`."""

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    await asyncio.wait([task := asyncio.ensure_future(gone())], timeout=seconds)
    task.cancel()


async def hang_up(request: Request) -> Response:
    """Close the connection without a byte of answer; what is returned goes nowhere."""
    transport = _transports.get((request.scope["server"][1], request.scope["client"][1]))
    if transport is not None:
        transport.abort()
        await wait_for_disconnect(request, 1.0)
    return Response(status_code=500)


class Server(uvicorn.Server):
    """One application on 127.0.0.1 in a daemon thread; ready when the constructor returns."""

    def __init__(self, app: Starlette, port: int) -> None:
        config = uvicorn.Config(
            app,
            http=_Protocol,
            lifespan="off",
            ws="none",
            log_config=None,
            log_level="error",
            access_log=False,
            date_header=False,
        )
        super().__init__(config)
        self._up = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave = asyncio.Event()
        # The protocol is named because asyncio sends small answers at once (TCP_NODELAY) only where it is.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self._port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._thread = threading.Thread(target=self.run, args=([self._socket],), daemon=True)
        self._thread.start()
        if not self._up.wait(15):
            raise RuntimeError("the stand-in did not start within 15 seconds")

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._up.set()

    async def main_loop(self) -> None:
        """Sleep until told to stop: uvicorn's own loop would wake ten times a second in every stand-in."""
        await self._leave.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop at once: nobody waits for what is being held, and a graceful exit would cost every test a while."""
        for server in self.servers:
            server.close()
        for transport in [t for (port, _), t in _transports.items() if port == self._port]:
            transport.abort()
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def stop(self) -> None:
        """Stop serving; returns when the port is free."""
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._leave.set)
        self._thread.join(5)
        self._socket.close()
