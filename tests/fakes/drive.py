"""The workbook as a file in Drive, and the channels that are kept about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.fakes.wire import Wire, wired
from ticket_router.domain.errors import NotFound, Retryable
from ticket_router.domain.workbook.watch import LIFETIME, Watch


class FakeWorkbookFile:
    """Serves the `WorkbookFile` port. `channels` holds each live channel with the token and address it was made for."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.shared = True
        """Whether the router may see it at all."""
        self.editor = ""
        self.channels: dict[str, tuple[Watch, str, str]] = {}
        self._ever: set[str] = set()

    @wired
    def last_editor(self) -> str:
        """See the port."""
        self._check_shared()
        return self.editor

    @wired
    def watch(self, watch: Watch, token: str, address: str) -> Watch:
        """See the port. As in Drive a channel's id is used once, and none lives longer than a day."""
        self._check_shared()
        if watch.channel_id in self._ever:
            raise Retryable(f"there is a channel {watch.channel_id} already")
        self._ever.add(watch.channel_id)
        expires_at = min(watch.expires_at, watch.made_at + LIFETIME)
        granted = watch.renewed(resource_id="resource-of-the-workbook", expires_at=expires_at)
        self.channels[watch.channel_id] = (granted, token, address)
        return granted

    @wired
    def stop(self, watch: Watch) -> None:
        """See the port."""
        self.channels.pop(watch.channel_id, None)

    def _check_shared(self) -> None:
        if not self.shared:
            raise NotFound("the workbook is not shared with the router")


class FakeWatches:
    """Serves the `Watches` port; `kept` holds the channels by id."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Wire()
        self.kept: dict[str, Watch] = {}

    @wired
    def all(self) -> Sequence[Watch]:
        """See the port."""
        return sorted(self.kept.values(), key=lambda watch: (watch.made_at, watch.channel_id))

    @wired
    def save(self, watch: Watch) -> None:
        """See the port."""
        before = self.kept.get(watch.channel_id)
        self.kept[watch.channel_id] = watch.renewed(heard_at=before.heard_at if before else None)

    @wired
    def heard(self, channel_id: str, at: datetime) -> None:
        """See the port. A word that arrives late does not make the last one older."""
        if (watch := self.kept.get(channel_id)) and (watch.heard_at is None or watch.heard_at < at):
            self.kept[channel_id] = watch.renewed(heard_at=at)

    @wired
    def drop(self, channel_id: str) -> None:
        """See the port."""
        self.kept.pop(channel_id, None)
