"""Server-sent events: each open page gets its view once, and from then on only what changed in it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

from anyio import to_thread
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from scripts.sandbox.page.render import Lists, Renderer
from scripts.sandbox.page.watch import Watcher

Event = dict[str, str]


class Live:
    """Answers `/live?view=...&you=...`. Nobody waits for another page: each connection has its own memory."""

    def __init__(self, watcher: Watcher, renderer: Renderer) -> None:
        self._watcher = watcher
        self._renderer = renderer
        self._over = False
        self._open: set[Callable[[], None]] = set()
        self._fewer = threading.Condition()

    def close(self, timeout: float = 3.0) -> None:
        """End every stream and wait until that is done: a server that stops would cut them off with a traceback."""
        self._over = True
        with self._fewer:
            for wake in self._open:
                wake()
            self._fewer.wait_for(lambda: not self._open, timeout)

    async def answer(self, request: Request) -> Response:
        """The stream of one page."""
        view = request.query_params.get("view", "queue")
        return EventSourceResponse(self._events(view, request.query_params.get("you", "")), ping=20)

    async def _events(self, view: str, you: str) -> AsyncIterator[Event]:
        changed, loop = asyncio.Event(), asyncio.get_running_loop()

        def wake() -> None:
            loop.call_soon_threadsafe(changed.set)

        leave = self._watcher.listen(wake)
        with self._fewer:
            self._open.add(wake)
        known: dict[str, dict[str, str]] = {}
        ahead: int | None = None
        try:
            snapshot = self._watcher.snapshot
            frame = await to_thread.run_sync(self._renderer.frame, view, snapshot)
            yield {"event": "view", "data": json.dumps({"view": view, **frame})}
            while not self._over:
                changed.clear()
                snapshot = self._watcher.snapshot
                lists = await to_thread.run_sync(self._renderer.lists, view, snapshot, you)
                news: dict[str, Any] = {"lists": difference(known, lists)}
                if snapshot.state["clock"]["ahead"] != ahead:
                    ahead = snapshot.state["clock"]["ahead"]
                    news["now"] = self._watcher.model.now()
                if news["lists"] or "now" in news:
                    yield {"event": "change", "data": json.dumps(news)}
                await changed.wait()
        finally:
            leave()
            with self._fewer:
                self._open.discard(wake)
                self._fewer.notify_all()


def difference(known: dict[str, dict[str, str]], lists: Lists) -> dict[str, Any]:
    """What a page has to change, by list: the order of its keys, and the HTML of new and changed ones.

    `known` (list -> key -> HTML) is brought up to date.
    """
    news: dict[str, Any] = {}
    for name, items in lists.items():
        old, now = known.get(name, {}), dict(items)
        if name in known and list(old.items()) == list(now.items()):
            continue
        news[name] = {"order": list(now), "set": {key: html for key, html in now.items() if old.get(key) != html}}
        known[name] = now
    return news
