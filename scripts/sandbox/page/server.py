"""The page's web application on loopback, started in a thread beside the world that it shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from scripts.sandbox.loopback import Server
from scripts.sandbox.page import guard
from scripts.sandbox.page.actions import Actions
from scripts.sandbox.page.live import Live
from scripts.sandbox.page.mail_body import mail_body
from scripts.sandbox.page.render import Renderer
from scripts.sandbox.page.watch import Watcher

if TYPE_CHECKING:
    from scripts.sandbox.world import World

STATIC = Path(__file__).parent / "static"


class Page:
    """The endpoints. What blocks (AWS calls, rendering) runs in worker threads."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.watcher = Watcher(world)
        self._renderer = Renderer(self.watcher.model)
        self._actions = Actions(world, self.watcher.visitor, self.watcher.model.sheet)
        self._live = Live(self.watcher, self._renderer)

    def close(self) -> None:
        """Stop looking, and end every open stream."""
        self.watcher.stop()
        self._live.close()

    def app(self) -> Starlette:
        """The ASGI application."""
        routes = [
            Route("/", self._page),
            Route("/live", self._live.answer),
            Route("/state.json", self._state),
            Route("/ticket/{ticket_id}.json", self._ticket),
            Route("/examples.json", self._examples),
            Route("/mail/{mail_id}/body", self._mail_body),
            Route("/do/{verb}", self._do, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]
        return Starlette(routes=routes, middleware=[Middleware(guard.Guard)])

    async def _page(self, _request: Request) -> Response:
        return HTMLResponse(self._renderer.shell(self._actions.offers()))

    async def _state(self, _request: Request) -> Response:
        snapshot = self.watcher.snapshot
        state = {**snapshot.state, "now": self.watcher.model.now(), "trouble": self.watcher.trouble}
        return JSONResponse(state)

    async def _ticket(self, request: Request) -> Response:
        found = await to_thread.run_sync(self.watcher.model.journey, request.path_params["ticket_id"])
        return JSONResponse(found) if found else JSONResponse({"error": "There is no such ticket."}, 404)

    async def _examples(self, _request: Request) -> Response:
        return JSONResponse(await to_thread.run_sync(self._actions.examples.listed))

    async def _mail_body(self, request: Request) -> Response:
        return mail_body(self._world, request.path_params["mail_id"])

    async def _do(self, request: Request) -> Response:
        given = await guard.body(request)
        if isinstance(given, Response):
            return given
        status, answer = await to_thread.run_sync(self._actions.do, request.path_params["verb"], given)
        return JSONResponse(answer, status)


class Handle:
    """A running page."""

    def __init__(self, world: World, port: int) -> None:
        self._page = Page(world)
        try:
            self._server = Server(self._page.app(), port)
        except BaseException:
            self._page.close()
            raise

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT/`."""
        return f"{self._server.url}/"

    def stop(self) -> None:
        """Stop looking and serving; the world goes on."""
        self._page.close()
        self._server.stop()


def start(world: World, port: int = 0) -> Handle:
    """Serve in a thread of its own (port 0: any free one); returns when it answers."""
    return Handle(world, port)


def serve(world: World, port: int = 0, on_ready: Callable[[str], object] | None = None) -> None:
    """Serve until interrupted; `on_ready` gets the address once it answers."""
    handle = start(world, port)
    try:
        if on_ready is not None:
            on_ready(handle.url)
        threading.Event().wait()
    except KeyboardInterrupt:
        return
    finally:
        handle.stop()
