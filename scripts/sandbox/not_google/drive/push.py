"""Push notifications: what Drive tells channels of a change, when, and what becomes of it on the way.

Changes of a spreadsheet are coalesced: the first is told at once, those of the following `coalesce_seconds` together at
their end (real Drive was measured at about three minutes). Every live channel gets its own notification, and whoever
changed the file is told as well. A 500, 502, 503 or 504 is tried again; any other failure is the end of it
(developers.google.com/workspace/drive/api/guides/push).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from scripts.sandbox.not_google.drive.channels import Channel, unknown_channel
from scripts.sandbox.not_google.drive.post import post

DONE = frozenset({102, 200, 201, 202, 204})
AGAIN = frozenset({500, 502, 503, 504})
RETRY_SECONDS = (5.0, 15.0, 45.0, 135.0, 405.0)
"""Waits before a notification is tried again. Google documents a growing wait and no figures: these are ours."""
FATES = ("deliver", "lose", "double", "delay")


@dataclass
class Notification:
    """One message on its way to one channel; `due` in the world's seconds."""

    channel: Channel
    state: str
    due: float
    number: int
    tries: int = 0


@dataclass(frozen=True)
class Delivery:
    """What became of one try: `status` is None when nobody answered."""

    at: float
    channel_id: str
    state: str
    number: int
    status: int | None


@dataclass
class _Window:
    """A file's changes in one span of coalescing."""

    ends: float
    more: bool = False


class Push:
    """Drive's side of the channels; a place where something may wait to be delivered."""

    name = "Drive notifications"

    def __init__(self, now: Callable[[], float], coalesce_seconds: float) -> None:
        self.now, self.coalesce_seconds = now, coalesce_seconds
        self.changed: Callable[[], None] | None = None
        """Called when there is something new to deliver."""
        self.deliveries: list[Delivery] = []
        self.channels: dict[str, Channel] = {}
        self._waiting: list[Notification] = []
        self._windows: dict[str, _Window] = {}
        self._fates: deque[tuple[str, float]] = deque()
        self._running = 0
        self._lock = threading.RLock()

    # -- what Drive is told ----------------------------------------------------------------------------------------

    def opened(self, channel: Channel) -> None:
        """A channel starts with a `sync` message, which may arrive before the watch is answered."""
        with self._lock:
            self.channels[channel.id] = channel
            self._send(channel, "sync", self.now())
        self._tell()

    def stop(self, channel_id: str, resource: str) -> None:
        """End a channel; raises GoogleRefusal when there is none of this id and resource."""
        with self._lock:
            channel = self.channels.get(channel_id)
            if channel is None or channel.resource_id != resource or not self._live(channel):
                raise unknown_channel(channel_id)
            del self.channels[channel_id]

    def touched(self, file_id: str) -> None:
        """A file changed."""
        with self._lock:
            window = self._windows.get(file_id)
            if window is not None and self.now() < window.ends:
                window.more = True
            else:
                self._emit(file_id)
        self._tell()

    def next(self, what: str, seconds: float = 0.0) -> None:
        """What Drive does with the next change it tells (to all its channels): deliver, lose, double or delay it.

        A doubled one comes twice under two numbers, as it happens with real Drive. Raises ValueError.
        """
        if what not in FATES:
            raise ValueError(f"Drive cannot {what!r} a notification; it can {', '.join(FATES)}")
        with self._lock:
            self._fates.append((what, seconds))

    def ordered(self) -> list[tuple[str, float]]:
        """What `next` ordered and has not happened yet, in turn."""
        with self._lock:
            return list(self._fates)

    def forget(self) -> None:
        """No channels, nothing under way."""
        with self._lock:
            self.channels.clear()
            self._waiting.clear()
            self._windows.clear()
            self._fates.clear()
            self.deliveries.clear()

    # -- a place (scripts.sandbox.aws.told.Place) ------------------------------------------------------------------

    def step(self) -> bool:
        """Deliver the notification that is due longest; return whether there was one."""
        with self._lock:
            self._close_windows()
            due = [one for one in self._waiting if one.due <= self.now()]
            if not due:
                return False
            one = min(due, key=lambda n: n.due)
            self._waiting.remove(one)
            self._running += 1
        try:
            self._deliver(one)
        finally:
            with self._lock:
                self._running -= 1
        return True

    def moving(self) -> str | None:
        """What is due or being delivered now, or None."""
        with self._lock:
            self._close_windows()
            due = [f"{one.state} to {one.channel.id}" for one in self._waiting if one.due <= self.now()]
            if due or self._running:
                return f"{self.name}: {self._running} running, due: {', '.join(due) or 'none'}"
        return None

    def sleeping(self) -> list[float]:
        """When what waits is due, in the world's seconds: delayed ones, tries again, ends of coalescing."""
        with self._lock:
            ends = [window.ends for file_id, window in self._windows.items() if window.more and self._watched(file_id)]
            return [one.due for one in self._waiting] + ends

    def step_sync(self, channel_id: str) -> None:
        """Deliver a channel's sync message right now, if it still waits."""
        with self._lock:
            one = next((n for n in self._waiting if n.channel.id == channel_id and n.state == "sync"), None)
            if one is None:
                return
            self._waiting.remove(one)
            self._running += 1
        try:
            self._deliver(one)
        finally:
            with self._lock:
                self._running -= 1

    # -- inside ----------------------------------------------------------------------------------------------------

    def _live(self, channel: Channel) -> bool:
        return self.channels.get(channel.id) is channel and channel.expires > self.now()

    def _watched(self, file_id: str) -> list[Channel]:
        return [c for c in self.channels.values() if c.file_id == file_id and self._live(c)]

    def _close_windows(self) -> None:
        for file_id, window in list(self._windows.items()):
            if window.ends <= self.now():
                del self._windows[file_id]
                if window.more:
                    self._emit(file_id)

    def _emit(self, file_id: str) -> None:
        now = self.now()
        self._windows[file_id] = _Window(now + self.coalesce_seconds)
        channels = self._watched(file_id)
        if not channels:
            return
        fate, seconds = self._fates.popleft() if self._fates else ("deliver", 0.0)
        if fate == "lose":
            return
        for channel in channels:
            for _ in range(2 if fate == "double" else 1):
                self._send(channel, "update", now + seconds)

    def _send(self, channel: Channel, state: str, due: float) -> None:
        # Numbers grow and leave gaps; the sync message is 1.
        channel.messages += 1 if state == "sync" else 3
        self._waiting.append(Notification(channel, state, due, channel.messages))

    def _deliver(self, one: Notification) -> None:
        with self._lock:
            if not self._live(one.channel):
                return
        status = post(one.channel.address, headers_of(one))
        with self._lock:
            self.deliveries.append(Delivery(self.now(), one.channel.id, one.state, one.number, status))
            if status in AGAIN and one.tries < len(RETRY_SECONDS):
                one.due = self.now() + RETRY_SECONDS[one.tries]
                one.tries += 1
                self._waiting.append(one)

    def _tell(self) -> None:
        if self.changed is not None:
            self.changed()


def headers_of(one: Notification) -> dict[str, str]:
    """The headers that say everything; the body is always empty."""
    channel = one.channel
    headers = {
        "Content-Type": "application/json; utf-8",
        "Content-Length": "0",
        "User-Agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
        "X-Goog-Channel-ID": channel.id,
        "X-Goog-Message-Number": str(one.number),
        "X-Goog-Resource-ID": channel.resource_id,
        "X-Goog-Resource-State": one.state,
        "X-Goog-Resource-URI": channel.resource_uri,
    }
    if one.state == "update":
        headers["X-Goog-Changed"] = "content,properties"
    if channel.asked_expiration:
        expires = datetime.fromtimestamp(channel.expires, UTC).replace(microsecond=0)
        headers["X-Goog-Channel-Expiration"] = format_datetime(expires, usegmt=True)
    if channel.token:
        headers["X-Goog-Channel-Token"] = channel.token
    return headers
