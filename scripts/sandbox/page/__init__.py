"""The one page in the browser: Slack, inboxes, queue, workbook and every journey, live, and a world to play with.

    page.serve(world, port=0, on_ready=print)     blocks until interrupted; on_ready gets the address
    handle = page.start(world, port=0)            in a thread; handle.url, handle.stop()

It binds to 127.0.0.1 only and reads what people would see: the stand-ins' own state and the desk's tables.
"""

from __future__ import annotations

from scripts.sandbox.page.server import Handle, serve, start

__all__ = ["Handle", "serve", "start"]
