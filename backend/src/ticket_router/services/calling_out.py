"""Waking people by mail when a raise cannot reach them on their card: urgent must not wait for a broken channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from ticket_router.domain.errors import LandingTrouble
from ticket_router.domain.file import TicketFile
from ticket_router.domain.route import Landing, LandingKind, Route
from ticket_router.domain.rulebook import RuleBook
from ticket_router.ports import Channel
from ticket_router.services.compose import Composer
from ticket_router.services.posting import Busy, Poster


class CallOut:
    """The card stays where it is; only the call goes another way, once."""

    def __init__(self, *, channels: Mapping[LandingKind, Channel], composer: Composer, poster: Poster) -> None:
        self._channels = channels
        self._composer = composer
        self._poster = poster

    def __call__(
        self, file: TicketFile, route: Route, options: Sequence[Landing], rulebook: RuleBook, now: datetime
    ) -> None:
        """Mail whoever the decision pings and no post has woken yet. Trouble with the mail waits for the next try."""
        handoff = route.handoff
        inbox = next((option for option in options if option.kind is LandingKind.email), None)
        if inbox is None or handoff.landing == inbox:
            return
        channel = self._channels[LandingKind.email]
        for ping in self._composer.pings(route, rulebook, handoff.posts.values()):
            call = channel.ping(self._composer.card(file, route, rulebook, now), ping)
            with suppress(LandingTrouble, Busy):
                part = f"call:{ping.call}"
                self._poster.ensure(channel, route, handoff, inbox, call.renewed(part=part, pinged=()))
